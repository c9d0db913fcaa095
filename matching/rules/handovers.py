"""Few hand-overs: the next place is with the organisation where someone already is.

    shortfall = 1  if p has a place, or had one lately, with another organisation than that of w, and w is no job with
                   a contract (regular, or with wage-cost subsidy);  0 otherwise        ∀ pairs (p, w), yes or no

Of several places the last one counts, up to `guidance.track_months` after its end. An organisation and its successor
count as one: a line that moves to the new company is no hand-over. A job is where the track leads, so it counts as
none. Source: promises to residents (council letters 2023): fewer changes of organisation; the weight is an assumption.
"""

import numpy as np

from instances.schema.vocabulary import PlaceKind, RuleMode, ValuePart
from matching.data import MatchingData, among, houses, last_places
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="handovers",
    number=22,
    nl="Weinig overdrachten",
    en="Few hand-overs",
    unit="",
    needs=("placements", "workplace.kind", "organisation.successor_of"),
    mode=RuleMode.SOFT,
    source="council letters 2023: fewer changes of organisation; the weight is an assumption",
    weight=25.0,
    part=ValuePart.CONTINUITY,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Voor deze plek hoeft de deelnemer niet naar een andere organisatie, of het is de stap naar een baan.",
        misses="Met deze plek gaat de deelnemer van {last} naar {organisation.name}. Dat is een overdracht.",
    ),
    en=Texts(
        fits="For this place the participant need not change organisation, or it is the step to a job.",
        misses="With this place the participant goes from {last} to {organisation.name}. That is a hand-over.",
    ),
)
TRIAL = {"kind": "trial"}
LINE = {"id": "w2", "title": "Inpakken", "organisation": "mtb", "kind": "line_slot", "postcode": "6229"}
NOW = {"participant": "p", "workplace": "w2", "status": "current", "start_on": "2026-01-05"}
OVER = {**NOW, "status": "ended", "start_on": "2024-01-08"}
EXAMPLES = (
    Example("no place before", 0, {}, TRIAL),
    Example(
        "from a line to an employer",
        1,
        {},
        TRIAL,
        tables={"workplaces": (LINE,), "placements": (NOW,)},
        nl="Met deze plek gaat de deelnemer van MTB naar Pakhuis Voorbeeld. Dat is een overdracht.",
    ),
    Example("a job is where the track leads", 0, tables={"workplaces": (LINE,), "placements": (NOW,)}),
    Example(
        "the successor takes over the line",
        0,
        {},
        {"kind": "line_slot", "organisation": "mob"},
        tables={"workplaces": (LINE,), "placements": (NOW,)},
    ),
    Example(
        "ended half a year ago",
        1,
        {},
        TRIAL,
        tables={"workplaces": (LINE,), "placements": ({**OVER, "end_on": "2026-03-02"},)},
    ),
    Example(
        "ended two years ago",
        0,
        {},
        TRIAL,
        tables={"workplaces": (LINE,), "placements": ({**OVER, "end_on": "2024-09-02"},)},
    ),
    Example(
        "the place of now counts, not the one before",
        0,
        {},
        {"kind": "line_slot", "organisation": "mtb"},
        tables={
            "workplaces": (LINE, {**LINE, "id": "w3", "organisation": "wozl"}),
            "placements": (NOW, {**OVER, "workplace": "w3", "end_on": "2026-08-31"}),
        },
    ),
)
IS_JOB = among(PlaceKind, PlaceKind.REGULAR, PlaceKind.REGULAR_LKS)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where someone changes organisation."""
    house, last = pairs.data.remember(houses), pairs.data.remember(_last_organisations)[pairs.p]
    moves = (last >= 0) & (house[last] != house[pairs.workplace("organisation")])
    names = np.append(pairs.data.instance["organisations"]["name"].to_numpy(object), "")
    return Shortfall((moves & ~IS_JOB[pairs.workplace("kind")]).astype(np.int32), facts={"last": names[last]})


def _last_organisations(data: MatchingData) -> np.ndarray:
    """Where each participant is or was last, as row of the organisation, int32 (P,), -1 = nowhere."""
    return np.append(data.workplaces["organisation"], -1)[data.remember(last_places)]
