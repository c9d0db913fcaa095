"""Fits the chance of a lasting place: the only file with scikit-learn.

A logistic model on the facts of `matching.chances.TERMS`, each with its fixed direction. A fact that comes out with the
wrong sign (better facts, smaller chance) is taken out and the rest is fitted again: the model may be less sharp, never
perverse. Then the score f is bent to honest chances on later placements that the model did not see (Platt):

    logit chance = -(a f + b),   f = intercept + Σ_t coefficient_t x_t     a, b fitted on the calibration part

Both are straight lines, so together they are one line: base and weights that fit in the table `lasting_model`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression

from instances.errors import InvalidField, Problem, Wanted
from matching.chances import DIRECTION, TERMS

type Facts = NDArray[np.float64]
type Came = NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """A fitted line: logit of the base chance, weight per term (T,) >= 0, its standard error (T,), NaN if left out."""

    intercept: float
    weights: NDArray[np.float64]
    errors: NDArray[np.float64]

    def chance(self, facts: Facts) -> NDArray[np.float64]:
        """Chances, float64 (n,)."""
        found: NDArray[np.float64] = expit(self.intercept + facts @ (DIRECTION * self.weights))
        return found


def fit_line(facts: Facts, came: Came, later: Facts, later_came: Came) -> Line:
    """Fit on the first part, calibrate on the later part.

    Raises:
        InvalidField: the outcomes hold no signal: chances would run against the facts.
    """
    kept = np.arange(len(TERMS))
    while len(kept):
        model: Any = LogisticRegression(C=100.0, max_iter=1000).fit(facts[:, kept], came)
        wrong = model.coef_[0] * DIRECTION[kept] < 0
        if not wrong.any():
            break
        kept = kept[~wrong]
    if not len(kept):
        raise _no_signal()
    bent: Any = CalibratedClassifierCV(FrozenEstimator(model), method="sigmoid").fit(later[:, kept], later_came)
    curve = bent.calibrated_classifiers_[0].calibrators[0]
    if -curve.a_ <= 0:
        raise _no_signal()
    weights, errors = np.zeros(len(TERMS)), np.full(len(TERMS), np.nan)
    weights[kept] = -curve.a_ * np.abs(model.coef_[0])
    errors[kept] = -curve.a_ * _standard_errors(model, facts[:, kept])
    return Line(float(-curve.a_ * model.intercept_[0] - curve.b_), weights, errors)


def fit_trees(facts: Facts, came: Came, later: Facts, later_came: Came, test: Facts, seed: int) -> NDArray[np.float64]:
    """Chances by gradient boosting in the same directions: is there more in the facts than a line can say?"""
    trees: Any = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=15, monotonic_cst=DIRECTION.astype(int), random_state=seed
    ).fit(facts, came)
    return bend(trees.decision_function(later), later_came, trees.decision_function(test))


def bend(scores: NDArray[np.float64], came: Came, test: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances for `test` scores, by a curve fitted on scores with known outcomes."""
    spread = max(float(scores.std()), 1e-9)
    curve: Any = LogisticRegression(C=1e6).fit((scores / spread)[:, None], came)
    found: NDArray[np.float64] = curve.predict_proba((test / spread)[:, None])[:, 1]
    return found


def _standard_errors(model: Any, facts: Facts) -> NDArray[np.float64]:
    """Square roots of the diagonal of (Xᵀ W X)⁻¹, W = diag(c (1 - c)), without the intercept."""
    design = np.column_stack([np.ones(len(facts)), facts])
    chances = model.predict_proba(facts)[:, 1]
    information = design.T @ (design * (chances * (1 - chances))[:, None])
    errors: NDArray[np.float64] = np.sqrt(np.diag(np.linalg.inv(information)))[1:]
    return errors


def _no_signal() -> InvalidField:
    wanted = Wanted(
        "uitkomsten waarin betere gegevens samengaan met plekken die langer blijven",
        "outcomes in which better facts go with more lasting places",
    )
    return InvalidField([Problem("outcomes", 0, "lasted", "", wanted)])
