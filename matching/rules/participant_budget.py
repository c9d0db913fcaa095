"""Budget per participant: the cost of someone's track this year stays under the cap.

    shortfall = ⌈max(0, cost_pw + used_p - cap_p) / 100⌉   ∀ pairs (p, w) that cost re-integration money, euro

cost_pw is what the pair takes from the re-integration purse this year (`matching.money`). cap_p is the person's own
cap, else the cap per participant of the municipality; no cap, no limit. Only the purse for re-integration has a cap
per person: wages and sheltered places are rights, not a track.
Source: council letters ("budget per deelnemer" from budget year 2026 on). Finance may override.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, Stream
from matching.better import Better, Way
from matching.money import STAY_NEEDS, stream_costs
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="participant_budget",
    number=7,
    nl="Budget per deelnemer",
    en="Budget per participant",
    unit="euro",
    needs=(
        "participant.budget_cents",
        "participant.budget_used_cents",
        "municipality.participant_cap_cents",
        "workplace.price_cents",
        "workplace.stream",
        *STAY_NEEDS,
    ),
    mode=RuleMode.OVERRIDABLE,
    source="council letters: budget per participant from budget year 2026",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Deze plek past in het budget van de deelnemer.",
        misses="Deze plek kost {workplace.price_cents}. Dat is {miss} meer dan het budget van de deelnemer toelaat."
        " Het budget is {cap_cents} en daarvan is {participant.budget_used_cents} gebruikt.",
    ),
    en=Texts(
        fits="This place fits the budget of the participant.",
        misses="This place costs {workplace.price_cents}. That is {miss} more than the budget of the participant"
        " allows. The budget is {cap_cents}, of which {participant.budget_used_cents} is used.",
    ),
)
BETTER = (
    Better("participant.budget_cents", Way.RAISE, "het budget van de deelnemer {new} wordt (nu: {now})",
           "the budget of the participant becomes {new} (now: {now})", step=50_000, most=20),
    Better("participant.budget_used_cents", Way.LOWER, step=50_000),
)  # fmt: skip
AGAINST = ("participant.available_on", "workplace.start_on")  # who begins this year is paid this year
EXAMPLES = (
    Example("no cap at all", 0, {"budget_cents": None}, {"price_cents": 900_000}),
    Example("the cap of the municipality", 0, {}, {"price_cents": 600_000}, {}, {"participant_cap_cents": 600_000}),
    Example(
        "part of the budget is used",
        1_500,
        {"budget_cents": 600_000, "budget_used_cents": 350_000},
        {"price_cents": 400_000},
        nl="Deze plek kost € 4.000. Dat is € 1.500 meer dan het budget van de deelnemer toelaat."
        " Het budget is € 6.000 en daarvan is € 3.500 gebruikt.",
    ),
    Example(
        "the own cap goes before that of the municipality",
        1,
        {"budget_cents": 199_950},
        {"price_cents": 200_000},
        {},
        {"participant_cap_cents": 900_000},
    ),
    Example("another purse", 0, {"budget_cents": 100_000}, {"price_cents": 400_000, "stream": "wsw"}),
    Example("free next year", 0, {"budget_cents": 100_000, "available_on": "2027-01-04"}, {"price_cents": 400_000}),
    Example("begins next year", 0, {"budget_cents": 100_000}, {"price_cents": 400_000, "start_on": "2027-01-04"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Euros above the cap."""
    person = pairs.data.participants
    town = pairs.data.municipalities["participant_cap_cents"][person["municipality"]]
    cap = np.where(np.isnan(person["budget_cents"]), town, person["budget_cents"])
    room = np.where(np.isnan(cap), np.inf, cap - person["budget_used_cents"])
    cost = stream_costs(pairs, (Stream.REINTEGRATION,))[:, 0]
    over = np.where(cost > 0, cost - room[pairs.p], 0)
    return Shortfall(np.ceil(np.maximum(over, 0) / 100).astype(np.int32), facts={"cap_cents": cap[pairs.p]})
