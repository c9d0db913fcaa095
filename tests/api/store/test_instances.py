"""Versions: the same documents once, what changed is told, history stays, nothing comes in half."""

import pytest
import sqlalchemy as sa

from api.store import blobs, instances
from api.store.errors import Archived, Forbidden, Unknown
from api.store.models import Blob, Dataset, Participant, Place, Version
from instances.errors import InvalidField
from instances.packed import unpack


@pytest.fixture
def later(tiny):
    """`tiny` some time later: one person gone, one with more hours, a slot fewer on the packing line."""
    people = tiny["participants"][tiny["participants"]["id"] != "out-of-reach"].reset_index(drop=True)
    places = tiny["workplaces"]
    return tiny.replace(
        participants=people.assign(hours_week=people["hours_week"].where(people["id"] != "vaals-first", 12.0)),
        workplaces=places.assign(slots=places["slots"].where(places["id"] != "mtb-packing", 2)),
    )


def test_what_came_in_comes_out(stored, tiny):
    with stored.reading() as session:
        version = instances.version(session, "tiny")
        assert (version.number, version.hash, version.rows["participants"]) == (1, tiny.digest, 8)
        assert instances.instance(session, version.hash).digest == tiny.digest
        assert unpack(session.get(Blob, version.hash).body, version.hash).digest == tiny.digest


def test_the_same_again_is_no_new_version(stored, admin, tiny):
    with stored.writing() as session:
        again = instances.put(session, admin, "tiny", tiny)
        assert (again.new, again.version.number) == (False, 1)


def test_a_new_version_tells_what_changed(stored, admin, later):
    with stored.writing() as session:
        came = instances.put(session, admin, "tiny", later)
    assert (came.new, came.version.number) == (True, 2)
    changes = came.version.changes
    assert set(changes) == {"participants", "workplaces"}
    assert changes["participants"]["gone"] == ["out-of-reach"]
    assert changes["workplaces"]["fields"] == {"slots": 1}
    with stored.reading() as session:
        assert [version.number for version in instances.versions(session, "tiny")] == [2, 1]
        assert session.get(Participant, ("tiny", "out-of-reach")).gone_at is not None
        assert session.get(Place, ("tiny", "mtb-packing")).slots == 2


def test_back_to_documents_of_before_is_a_version_of_its_own(stored, admin, tiny, later):
    with stored.writing() as session:
        instances.put(session, admin, "tiny", later)
        instances.put(session, admin, "tiny", tiny)
    with stored.reading() as session:
        assert [version.hash for version in instances.versions(session, "tiny")] == [
            tiny.digest, later.digest, tiny.digest,
        ]  # fmt: skip
        assert session.scalar(sa.select(sa.func.count(Blob.hash))) == 2
        assert session.get(Participant, ("tiny", "out-of-reach")).gone_at is None


def test_two_datasets_share_the_same_documents(stored, admin, tiny):
    with stored.writing() as session:
        instances.put(session, admin, "copy", tiny)
        assert [dataset.name for dataset in instances.datasets(session)] == ["copy", "tiny"]
        assert session.scalar(sa.select(sa.func.count(Blob.hash))) == 1


@pytest.mark.parametrize("name", ["", "a b", "../up", "x" * 65])
def test_a_name_that_is_none(database, admin, tiny, name):
    with pytest.raises(InvalidField), database.writing() as session:
        instances.put(session, admin, name, tiny)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Dataset.name))) == 0


def test_only_an_admin_imports(stored, coach, later):
    with pytest.raises(Forbidden), stored.writing() as session:
        instances.put(session, coach, "tiny", later)


def test_nothing_comes_into_an_archived_dataset(stored, admin, later):
    with stored.writing() as session:
        instances.archive(session, admin, "tiny")
    with pytest.raises(Archived), stored.writing() as session:
        instances.put(session, admin, "tiny", later)
    with stored.reading() as session:
        assert instances.datasets(session) == []
        assert [dataset.name for dataset in instances.datasets(session, archived=True)] == ["tiny"]
        assert len(instances.versions(session, "tiny")) == 1


def test_an_import_that_breaks_off_leaves_nothing(database, admin, tiny, monkeypatch):
    monkeypatch.setattr("api.store.logbook.append", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        instances.put(session, admin, "tiny", tiny)
    with database.reading() as session:
        for table in (Dataset, Version, Blob, Participant, Place):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_what_is_not_there(stored):
    with stored.reading() as session:
        for ask in (
            lambda: instances.dataset(session, "none"),
            lambda: instances.version(session, "none"),
            lambda: instances.version(session, "tiny", 7),
            lambda: instances.versions(session, "none"),
            lambda: instances.instance(session, "none"),
        ):
            with pytest.raises(Unknown):
                ask()


def test_memory_holds_the_last_few(monkeypatch, tiny):
    monkeypatch.setattr(blobs, "KEPT", 2)
    blobs._memory.clear()
    made = [tiny.replace(instance=tiny["instance"].assign(note=note)) for note in ("a", "b", "c")]
    for instance in made:
        blobs._remember(instance)
    assert list(blobs._memory) == [made[1].digest, made[2].digest]
