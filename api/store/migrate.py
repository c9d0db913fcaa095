"""Brings the tables of a database up to what the models say, step by step, one process at a time."""

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.store.database import Database
from api.store.models import Table

_LOCK = 6_229_001  # any number of our own: PostgreSQL has one advisory lock for each


def migrate(database: Database) -> None:
    """Take every step that this database lacks, all in one transaction; a second process waits and finds it done."""
    with database.engine.begin() as connection:  # on SQLite this takes the lock of the one writer
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        command.upgrade(_config(connection), "head")


def is_current(database: Database) -> bool:
    """Tell whether the database has all steps, and none that this version does not know."""
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
        return set(found) == set(ScriptDirectory.from_config(_config(connection)).get_heads())


def differences(database: Database) -> list[object]:
    """What the models say and the tables are not; empty when steps and models agree."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Table.metadata))


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "api.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
