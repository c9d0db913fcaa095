"""Equal treatment: do groups fare alike? Judged afterwards, on data that nothing which decides can see.

Per axis and group g of n_g people, k_g of them placed, z the normal quantile of the confidence:

    share      p_g = k_g / n_g
    interval   (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)                     Wilson 1927
    ratio      min_g p_g / max_g p_g; below four fifths is a signal
    chance     part of 10,000 random divisions of the same places over the same groups in which max p - min p is at
               least as large (permutation test: with totals fixed, counts are multivariate hypergeometric)

A ratio below the threshold stops the matter (`stop`: first look, then decide) when chance alone would rarely do it,
else it is told (`watch`). With m comparisons in one audit, rare is a chance below (1 - confidence) / m (Bonferroni):
else every fourth audit would cry wolf. Groups below the least number of people are not shown and not compared. People
whose place came first (Wsw, promises, pins) are left out: there was nothing to decide. A difference proves no
discrimination, and no difference does not prove there is none. Source: domain.md section 5, rule 32; Algoritmekader;
figures in `parameters/fairness.toml`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from instances.audit import AuditGroups, Axis
from instances.parameters import figure
from instances.schema.audit import AxisAudit, EqualTreatment, GroupFigures, Share
from instances.schema.solution import Finding, MatchingSolution
from instances.tables import Instance
from matching.data import DAYS_MONTH, row_of
from matching.floors import most_given
from matching.pricing import Desk
from matching.problem import Floats
from matching.report import Timings
from matching.solver import prepare
from matching.words import LANGUAGES, number

DIVISIONS: Final = 10_000
SEED: Final = 32
Marks = NDArray[np.bool_]
MEASURES: Final = {
    "placed": ("een plek", "a place"),
    "proposed": ("een plek die voorgesteld kan worden", "a place that can be proposed"),
}
OPENING: Final = (
    "{axis}: van de groep {low} heeft {few} % {what}, van de groep {high} {many} %. De verhouding is {ratio} %",
    "{axis}: of the group {low}, {few} % have {what}; of the group {high}, {many} %. The ratio is {ratio} %",
)
ENDINGS: Final = {
    "info": (
        ". De grens van {least} % is niet overschreden.",
        ". The threshold of {least} % is not crossed.",
    ),
    "watch": (
        ", onder de grens van {least} %. Bij loten is het in {chance} % van de gevallen ook zo. Kijk ernaar.",
        ", below the threshold of {least} %. A draw does so in {chance} % of cases. Look into it.",
    ),
    "stop": (
        ", onder de grens van {least} %. Bij loten is het maar in {chance} % van de gevallen zo. Stop en zoek het uit.",
        ", below the threshold of {least} %. A draw does so in only {chance} % of cases. Stop and find out why.",
    ),
}
NOTHING: Final = (
    "{axis}: er zijn geen twee groepen die groot genoeg zijn om te vergelijken.",
    "{axis}: there are no two groups large enough to compare.",
)


@dataclass(frozen=True)
class Outcomes:
    """How the people who are looked at fared, one entry each.

    `ids`; `placed`, `proposed` bool (n,); `relative` float64 (n,), value over the own best option, NaN without options;
    `waited` float64 (n,) months, NaN = not known.
    """

    ids: NDArray[np.object_]
    placed: Marks
    proposed: Marks
    relative: Floats
    waited: Floats


def audit(instance: Instance, solution: MatchingSolution, groups: AuditGroups) -> EqualTreatment:
    """Judge a solution.

    Raises:
        InvalidField: the solution was made from other documents.
    """
    return judged(outcomes_of(instance, solution), groups)


def judged(outcomes: Outcomes, groups: AuditGroups) -> EqualTreatment:
    """Compare the groups of each axis."""
    comparisons = len(groups.labels) * len(MEASURES)
    axes, findings = list[AxisAudit](), list[Finding]()
    for axis, labels in groups.labels.items():
        label = np.array([labels.get(person, "") for person in outcomes.ids], object)
        made, told = _axis(axis, outcomes, label, comparisons)
        axes.append(made)
        findings += told
    return EqualTreatment(people=len(outcomes.ids), axes=tuple(axes), findings=tuple(findings))


def outcomes_of(instance: Instance, solution: MatchingSolution) -> Outcomes:
    """Work out how people fared; who comes first is left out."""
    Desk.of(instance, solution)
    ready = prepare(instance, Timings(), solution.provenance.policy)
    problem, people = ready.problem, instance["participants"]
    value = np.zeros(len(people))
    placed = row_of(instance, "participants", [one.participant for one in solution.assignments])
    value[placed] = [one.value for one in solution.assignments]
    has = np.zeros(len(people), bool)
    has[placed] = True
    proposed = most_given(problem, problem.fits_alone().astype(np.int64)) > 0
    best = most_given(problem, problem.value)
    relative = np.where(best > 0, value / np.maximum(1, best), np.nan)
    days = (pd.Timestamp(instance.info.reference_date) - people["waiting_since"]).dt.days.to_numpy(np.float64)
    looked = ready.kept < 0
    ids = people["id"].to_numpy(object)
    return Outcomes(ids[looked], has[looked], proposed[looked], relative[looked], (days / DAYS_MONTH)[looked])


def _axis(
    axis: Axis, outcomes: Outcomes, label: NDArray[np.object_], comparisons: int
) -> tuple[AxisAudit, list[Finding]]:
    least = figure("fairness.audit_least_people").number()
    made, large = [], []
    for name in sorted(set(label) - {""}):
        members = label == name
        count = int(members.sum())
        if count < least:
            made.append(GroupFigures(label=name, people=None))
            continue
        large.append(name)
        waited = outcomes.waited[members & ~outcomes.placed]
        made.append(
            GroupFigures(
                label=name,
                people=count,
                placed=share(int(outcomes.placed[members].sum()), count),
                proposed=share(int(outcomes.proposed[members].sum()), count),
                relative_value=_mean(outcomes.relative[members]),
                waiting_months=_mean(waited),
            )
        )
    told, ratios = [], dict[str, tuple[float | None, float | None]]()
    for measure in MEASURES:
        has = outcomes.placed if measure == "placed" else outcomes.proposed
        sizes = np.array([(label == name).sum() for name in large], np.int64)
        counts = np.array([(has & (label == name)).sum() for name in large], np.int64)
        ratios[measure] = compared(sizes, counts)
        told.append(_finding(axis, measure, large, sizes, counts, ratios[measure], comparisons))
    audited = AxisAudit(
        axis=axis.value, groups=tuple(made), ratio_placed=ratios["placed"][0], chance_placed=ratios["placed"][1],
        ratio_proposed=ratios["proposed"][0], chance_proposed=ratios["proposed"][1],
    )  # fmt: skip
    return audited, told


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return round(float(known.mean()), 4) if len(known) else None


def share(count: int, people: int) -> Share:
    """A share with its Wilson interval; `people` > 0."""
    z = float(norm.ppf(0.5 + figure("fairness.audit_confidence_share").number() / 200))
    part = count / people
    middle = part + z * z / (2 * people)
    half = z * np.sqrt(part * (1 - part) / people + z * z / (4 * people * people))
    scale = 1 + z * z / people
    low, high = max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
    return Share(count=count, share=part, low=float(low), high=float(high))


def compared(sizes: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[float | None, float | None]:
    """Ratio of the lowest share to the highest, and the chance of such a spread; None: nothing to compare."""
    if len(sizes) < 2 or not counts.any():
        return None, None
    shares = counts / sizes
    random = np.random.default_rng(SEED)
    drawn = random.multivariate_hypergeometric(sizes, int(counts.sum()), DIVISIONS, method="marginals") / sizes
    wider = np.ptp(drawn, axis=1) >= np.ptp(shares) - 1e-12
    return float(shares.min() / shares.max()), float((1 + wider.sum()) / (1 + DIVISIONS))


def _finding(
    axis: Axis, measure: str, names: list[str], sizes: NDArray[np.int64], counts: NDArray[np.int64],
    found: tuple[float | None, float | None], comparisons: int,
) -> Finding:  # fmt: skip
    code, (ratio, chance) = f"equal_{measure}", found
    if ratio is None or chance is None:
        nl, en = (
            text.format(axis=axis.label(lang).capitalize()) for text, lang in zip(NOTHING, LANGUAGES, strict=True)
        )
        return Finding(code=code, severity="info", facts={"axis": axis.value}, nl=nl, en=en)
    least = figure("fairness.four_fifths_share").number()
    rare = comparisons * chance <= 1 - figure("fairness.audit_confidence_share").number() / 100
    severity = "info" if 100 * ratio >= least else "stop" if rare else "watch"
    shares = counts / sizes
    low, high = int(np.argmin(shares)), int(np.argmax(shares))
    figures = {
        "few": 100 * shares[low], "many": 100 * shares[high], "ratio": 100 * ratio, "least": least,
        "chance": 100 * chance,
    }  # fmt: skip
    nl, en = (
        (OPENING[side] + ENDINGS[severity][side]).format(
            axis=axis.label(lang).capitalize(),
            low=names[low],
            high=names[high],
            what=MEASURES[measure][side],
            **{name: number(float(shown), lang, 2 if name == "chance" else 1) for name, shown in figures.items()},
        )
        for side, lang in enumerate(LANGUAGES)
    )
    facts = {"axis": axis.value, "low": names[low], "high": names[high]}
    facts |= {name: number(float(shown), "en", 2) for name, shown in figures.items()}
    return Finding(code=code, severity=severity, amount=round(100 * ratio), unit="%", facts=facts, nl=nl, en=en)
