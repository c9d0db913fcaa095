"""A whole instance in and out of the VUM.

What comes in changes no more than it says. Of someone who is known already, a field gets a new value only where the
arriving document differs from what we would send ourselves: what the VUM cannot hold (an e-bike, half an hour, the
level of a craft, all limits) stays as it was.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from instances.errors import InvalidField, Problem, Wanted, one_of
from instances.schema.base import Document
from instances.schema.participant import Participant, ParticipantCertificate, ParticipantSkill
from instances.schema.vocabulary import Certificate, Evidence, Importance, OrganisationKind, Regime
from instances.schema.workplace import Workplace, WorkplaceSkill
from instances.tables import Instance
from instances.vum.ids import shown_id
from instances.vum.people import Person, read_person, write_person
from instances.vum.places import Place, read_place, write_place
from instances.vum.reading import Arrived, raise_if
from instances.vum.wire import Vacature, WerkzoekendeProfiel

EVERYONE = "all"
NEW_EVIDENCE = Evidence.SELF  # nobody of ours saw it
NEW_IMPORTANCE = Importance.IMPORTANT  # the VUM does not tell how much a skill is needed
REGIME = Wanted(
    "een regeling; het VUM kent die niet, dus geef er een op met --regime",
    "a regime; the VUM does not know it, so give one with --regime",
)

type Rows = dict[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True)
class Received:
    """An instance with what arrived in it, and the ids that are new and that were known."""

    instance: Instance
    new: tuple[str, ...]
    known: tuple[str, ...]


def shared_ids(instance: Instance, text: str) -> tuple[str, ...]:
    """Read ids of participants with commas between, or `all`.

    Raises:
        InvalidField: an id that no participant has.
    """
    known = tuple(map(str, instance["participants"]["id"]))
    asked = known if text == EVERYONE else tuple(part.strip() for part in text.split(",") if part.strip())
    wanted = Wanted("het id van een deelnemer", "the id of a participant")
    raise_if([Problem("participants", 0, "id", one, wanted) for one in asked if one not in set(known)])
    return asked


def known_regime(text: str) -> Regime:
    """Read a regime.

    Raises:
        InvalidField: there is no such regime.
    """
    if text not in set(Regime):
        raise InvalidField([Problem("participants", 0, "regime", text, one_of(list(Regime)))])
    return Regime(text)


def profiles(instance: Instance, shared: Collection[str]) -> list[WerkzoekendeProfiel]:
    """Write the participants that may be shared, in the order of the instance.

    `shared` holds the ids of those who agreed or for whom a law allows it; whoever calls answers for that.
    """
    lines = _lines(instance)
    found = (write_person(one, lines) for key, one in _people(instance).items() if key in shared)
    return [profile for profile in found if profile is not None]


def vacancies(instance: Instance) -> list[Vacature]:
    """Write the workplaces that are vacancies and have room."""
    lines = _lines(instance)
    room = instance["workplaces"].set_index("id")["slots"] > 0
    found = (write_place(one, lines) for key, one in _places(instance).items() if room[key])
    return [vacancy for vacancy in found if vacancy is not None]


def receive(
    instance: Instance, arrived: Iterable[Arrived], unread: Iterable[Problem] = (), regime: Regime | None = None
) -> Received:
    """Take documents into an instance; `unread` is wrong with others, `regime` is that of new participants.

    Raises:
        InvalidField: with every problem of every document; nothing was taken in.
    """
    lines = _lines(instance)
    people, places = _people(instance), _places(instance)
    taken: list[tuple[Person | Place, Person | Place | None]] = []
    told: Person | Place
    problems = list(unread)
    seen: set[tuple[str, str]] = set()
    for one in arrived:
        if isinstance(one.content, WerkzoekendeProfiel):
            name = "idWerkzoekende"
            told, wrong = _person(one, instance, lines, new=one.content.id_werkzoekende not in people, regime=regime)
            before: Person | Place | None = people.get(told.facts["id"])
        else:
            name = "idVacature"
            told, wrong = read_place(one, lines)
            before = places.get(told.facts["id"])
        key = (name, told.facts["id"])
        if key in seen:
            wrong.append(one.problem(name, shown_id(key[1]), Wanted("elk document één keer", "each document once")))
        seen.add(key)
        problems += wrong
        taken.append((told, None if wrong else _as_sent(before, lines)))
    raise_if(problems)
    return _with(instance, taken, regime)


def _person(
    one: Arrived, instance: Instance, lines: Mapping[str, str], new: bool, regime: Regime | None
) -> tuple[Person, list[Problem]]:
    """Read a participant of whom somebody pays: in a municipality that takes part, under a regime."""
    person, problems = read_person(one, lines)
    town = person.facts["municipality"]
    if town is not None and town not in set(instance["municipalities"]["id"]):
        towns = ", ".join(instance["municipalities"]["name"])
        wanted = Wanted(f"een postcode in een gemeente die meedoet: {towns}", f"a postcode in one of: {towns}")
        problems.append(one.problem("mobiliteit.bemiddelingspostcode", person.facts["postcode"], wanted))
    if new and regime is None:
        problems.append(one.problem("", None, REGIME))
    return person, problems


def _as_sent(before: Person | Place | None, lines: Mapping[str, str]) -> Person | Place | None:
    """What would come back if we sent this: what the VUM holds of it. As it is where it cannot be sent."""
    if isinstance(before, Person):
        profile = write_person(before, lines)
        return before if profile is None else read_person(Arrived("", 0, profile), lines)[0]
    if isinstance(before, Place):
        vacancy = write_place(before, lines)
        return before if vacancy is None else read_place(Arrived("", 0, vacancy), lines)[0]
    return None


def _with(
    instance: Instance, taken: list[tuple[Person | Place, Person | Place | None]], regime: Regime | None
) -> Received:
    """Put what arrived beside what was sent, and change where they differ."""
    people, places = _rows(instance, "participants", "id"), _rows(instance, "workplaces", "id")
    skills = _rows(instance, "participant_skills", "participant", "skill")
    papers = _rows(instance, "participant_certificates", "participant", "certificate")
    asks = _rows(instance, "workplace_skills", "workplace", "skill")
    employers = _rows(instance, "organisations", "id")
    for told, sent in taken:
        key = str(told.facts["id"])
        if isinstance(told, Person):
            start = _defaults(Participant, regime=regime) if sent is None else people[key, ""]
            people[key, ""] = start | _differing(told.facts, sent)
            _levels(skills, key, told.skills, sent, {"evidence": NEW_EVIDENCE}, "participant")
            had = sent.papers if isinstance(sent, Person) else frozenset[Certificate]()
            for paper in had - told.papers:
                papers.pop((key, paper.value), None)
            for paper in sorted(told.papers - had):
                papers[key, paper.value] = {"participant": key, "certificate": paper}
        else:
            start = _defaults(Workplace) if sent is None else places[key, ""]
            employer = _employer(employers, told.employer)
            moved = {} if isinstance(sent, Place) and sent.employer == told.employer else {"organisation": employer}
            places[key, ""] = start | _differing(told.facts, sent) | moved
            _levels(asks, key, told.skills, sent, {"importance": NEW_IMPORTANCE}, "workplace")
    made = instance.replace(
        organisations=list(employers.values()),
        participants=list(people.values()),
        participant_skills=list(skills.values()),
        participant_certificates=list(papers.values()),
        workplaces=list(places.values()),
        workplace_skills=list(asks.values()),
    )
    keys = [(str(told.facts["id"]), sent is None) for told, sent in taken]
    return Received(made, tuple(key for key, new in keys if new), tuple(key for key, new in keys if not new))


def _defaults(kind: type[Document], **given: Any) -> dict[str, Any]:
    return {name: info.default for name, info in kind.model_fields.items() if not info.is_required()} | given


def _differing(facts: Mapping[str, Any], sent: Person | Place | None) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if sent is None or sent.facts[name] != value}


def _levels(
    rows: Rows, key: str, told: Mapping[str, int], sent: Person | Place | None, new: dict[str, Any], owner: str
) -> None:
    had = sent.skills if sent is not None else {}
    for skill in had.keys() - told.keys():
        rows.pop((key, skill), None)
    for skill in sorted(told):
        if told[skill] != had.get(skill):
            rows[key, skill] = {owner: key, "skill": skill, "level": told[skill], **new}


def _employer(employers: Rows, name: str) -> str:
    """The organisation of that name; a new employer where there is none."""
    for (key, _), row in employers.items():
        if row["name"].casefold() == name.casefold():
            return key
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    key = base = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60] or "employer"
    number = 2
    while (key, "") in employers:
        key, number = f"{base}-{number}", number + 1
    employers[key, ""] = {"id": key, "name": name, "kind": OrganisationKind.EMPLOYER}
    return key


def _lines(instance: Instance) -> dict[str, str]:
    return dict(zip(instance["lines"]["id"], instance["lines"]["name_nl"], strict=True))


def _people(instance: Instance) -> dict[str, Person]:
    skills, papers = _grouped(instance, "participant_skills"), _grouped(instance, "participant_certificates")
    return {
        one.id: Person(
            dict(one),
            {row.skill: row.level for row in skills.get(one.id, ()) if isinstance(row, ParticipantSkill)},
            frozenset(row.certificate for row in papers.get(one.id, ()) if isinstance(row, ParticipantCertificate)),
        )
        for one in instance.documents("participants")
        if isinstance(one, Participant)
    }


def _places(instance: Instance) -> dict[str, Place]:
    names = dict(zip(instance["organisations"]["id"], instance["organisations"]["name"], strict=True))
    skills = _grouped(instance, "workplace_skills")
    return {
        one.id: Place(
            dict(one),
            names[one.organisation],
            {row.skill: row.level for row in skills.get(one.id, ()) if isinstance(row, WorkplaceSkill)},
        )
        for one in instance.documents("workplaces")
        if isinstance(one, Workplace)
    }


def _grouped(instance: Instance, table: str) -> dict[str, list[Any]]:
    """Rows of a table by the id in its first column."""
    found: dict[str, list[Any]] = {}
    for row in instance.documents(table):
        found.setdefault(str(next(iter(dict(row).values()))), []).append(row)
    return found


def _rows(instance: Instance, table: str, key: str, other: str = "") -> Rows:
    """Rows of a table by one or two of their fields."""
    return {(str(row[key]), str(row[other]) if other else ""): row for row in map(dict, instance.documents(table))}
