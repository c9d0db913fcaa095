"""A participant as WerkzoekendeProfiel, and back.

    ours                          VUM
    id                            idWerkzoekende
    target_group                  indicatieLdrRegistratie
    postcode, municipality        mobiliteit.bemiddelingspostcode (the municipality follows from it)
    max_travel_minutes            mobiliteit.maximaleReistijd; written also as maximaleReisafstand, the farthest that
                                  one gets in that time with the fastest of the modes, at most 999 km
    hours_week                    werktijden.aantalWerkurenPerWeekMaximaal, rounded down
    available_on                  flexibiliteit.datumAanvangBeschikbaarVoorWerk
    modes                         vervoermiddel, unless it says "not for commuting"; one can always walk
    education                     arbeidsmarktkwalificatie.opleiding, the highest that was finished
    dutch, skills, certificates   `abilities`
    wished_lines                  bemiddelingsberoep in words, where they are the name of a line

Nothing else of a participant is written: the list above is all that leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from instances.errors import Problem, Wanted
from instances.geography import geography
from instances.parameters import figure
from instances.schema.vocabulary import Certificate, Language, Mode
from instances.tables import columns
from instances.travel import EmbeddedTimes
from instances.vum.abilities import (
    behaviours_from,
    courses_from,
    crafts_from,
    dutch_of,
    licences_from,
    papers_of,
    skills_of,
    speech_from,
)
from instances.vum.codes import code_list
from instances.vum.ids import FIT, may_travel, shown_id
from instances.vum.reading import Arrived
from instances.vum.wire import (
    Education,
    Flexibility,
    Hours,
    Mobility,
    Occupation,
    Qualification,
    Vehicle,
    WerkzoekendeProfiel,
)

FINISHED, YES, NO = "1", 1, 2
FARTHEST_KM = 999


@dataclass(frozen=True)
class Person:
    """What the VUM can hold of a participant: fields of `Participant`, level by skill, certificates."""

    facts: Mapping[str, Any]
    skills: Mapping[str, int] = field(default_factory=dict)
    papers: frozenset[Certificate] = frozenset()


def read_person(arrived: Arrived, lines: Mapping[str, str]) -> tuple[Person, list[Problem]]:
    """Read a profile; `lines` holds the name of each line by its id."""
    profile = arrived.content
    assert isinstance(profile, WerkzoekendeProfiel)
    can = profile.arbeidsmarktkwalificatie or Qualification()
    moves = profile.mobiliteit or Mobility()
    facts: dict[str, Any] = {
        "id": profile.id_werkzoekende,
        "postcode": (moves.bemiddelingspostcode or "")[:4] or None,
        "municipality": municipality_of(moves.bemiddelingspostcode),
        "target_group": {YES: True, NO: False}.get(profile.indicatie_ldr_registratie or 0),
        "max_travel_minutes": moves.maximale_reistijd,
        "hours_week": (profile.werktijden or Hours()).aantal_werkuren_per_week_maximaal,
        "available_on": (profile.flexibiliteit or Flexibility()).datum_aanvang_beschikbaar_voor_werk,
        "modes": _modes(profile),
        "education": _education(can),
        "dutch": dutch_of(can.taalbeheersing),
        "wished_lines": lines_named((one.naam_beroep_ongecodeerd for one in profile.bemiddelingsberoep), lines),
    }
    problems = []
    if not may_travel(profile.id_werkzoekende):
        problems.append(arrived.problem("idWerkzoekende", shown_id(profile.id_werkzoekende), FIT))
    if facts["municipality"] is None:
        wanted = Wanted("een postcode die bestaat, in Nederland", "a postcode that exists, in the Netherlands")
        problems.append(arrived.problem("mobiliteit.bemiddelingspostcode", moves.bemiddelingspostcode, wanted))
    problems += too_much(arrived, "participants", facts, {
        "hours_week": "werktijden.aantalWerkurenPerWeekMaximaal", "max_travel_minutes": "mobiliteit.maximaleReistijd",
    })  # fmt: skip
    skills = skills_of(can.gedragscompetentie, can.taalbeheersing, can.vakvaardigheid)
    return Person(facts, skills, frozenset(papers_of(can.rijbewijs, can.cursus))), problems


def municipality_of(postcode: str | None) -> str | None:
    """Give the CBS code of the municipality in which a postcode lies; None where the postcode is not known."""
    return _municipalities().get(postcode[:4]) if postcode else None


@cache
def _municipalities() -> Mapping[str, str]:
    """CBS code by Dutch postcode."""
    codes = zip(geography().code.tolist(), geography().municipality.tolist(), strict=True)
    return {postcode: municipality for postcode, municipality in codes if municipality}


def lines_named(names: Any, lines: Mapping[str, str]) -> tuple[str, ...]:
    """Give the lines whose names stand there, in the order of the instance: array order has no meaning."""
    told = {(name or "").strip().casefold() for name in names}
    return tuple(line for line, name in lines.items() if name.casefold() in told)


def too_much(arrived: Arrived, table: str, facts: Mapping[str, Any], fields: Mapping[str, str]) -> list[Problem]:
    """Give a problem for each number that is more than our own field can hold."""
    problems = []
    for name, field_ in fields.items():
        most = columns(table)[name].maximum
        if facts[name] is not None and most is not None and facts[name] > most:
            wanted = Wanted(f"hoogstens {most:g}", f"at most {most:g}")
            problems.append(arrived.problem(field_, facts[name], wanted))
    return problems


def _modes(profile: WerkzoekendeProfiel) -> tuple[Mode, ...]:
    words = {
        code_list("vervoermiddel").to_ours(one.code_vervoermiddel)
        for one in profile.vervoermiddel
        if one.indicatie_beschikbaar_voor_woon_werkverkeer != NO
    }
    return tuple(mode for mode in Mode if mode is Mode.WALK or mode.value in words)


def _education(can: Qualification) -> int | None:
    levels = [
        code_list("niveau_opleiding").to_ours(one.code_niveau_opleiding)
        for one in can.opleiding
        if one.code_status_opleiding == FINISHED or one.indicatie_diploma == YES
    ]
    return max((int(level) for level in levels if level), default=None)


def write_person(person: Person, lines: Mapping[str, str]) -> WerkzoekendeProfiel | None:
    """Write a profile; None where the VUM has no room: an id that may be a BSN, a home outside the Netherlands."""
    facts = person.facts
    if not may_travel(str(facts["id"])) or not municipality_of(facts["postcode"]):
        return None
    level = facts["education"]
    education = () if level is None else (
        Education(code_niveau_opleiding=str(level), code_status_opleiding=FINISHED),
    )  # fmt: skip
    hours, group = facts["hours_week"], facts["target_group"]
    dutch = None if facts["dutch"] is None else Language(facts["dutch"])
    return WerkzoekendeProfiel(
        id_werkzoekende=str(facts["id"]),
        indicatie_ldr_registratie=None if group is None else YES if group else NO,
        bemiddelingsberoep=tuple(Occupation(naam_beroep_ongecodeerd=lines[line]) for line in facts["wished_lines"]),
        mobiliteit=Mobility(
            bemiddelingspostcode=facts["postcode"],
            maximale_reistijd=facts["max_travel_minutes"],
            maximale_reisafstand=_reach_km(facts["modes"], facts["max_travel_minutes"]),
        ),
        flexibiliteit=Flexibility(datum_aanvang_beschikbaar_voor_werk=facts["available_on"]),
        werktijden=Hours(aantal_werkuren_per_week_maximaal=None if hours is None else int(hours)),
        vervoermiddel=tuple(Vehicle(code_vervoermiddel=code) for code in _vehicles(facts["modes"])),
        arbeidsmarktkwalificatie=Qualification(
            rijbewijs=licences_from(person.papers),
            cursus=courses_from(person.papers),
            gedragscompetentie=behaviours_from(person.skills),
            taalbeheersing=speech_from(person.skills, dutch),
            vakvaardigheid=crafts_from(person.skills),
            opleiding=education,
        ),
    )


def _vehicles(modes: tuple[Mode, ...]) -> list[str]:
    """Codes of the modes, each once; to the VUM an e-bike is a bicycle."""
    words = {Mode.BIKE if mode is Mode.EBIKE else Mode(mode) for mode in modes}
    codes = (code_list("vervoermiddel").to_code(word.value) for word in words)
    return sorted(code for code in codes if code)


def _reach_km(modes: tuple[Mode, ...], minutes: int | None) -> int:
    """The farthest that one gets; without a limit of one's own in the default time, never that of limited mobility."""
    within = figure("travel.personal_default_minutes").number() if minutes is None else minutes
    return min(FARTHEST_KM, int(max(_times().reach_km(Mode(mode), within) for mode in (Mode.WALK, *modes))))


@cache
def _times() -> EmbeddedTimes:
    return EmbeddedTimes()
