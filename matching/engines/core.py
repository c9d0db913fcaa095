"""The core of a problem at given prices: what can still be chosen when no option may cost more than `reach`.

At prices y an option costs slack_o = best net of its participant - its own net; leaving a participant out costs the
best net itself; a unit of a row that stays unused costs y_r. For every matching

    value = D(y) - Σ slack of what is chosen - Σ best net of who is left out - Σ_r y_r · unused_r

The core holds the options (and the right to be left out) that cost at most `reach`. A participant with one way only
is fixed. Proof rule: a matching outside the core is worth at most D(y) - reach; so

    optimum ≤ max(best in the core, D(y) - reach).

Source: reduced-cost fixing; the published recipe of core problems for multidimensional knapsacks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.engines.fill import Chosen, nobody
from matching.problem import NO_OPTION, AssignmentProblem, Floats


@dataclass(frozen=True)
class Core:
    """The free part: `options` (k,) positions in the problem; `group` (k,) of each, 0..g - 1, a participant each.

    `must` bool (g,): the participant may not be left out; `fixed`: the matching of those with one way only;
    `room` int64 (R,): what the fixed ones leave, below zero where they alone take too much.
    """

    problem: AssignmentProblem
    options: NDArray[np.intp]
    group: NDArray[np.intp]
    must: NDArray[np.bool_]
    fixed: Chosen
    room: NDArray[np.int64]

    @classmethod
    def of(cls, problem: AssignmentProblem, prices: Floats, reach: float, keep: Chosen | None = None) -> "Core":
        """Take the core; the options of the matching `keep`, if given, stay in it whatever they cost."""
        best = problem.best_net(prices)
        inside = problem.slack(prices) <= reach
        leavable = best <= reach
        if keep is not None:
            inside[keep[keep >= 0]] = True
            leavable |= keep < 0
        options = np.flatnonzero(inside)
        ways = np.bincount(problem.participant[options], minlength=problem.num_participants) + leavable
        alone = (ways == 1)[problem.participant[options]]
        fixed = nobody(problem)
        fixed[problem.participant[options[alone]]] = options[alone]
        options = options[~alone]
        people, group = np.unique(problem.participant[options], return_inverse=True)
        return cls(problem, options, group, ~leavable[people], fixed, problem.capacity - problem.used(fixed))

    @classmethod
    def around(
        cls, problem: AssignmentProblem, slack: Floats, reach: float, chosen: Chosen, people: NDArray[np.bool_]
    ) -> "Core":
        """Free some `people` bool (P,) of a matching, with their options within `reach`; the others stay."""
        fixed = np.where(people, NO_OPTION, chosen).astype(np.int32)
        inside = people[problem.participant] & (slack <= reach)
        inside[chosen[people & (chosen != NO_OPTION)]] = True
        options = np.flatnonzero(inside)
        group = np.unique(problem.participant[options], return_inverse=True)[1]
        may_leave = np.zeros(group.max(initial=-1) + 1, bool)
        return cls(problem, options, group, may_leave, fixed, problem.capacity - problem.used(fixed))

    def least_use(self, prices: Floats, slack: float) -> Floats:
        """What the free options must use of each row, float64 (R,), in a matching worth at least D(prices) - slack.

        unused_r ≤ slack / y_r; rows without a price have no such limit (-inf).
        """
        with np.errstate(divide="ignore"):
            least: Floats = self.room.astype(np.float64) - np.floor(slack / prices + 1e-6)
        return least

    @property
    def use(self) -> sparse.csc_array:
        """The rows of the free options, csc (R, k)."""
        return sparse.csc_array(self.problem.use[:, self.options])

    @property
    def fixed_value(self) -> int:
        """Value of what is fixed, points."""
        return self.problem.objective(self.fixed)

    def chosen(self, taken: NDArray[np.bool_]) -> Chosen:
        """Give the whole matching when of the free options those `taken` bool (k,) are chosen."""
        chosen = self.fixed.copy()
        options = self.options[taken]
        chosen[self.problem.participant[options]] = options
        return chosen

    def taken(self, chosen: Chosen) -> NDArray[np.bool_]:
        """Which free options a whole matching chooses, bool (k,)."""
        taken: NDArray[np.bool_] = chosen[self.problem.participant[self.options]] == self.options
        return taken
