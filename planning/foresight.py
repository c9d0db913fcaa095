"""What uncertainty costs a plan on a tree of futures, and what it would be worth to know.

The plan for expected figures is the same documents with each fork of the tree replaced by one branch with the mean of
its factors, weighed by chance. What is decided before the first fork is taken from it and kept on the tree.
"""

from typing import Any

import numpy as np

from instances.schema.plan_answer import Foresight
from instances.schema.solution import Said
from instances.tables import Instance
from matching.engines.engine import Monitor
from matching.words import number
from planning.calendar import FACTORS
from planning.opening import OpenPlan
from planning.programme import Ints
from planning.uncertainty import Measures, Staged, measures

DECISIONS = ("build", "cut", "move", "shrink", "hire", "end", "over")


def foresight(instance: Instance, scenario: str, monitor: Monitor) -> Foresight | None:
    """Measure the tree of futures; None where the documents have no branches.

    Raises:
        InconsistentInstance: there is no plan in the documents, or no such scenario.
    """
    plan = OpenPlan.of(instance, scenario)
    if plan.data.calendar.num_nodes == len(plan.data.calendar.starts):
        return None
    mean = OpenPlan.of(with_mean_branches(instance, plan), scenario)
    rows = np.array([row.node for row in plan.labels.rows])
    columns = np.array([one.node for one in plan.labels.variables])
    staged = Staged(plan.programme, plan.data.calendar.tree, columns, rows)
    decided, counterpart = _first_decisions(plan, mean)
    return _told(measures(staged, mean.programme, decided, counterpart, monitor))


def with_mean_branches(instance: Instance, plan: OpenPlan) -> Instance:
    """The documents with one branch in place of each fork: from the same day on, with the mean factors."""
    calendar = plan.data.calendar
    rows: list[dict[str, Any]] = []
    period, tree = calendar.tree.period, calendar.tree
    for at in range(1, len(calendar.starts)):
        nodes, before = np.flatnonzero(period == at), np.flatnonzero(period == at - 1)
        mean, was = (tree.probability[some] @ calendar.factors[some] for some in (nodes, before))
        if not np.allclose(mean, was):
            factors = dict(zip(FACTORS, mean * 100, strict=True))
            rows.append({"id": f"mean-{at}", "parent": rows[-1]["id"] if rows else None,
                         "from_on": calendar.starts[at], "chance_percent": 100.0, **factors})  # fmt: skip
    return instance.replace(plan_branches=rows)


def _first_decisions(plan: OpenPlan, mean: OpenPlan) -> tuple[Ints, Ints]:
    """Decisions before the first fork: their columns on the tree, and those in the plan for expected figures."""
    tree = plan.data.calendar.tree
    period, certain = tree.period, tree.probability > 1 - 1e-9
    there = {(one.name, one.key, one.node): column for column, one in enumerate(mean.labels.variables)}
    pairs = [
        (column, there[one.name, one.key, int(period[one.node])])
        for column, one in enumerate(plan.labels.variables)
        if one.name in DECISIONS and certain[one.node]
    ]
    return np.array([pair[0] for pair in pairs], np.int64), np.array([pair[1] for pair in pairs], np.int64)


def _told(found: Measures) -> Foresight:
    def known(value: float) -> float | None:
        return value if np.isfinite(value) else None

    def text(lang: str) -> str:
        vss, evpi = (number(value, lang) for value in (found.vss, found.evpi))
        if not (np.isfinite(found.vss) and np.isfinite(found.evpi)):
            return (
                "De eerste besluiten van het plan voor gemiddelden zijn niet in elke toekomst vol te houden."
                if lang == "nl"
                else "The first decisions of the plan for means cannot be kept in every future."
            )
        if lang == "nl":
            end = "" if found.matters else " Dat is bijna niets: onzekerheid verandert de rekening, niet de besluiten."
            return f"Plannen voor alle toekomsten scheelt {vss} duizend euro; alles vooraf weten nog eens {evpi}.{end}"
        end = "" if found.matters else " That is next to nothing: uncertainty changes the bill, not the decisions."
        return f"Planning for all futures saves {vss} thousand euro; knowing beforehand another {evpi}.{end}"

    return Foresight(
        expected=known(found.rp), mean_plan=known(found.ev), mean_plan_expected=known(found.eev),
        known_beforehand=known(found.ws), stochastic_worth=known(found.vss), information_worth=known(found.evpi),
        matters=found.matters, said=Said(nl=text("nl"), en=text("en")),
    )  # fmt: skip
