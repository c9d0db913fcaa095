"""How many people with a right there are: worked out before the plan, because no decision touches it.

Of class j of a municipality, from age a_j up to b_j, with o_j % a year leaving and the factor f of a branch:

    stay_j  = N_j (1 - f o_j / 100)^Δ
    older_j = stay_j min(1, Δ / (b_j - a_j))                       who grows into the next class, or retires at the last
    N_j'    = stay_j - older_j + older_(j-1)                       ∀ j, persons; Δ in years

Standard units go along with the people of their class.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from instances.schema.plan_people import PlanCohort
from planning.calendar import Calendar
from planning.programme import Floats


def survivors(
    calendar: Calendar, cohorts: Sequence[PlanCohort], group_at: Mapping[str, int], town_at: Mapping[str, int]
) -> Floats:
    """People and standard units, (N, G, M, 2); the first node has those who are left after one period."""
    found = np.zeros((calendar.num_nodes, len(group_at), len(town_at), 2))
    for (group, town), after in by_class(calendar, cohorts).items():
        for node in calendar.nodes:
            found[node, group_at[group], town_at[town]] = after[node].sum(axis=0)
    return found


def by_class(calendar: Calendar, cohorts: Sequence[PlanCohort]) -> dict[tuple[str, str], dict[int, Floats]]:
    """People and standard units of each class, young to old, per group and municipality: node -> (J, 2)."""
    every: dict[tuple[str, str], dict[int, Floats]] = {}
    for group, town in sorted({(row.group, row.municipality) for row in cohorts}):
        classes = sorted(
            (row for row in cohorts if (row.group, row.municipality) == (group, town)), key=lambda row: row.age_from
        )
        leaves = np.array([row.leaves_percent for row in classes]) / 100
        width = np.array([row.age_until - row.age_from for row in classes], float)
        now = np.array([[row.people, row.people * row.units_person] for row in classes])
        after: dict[int, Floats] = {-1: now}
        for node in calendar.nodes:
            gone = np.minimum(leaves * calendar.factors[node, 1], 1.0)
            stay = after[calendar.parent(node)] * ((1 - gone) ** calendar.length)[:, None]
            older = stay * np.minimum(1.0, calendar.length / width)[:, None]
            after[node] = stay - older
            after[node][1:] += older[:-1]
        every[group, town] = after
    return every
