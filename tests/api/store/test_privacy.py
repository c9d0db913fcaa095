"""One participant: all that is known, forgotten everywhere, and what time forgets."""

import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.store import decisions, instances, logbook, privacy, requests, retention, runs
from api.store.errors import Forbidden, Unknown
from api.store.logbook import Activity
from api.store.models import Blob, Decision, Participant, Table, Version
from api.store.runs import RunKind, State
from api.store.standing import Kind
from instances.errors import InconsistentInstance
from instances.packed import unpack
from instances.schema.vocabulary import DecisionReason

WHO = "dutch-unknown"
MONTHS = 24
ANSWER = {"assignments": [{"participant": WHO, "workplace": "bakery-counter"}, {"participant": "vaals-first"}]}


@pytest.fixture(scope="module")
def life(template, tiny, admin, coach, planner):
    """Someone to whom all that can happen has happened: imported twice, decided about, in a run, in a kept reply."""
    people = tiny["participants"]
    changed = tiny.replace(participants=people.assign(hours_week=people["hours_week"].where(people["id"] != WHO, 12.0)))

    def fill(database):
        for version in (tiny, changed):
            with database.writing() as session:
                instances.put(session, admin, "tiny", version)
        with database.writing() as session:
            run = runs.ask(
                session, planner, RunKind.MATCH, "tiny",
                hash=changed.digest, policy_hash="p", options={"for": WHO}, seed=1,
            )  # fmt: skip
            runs.begin(session, run.id, "e1", {})
            runs.finish(session, run.id, State.SOLVED, answer=json.dumps(ANSWER))
            decisions.decide(session, coach, "tiny", Kind.ACCEPT, WHO, "bakery-counter", note=f"{WHO} wil graag")
            decisions.decide(session, coach, "tiny", Kind.REJECT, WHO, "mtb-green", reason=DecisionReason.TRAVEL)
            logbook.append(session, coach, Activity.EXPLAIN, participants=(WHO,), workplace="mtb-green")
            requests.claim(session, coach, "key", "f")
            requests.keep(session, coach, "key", requests.Reply(201, {}, json.dumps({"participant": WHO}).encode()))

    return template("lived", fill)


@pytest.fixture
def lived(life, sort):
    """A fresh database with that life in it."""
    with life.copied(sort) as made:
        yield made


def test_all_that_is_known(lived, admin):
    with lived.writing() as session:
        told = privacy.known(session, admin, WHO)
    json.dumps(told)
    assert [row["coach"] for row in told["datasets"]] == ["coach-szmh"]
    assert [(one["version"], one["tables"]["participants"][0]["hours_week"]) for one in told["documents"]] == [
        (1, 24.0), (2, 12.0),
    ]  # fmt: skip
    assert [one["kind"] for one in told["decisions"]] == ["accept", "reject"]
    assert [one["workplace"] for one in told["slots"]] == ["bakery-counter"]
    assert [one["says"] for one in told["runs"]] == [[ANSWER["assignments"][0]]]
    assert [one["name"] for one in told["logbook"]] == ["decide", "decide", "explain"]


def erase(database, person):
    with database.writing() as session:
        privacy.erase(session, person, WHO)
    database.scrub()


def test_after_erasure_nothing_names_the_person(lived, admin):
    erase(lived, admin)
    with lived.reading() as session:
        for table in Table.metadata.sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    text = value
                    if table.name == "blobs" and name == "body":
                        documents = unpack(value, row["content"])
                        text = " ".join(frame.to_csv() for frame in documents.tables.values())
                    elif table.name == "answers" and name == "body":
                        text = zlib.decompress(value).decode()
                    assert WHO not in str(text), (table.name, name)
    if lived.is_sqlite:
        for path in Path(lived.url.database).parent.glob(f"{Path(lived.url.database).name}*"):
            assert WHO.encode() not in path.read_bytes(), path.name


def test_after_erasure_the_rest_is_whole(lived, admin, coach, auditor):
    with lived.reading() as session:
        before = logbook.verify(session)
    erase(lived, admin)
    with lived.reading() as session:
        chain = logbook.verify(session, noted=(before.number, before.hash))
        assert (chain.num_records, chain.faults) == (before.num_records + 1, ())
        anonymous = session.scalars(sa.select(Decision).order_by(Decision.number)).all()
        assert [(one.participant, one.workplace, one.note) for one in anonymous] == [
            (None, "bakery-counter", ""), (None, "mtb-green", ""),
        ]  # fmt: skip
        assert decisions.listed(session, coach, "tiny") == []
        run = runs.listed(session, kind=RunKind.MATCH)[0]
        assert json.loads(runs.answer(session, run.id)) == {"assignments": [{"participant": "vaals-first"}]}
        assert session.get(Blob, run.hash).content != run.hash, "the hash stays, the documents lost a person"
        for version in instances.versions(session, "tiny"):
            assert len(instances.instance(session, version.hash)["participants"]) == 7
        with pytest.raises(Unknown):
            logbook.records(session, auditor, participant=WHO)


def test_the_slot_is_free_and_someone_else_can_take_it(lived, admin, coach):
    erase(lived, admin)
    with lived.writing() as session:
        decisions.decide(session, coach, "tiny", Kind.ACCEPT, "vetoes-green", "bakery-counter")


def test_who_was_erased_does_not_come_back(lived, admin, tiny):
    erase(lived, admin)
    with pytest.raises(InconsistentInstance) as refused, lived.writing() as session:
        instances.put(session, admin, "tiny", tiny)
    assert [(one.row, one.value) for one in refused.value.problems] == [(7, WHO)]
    with lived.reading() as session:
        assert len(instances.versions(session, "tiny")) == 2


def test_an_erasure_that_breaks_off_forgets_nothing(lived, admin, break_off):
    break_off(lived, lambda session: privacy.erase(session, admin, WHO))
    with lived.writing() as session:
        assert len(privacy.known(session, admin, WHO)["documents"]) == 2


def test_who_may_and_who_is_known(lived, admin, coach):
    for deed in (privacy.known, privacy.erase):
        with lived.writing() as session:
            with pytest.raises(Forbidden):
                deed(session, coach, WHO)
            with pytest.raises(Unknown):
                deed(session, admin, "nobody")


def test_time_forgets(lived, admin, tiny):
    """Two years and a day after WHO left: everything of before goes, but for the newest version and who is in it."""
    with lived.writing() as session:
        people = tiny["participants"]
        left = tiny.replace(participants=people[people["id"] != WHO].reset_index(drop=True), couples=())
        instances.put(session, admin, "tiny", left)
    moment = datetime.now(UTC)
    with lived.writing() as session:
        assert set(retention.retain(session, admin, moment, MONTHS).counts().values()) == {0}
    later = moment + timedelta(days=731)
    with lived.reading() as session:
        told = retention.due(session, admin, later, MONTHS)
        assert told == retention.Due((WHO,), documents=2, answers=1, requests=1, records=0)
    with lived.reading() as session:
        assert retention.due(session, admin, later, MONTHS) == told  # nothing was done
        assert retention.due(session, admin, later, 2 * MONTHS).counts()["participants"] == 0
    with lived.writing() as session:
        assert retention.retain(session, admin, later, MONTHS) == told
    with lived.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(Participant.id == WHO)) == 0
        newest, *old = session.scalars(sa.select(Version).order_by(Version.number.desc())).all()
        assert len(instances.instance(session, newest.hash)["participants"]) == 7
        for version in old:
            with pytest.raises(Unknown):
                instances.instance(session, version.hash)
    with lived.writing() as session:
        assert retention.retain(session, admin, moment + timedelta(days=1900), MONTHS).records > 0
    with lived.reading() as session:
        assert logbook.verify(session).faults == ()


def test_only_an_admin_lets_time_forget(stored, coach):
    with pytest.raises(Forbidden), stored.writing() as session:
        retention.retain(session, coach, datetime.now(UTC), MONTHS)
