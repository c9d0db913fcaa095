"""Fair share: of the slots that all municipalities share, none uses much more than its part of the people who wait.

    Σ_{options (p, w): p of m, w shared} x_pw ≤ ⌈(1 + tolerance) · share_m · Σ_{w shared} slots_w⌉   ∀ m, slots
    share_m = people of m who wait / all people who wait

Shared: slots on learn-work lines and trainings, for which all municipalities stand together. Waiting: without a running
placement. tolerance: `fairness.shared_tolerance_share`, 20 %, an assumption. Rounded up, so that nobody who waits lives
where no slot at all is allowed.

Off unless the councils switch it on: an even spread is an aim of the ordinance, no quota; and where one municipality
does not use its part, a hard limit leaves slots empty while people of another wait. `leerwerk match --fair
municipality` gives the even spread without that waste, with its price. Source: CVDR 2016 art. 1 (evenwichtige
verdeling).
"""

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, PlacementStatus, RuleMode
from matching.data import MatchingData, among, placements
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="fair_share",
    number=33,
    nl="Eerlijke verdeling over gemeenten",
    en="Fair spread over municipalities",
    unit="slots",
    needs=("participant.municipality", "municipality.name", "workplace.kind", "workplace.slots", "placements"),
    mode=RuleMode.OFF,
    source="CVDR 2016 art. 1 (even spread); the tolerance is an assumption",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Gemeente {municipality.name} blijft binnen haar deel van de gedeelde plekken: {capacity}.",
        misses="Gemeente {municipality.name} gebruikt haar deel van de gedeelde plekken al: {capacity}. Vrij is nog"
        " {left}.",
    ),
    en=Texts(
        fits="The municipality of {municipality.name} stays within its part of the shared slots: {capacity}.",
        misses="The municipality of {municipality.name} uses its part of the shared slots already: {capacity}. {left}"
        " left.",
    ),
)
ON = {"policy": ({"rule": "fair_share", "mode": "hard"},)}
LINE = {"kind": "line_slot", "slots": 10}
NEIGHBOURS = tuple(
    {"id": f"v{number}", "municipality": "GM0981", "postcode": "6291", "regime": "pw"} for number in range(4)
)
BUSY = ({"participant": "p", "workplace": "w", "status": "current", "start_on": "2025-01-01"},)
EXAMPLES = (
    # 1 of 5 people who wait, 10 slots: 1.2 x 0.2 x 10 = 2.4, rounded up 3; one is taken
    Example("one of three slots", 2, {}, LINE, tables={"participants": NEIGHBOURS, **ON}),
    Example("all who wait: 12 of 10 slots", 11, {}, LINE, tables=ON),
    Example("a job is not shared", None, {}, {"slots": 10}, tables=ON),
    Example(
        "nobody of this municipality waits",
        -1,
        {},
        LINE,
        tables={"participants": NEIGHBOURS, "placements": BUSY, **ON},
        nl="Gemeente Maastricht gebruikt haar deel van de gedeelde plekken al: 0 plekken. Vrij is nog 0 plekken.",
    ),
)
SHARED = among(PlaceKind, PlaceKind.LINE_SLOT, PlaceKind.TRAINING)


def rows(options: Pairs) -> Rows:
    """One row per municipality."""
    data = options.data
    option = np.flatnonzero(SHARED[options.workplace("kind")]).astype(np.int32)
    return Rows(
        data.instance["municipalities"]["id"].to_list(),
        data.remember(_most),
        option,
        options.participant("municipality")[option],
        np.ones(len(option), np.int64),
    )


def _most(data: MatchingData) -> NDArray[np.int64]:
    """Shared slots that each municipality may use, int64 (M,)."""
    waits = ~placements(data, PlacementStatus.CURRENT).lists
    people = np.bincount(data.participants["municipality"][waits], minlength=len(data.municipalities))
    slots = float(data.workplaces["slots"][SHARED[data.workplaces["kind"]]].sum())
    widened = 1 + figure("fairness.shared_tolerance_share").number() / 100
    return np.ceil(widened * people / max(1, int(people.sum())) * slots - 1e-6).astype(np.int64)
