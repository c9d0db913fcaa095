"""The chance that a place lasts a year, estimated from how past placements went.

    chance_pw = 1 / (1 + exp(-z_pw)),   z_pw = logit(base) + Σ_t d_t · weight_t · x_t,pw        ∀ pairs (p, w)

x_t are the facts of `TERMS` in their own units, d_t = +1 for facts of which more is better and -1 for the others, and
base and weight_t ≥ 0 come from the table `lasting_model` of the instance. So the model is a document like any other:
readable, part of the digest, and unable to turn a better fact against someone. `matching.learning` fits it.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matching.coverage import COVERAGE_NEEDS, coverage
from matching.data import MatchingData
from matching.pairs import JOURNEY_NEEDS, SHIFT_NEEDS, Pairs

TERMS = {
    "steps": -1,
    "ladder_step": 1,
    "travel_minutes": -1,
    "missing_percent": -1,
    "wished": 1,
    "avoided": -1,
    "guidance_short_hours": -1,
}
DIRECTION = np.array(list(TERMS.values()), np.float64)
FACT_NEEDS = (
    *dict.fromkeys((*COVERAGE_NEEDS, *JOURNEY_NEEDS, *SHIFT_NEEDS)),
    "workplace.kind",
    "workplace.line",
    "workplace.slots",
    "participant.ladder_step",
    "participant.guidance_hours",
    "participant.wished_lines",
    "participant.avoided_lines",
)
type Facts = NDArray[np.float64]


def facts_of(pairs: Pairs) -> Facts:
    """What the model looks at, float64 (n, T) in the order of `TERMS`, NaN = unknown (needs FACT_NEEDS)."""
    line, minutes, found = pairs.workplace("line"), pairs.shift_journey.minutes, coverage(pairs)
    offered = pairs.workplace("guidance_hours") / np.maximum(1, pairs.workplace("slots"))
    columns = (
        pairs.workplace("kind"),
        pairs.participant("ladder_step"),
        np.where(np.isinf(minutes), np.nan, minutes),
        np.where(found.unknown, np.nan, found.missing),
        pairs.listed("wished_lines", line) >= 0,
        pairs.listed("avoided_lines", line) >= 0,
        np.maximum(0, pairs.participant("guidance_hours") - offered),
    )
    return np.column_stack(columns).astype(np.float64)


def facts_of_outcomes(outcomes: pd.DataFrame) -> Facts:
    """The same facts of past placements, float64 (n, T)."""
    return outcomes[list(TERMS)].astype("float64").to_numpy(np.float64)


def latest_model(data: MatchingData) -> Any:
    """The row of the latest model, None where the instance has none (needs the table `lasting_model`)."""
    models = data.table("lasting_model")
    return models.sort_values("fitted_on").iloc[-1] if len(models) else None


def chance(model: Any, facts: Facts) -> NDArray[np.float64]:
    """Chance that a place lasts, float64 (n,), NaN where a fact is unknown."""
    weights = DIRECTION * np.array([model[term] for term in TERMS], np.float64)
    base = float(model["base_percent"]) / 100
    found: NDArray[np.float64] = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + facts @ weights)))
    return found
