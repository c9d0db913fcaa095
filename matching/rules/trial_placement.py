"""Trial placement: two months at most, at an employer that is new to the person, with a contract in view.

    shortfall = [months_pw > M] + [p worked for the employer of w before] + [contract_w < C]
                                                                           ∀ pairs (p, w) with w a trial placement

conditions that are not met; M = 2 months (`law.trial_max_months`), C = 6 months (`law.trial_intended_contract_months`);
0 where w is no trial. months_pw run from the first day to the last day of the place; a place without a last day ends
after M. Work that goes on at this very place is not "before". A contract that is not known is asked for.
Source: awvn.nl on trial placements; art. 76a WW and local rules of municipalities (some allow 3 months).
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, PlacementStatus, RuleMode, Word
from matching.data import UNKNOWN_DAY, Listing, MatchingData, among, row_of
from matching.money.terms import Terms
from matching.pairs import START_NEEDS, Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="trial_placement",
    number=26,
    nl="Voorwaarden voor een proefplaatsing",
    en="Conditions of a trial placement",
    unit="conditions",
    needs=(
        *START_NEEDS,
        "workplace.kind",
        "workplace.organisation",
        "workplace.end_on",
        "workplace.contract_months",
        "placements",
    ),
    mode=RuleMode.HARD,
    source="awvn.nl on trial placements; local rules of municipalities",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regels voor proefplaatsingen staan deze plek niet in de weg.",
        misses="Een proefplaatsing duurt hoogstens {limit_months}, bij een werkgever die nieuw is voor de deelnemer."
        " Daarna is een contract van minstens {least_months} de bedoeling. Hier klopt dit aantal niet: {miss}."
        " Duur: {trial_months}. {before}. Contract daarna: {contract_months}.",
        unknown="Na een proefplaatsing is een contract van minstens {least_months} de bedoeling. Vraag de werkgever of"
        " dat zo is.",
    ),
    en=Texts(
        fits="The rules for trial placements do not stand in the way of this place.",
        misses="A trial placement takes at most {limit_months}, with an employer who is new to the participant. A"
        " contract of at least {least_months} is meant to follow. Not met here: {miss}. Length: {trial_months}."
        " {before}. Contract afterwards: {contract_months}.",
        unknown="A contract of at least {least_months} is meant to follow a trial placement. Ask the employer whether"
        " it is.",
    ),
)


class Before(Word):
    """Whether the person worked for this employer before."""

    NEVER = "never", "De deelnemer werkte hier niet eerder", "The participant has not worked here before"
    BEFORE = "before", "De deelnemer werkte hier eerder", "The participant has worked here before"


TRIAL = {"kind": "trial", "contract_months": 6}
PAST = {"participant": "p", "workplace": "w", "status": "ended", "start_on": "2024-01-08", "end_on": "2024-06-28"}
AGAINST = ("participant.available_on", "workplace.start_on", "workplace.end_on")  # a longer trial
EXAMPLES = (
    Example("no trial", 0, {}, {"end_on": "2027-06-30", "contract_months": 3}, tables={"placements": (PAST,)}),
    # 1 September to 31 October 2026 is two months
    Example("two months, then half a year", 0, {}, {**TRIAL, "end_on": "2026-10-31"}),
    Example(
        "two months and a day",
        1,
        {},
        {**TRIAL, "end_on": "2026-11-01"},
        nl="Een proefplaatsing duurt hoogstens 2 maanden, bij een werkgever die nieuw is voor de deelnemer. Daarna is"
        " een contract van minstens 6 maanden de bedoeling. Hier klopt dit aantal niet: 1 voorwaarde. Duur: 3 maanden."
        " De deelnemer werkte hier niet eerder. Contract daarna: 6 maanden.",
    ),
    Example("begins late enough", 0, {}, {**TRIAL, "start_on": "2026-11-01", "end_on": "2026-12-31"}),
    Example("free late enough", 0, {"available_on": "2026-11-01"}, {**TRIAL, "end_on": "2026-12-31"}),
    Example("worked there before", 1, {}, TRIAL, tables={"placements": (PAST,)}),
    Example("is there now", 0, {}, TRIAL, tables={"placements": ({**PAST, "status": "current", "end_on": None},)}),
    Example("a short contract, and before", 2, {}, {**TRIAL, "contract_months": 3}, tables={"placements": (PAST,)}),
    Example("contract not known", None, {}, {"kind": "trial"}),
)
IS_TRIAL = among(PlaceKind, PlaceKind.TRIAL)


def shortfall(pairs: Pairs) -> Shortfall:
    """Conditions that are not met."""
    limit, least = (figure(f"law.trial_{name}").number() for name in ("max_months", "intended_contract_months"))
    trial = IS_TRIAL[pairs.workplace("kind")]
    length = _length(pairs, trial, limit)
    contract = pairs.workplace("contract_months")
    before = pairs.data.remember(_employers_before).rank(pairs.p, pairs.workplace("organisation")) >= 0
    amount = (length > limit).astype(np.int32) + before + (contract < least)
    facts = {
        "limit_months": np.full(len(pairs), limit),
        "least_months": np.full(len(pairs), least),
        "trial_months": length,
        "before": np.array(tuple(Before), object)[before.astype(np.int8)],
        "contract_months": contract,
    }
    amount = np.where(trial, amount, 0).astype(np.int32)
    return Shortfall(amount, trial & (amount == 0) & np.isnan(contract), facts)


def _length(pairs: Pairs, trial: np.ndarray, usual: float) -> np.ndarray:
    """Months that a trial takes, begun months counted whole; the usual length where no end is given."""
    end = pairs.workplace("end_on")
    length = np.full(len(pairs), usual)
    at = np.flatnonzero(trial & (end != UNKNOWN_DAY))
    if len(at):
        terms = Terms(Pairs(pairs.data, pairs.p[at], pairs.w[at]))
        after = end[at] + 1 - terms.new_year
        months = np.maximum(0, (after - terms.since) // 32)  # never too many: go on from there
        while (short := terms.months_later(terms.since, months) < after).any():
            months = months + short
        length[at] = months
    return length


def _employers_before(data: MatchingData) -> Listing:
    """For which organisations someone worked in placements that ended."""
    rows = data.table("placements")
    rows = rows[rows["status"] == PlacementStatus.ENDED.value]
    p = row_of(data.instance, "participants", rows["participant"])
    w = row_of(data.instance, "workplaces", rows["workplace"])
    organisation = data.workplaces["organisation"][w]
    return Listing(p, organisation, np.zeros(len(rows), np.int32), data.num_participants, len(data.organisations))
