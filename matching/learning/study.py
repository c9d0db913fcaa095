"""One study: what past placements teach about lasting, how far to trust it, and the model as a document.

Split by time: the first 60 % of the days with outcomes fit the model, the next 20 % calibrate it, the last 20 % judge
it, as it would have been judged in practice. The hand weights of the rules are judged on the same last part, over the
same facts, with their points bent to chances on the same calibration part. Ages and municipalities are looked at
afterwards only; the model never sees them.
"""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field

from instances.errors import InvalidField, Problem, Wanted
from instances.parameters import figure
from instances.schema.solution import Frozen
from instances.tables import Instance
from matching.candidates import candidates
from matching.chances import FACT_NEEDS, TERMS, Facts, facts_of, facts_of_outcomes
from matching.data import MatchingData
from matching.eligibility import BASE, screen
from matching.learning.fit import Line, bend, fit_line, fit_trees
from matching.learning.measures import Bin, auc, brier, calibration_error, log_loss, reliability, stability_index
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.rules.wish import AVOIDED, NOT_WISHED

LEAST_OUTCOMES = 300
LEAST_OF_EACH = 30  # lasting and not lasting, in each part
FIT, CALIBRATE = 0.6, 0.8
LEAST_GROUP = 50
AUDITS = ("audit_age", "audit_municipality")


class Judged(Frozen):
    """How good one way of telling chances is, on the last part."""

    name: str = Field(description="`line` (the model), `trees` (for comparison), `hand` (the weights of the rules).")
    auc: float
    brier: float
    log_loss: float
    ece: float = Field(description="Expected calibration error.")
    bins: tuple[Bin, ...] = Field(description="Reliability: said against came true, per tenth.")


class Term(Frozen):
    """One fact of the model."""

    name: str
    weight: float = Field(description="Log-odds per unit, in its fixed direction; 0 = left out for its wrong sign.")
    error: float | None = Field(description="Standard error of the weight, with the calibration taken as given.")
    truth: float | None = Field(description="What the generator used; empty for real outcomes.")
    drift: float = Field(
        description="Population stability index: past placements against the best possible ones of today."
    )


class Group(Frozen):
    """What the model says of one audit group, which it cannot see."""

    audit: str
    group: str
    count: int
    said: float = Field(description="Mean chance that the model says.")
    came: float = Field(description="Share that lasted.")
    few: bool = Field(description="Too few to conclude anything.")


class Study(Frozen):
    """The whole outcome of `leerwerk learn`."""

    instance: str
    instance_hash: str
    synthetic: bool
    fitted_on: date
    source: str
    seed: int
    outcomes: int = Field(description="Outcomes with all facts known.")
    left_out: int = Field(description="Outcomes with a fact unknown.")
    parts: dict[str, int] = Field(description="Outcomes that fit, calibrate and judge.")
    base_percent: float
    terms: tuple[Term, ...]
    judged: tuple[Judged, ...]
    groups: tuple[Group, ...]

    def model(self) -> pd.DataFrame:
        """The row for the table `lasting_model`."""
        row = {"fitted_on": self.fitted_on, "source": self.source, "outcomes": self.outcomes}
        weights = {term.name: term.weight for term in self.terms}
        return Instance.of({"lasting_model": [{**row, "base_percent": self.base_percent, **weights}]})["lasting_model"]


def learn(instance: Instance, seed: int = 1) -> Study:
    """Fit and judge on the outcomes of an instance.

    Raises:
        InvalidField: too few outcomes, or outcomes without signal.
    """
    rows = instance["outcomes"].sort_values(["start_on", "id"])
    facts = facts_of_outcomes(rows)
    whole = ~np.isnan(facts).any(1)
    rows, facts = rows[whole], facts[whole]
    came = rows["lasted"].to_numpy(bool)
    fit, later, test = _parts(rows["start_on"])
    _enough(came, fit, later, test)
    line = fit_line(facts[fit], came[fit], facts[later], came[later])
    said = line.chance(facts[test])
    opened = OpenInstance.of(instance)
    by_hand = _by_hand(opened, facts)
    ways = {
        "line": said,
        "trees": fit_trees(facts[fit], came[fit], facts[later], came[later], facts[test], seed),
        "hand": bend(by_hand[later], came[later], by_hand[test]),
    }
    return Study(
        instance=instance.info.name,
        instance_hash=instance.digest,
        synthetic=instance.info.synthetic,
        fitted_on=instance.info.reference_date,
        source=f"{len(rows)} outcomes of {instance.info.name}, documents {instance.digest[:12]}",
        seed=seed,
        outcomes=len(rows),
        left_out=int((~whole).sum()),
        parts={name: int(part.sum()) for name, part in (("fit", fit), ("calibrate", later), ("judge", test))},
        base_percent=float(np.clip(100 / (1 + np.exp(-line.intercept)), 0.001, 99.999)),
        terms=_terms(instance, line, facts[fit], _today(opened)),
        judged=tuple(_judge(name, chances, came[test]) for name, chances in ways.items()),
        groups=_groups(rows[test], said, came[test]),
    )


def _parts(days: pd.Series) -> tuple[NDArray[np.bool_], ...]:
    """Which rows fit, calibrate and judge, bool (n,) each; a day is never in two parts."""
    if not len(days):
        return (np.zeros(0, bool),) * 3
    first, second = days.quantile(FIT), days.quantile(CALIBRATE)
    fit, later = (days < first).to_numpy(), ((days >= first) & (days < second)).to_numpy()
    return fit, later, ~fit & ~later


def _enough(came: NDArray[np.bool_], *parts: NDArray[np.bool_]) -> None:
    least = min((int((came[part] == kind).sum()) for part in parts for kind in (True, False)), default=0)
    if len(came) < LEAST_OUTCOMES or least < LEAST_OF_EACH:
        wanted = Wanted(
            f"minstens {LEAST_OUTCOMES} uitkomsten waarvan alles bekend is, met in elk van de drie delen van de tijd"
            f" minstens {LEAST_OF_EACH} plekken die bleven en {LEAST_OF_EACH} die niet bleven",
            f"{LEAST_OUTCOMES} or more outcomes with all facts known, with {LEAST_OF_EACH} or more that lasted and"
            " that did not in each of the three parts by time",
        )
        raise InvalidField([Problem("outcomes", 0, "", str(len(came)), wanted)])


def _by_hand(opened: OpenInstance, facts: Facts) -> NDArray[np.float64]:
    """What the weights of the rules make of the same facts: their part of the value, points, float64 (n,)."""
    weight = {
        code: opened.rulebook.settings[code].weight for code in ("regular_first", "skills", "travel_burden", "wish")
    }
    column = dict(zip(TERMS, facts.T, strict=True))
    ranks = np.where(column["avoided"] > 0, AVOIDED, np.where(column["wished"] > 0, 0, NOT_WISHED))
    points = weight["regular_first"] * column["steps"] + weight["skills"] * column["missing_percent"]
    lost: NDArray[np.float64] = points + weight["travel_burden"] * column["travel_minutes"] + weight["wish"] * ranks
    return BASE - lost


def _today(opened: OpenInstance) -> Facts:
    """Facts of the most valuable place that each participant could get today, float64 (n, T).

    Whose place the law protects is left out: such a place is not the outcome of matching.
    """
    data = MatchingData.of(opened.instance, (*opened.rulebook.needs, *FACT_NEEDS))
    found = screen(data, opened.rulebook, candidates(data, opened.rulebook))
    order = np.lexsort((-found.value, found.p))
    order = order[~found.protected[order]]
    best = order[np.unique(found.p[order], return_index=True)[1]]
    return facts_of(Pairs(data, found.p[best], found.w[best]))


def _terms(instance: Instance, line: Line, then: Facts, now: Facts) -> tuple[Term, ...]:
    truth = figure("generator.lasting_truth").value if instance.info.synthetic else {}
    assert isinstance(truth, dict)
    return tuple(
        Term(
            name=name,
            weight=round(float(line.weights[i]), 6),
            error=None if np.isnan(line.errors[i]) else round(float(line.errors[i]), 6),
            truth=abs(float(truth[name])) if truth else None,
            drift=round(stability_index(then[:, i], now[:, i]), 3) if len(now) else 0.0,
        )
        for i, name in enumerate(TERMS)
    )


def _judge(name: str, chances: NDArray[np.float64], came: NDArray[np.bool_]) -> Judged:
    return Judged(
        name=name, auc=auc(chances, came), brier=brier(chances, came), log_loss=log_loss(chances, came),
        ece=calibration_error(chances, came), bins=reliability(chances, came),
    )  # fmt: skip


def _groups(rows: pd.DataFrame, said: NDArray[np.float64], came: NDArray[np.bool_]) -> tuple[Group, ...]:
    found = []
    for audit in AUDITS:
        labels = rows[audit].to_numpy(object)
        for group in sorted({str(label) for label in labels if isinstance(label, str)}):
            mine = labels == group
            found.append(
                Group(
                    audit=audit, group=group, count=int(mine.sum()), said=float(said[mine].mean()),
                    came=float(came[mine].mean()), few=bool(mine.sum() < LEAST_GROUP),
                )
            )  # fmt: skip
    return tuple(found)
