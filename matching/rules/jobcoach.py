"""Job coach: when UWV pays one for somebody who needs guidance in a job.

    shortfall = [h_pw < 12] + [contract_w < 6] + [wage value_p < 35] + [years at w ≥ 3]
                                              ∀ pairs (p, w): p under UWV, needs guidance; w a job with an employer

conditions that are not met; hours a week, months, % of the minimum wage and years stand in `law.jobcoach_...`. Under
UWV, as the data tell it, are people with a Wajong benefit. Their wage follows their wage value (wage dispensation), so
that is what they earn. For people of a municipality its own coaches come, whose time is the rule `caseload`. A fact
that is not known is asked for, when nothing is missed.
Source: UWV job coaching regime (factorwerk.org).
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, Regime, RuleMode
from matching.data import among
from matching.money.terms import Terms
from matching.pairs import START_NEEDS, Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="jobcoach",
    number=28,
    nl="Voorwaarden voor een jobcoach van UWV",
    en="Conditions of a job coach of UWV",
    unit="conditions",
    needs=(
        *START_NEEDS,
        "participant.regime",
        "participant.guidance_hours",
        "participant.hours_week",
        "participant.wage_value",
        "workplace.kind",
        "workplace.hours_min",
        "workplace.hours_max",
        "workplace.contract_months",
        "placements",
    ),
    mode=RuleMode.HARD,
    source="UWV job coaching regime (factorwerk.org)",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regels voor een jobcoach van UWV staan deze plek niet in de weg.",
        misses="De deelnemer heeft een jobcoach nodig. UWV betaalt die vanaf {least_hours} per week, een contract van"
        " {least_months} en {least_share} procent van het minimumloon, hoogstens {most_months} lang. Hier klopt dit"
        " aantal niet: {miss}. Uren: {contract_hours}. Contract: {contract_months}. Loonwaarde:"
        " {participant.wage_value} procent. Al begeleid: {coached_months}.",
        unknown="De deelnemer heeft een jobcoach van UWV nodig. Vraag na of die kan. Uren die de deelnemer kan:"
        " {participant.hours_week}. Contract: {contract_months}. Loonwaarde: {participant.wage_value} procent.",
    ),
    en=Texts(
        fits="The rules for a job coach of UWV do not stand in the way of this place.",
        misses="The participant needs a job coach. UWV pays one from {least_hours} a week, a contract of"
        " {least_months} and {least_share} percent of the minimum wage, for {most_months} at most. Not met here:"
        " {miss}. Hours: {contract_hours}. Contract: {contract_months}. Wage value: {participant.wage_value} percent."
        " Guided so far: {coached_months}.",
        unknown="The participant needs a job coach of UWV. Ask whether that is possible. Hours that the participant can"
        " work: {participant.hours_week}. Contract: {contract_months}. Wage value: {participant.wage_value} percent.",
    ),
)
PERSON = {"regime": "wajong", "guidance_hours": 2.0}
JOB = {"contract_months": 12}
HERE = {"participant": "p", "workplace": "w", "status": "current", "start_on": "2023-09-02"}
AGAINST = ("workplace.kind",)  # the conditions are those of a job
EXAMPLES = (
    Example("not under UWV", 0, {"hours_week": 16.0}, {"contract_months": 3}),
    Example("no guidance needed", 0, {**PERSON, "guidance_hours": 0.0}, {"contract_months": 3}),
    Example("on a line", 0, PERSON, {"kind": "line_slot", "contract_months": 3}),
    Example("just enough of all", 0, {**PERSON, "wage_value": 35.0, "hours_week": 16.0}, {"contract_months": 6}),
    Example(
        "a contract of three months",
        1,
        PERSON,
        {"contract_months": 3},
        nl="De deelnemer heeft een jobcoach nodig. UWV betaalt die vanaf 12 uur per week, een contract van 6 maanden en"
        " 35 procent van het minimumloon, hoogstens 36 maanden lang. Hier klopt dit aantal niet: 1 voorwaarde. Uren: 24"
        " uur. Contract: 3 maanden. Loonwaarde: 60 procent. Al begeleid: 0 maanden.",
    ),
    Example("few hours, little wage", 2, {**PERSON, "wage_value": 30.0, "hours_week": 8.0}, {**JOB, "hours_min": 8.0}),
    # since 2 September 2023 is one day short of three years on 1 September 2026
    Example("in the third year", 0, PERSON, JOB, tables={"placements": (HERE,)}),
    Example("three years", 1, PERSON, JOB, tables={"placements": ({**HERE, "start_on": "2023-09-01"},)}),
    Example("contract not known", None, PERSON),
    Example("wage value not known", None, {**PERSON, "wage_value": None}, JOB),
)
UNDER_UWV = among(Regime, Regime.WAJONG)
IS_JOB = among(PlaceKind, PlaceKind.REGULAR, PlaceKind.REGULAR_LKS)


def shortfall(pairs: Pairs) -> Shortfall:
    """Conditions that are not met."""
    least_hours = figure("law.jobcoach_min_contract_hours").number()
    least_months = figure("law.jobcoach_min_contract_months").number()
    least_share = figure("law.jobcoach_min_wage_share").number()
    most_months = 12 * figure("law.jobcoach_max_years").number()
    needs = UNDER_UWV[pairs.participant("regime")] & (pairs.participant("guidance_hours") > 0)
    concerned = needs & IS_JOB[pairs.workplace("kind")]
    terms = Terms(pairs)
    contract, value = pairs.workplace("contract_months"), pairs.participant("wage_value")
    coached = _months_coached(pairs, terms, concerned)
    amount = (terms.hours < least_hours).astype(np.int32) + (contract < least_months)
    amount = np.where(concerned, amount + (value < least_share) + (coached >= most_months), 0).astype(np.int32)
    unknown = concerned & (amount == 0) & (np.isnan(contract) | np.isnan(value) | ~terms.hours_known)
    law = {
        "least_hours": least_hours,
        "least_months": least_months,
        "least_share": least_share,
        "most_months": most_months,
    }
    facts = {name: np.full(len(pairs), limit) for name, limit in law.items()}
    facts |= {"contract_hours": np.floor(terms.hours), "contract_months": contract, "coached_months": coached}
    return Shortfall(amount, unknown, facts)


def _months_coached(pairs: Pairs, terms: Terms, concerned: np.ndarray) -> np.ndarray:
    """Whole months that someone has been at this place by today."""
    months = np.zeros(len(pairs))
    at = np.flatnonzero(concerned & terms.is_current)
    since = (terms.since[at].astype(np.int64) + terms.new_year).astype("datetime64[D]")
    today = np.datetime64(pairs.data.today, "D")
    begun = (today.astype("datetime64[M]") - since.astype("datetime64[M]")).astype(np.int64)
    later = (today - today.astype("datetime64[M]")) < (since - since.astype("datetime64[M]"))
    months[at] = np.maximum(0, begun - later)
    return months
