"""Both databases behave the same: steps and models agree, blocks are whole, times are UTC, readers see one moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from api.store.database import Database
from api.store.errors import Unreachable
from api.store.migrate import differences, is_current, migrate
from api.store.models import Dataset, Table, Version


def test_steps_and_models_agree(database):
    assert is_current(database)
    assert differences(database) == []
    assert set(sa.inspect(database.engine).get_table_names()) == {*Table.metadata.tables, "alembic_version"}


def test_migrating_again_changes_nothing(database):
    migrate(database)
    assert is_current(database)


def test_an_empty_database_is_not_current(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'new.db'}", b"")
    assert not is_current(database)
    database.dispose()


def test_a_block_is_kept_whole_or_not_at_all(database, break_off):
    with database.writing() as session:
        session.add(Dataset(name="kept", created_by="ann"))
    break_off(database, lambda session: session.add(Dataset(name="lost", created_by="ann")))
    with database.reading() as session:
        assert session.scalars(sa.select(Dataset.name)).all() == ["kept"]


def test_a_reader_sees_one_moment(database):
    with database.reading() as reader:
        assert reader.scalar(sa.select(sa.func.count(Dataset.name))) == 0
        with database.writing() as writer:
            writer.add(Dataset(name="region", created_by="ann"))
        assert reader.scalar(sa.select(sa.func.count(Dataset.name))) == 0
    with database.reading() as reader:
        assert reader.scalar(sa.select(sa.func.count(Dataset.name))) == 1


def test_what_a_reader_adds_is_not_kept(database):
    with database.reading() as session:
        session.add(Dataset(name="nothing", created_by="ann"))
    with database.reading() as session:
        assert session.get(Dataset, "nothing") is None


def test_a_row_that_points_nowhere_is_refused(database):
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        session.add(
            Version(
                dataset="none", number=1, hash="none", title="", reference_date=datetime(2026, 1, 1, tzinfo=UTC).date(),
                synthetic=True, rows={}, changes={}, imported_by="ann",
            )
        )  # fmt: skip


def test_moments_are_utc(database):
    summer = timezone(timedelta(hours=2))
    with database.writing() as session:
        session.add(Dataset(name="region", created_by="ann", created_at=datetime(2026, 7, 1, 14, 30, tzinfo=summer)))
    with database.reading() as session:
        assert session.get(Dataset, "region").created_at.isoformat() == "2026-07-01T12:30:00+00:00"


def test_a_moment_without_offset_is_refused(database):
    with pytest.raises(sa.exc.StatementError, match="needs an offset"), database.writing() as session:
        session.add(Dataset(name="region", created_by="ann", created_at=datetime(2026, 7, 1)))


@pytest.mark.parametrize("url", ["", "leerwerk.db", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_another_url_is_refused(url):
    with pytest.raises(Unreachable):
        Database(url, b"")


def test_a_password_is_not_told():
    with pytest.raises(Unreachable) as refused:
        Database("mysql://ann:geheim@localhost/x", b"")
    assert "geheim" not in str(refused.value)
