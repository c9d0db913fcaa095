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

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from instances.schema.view import PairView, Proposal
from instances.schema.vocabulary import RuleMode
from matching.board import Board
from matching.data import row_of
from matching.eligibility import CHUNK, Verdicts, judge
from matching.pairs import Pairs
from matching.pricing import Desk
from matching.problem import NO_OPTION, Floats
from matching.report import ledger
from matching.views import look, pairs_of, price_sheet, units_taken

SLOTS = "slots"  # the row rule whose keys are workplaces
type Pair = tuple[str, str]


@dataclass(frozen=True)
class Live:
    """A desk prepared for answering at once."""

    desk: Desk

    def prepared(self) -> "Live":
        """Make now whatever is made once; gives itself."""
        _ = self.verdicts, self.offered, self.best, self.of_place, self.row, self.num_waiting
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
    def verdicts(self) -> Verdicts:
        """What is told of an option: what each soft rule took, and where a fact is unknown; of these rules only."""
        opened, problem = self.desk.opened, self.board.problem
        told = [
            number
            for number, rule in enumerate(opened.rulebook.pair_rules)
            if opened.rulebook.settings[rule.CARD.code].mode is RuleMode.SOFT or opened.asks(rule.CARD.code)
        ]
        parts = [
            judge(
                Pairs(opened.data, problem.participant[i : i + CHUNK], problem.workplace[i : i + CHUNK]),
                opened.rulebook,
            )
            for i in range(0, max(1, problem.num_options), CHUNK)
        ]
        amount, unknown, points = (
            np.concatenate([getattr(part, name)[told] for part in parts], axis=1)
            for name in ("amount", "unknown", "points")
        )
        nothing = np.zeros((0, problem.num_options), bool)
        return Verdicts(
            tuple(opened.rulebook.pair_rules[number] for number in told), amount, unknown, nothing, nothing,
            self.board.screening.protected, self.board.screening.promised, points, self.board.screening.value, (),
        )  # fmt: skip

    @cached_property
    def num_waiting(self) -> NDArray[np.intp]:
        """People without a place in the solution who could go to each workplace, (W,)."""
        problem = self.board.problem
        waits = (self.board.chosen[problem.participant] == NO_OPTION) & self.offered
        return np.bincount(problem.workplace[waits], minlength=self.desk.opened.data.num_workplaces)

    @cached_property
    def slots(self) -> NDArray[np.int64]:
        """Slots of each workplace, int64 (W,)."""
        slots: NDArray[np.int64] = self.desk.opened.instance["workplaces"]["slots"].to_numpy(np.int64)
        return slots

    def units(self, pairs: Pairs) -> sparse.csr_array:
        """Units that the participant of each pair takes of each row of the problem, int64 (P, R).

        A row that no option uses does not count.
        """
        none = np.zeros(0, np.int64)
        parts: list[tuple[Any, Any, Any]] = [(none, none, none)]
        for rule in self.desk.opened.rulebook.row_rules:
            made = rule.rows(pairs)
            row = np.array([self.row.get((rule.CARD.code, key), -1) for key in made.keys], np.int64)[made.row]
            counts = row >= 0
            parts.append((made.amount[counts], pairs.p[made.option[counts]], row[counts]))
        amount, person, row = (np.concatenate(part) for part in zip(*parts, strict=True))
        shape = (self.desk.opened.data.num_participants, self.board.problem.num_rows)
        return sparse.csr_array((amount.astype(np.int64), (person, row)), shape)


@dataclass(frozen=True)
class Standing:
    """What people decided, beside a prepared desk.

    `holds`: workplace by participant; `taken`: units that holders take, by (rule, key); `own` the same by participant
    and row of the problem, int64 (P, R); `left`: what is left of each row, int64 (R,); `holder` bool (P,); `against`
    bool (n,): someone decided against the option.
    """

    live: Live
    holds: Mapping[str, str]
    taken: Mapping[Pair, int]
    own: sparse.csr_array
    left: NDArray[np.int64]
    holder: NDArray[np.bool_]
    against: NDArray[np.bool_]

    @classmethod
    def of(cls, live: Live, holds: Mapping[str, str], against: Iterable[Pair] = ()) -> "Standing":
        """Take in who holds which place, and which pairs were decided against; who or what is gone counts no more."""
        opened = live.desk.opened
        rows = {table: row_of(opened.instance, table, list(ids)) for table, ids in _sides(holds).items()}
        known = (rows["participants"] >= 0) & (rows["workplaces"] >= 0)
        kept = {p: w for (p, w), there in zip(holds.items(), known, strict=True) if there}
        pairs = pairs_of(opened, list(kept.items()))
        own = live.units(pairs)
        left = live.board.problem.capacity - own.sum(axis=0)
        holder = np.zeros(opened.data.num_participants, bool)
        holder[rows["participants"][known]] = True
        no = np.zeros(live.board.problem.num_options, bool)
        for participant, workplace in against:
            p, w = opened.wording.row("participants", participant), opened.wording.row("workplaces", workplace)
            option = live.board.option(p, w) if p >= 0 and w >= 0 else NO_OPTION
            if option != NO_OPTION:
                no[option] = True
        return cls(live, kept, units_taken(opened, pairs), own, left, holder, no)

    def places(self, participant: str, k: int = 5) -> list[Proposal]:
        """The k places of highest net value that a participant can have now, best first.

        Raises:
            InvalidField: there is no such participant.
        """
        board = self.live.board
        p = self.live.desk.index("participants", participant)
        options = self._free(board.options_of(p), self.left + self.own[[p]].toarray()[0])
        order = np.argsort(-board.net[options], kind="stable")[:k]
        return self._told(options[order])

    def people(self, workplace: str, k: int = 5, among: Collection[str] | None = None) -> list[Proposal]:
        """The k people who hold nothing for whom a workplace is best, compared with what else each could get.

        `among`: ids of the people who are looked at; none = everyone.

        Raises:
            InvalidField: there is no such workplace.
        """
        board, (order, first) = self.live.board, self.live.of_place
        w = self.live.desk.index("workplaces", workplace)
        options = np.sort(order[first[w] : first[w + 1]])
        wanted = ~self.holder if among is None else ~self.holder & self._these(among)
        options = self._free(options[wanted[board.problem.participant[options]]], self.left)
        net = board.net[options]
        rank = np.lexsort((-net, self.live.best[board.problem.participant[options]] - net))[:k]
        return self._told(options[rank])

    def views(self, proposals: Sequence[Proposal]) -> list[PairView]:
        """The same pairs in full: every rule read aloud, beside what people hold now."""
        opened = self.live.desk.opened
        pairs = pairs_of(opened, [(one.participant, one.workplace) for one in proposals])
        prices = price_sheet(self.live.desk.solution)
        found = look(opened, pairs.p, pairs.w, prices, self.holds, self.taken)
        return [view.model_copy(update={"waiting": one.waiting}) for view, one in zip(found, proposals, strict=True)]

    def _these(self, among: Collection[str]) -> NDArray[np.bool_]:
        found = np.zeros(len(self.holder), bool)
        row = self.live.desk.opened.wording.row
        rows = np.fromiter((row("participants", one) for one in among), np.int64, len(among))
        found[rows[rows >= 0]] = True
        return found

    def _free(self, options: NDArray[np.intp], left: NDArray[np.int64]) -> NDArray[np.intp]:
        """Of some options those that can be had now, with so many units left of each row."""
        options = options[self.live.offered[options] & ~self.against[options]]
        use = self.live.board.problem.use[:, options]
        full = np.zeros(len(options), bool)
        full[np.repeat(np.arange(len(options)), np.diff(use.indptr))[use.data > left[use.indices]]] = True
        return options[~full]

    def _told(self, options: NDArray[np.intp]) -> list[Proposal]:
        """The options as they are shown."""
        live, board, wording = self.live, self.live.board, self.live.desk.opened.wording
        opened, verdicts, found = live.desk.opened, live.verdicts, []
        slots = {place: amount for (rule, place), amount in self.taken.items() if rule == SLOTS}
        for option in options.tolist():
            p, w = int(board.problem.participant[option]), int(board.problem.workplace[option])
            participant, workplace = board.ids(option)
            held = slots.get(workplace, 0) - (self.holds.get(participant) == workplace)
            value, net = int(board.problem.value[option]), round(float(board.net[option]), 3)
            found.append(
                Proposal(
                    participant=participant,
                    workplace=workplace,
                    title=str(wording.raw("workplaces", "title")[w]),
                    organisation=wording.cell("workplaces", "organisation", w, "nl"),
                    kind=str(wording.raw("workplaces", "kind")[w]),
                    assigned=int(board.chosen[p]) == option,
                    value=value,
                    price=round(value - net, 3),
                    net=net,
                    ledger=ledger(opened, verdicts, option),
                    ask=tuple(
                        rule.CARD.code
                        for number, rule in enumerate(verdicts.rules)
                        if verdicts.unknown[number, option] and opened.asks(rule.CARD.code)
                    ),
                    left=int(live.slots[w]) - held,
                    waiting=int(live.num_waiting[w]) - (int(board.chosen[p]) == NO_OPTION),
                )
            )
        return found


def _sides(holds: Mapping[str, str]) -> dict[str, Iterable[str]]:
    return {"participants": holds.keys(), "workplaces": holds.values()}
