"""Unpaid work adds, it does not replace: guided, and once per employer.

    shortfall = 1  if w is unpaid (work experience, trial) and offers no guidance, or p had unpaid work at the same
                   organisation before;  0 otherwise                                   ∀ pairs (p, w), yes or no

"Before" is any ended placement, or one that runs now on another workplace; staying where one is now is no repeat.
A named person may override with a reason. Source: Participatiewet art. 10a (additional work); schulinck.nl.
"""

from typing import Any

import numpy as np

from instances.schema.vocabulary import PlaceKind, PlacementStatus, RuleMode
from matching.data import Listing, MatchingData, among, placements, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="additional_work",
    number=25,
    nl="Onbetaald werk met begeleiding en maar een keer",
    en="Unpaid work with guidance and only once",
    unit="",
    needs=("workplace.kind", "workplace.guidance_hours", "placements"),
    mode=RuleMode.OVERRIDABLE,
    source="Participatiewet art. 10a; schulinck.nl",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regels voor onbetaald werk staan deze plek niet in de weg.",
        misses="Dit is onbetaald werk. Dat mag alleen met begeleiding, en niet nog een keer bij dezelfde werkgever."
        " Begeleiding: {workplace.guidance_hours} uur per week. Eerder onbetaald bij"
        " {organisation.name}: {before} keer.",
    ),
    en=Texts(
        fits="The rules for unpaid work do not stand in the way of this place.",
        misses="This is unpaid work. It is only allowed with guidance, and not again with the same employer. Guidance:"
        " {workplace.guidance_hours} hours a week. Earlier unpaid work at {organisation.name}, times: {before}.",
    ),
)
TRIAL = {"kind": "trial"}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "work_experience",
         "postcode": "6231"}  # fmt: skip
EARLIER = {"participant": "p", "workplace": "w2", "status": "ended", "start_on": "2025-01-06", "end_on": "2025-03-28"}
HERE = {"workplace": "w", "status": "current", "end_on": None}
EXAMPLES = (
    Example("paid work needs no guidance", 0, {}, {"guidance_hours": 0}),
    Example("a first trial with some guidance", 0, {"guidance_hours": 0.5}, {**TRIAL, "guidance_hours": 0.5}),
    Example("already here now", 0, {}, TRIAL, tables={"placements": ({**EARLIER, **HERE},)}),
    Example("no guidance", 1, {"guidance_hours": 0}, {**TRIAL, "guidance_hours": 0}),
    Example(
        "worked here unpaid last year",
        1,
        {},
        TRIAL,
        tables={"workplaces": (OTHER,), "placements": (EARLIER,)},
        nl="Dit is onbetaald werk. Dat mag alleen met begeleiding, en niet nog een keer bij dezelfde werkgever."
        " Begeleiding: 4 uur per week. Eerder onbetaald bij Pakhuis Voorbeeld: 1 keer.",
    ),
    Example(
        "was paid before",
        0,
        {},
        TRIAL,
        tables={"workplaces": ({**OTHER, "kind": "regular"},), "placements": (EARLIER,)},
    ),
)  # fmt: skip
IS_UNPAID = among(PlaceKind, PlaceKind.WORK_EXPERIENCE, PlaceKind.TRIAL)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where unpaid work lacks guidance or is repeated."""
    data = pairs.data
    unpaid = IS_UNPAID[pairs.workplace("kind")]
    before = data.remember(_unpaid_work).rank(pairs.p, pairs.workplace("organisation"))
    stays = placements(data, PlacementStatus.CURRENT).rank(pairs.p, pairs.w) >= 0
    before = np.maximum(before, 0) - (stays & unpaid & (before > 0))
    unguided = pairs.workplace("guidance_hours") <= 0
    return Shortfall((unpaid & (unguided | (before > 0))).astype(np.int32), facts={"before": before})


def _unpaid_work(data: MatchingData) -> Any:
    """How often each person was placed unpaid at each organisation: a listing whose ranks are those counts."""
    table = data.table("placements")
    table = table[table["status"] != PlacementStatus.PROMISED.value]
    p = row_of(data.instance, "participants", table["participant"])
    w = row_of(data.instance, "workplaces", table["workplace"])
    unpaid = IS_UNPAID[data.workplaces["kind"][w]]
    spot, count = np.unique(
        np.column_stack([p[unpaid], data.workplaces["organisation"][w[unpaid]]]), axis=0, return_counts=True
    )
    return Listing(spot[:, 0], spot[:, 1], count.astype(np.int32), data.num_participants, len(data.organisations))
