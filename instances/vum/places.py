"""A workplace as Vacature, and back.

    ours                          VUM
    id, title                     idVacature, naamVacature
    organisation                  werkgever.handelsnaamOrganisatie, its name
    kind                          contractvorm.codeTypeOvereenkomst; a regular job also where a wage-cost subsidy goes
                                  with it, for the VUM has no place for that
    contract_months               contractvorm.codeTypeArbeidscontract: B has an end, O has none
    line                          beroep.beroepsnaamOngecodeerd, the name of the line
    postcode                      mobiliteit.bemiddelingspostcode
    hours_min, hours_max          werktijden, rounded outwards, so that nobody who fits is left out
    start_on, end_on              arbeidsVoorwaarden
    min_dutch, skills, papers     `abilities`

Loads, guidance, price and slots are not written. Kinds of place other than work at an employer are no vacancies.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from instances.errors import Problem, Wanted
from instances.schema.vocabulary import Certificate, Language, PlaceKind
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
from instances.vum.people import lines_named, municipality_of, too_much
from instances.vum.reading import Arrived
from instances.vum.wire import Contract, Employer, Hours, Mobility, Terms, UncodedName, VacancyOccupation, Vacature

WITHOUT_END, ENDS, NEVER_ENDS = "O", "B", 120  # months that mean: no end
TITLE_LENGTH = 200


@dataclass(frozen=True)
class Place:
    """What the VUM can hold of a workplace; `employer` is the name of its organisation."""

    facts: Mapping[str, Any]
    employer: str
    skills: Mapping[str, int] = field(default_factory=dict)


def read_place(arrived: Arrived, lines: Mapping[str, str]) -> tuple[Place, list[Problem]]:
    """Read a vacancy; `lines` holds the name of each line by its id."""
    vacancy = arrived.content
    assert isinstance(vacancy, Vacature)
    hours, terms = vacancy.werktijden or Hours(), vacancy.arbeids_voorwaarden or Terms()
    moves, job = vacancy.mobiliteit or Mobility(), vacancy.beroep or VacancyOccupation()
    line = lines_named([(job.beroepsnaam_ongecodeerd or UncodedName()).naam_beroep_ongecodeerd], lines)
    papers = papers_of(vacancy.rijbewijs, vacancy.cursus)
    facts: dict[str, Any] = {
        "id": vacancy.id_vacature,
        "title": vacancy.naam_vacature,
        "kind": _kind(vacancy),
        "line": line[0] if line else None,
        "postcode": (moves.bemiddelingspostcode or "")[:4] or None,
        "hours_min": hours.aantal_werkuren_per_week_minimaal or 0.0,
        "hours_max": hours.aantal_werkuren_per_week_maximaal,
        "contract_months": NEVER_ENDS if _ends(vacancy) == {WITHOUT_END} else None,
        "start_on": terms.datum_aanvang_werkzaamheden,
        "end_on": terms.datum_einde_werkzaamheden,
        "min_dutch": dutch_of(vacancy.taalbeheersing),
        "certificates": tuple(paper for paper in Certificate if paper in papers),
    }
    employer = (vacancy.werkgever or Employer()).handelsnaam_organisatie
    skills = skills_of(vacancy.gedragscompetentie, vacancy.taalbeheersing, vacancy.vakvaardigheid)
    return Place(facts, employer or "", skills), [
        *_missing(arrived, facts, employer),
        *too_much(arrived, "workplaces", facts, {
            "hours_min": "werktijden.aantalWerkurenPerWeekMinimaal",
            "hours_max": "werktijden.aantalWerkurenPerWeekMaximaal",
        }),
    ]  # fmt: skip


def _missing(arrived: Arrived, facts: Mapping[str, Any], employer: str | None) -> list[Problem]:
    problems = []
    if not may_travel(facts["id"]):
        problems.append(arrived.problem("idVacature", shown_id(facts["id"]), FIT))
    if facts["title"] is None:
        problems.append(arrived.problem("naamVacature", None, Wanted("een naam voor het werk", "a name of the work")))
    if employer is None:
        wanted = Wanted("de naam van de werkgever", "the name of the employer")
        problems.append(arrived.problem("werkgever.handelsnaamOrganisatie", None, wanted))
    if facts["hours_max"] is None:
        wanted = Wanted("het hoogste aantal uren per week", "the most hours a week")
        problems.append(arrived.problem("werktijden.aantalWerkurenPerWeekMaximaal", None, wanted))
    elif facts["hours_min"] > facts["hours_max"]:
        wanted = Wanted("niet meer uren dan het hoogste aantal", "no more hours than the most")
        problems.append(arrived.problem("werktijden.aantalWerkurenPerWeekMinimaal", facts["hours_min"], wanted))
    if municipality_of(facts["postcode"]) is None:
        wanted = Wanted("een postcode die bestaat, in Nederland", "a postcode that exists, in the Netherlands")
        problems.append(arrived.problem("mobiliteit.bemiddelingspostcode", facts["postcode"], wanted))
    if facts["start_on"] and facts["end_on"] and facts["end_on"] < facts["start_on"]:
        wanted = Wanted("een dag na de eerste werkdag", "a day after the first day of work")
        problems.append(arrived.problem("arbeidsVoorwaarden.datumEindeWerkzaamheden", facts["end_on"], wanted))
    if facts["kind"] is None:
        wanted = Wanted(
            "een soort overeenkomst: 01 (reguliere vacature) of 04 (werkervaringsplaats)",
            "one kind of agreement: 01 (regular vacancy) or 04 (work experience place)",
        )
        told = ", ".join(one.code_type_overeenkomst or "" for one in arrived.content.contractvorm)
        problems.append(arrived.problem("contractvorm.codeTypeOvereenkomst", told or None, wanted))
    return problems


def _kind(vacancy: Vacature) -> PlaceKind | None:
    """The one kind of place that the contracts mean; None where they mean none or more than one."""
    codes = {one.code_type_overeenkomst for one in vacancy.contractvorm if one.code_type_overeenkomst}
    words = {code_list("type_overeenkomst").to_ours(code) for code in codes}
    word = words.pop() if len(words) == 1 else None
    return None if word is None else PlaceKind(word)


def _ends(vacancy: Vacature) -> set[str]:
    return {one.code_type_arbeidscontract for one in vacancy.contractvorm if one.code_type_arbeidscontract}


def write_place(place: Place, lines: Mapping[str, str]) -> Vacature | None:
    """Write a vacancy; None for a place that is none, or for which the VUM has no room."""
    facts = place.facts
    kind = PlaceKind.REGULAR if facts["kind"] == PlaceKind.REGULAR_LKS else PlaceKind(facts["kind"])
    agreement = code_list("type_overeenkomst").to_code(kind.value)
    if agreement is None or not may_travel(str(facts["id"])) or not municipality_of(facts["postcode"]):
        return None
    months = facts["contract_months"]
    contract = Contract(
        code_type_overeenkomst=agreement,
        code_type_arbeidscontract=None if not months else WITHOUT_END if months == NEVER_ENDS else ENDS,
    )
    line, dutch = facts["line"], facts["min_dutch"]
    job = VacancyOccupation(beroepsnaam_ongecodeerd=UncodedName(naam_beroep_ongecodeerd=lines[line])) if line else None
    papers = [Certificate(paper) for paper in facts["certificates"]]
    return Vacature(
        id_vacature=str(facts["id"]),
        naam_vacature=str(facts["title"])[:TITLE_LENGTH],
        arbeids_voorwaarden=Terms(
            datum_aanvang_werkzaamheden=facts["start_on"], datum_einde_werkzaamheden=facts["end_on"]
        ),
        beroep=job,
        contractvorm=(contract,),
        cursus=courses_from(papers),
        gedragscompetentie=behaviours_from(place.skills),
        rijbewijs=licences_from(papers),
        taalbeheersing=speech_from(place.skills, None if dutch is None else Language(dutch)),
        vakvaardigheid=crafts_from(place.skills),
        werktijden=Hours(
            aantal_werkuren_per_week_minimaal=math.floor(facts["hours_min"]),
            aantal_werkuren_per_week_maximaal=math.ceil(facts["hours_max"]),
        ),
        mobiliteit=Mobility(bemiddelingspostcode=facts["postcode"]),
        werkgever=Employer(handelsnaam_organisatie=place.employer),
    )
