"""What commands of the service share: the settings of this environment, and the database that they name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from api.cli.output import Exit, Lang, bad_input_explained, say_errors

if TYPE_CHECKING:
    from api.settings import Settings
    from api.store.database import Database

UNUSABLE = {
    Lang.NL: "De database is niet te gebruiken ({why}). Kijk naar LEERWERK_DATABASE_URL.",
    Lang.EN: "The database cannot be used ({why}). Look at LEERWERK_DATABASE_URL.",
}
BEHIND = {
    Lang.NL: "De tabellen van deze database zijn niet van deze versie. Werk ze bij met: leerwerk migrate",
    Lang.EN: "The tables of this database are not of this version. Bring them up to date with: leerwerk migrate",
}


def settings_here(as_json: bool, lang: Lang) -> "Settings":
    """The settings in the LEERWERK_... variables; exit code 2 where they are wrong."""
    from api.settings import Settings

    with bad_input_explained(as_json, lang):
        return Settings.from_environment(os.environ)


@contextmanager
def database_here(settings: "Settings", as_json: bool, lang: Lang) -> "Iterator[Database]":
    """The database of the service, with all its tables; exit code 2 where there is none, or an old one."""
    from api.store.database import Database
    from api.store.migrate import is_current

    with bad_input_explained(as_json, lang):
        database = Database(
            settings.database_url, settings.secret.get_secret_value().encode(), settings.register_uri
        )  # fmt: skip
    try:
        with usable(lang):
            if not is_current(database):
                say_errors(BEHIND[lang], ())
                raise typer.Exit(Exit.BAD_INPUT)
            yield database
    finally:
        database.dispose()


@contextmanager
def usable(lang: Lang) -> Iterator[None]:
    """Turn what a database says that cannot be used into exit code 2."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        say_errors(UNUSABLE[lang].format(why=type(error.orig).__name__), ())
        raise typer.Exit(Exit.BAD_INPUT) from error
