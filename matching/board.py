"""The whole problem beside a solution: every option, its value, what it uses, who has what, at which prices.

Made once (a second for a region), after which every question is arithmetic over arrays. For prices y and a matching
that keeps the protected and promised places K (see `keeping`), with D the Lagrangian bound of what is left to decide:

    any matching that also takes option o of participant p is worth at most  D(y | K + o) = value(K + o) + D_rest(y)

so the value of the solution less that is a proven lower bound on what forcing o costs (`forced_bound`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from instances.errors import InvalidField, Problem, Wanted
from instances.schema.solution import MatchingSolution
from matching.eligibility import Screening
from matching.engines.fill import Chosen, nobody
from matching.engines.presolve import reduce
from matching.keeping import placed_first
from matching.opened import OpenInstance
from matching.options import judge_all, write_problem
from matching.problem import NO_OPTION, AssignmentProblem, Floats
from matching.views import price_sheet


@dataclass(frozen=True)
class Board:
    """`chosen`, `kept` int32 (P,): option of each participant in the solution, and of those who go first; -1 = none."""

    opened: OpenInstance
    screening: Screening
    problem: AssignmentProblem
    prices: Floats
    chosen: Chosen
    kept: Chosen

    @classmethod
    def of(cls, opened: OpenInstance, solution: MatchingSolution) -> "Board":
        """Judge all candidate pairs again, and find the solution among them.

        Raises:
            InvalidField: someone is placed where the rules do not allow it.
        """
        screening = judge_all(opened)
        problem = write_problem(opened, screening)
        sheet = price_sheet(solution)
        prices = np.array([sheet.get((block.code, key), 0.0) for block in problem.blocks for key in block.keys])
        board = cls(opened, screening, problem, prices, nobody(problem), nobody(problem))
        wrong = []
        for number, one in enumerate(solution.assignments, 1):
            p = opened.wording.row("participants", one.participant)
            option = board.option(p, opened.wording.row("workplaces", one.workplace))
            board.chosen[p] = option
            if option == NO_OPTION:
                wanted = Wanted(
                    "een plek die van de regels mag; `leerwerk check` noemt de regel",
                    "a place that the rules allow; `leerwerk check` names the rule",
                )
                wrong.append(Problem("solution", number, "assignments.workplace", one.workplace, wanted))
        if wrong:
            raise InvalidField(wrong)
        board.kept[:] = placed_first(problem, screening.protected, screening.promised)
        return board

    def option(self, p: int, w: int) -> int:
        """The option of a pair, -1 where rules block it."""
        start, stop = self.problem.first[p], self.problem.first[p + 1]
        spot = start + np.searchsorted(self.problem.workplace[start:stop], w)
        return int(spot) if spot < stop and self.problem.workplace[spot] == w else NO_OPTION

    def options_of(self, p: int) -> NDArray[np.intp]:
        """Options of participant p."""
        return np.arange(self.problem.first[p], self.problem.first[p + 1])

    @cached_property
    def net(self) -> Floats:
        """Value minus prices of each option, float64 (n,)."""
        return self.problem.net(self.prices)

    @cached_property
    def fits(self) -> NDArray[np.bool_]:
        """Which options fit beside the places that go first (of others), bool (n,)."""
        own, kept = self.kept[self.problem.participant], np.flatnonzero(self.kept != NO_OPTION)
        room = self.problem.capacity - self.problem.used(self.kept)
        fits = ~_too_large(self.problem, room)
        for p in kept.tolist():  # what a person keeps is free for the person
            mine, freed = self.options_of(p), room + self.problem.use[:, [self.kept[p]]].toarray().ravel()
            fits[mine] = ~_too_large(self.problem.select(mine), freed)
        fits |= own == np.arange(self.problem.num_options)
        return fits

    @cached_property
    def best(self) -> Floats:
        """Best net value of each participant among the options that fit, at least 0, float64 (P,)."""
        best = np.zeros(self.problem.num_participants)
        np.maximum.at(best, self.problem.participant[self.fits], self.net[self.fits])
        return best

    @cached_property
    def slack(self) -> Floats:
        """How far each option stays behind the best of its participant, float64 (n,): every "why not" at once."""
        slack: Floats = self.best[self.problem.participant] - self.net
        return slack

    @cached_property
    def value(self) -> int:
        """Value of the solution, points."""
        return self.problem.objective(self.chosen)

    @cached_property
    def left(self) -> NDArray[np.int64]:
        """What the solution leaves of each row, int64 (R,)."""
        return self.problem.capacity - self.problem.used(self.chosen)

    @cached_property
    def unplaced(self) -> NDArray[np.intp]:
        """Participants without a place."""
        return np.flatnonzero(self.chosen == NO_OPTION)

    @cached_property
    def row_names(self) -> tuple[tuple[str, str], ...]:
        """Code of the rule and key of each row."""
        return tuple((block.code, key) for block in self.problem.blocks for key in block.keys)

    @cached_property
    def bound(self) -> float:
        """D(y) of what is left to decide: no matching that keeps what goes first is worth more, points."""
        return self._bound_around(self.kept)

    def forced(self, options: Sequence[int]) -> Chosen:
        """The places that go first, and these options beside them (instead of what their participants keep)."""
        kept = self.kept.copy()
        kept[self.problem.participant[np.array(options, np.intp)]] = options
        return kept

    def forced_bound(self, options: Sequence[int]) -> float:
        """D(y) of the matchings that take all these options, points."""
        return self._bound_around(self.forced(options))

    def overfull(self, kept: Chosen) -> NDArray[np.intp]:
        """Rows that a matching overfills, beyond what the protected places overfill by law."""
        allowed = np.maximum(self.problem.capacity, self.problem.used(self.kept))
        return np.flatnonzero(self.problem.used(kept) > allowed)

    def _bound_around(self, kept: Chosen) -> float:
        small = reduce(self.problem.around(kept)[0])
        return self.problem.objective(kept) + small.problem.bound(self.prices[small.rows] * small.divisor)

    def ids(self, option: int) -> tuple[str, str]:
        """Participant and workplace of an option, by id."""
        raw = self.opened.wording.raw
        p, w = int(self.problem.participant[option]), int(self.problem.workplace[option])
        return str(raw("participants", "id")[p]), str(raw("workplaces", "id")[w])


def _too_large(problem: AssignmentProblem, room: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Options that use more of some row than there is room, bool (n,)."""
    return ~replace(problem, capacity=room).fits_alone()
