"""The part of bemiddelaar: the question to send to the VUM, and its answer, filtered once more.

A question for a participant travels to every bron, so it tells no more than where and how many hours. What comes back
is read, filtered by the question, and given with every problem; nothing of it is kept.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import Field

from api.security.roles import ADVISED
from api.store import instances, scope
from api.store.logbook import Activity
from api.wire import InstanceName, ParticipantId, Wire, WorkplaceId
from api.work import Work, work
from instances.errors import InvalidField
from instances.tables import Instance
from instances.vum.query import parse_query
from instances.vum.roles import MOST_DETAILS, ask_for_people, ask_for_places, filtered
from instances.vum.wire import Vacature, WerkzoekendeProfiel, written

router = APIRouter(prefix="/bemiddelaar/{instance}", include_in_schema=False)
Km = Annotated[int, Query(ge=0, le=999, description="How far around, in km.")]


class Question(Wire):
    """What to send, and how many documents of its answer may be asked for in full."""

    question: dict[str, Any]
    most_details: int = MOST_DETAILS


class Told(Wire):
    """An answer of the VUM, beside the question that it answers."""

    question: dict[str, Any]
    answer: dict[str, Any]


class Wrong(Wire):
    """A document that could not be read, and why."""

    row: int
    field: str
    wanted: str


class Filtered(Wire):
    """The documents that meet the question, what of it was not understood, and what could not be read."""

    matches: list[dict[str, Any]]
    ignored: list[str] = Field(description="Parts of the question that nobody here can check.")
    problems: list[Wrong]


@router.get("/participants/{participant}/question")
def get_participant_question(
    instance: InstanceName, participant: ParticipantId, asked: Annotated[Work, work(ADVISED)], km: Km = 25
) -> Question:
    """What to ask the VUM for a participant whom you may see."""
    with asked.reading() as session:
        scope.require(session, asked.person, instance, participant)
    question = ask_for_places(_documents(asked, instance), participant, km)
    asked.record(Activity.EXCHANGE, [participant], instance)
    return Question(question=question)


@router.get("/workplaces/{workplace}/question")
def get_workplace_question(
    instance: InstanceName, workplace: WorkplaceId, asked: Annotated[Work, work(ADVISED)], km: Km = 25
) -> Question:
    """What to ask the VUM for a workplace."""
    return Question(question=ask_for_people(_documents(asked, instance), workplace, km))


@router.post("/vacancies/answer")
def filter_vacancies(
    instance: InstanceName, asked: Annotated[Work, work(ADVISED)], told: Annotated[Told, Body()]
) -> Filtered:
    """The vacancies of an answer that meet the question."""
    return _filtered(asked, instance, told, Vacature)


@router.post("/profiles/answer")
def filter_profiles(
    instance: InstanceName, asked: Annotated[Work, work(ADVISED)], told: Annotated[Told, Body()]
) -> Filtered:
    """The profiles of an answer that meet the question."""
    return _filtered(asked, instance, told, WerkzoekendeProfiel)


def _documents(asked: Work, instance: str) -> Instance:
    with asked.reading() as session:
        return instances.instance(session, instances.version(session, instance).hash)


def _filtered(asked: Work, instance: str, told: Told, kind: type[Vacature] | type[WerkzoekendeProfiel]) -> Filtered:
    with asked.reading() as session:
        instances.version(session, instance)
    query, wrong = parse_query(told.question, kind, "question")
    if query is None:
        raise InvalidField(wrong)
    found, problems = filtered(query, told.answer, "answer")
    asked.record(Activity.EXCHANGE, [], instance)
    return Filtered(
        matches=[written(one.content) for one in found if isinstance(one.content, kind)],
        ignored=list(query.ignored),
        problems=[
            Wrong(row=one.row, field=one.field, wanted=one.wanted.nl if asked.lang == "nl" else one.wanted.en)
            for one in problems
        ],
    )
