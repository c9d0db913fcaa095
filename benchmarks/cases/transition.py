"""What a planner asks of one plan, on the synthetic stock-flow plan: the arrays of every question, made from a seed.

A question is arrays only, so that the same figures can be measured on another plan that fills a `Transition`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.cases.stock_flow import HOSTS, Factors, Size, StockFlow, draw
from planning.alternatives import Setting
from planning.programme import Floats, Ints, Programme
from planning.tree import Tree
from planning.uncertainty import Staged

QUARTERS = 20
SCENARIOS = 20
FIRST_CLOSING = 7  # quarter
KNOWN = 4  # quarters in which nothing differs yet
DRIFT = (0.1, 0.03, 0.15)  # of demand, wages and outflow: one standard deviation at the end of the drift


@dataclass(frozen=True)
class Uncertain:
    """Scenarios of one decision: `write` and `features` (S, F) as `planning.twostage` wants them; `shared` columns."""

    write: Callable[[Floats], Programme]
    features: Floats
    shared: Ints


@dataclass(frozen=True)
class Branched:
    """A plan on a tree, and its first decisions with their place in the plan for expected figures."""

    staged: Staged
    decided: Ints
    counterpart: Ints


@dataclass(frozen=True)
class Transition:
    """The questions.

    `changed`: rows whose sides move by one unit; `valued`: rows of which a planner asks what one unit more is worth;
    `aims`: money and what is short of the goal; `impossible`: a plan that asks for more than there is.
    """

    name: str
    programme: Programme
    impossible: Programme
    changed: Ints
    valued: Ints
    directions: Mapping[str, Floats]
    aims: tuple[Floats, Floats]
    switch: Mapping[str, Setting]
    scenarios: Sequence[Programme]
    branched: Callable[[Mapping[int, Sequence[float]]], Branched]
    uncertain: Callable[[int], Uncertain]


def stock_flow(lines: int, seed: int = 1) -> Transition:
    """Ask the stock-flow plan of that many lines."""
    size, chain = Size(lines), Tree.branching(QUARTERS, {})
    base = draw(chain, seed, size)
    rng = np.random.default_rng(seed)

    def drifting(row: Floats) -> StockFlow:
        drift = np.clip((chain.period - KNOWN + 1) / 8, 0, 1)
        world = Factors(1 + row[0] * drift, 1 + row[1] * drift, 0.02 * (1 + row[2] * drift))
        return draw(chain, seed, size, world)

    def branched(branches: Mapping[int, Sequence[float]]) -> Branched:
        tree = Tree.branching(QUARTERS, dict(branches))
        case = draw(tree, seed, size)
        sure = int((tree.period < min(branches)).sum())
        decided, counterpart = (
            np.concatenate([one.columns[name][:sure].ravel() for name in ("build", "cut", "move")])
            for one in (case, base)
        )
        return Branched(Staged(case.programme, tree, case.column_node, case.row_node), decided, counterpart)

    def uncertain(count: int) -> Uncertain:
        features = np.random.default_rng(seed).normal(0, DRIFT, (count, len(DRIFT)))
        return Uncertain(lambda row: drifting(row).programme, features, base.design)

    places = base.columns["places"].reshape(QUARTERS, lines, HOSTS)
    return Transition(
        f"stock flow, {lines} lines",
        base.programme,
        _too_many(base),
        base.rows["budget"][QUARTERS // 2, :1],
        np.concatenate(
            [base.rows[name].reshape(QUARTERS, -1)[::4, :2].ravel() for name in ("budget", "ramp", "exits")]
        ),
        _directions(base),
        (_sum(base, "deficit", "own"), _sum(base, "short", "waiting")),
        {f"closed from quarter {t}": _closed(places[t:, :, 0].ravel()) for t in range(FIRST_CLOSING, QUARTERS, 2)},
        [drifting(row).programme for row in rng.normal(0, DRIFT, (SCENARIOS, len(DRIFT)))],
        branched,
        uncertain,
    )


def _sum(case: StockFlow, *names: str) -> Floats:
    total = np.zeros(case.programme.num_columns)
    for name in names:
        total[case.columns[name].ravel()] = 1
    return total


def _directions(case: StockFlow) -> dict[str, Floats]:
    """Eight counts that people argue about."""
    people = case.columns["people"].reshape(QUARTERS, -1, HOSTS)
    found = {name: _sum(case, name) for name in ("cut", "build", "move", "redundant")}
    for host, name in enumerate(("production", "other", "company", "employers")):
        found[name] = np.zeros(case.programme.num_columns)
        found[name][people[:, :, host].ravel()] = 1
    return found


def _too_many(case: StockFlow) -> Programme:
    """Everyone has a right to a place, and there are 1.6 times as many as the places are for."""
    rights = case.rows["rights"].ravel()
    sides = case.programme.row_lower.copy()
    sides[rights] *= 1.6
    upper = case.programme.row_upper.copy()
    upper[rights] = sides[rights]
    return replace(case.programme, row_lower=sides, row_upper=upper)


def _closed(columns: Ints) -> Setting:
    return Setting(columns, np.zeros(len(columns)), np.zeros(len(columns)))
