"""Load: the work asks no more of a body and mind than the person can bear, axis by axis.

    shortfall = Σ_a max(0, load_wa - capacity_pa)    over the nine axes a that the place cannot take away

∀ pairs (p, w), levels (0 none ... 4 very much; capacity 4 = no limit). Unknown when the work asks something on an axis
on which the person's limit is not known, and nothing else misses. A named person may override with a reason.
Source: GGM; comparing load with limits on the same axes follows Melba.
"""

from typing import Any

import numpy as np

from instances.schema.vocabulary import Axis, RuleMode
from matching.better import Better, Way
from matching.data import MatchingData
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="load",
    number=15,
    nl="Belasting en belastbaarheid",
    en="Load and limits",
    unit="levels",
    needs=(
        *(f"participant.capacity_{axis.value}" for axis in Axis),
        *(f"workplace.load_{axis.value}" for axis in Axis),
        "workplace.adaptations",
    ),
    mode=RuleMode.OVERRIDABLE,
    source="GGM; Melba",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer kan aan wat het werk vraagt, of de plek past het werk aan.",
        misses="Het werk vraagt te veel van de deelnemer: {over_axes}. Samen is dat {miss} te veel.",
        unknown="Van de deelnemer is niet bekend hoeveel die aankan: {unknown_axes}. Het werk vraagt dit wel.",
    ),
    en=Texts(
        fits="The participant can bear what the work asks, or the place adapts the work.",
        misses="The work asks too much of the participant: {over_axes}. Together that is {miss} too much.",
        unknown="It is not known how much the participant can bear: {unknown_axes}. The work does ask this.",
    ),
)
BETTER = (
    *(Better(f"participant.capacity_{axis.value}", Way.RAISE) for axis in Axis),
    *(Better(f"workplace.load_{axis.value}", Way.LOWER) for axis in Axis),
    Better("workplace.adaptations", Way.ADD, "de plek deze belasting weghaalt, of een ander die taak doet: {items}",
           "the place takes this load away, or someone else does that task: {items}", most=2),
)  # fmt: skip
EXAMPLES = (
    Example("lifts as much as asked", 0, {"capacity_lift": 2}, {"load_lift": 2}),
    Example(
        "lifting and pace",
        3,
        {"capacity_lift": 1, "capacity_pace": 2},
        {"load_lift": 3, "load_pace": 3, "load_sit": 1},
        nl="Het werk vraagt te veel van de deelnemer: tillen en werktempo. Samen is dat 3 niveaus te veel.",
    ),
    Example(
        "a level too much of everything",
        9,
        {f"capacity_{axis.value}": 1 for axis in Axis},
        {f"load_{axis.value}": 2 for axis in Axis},
    ),
    Example("the place takes lifting away", 0, {"capacity_lift": 0}, {"load_lift": 3, "adaptations": ("lift",)}),
    Example(
        "noise was never asked about",
        None,
        {"capacity_noise": None},
        {"load_noise": 1},
        nl="Van de deelnemer is niet bekend hoeveel die aankan: lawaai. Het werk vraagt dit wel.",
    ),
    Example("not known, but not asked either", 0, {"capacity_noise": None}),
    Example(
        "not known, but another axis misses",
        2,
        {"capacity_noise": None, "capacity_lift": 1},
        {"load_noise": 2, "load_lift": 3},
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Levels too many, over all axes."""
    capacity, load, unknown, asked = pairs.data.remember(_levels)
    amount = np.zeros(len(pairs), np.int8)  # at most 9 axes x 4 levels
    over = np.zeros(len(pairs), np.int16)
    for axis in range(len(Axis)):
        excess = np.maximum(load[axis][pairs.w] - capacity[axis][pairs.p], 0)
        amount += excess
        over |= (excess > 0).astype(np.int16) << axis
    blind = unknown[pairs.p] & asked[pairs.w]
    return Shortfall(amount.astype(np.int32), (blind != 0) & (amount == 0), {"over_axes": over, "unknown_axes": blind})


def _levels(data: MatchingData) -> tuple[Any, Any, Any, Any]:
    """Capacity int8 (9, P), 4 where unknown; load int8 (9, W), 0 where adapted; masks of the axes int16 (P,), (W,)."""
    limits = [data.participants[f"capacity_{axis.value}"] for axis in Axis]
    adapted = data.workplaces["adaptations"]
    loads = [
        np.where(adapted >> bit & 1, 0, data.workplaces[f"load_{axis.value}"]).astype(np.int8)
        for bit, axis in enumerate(Axis)
    ]
    unknown = sum(np.isnan(limit).astype(np.int16) << bit for bit, limit in enumerate(limits))
    asked = sum((load > 0).astype(np.int16) << bit for bit, load in enumerate(loads))
    return [np.nan_to_num(limit, nan=4).astype(np.int8) for limit in limits], loads, unknown, asked
