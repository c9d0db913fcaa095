"""Live proposals: the same ranking as `pricing`, from what was prepared once, in milliseconds, beside what people
decided a moment ago.

Prepared per solution (`Live`): every option with its net value (value minus prices), the best net value of each
participant, the options of each workplace. Prepared per decision (`Standing`): what those who hold a place take of each
scarce row, and which options were decided against. Then, for participant p over the own options o,

    left_r  = b_r - Σ_{holders q ≠ p} a_r,q                      ∀ scarce rows r
    offered = { o : nobody decided against o, a_ro ≤ left_r ∀ r },   best net value first;

for workplace w the same over its options of people who hold nothing, less what else each could get, as
`Desk.propose_people` ranks. Who is placed by the solution but has not accepted holds nothing: the price of the place
speaks for that claim.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from instances.schema.view import PairView
from matching.board import Board
from matching.data import row_of
from matching.pricing import Desk
from matching.problem import NO_OPTION, Floats
from matching.views import look, pairs_of, price_sheet, units_taken

type Pair = tuple[str, str]


@dataclass(frozen=True)
class Live:
    """A desk prepared for answering at once."""

    desk: Desk

    def prepared(self) -> "Live":
        """Make now whatever is made once; gives itself."""
        _ = self.offered, self.best, self.of_place, self.row, self.prices, self.num_waiting
        return self

    @property
    def board(self) -> Board:
        """The whole problem beside the solution."""
        return self.desk.board

    @cached_property
    def offered(self) -> NDArray[np.bool_]:
        """Options that fit when nobody else is placed, or that the law protects, bool (n,)."""
        offered: NDArray[np.bool_] = self.board.problem.fits_alone() | self.board.screening.protected
        return offered

    @cached_property
    def best(self) -> Floats:
        """max(0, best net value) of each participant over what is offered, float64 (P,)."""
        best, some = np.zeros(self.board.problem.num_participants), np.flatnonzero(self.offered)
        np.maximum.at(best, self.board.problem.participant[some], self.board.net[some])
        return best

    @cached_property
    def of_place(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Options by workplace: (n,) in order, and (W + 1,) where each workplace begins."""
        place = self.board.problem.workplace
        order = np.argsort(place, kind="stable")
        return order, np.searchsorted(place[order], np.arange(self.desk.opened.data.num_workplaces + 1))

    @cached_property
    def row(self) -> Mapping[Pair, int]:
        """Place of each scarce row in the problem, by (rule, key)."""
        blocks = self.board.problem.blocks
        return {(block.code, key): block.start + i for block in blocks for i, key in enumerate(block.keys)}

    @cached_property
    def prices(self) -> Mapping[Pair, float]:
        """Price by (rule, key)."""
        return price_sheet(self.desk.solution)

    @cached_property
    def num_waiting(self) -> NDArray[np.intp]:
        """People without a place in the solution who could go to each workplace, (W,)."""
        problem = self.board.problem
        waits = (self.board.chosen[problem.participant] == NO_OPTION) & self.offered
        return np.bincount(problem.workplace[waits], minlength=self.desk.opened.data.num_workplaces)

    def units(self, taken: Mapping[Pair, int]) -> NDArray[np.int64]:
        """Units taken, by row of the problem, int64 (R,); a row that no option uses does not count."""
        found = np.zeros(self.board.problem.num_rows, np.int64)
        for key, amount in taken.items():
            if key in self.row:
                found[self.row[key]] = amount
        return found


@dataclass(frozen=True)
class Standing:
    """What people decided, beside a prepared desk.

    `holds`: workplace by participant; `taken`: units that holders take, by (rule, key); `used` the same by row of the
    problem, int64 (R,); `holder` bool (P,); `against` bool (n,): someone decided against the option.
    """

    live: Live
    holds: Mapping[str, str]
    taken: Mapping[Pair, int]
    used: NDArray[np.int64]
    holder: NDArray[np.bool_]
    against: NDArray[np.bool_]

    @classmethod
    def of(cls, live: Live, holds: Mapping[str, str], against: Iterable[Pair] = ()) -> "Standing":
        """Take in who holds which place, and which pairs were decided against; who or what is gone counts no more."""
        opened = live.desk.opened
        rows = {table: row_of(opened.instance, table, list(ids)) for table, ids in _sides(holds).items()}
        known = (rows["participants"] >= 0) & (rows["workplaces"] >= 0)
        kept = {p: w for (p, w), there in zip(holds.items(), known, strict=True) if there}
        taken = units_taken(opened, pairs_of(opened, list(kept.items())))
        holder = np.zeros(opened.data.num_participants, bool)
        holder[rows["participants"][known]] = True
        no = np.zeros(live.board.problem.num_options, bool)
        for participant, workplace in against:
            p, w = opened.wording.row("participants", participant), opened.wording.row("workplaces", workplace)
            option = live.board.option(p, w) if p >= 0 and w >= 0 else NO_OPTION
            if option != NO_OPTION:
                no[option] = True
        return cls(live, kept, taken, live.units(taken), holder, no)

    def places(self, participant: str, k: int = 5) -> list[PairView]:
        """The k places of highest net value that a participant can have now, best first.

        Raises:
            InvalidField: there is no such participant.
        """
        board = self.live.board
        p = self.live.desk.index("participants", participant)
        options = self._free(board.options_of(p), self._own(participant))
        order = np.argsort(-board.net[options], kind="stable")[:k]
        return self._views(options[order])

    def people(self, workplace: str, k: int = 5) -> list[PairView]:
        """The k people who hold nothing for whom a workplace is best, compared with what else each could get.

        Raises:
            InvalidField: there is no such workplace.
        """
        board, (order, first) = self.live.board, self.live.of_place
        w = self.live.desk.index("workplaces", workplace)
        options = np.sort(order[first[w] : first[w + 1]])
        options = self._free(options[~self.holder[board.problem.participant[options]]], {})
        net = board.net[options]
        rank = np.lexsort((-net, self.live.best[board.problem.participant[options]] - net))[:k]
        return self._views(options[rank])

    def _own(self, participant: str) -> Mapping[Pair, int]:
        """Units that the participant holds."""
        opened, place = self.live.desk.opened, self.holds.get(participant)
        return {} if place is None else units_taken(opened, pairs_of(opened, [(participant, place)]))

    def _free(self, options: NDArray[np.intp], own: Mapping[Pair, int]) -> NDArray[np.intp]:
        """Of some options those that can be had now, when what is `own` is set free."""
        problem = self.live.board.problem
        options = options[self.live.offered[options] & ~self.against[options]]
        left, use = problem.capacity - self.used + self.live.units(own), problem.use[:, options]
        full = np.zeros(len(options), bool)
        full[np.repeat(np.arange(len(options)), np.diff(use.indptr))[use.data > left[use.indices]]] = True
        return options[~full]

    def _views(self, options: NDArray[np.intp]) -> list[PairView]:
        live, board = self.live, self.live.board
        p, w = board.problem.participant[options], board.problem.workplace[options]
        views = look(live.desk.opened, p, w, live.prices, live.desk.assigned, self.taken, holds=self.holds)
        itself = board.chosen[p] == NO_OPTION
        return [
            view.model_copy(update={"waiting": int(live.num_waiting[place] - alone)})
            for view, place, alone in zip(views, w, itself, strict=True)
        ]


def _sides(holds: Mapping[str, str]) -> dict[str, Iterable[str]]:
    return {"participants": holds.keys(), "workplaces": holds.values()}
