"""The two parts one can play in the VUM: a bron answers questions, a bemiddelaar asks them.

A bron gives at most 100 documents and says whether there were more; their order has no meaning. A bemiddelaar may not
count on the answer meeting every condition, so it filters once more, and it ranks. It asks for at most 10 documents of
one answer in full.
"""

from collections.abc import Iterable
from typing import Any

from instances.errors import InvalidField, Problem, Wanted
from instances.schema.participant import Participant
from instances.schema.solution import Frozen
from instances.schema.vocabulary import Language
from instances.schema.workplace import Workplace
from instances.tables import Instance
from instances.vum.abilities import LICENCES
from instances.vum.codes import code_list
from instances.vum.query import AREA, DISTANCE, POSTCODE, Query
from instances.vum.reading import Arrived, read_documents
from instances.vum.wire import VumDocument, written

MOST_MATCHES, MOST_DETAILS = 100, 10
SPEAKS = "arbeidsmarktkwalificatie.taalbeheersing"
DRIVES = "arbeidsmarktkwalificatie.rijbewijs.codeSoortRijbewijs"
LEAST_HOURS = "werktijden.aantalWerkurenPerWeekMinimaal"
MOST_HOURS = "werktijden.aantalWerkurenPerWeekMaximaal"

type Body = dict[str, Any]


class Answer(Frozen):
    """What a bron answers; `body` is what travels."""

    reached_maximum: bool
    matches: tuple[VumDocument, ...]

    def body(self) -> Body:
        """The answer as JSON values."""
        found = [written(one) for one in self.matches]
        return {"maximumAantalResultatenBereikt": self.reached_maximum, "matches": found}


def answer(query: Query, documents: Iterable[VumDocument]) -> Answer:
    """Answer a question as a bron."""
    found = tuple(one for one in documents if query.meets(one))
    return Answer(reached_maximum=len(found) > MOST_MATCHES, matches=found[:MOST_MATCHES])


def ask_for_people(instance: Instance, workplace: str, km: int) -> Body:
    """Ask for people who may fit a workplace: near enough, enough hours, its licences, its floor of Dutch.

    Raises:
        InvalidField: no such workplace, or one abroad, around which the VUM cannot search.
    """
    place = _document(instance, "workplaces", workplace)
    assert isinstance(place, Workplace)
    asked: Body = _around(place.postcode, km, "workplaces", workplace)
    if place.hours_min:
        asked[MOST_HOURS] = {"$gte": int(place.hours_min)}
    licences = [code_list("soort_rijbewijs").to_code(paper.value) for paper in place.certificates if paper in LICENCES]
    if licences:
        asked["$and"] = [{DRIVES: {"$eq": code}} for code in licences]
    if place.min_dutch not in (None, Language.A0):
        asked[SPEAKS] = {"$elemMatch": _dutch_from(place.min_dutch)}
    return asked


def ask_for_places(instance: Instance, participant: str, km: int) -> Body:
    """Ask for vacancies that may fit a participant: near enough, no more hours than one can work, no licence too much.

    Nothing else of the participant is told: a question travels to every bron.

    Raises:
        InvalidField: no such participant, or a home abroad, around which the VUM cannot search.
    """
    person = _document(instance, "participants", participant)
    assert isinstance(person, Participant)
    asked: Body = _around(person.postcode, km, "participants", participant)
    if person.hours_week is not None:
        asked["$or"] = [{LEAST_HOURS: {"$lte": int(person.hours_week)}}, {LEAST_HOURS: {"$exists": False}}]
    return asked


def filtered(query: Query, body: Any, document: str) -> tuple[list[Arrived], list[Problem]]:
    """Read the answer of a bron and keep what meets the question; a document that cannot be read is a problem."""
    arrived, problems = read_documents(body, document)
    return [one for one in arrived if query.meets(one.content)], problems


def _around(postcode: str, km: int, table: str, key: str) -> Body:
    if not postcode.isdigit():
        wanted = Wanted(f"een Nederlandse postcode voor {key}", f"a Dutch postcode of {key}")
        raise InvalidField([Problem(table, 0, "postcode", postcode, wanted)])
    return {AREA: {POSTCODE: postcode, DISTANCE: km}}


def _dutch_from(floor: Language | None) -> Body:
    """Dutch of at least this level: every word of the VUM whose lowest meaning reaches it."""
    levels, ranks = code_list("niveau_taal").ours, list(Language)
    enough = [code for code, word in levels.items() if floor and ranks.index(Language(word)) >= ranks.index(floor)]
    return {
        "codeTaal": {"$in": [code for code, word in code_list("taal").ours.items() if word == "speak_dutch"]},
        "codeNiveauTaalbeheersingMondeling": {"$in": enough},
    }


def _document(instance: Instance, table: str, key: str) -> Any:
    found = next((one for one in instance.documents(table) if dict(one)["id"] == key), None)
    if found is None:
        wanted = Wanted(f"een id uit de tabel {table}", f"an id of the table {table}")
        raise InvalidField([Problem(table, 0, "id", key, wanted)])
    return found
