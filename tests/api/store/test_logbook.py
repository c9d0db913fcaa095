"""The logbook: mandatory attributes, one chain under concurrent writers, and no change that goes unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from api.security.person import Person, Role
from api.store import logbook
from api.store.database import Database
from api.store.errors import Forbidden, NoSlot, Unknown
from api.store.logbook import Activity, Status, Trace
from api.store.models import Head, Record, Subject

PEOPLE = ("vaals-first", "vaals-second", "dutch-unknown")


@pytest.fixture
def told(stored, coach):
    """One import, and three people to whom something was proposed."""
    with stored.writing() as session:
        session.info["trace"] = Trace(trace_id="0" * 31 + "1", parent_span_id="00000000000000aa", processor="urn:suite")
        logbook.append(session, coach, Activity.PROPOSE, participants=PEOPLE, dataset="tiny", run="r1")
    return stored


def all_records(database):
    with database.reading() as session:
        return [row._asdict() for row in session.execute(sa.select(*Record.__table__.columns).order_by(Record.number))]


def test_a_record_has_what_the_standard_asks(told):
    first, *others = all_records(told)
    assert (first["name"], first["subject"], first["actor"]) == ("import", None, "admin-1")
    assert [record["number"] for record in others] == [2, 3, 4]
    for record in others:
        assert (record["trace_id"], record["parent_span_id"]) == ("0" * 31 + "1", "00000000000000aa")
        assert len(bytes.fromhex(record["span_id"])) == 8
        assert record["status"] == "Ok"
        assert 0 < record["start_time"] <= record["end_time"]
        assert record["resource"] == {"service.name": "leerwerk"}
        assert record["attributes"] == {
            "dpl.core.processing_activity_id": "urn:leerwerk:verwerking:propose",
            "dpl.core.data_subject_id": record["subject"],
            "dpl.core.data_subject_id_type": "urn:leerwerk:verwerking:pseudonym",
            "dpl.core.foreign_operation.processor": "urn:suite",
            "dpl.core.foreign_operation.span_id": "00000000000000aa",
            "leerwerk.actor": "coach-a",
            "leerwerk.roles": ["coach"],
            "leerwerk.dataset": "tiny",
            "leerwerk.run": "r1",
        }
    assert len({record["subject"] for record in others}) == 3


def test_no_record_names_a_participant(told):
    told_of = " ".join(str(record) for record in all_records(told))
    assert not any(participant in told_of for participant in PEOPLE)


def test_a_pseudonym_needs_the_secret_and_the_salt(told, auditor):
    other = Database(told.url.render_as_string(hide_password=False), b"another secret")
    with other.reading() as session:
        assert logbook.records(session, auditor, participant="vaals-first") == []
    other.dispose()
    with told.writing() as session:
        session.execute(sa.delete(Subject))
    with told.reading() as session, pytest.raises(Unknown):
        logbook.records(session, auditor, participant="vaals-first")


def test_who_saw_and_decided_what_about_whom(told, auditor):
    with told.reading() as session:
        about = logbook.records(session, auditor, participant="vaals-first")
        assert [(record.actor, record.name) for record in about] == [("coach-a", "propose")]
        assert len(logbook.records(session, auditor, actor="coach-a")) == 3
        assert [record.number for record in logbook.records(session, auditor, activity=Activity.IMPORT)] == [1]
        assert [record.number for record in logbook.records(session, auditor, after=1, limit=2)] == [2, 3]
        for role in (Role.COACH, Role.PLANNER, Role.CONTROLLER):
            with pytest.raises(Forbidden):
                logbook.records(session, Person("x", frozenset({role})))


def test_how_it_went(stored, coach):
    with stored.writing() as session:
        logbook.append(session, coach, Activity.DECIDE, error=NoSlot("w", 1), workplace="w")
        logbook.append(session, coach, Activity.DECIDE, status=Status.UNSET)
    _, failed, refused = all_records(stored)
    assert (failed["status"], failed["attributes"]["exception.type"]) == ("Error", "NoSlot")
    assert refused["status"] == "Unset"


def test_what_cannot_be_recorded(stored, coach):
    with stored.reading() as session, pytest.raises(RuntimeError, match="reading session"):
        logbook.append(session, coach, Activity.VIEW)
    with stored.writing() as session:
        with pytest.raises(ValueError, match="no facts"):
            logbook.append(session, coach, Activity.VIEW, name="Jan")
        with pytest.raises(Unknown):
            logbook.append(session, coach, Activity.VIEW, participants=("nobody",))


def test_a_record_is_kept_with_what_it_tells_or_not_at_all(stored, coach, break_off):
    break_off(stored, lambda session: logbook.append(session, coach, Activity.VIEW))
    with stored.reading() as session:
        assert logbook.verify(session).number == 1


def test_writers_beside_one_another_make_one_chain(stored, coach):
    """Twelve writers with three records each, after the one of the import: 37."""

    def write(_):
        with stored.writing() as session:
            logbook.append(session, coach, Activity.VIEW, participants=PEOPLE)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(write, range(12)))
    with stored.reading() as session:
        chain = logbook.verify(session)
    assert (chain.num_records, chain.number, chain.faults) == (37, 37, ())


def change(**values):
    return sa.update(Record).where(Record.number == 2).values(**values)


def test_an_untouched_chain_has_no_faults(told):
    with told.reading() as session:
        chain = logbook.verify(session)
        assert (chain.num_records, chain.faults) == (4, ())
        assert logbook.verify(session, noted=(chain.number, chain.hash)).faults == ()


@pytest.mark.parametrize("column", [column.name for column in Record.__table__.columns if column.name != "number"])
def test_every_changed_column_is_found(told, column):
    kind = Record.__table__.columns[column].type
    value = {"x": 1} if isinstance(kind, sa.JSON) else 7 if isinstance(kind, sa.BigInteger) else "0" * 64
    with told.writing() as session:
        session.execute(change(**{column: value}))
    with told.reading() as session:
        assert any("record 2" in fault for fault in logbook.verify(session).faults)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ([sa.delete(Record).where(Record.number == 2)], "records 2 to 2 are missing"),
        ([sa.delete(Record).where(Record.number == 1)], "records 1 to 1 are missing"),
        ([sa.delete(Record).where(Record.number == 4)], "ends at record 3, and should end at 4"),
        ([sa.delete(Record)], "ends at record 0, and should end at 4"),
        (
            [
                sa.update(Record).where(Record.number == 2).values(number=99),
                sa.update(Record).where(Record.number == 3).values(number=2),
                sa.update(Record).where(Record.number == 99).values(number=3),
            ],
            "record 2 was changed",
        ),
    ],
    ids=["middle", "first", "last", "all", "swapped"],
)
def test_removed_and_moved_records_are_found(told, damage, found):
    with told.writing() as session:
        for statement in damage:
            session.execute(statement)
    with told.reading() as session:
        assert any(found in fault for fault in logbook.verify(session).faults)


def test_an_end_cut_off_with_the_head_shows_beside_what_was_noted(told):
    """Who can write the database can put the head back; only a note kept elsewhere tells."""
    with told.reading() as session:
        whole = logbook.verify(session)
        third = session.get(Record, 3)
    with told.writing() as session:
        session.execute(sa.delete(Record).where(Record.number == 4))
        session.execute(sa.update(Head).values(number=3, hash=third.hash))
    with told.reading() as session:
        assert logbook.verify(session).faults == ()
        assert logbook.verify(session, noted=(whole.number, whole.hash)).faults == (
            "record 4 was noted down, and the chain ends at 3",
        )
        assert "is not the one that was noted down" in logbook.verify(session, noted=(3, "0" * 64)).faults[0]


def test_a_beginning_that_retention_cut_off_leaves_a_chain(told):
    with told.writing() as session:
        assert logbook.cut(session, 0) == 0
    with told.writing() as session:
        assert logbook.cut(session, 2**53) == 4
    with told.writing() as session:
        logbook.append(session, Person("x", frozenset()), Activity.VIEW)
    with told.reading() as session:
        chain = logbook.verify(session)
        assert (chain.num_records, chain.number, chain.faults) == (1, 5, ())
