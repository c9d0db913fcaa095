"""Can these demands be met together? If not: a smallest clash, and the cheapest way out.

A demand is "p gets a place" or "p gets the place w". Beside the places that the law protects and promises (of others)

    Σ_{o in d} x_o ≥ 1  ∀ demands d;   Σ_{o of p} x_o ≤ 1  ∀p;   Σ_o a_ro x_o ≤ room_r  ∀ scarce rows r;   x whole

Clash: a deletion filter drops one demand after another, and then one row after another, as long as it stays
infeasible; so what is left is minimal by construction: without any one of these demands it is feasible, and these
rows alone are enough to make them clash. Other rows may be too small as well: the way out counts them all.
Way out: the same model with extra_r ≥ 0 units more of each row, fewest in sum of extra_r / (mean amount of row r), so
that a slot, an hour and a euro are compared as portions of an ordinary placement.
Source: elastic programming and the deletion filter, Chinneck, Feasibility and Infeasibility in Optimization (2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from instances.errors import SolverFailure
from instances.schema.answer import Clash, Extra
from instances.schema.solution import Said
from matching.board import Board
from matching.engines.engine import Limits, Monitor
from matching.engines.highs import Answer, Programme, Status, maximise
from matching.problem import NO_OPTION
from matching.rule import Card
from matching.words import LANGUAGES, listing, quantity

SCALE = 1e6  # portions are counted in millionths, far above what HiGHS calls equal
SECONDS = 10.0
TEXTS = {
    "nl": ("Deze eisen kunnen samen.",
           "Deze eisen kunnen niet samen: {demands}. Het knelt hier: {rows}. Zonder één ervan kan de rest wel.",
           "Deze eis kan niet: {demands}. Regels staan in de weg.",
           "Deze eis kan niet: {demands}. Het knelt hier: {rows}.",
           "een deelnemer krijgt maar één plek"),
    "en": ("These demands can be met together.",
           "These demands cannot be met together: {demands}. The shortage: {rows}. Without any one the rest can.",
           "This demand cannot be met: {demands}. Rules stand in the way.",
           "This demand cannot be met: {demands}. The shortage: {rows}.",
           "a participant gets one place only"),
}  # fmt: skip
EXTRA = {"nl": "Nodig: {units} erbij ({title}, {key}).", "en": "Needed: {units} more ({title}, {key})."}
ANY = {"nl": "{p} op een plek", "en": "{p} at some place"}
AT = {"nl": "{p} op {w}", "en": "{p} at {w}"}


@dataclass(frozen=True)
class Demand:
    """`options` (k,): any of these will do; none where rules block them all."""

    participant: str
    workplace: str | None
    options: NDArray[np.intp]

    @property
    def text(self) -> str:
        """As it was given."""
        return self.participant if self.workplace is None else f"{self.participant}:{self.workplace}"

    def said(self, lang: str) -> str:
        """In words."""
        return (ANY if self.workplace is None else AT)[lang].format(p=self.participant, w=self.workplace)

    @classmethod
    def of(cls, board: Board, p: int, w: int | None = None) -> "Demand":
        """The demand that participant p gets workplace w, or any (None)."""
        raw = board.opened.wording.raw
        person = str(raw("participants", "id")[p])
        if w is None:
            return cls(person, None, board.options_of(p))
        option = board.option(p, w)
        options = np.array([option] if option != NO_OPTION else [], np.intp)
        return cls(person, str(raw("workplaces", "id")[w]), options)


@dataclass(frozen=True)
class Model:
    """The arrays for some demands: `options` (k,) of their participants, `use` csc (R, k), `room` int64 (R,)."""

    board: Board
    demands: tuple[Demand, ...]
    options: NDArray[np.intp]
    use: sparse.csc_array
    room: NDArray[np.int64]

    @classmethod
    def of(cls, board: Board, demands: Sequence[Demand]) -> "Model":
        """Only the participants of the demands are free; what others keep is taken."""
        options = np.unique(np.concatenate([np.empty(0, np.intp), *(demand.options for demand in demands)]))
        kept = board.kept.copy()
        kept[[board.opened.wording.row("participants", demand.participant) for demand in demands]] = NO_OPTION
        room = np.maximum(0, board.problem.capacity - board.problem.used(kept))
        return cls(board, tuple(demands), options, sparse.csc_array(board.problem.use[:, options]), room)

    def only(self, demands: Sequence[int]) -> "Model":
        """The same room, with these demands and the options that meet them."""
        kept = tuple(self.demands[d] for d in demands)
        spots = np.isin(self.options, np.concatenate([demand.options for demand in kept]))
        return replace(self, demands=kept, options=self.options[spots], use=sparse.csc_array(self.use[:, spots]))

    @property
    def rows(self) -> NDArray[np.intp]:
        """The rows that any of the options uses."""
        return np.flatnonzero(np.diff(self.use.tocsr().indptr))

    def feasible(self, demands: Sequence[int], rows: NDArray[np.intp]) -> bool:
        """Whether these demands can be met when only these rows count.

        Raises:
            SolverFailure: time was up first.
        """
        answer = self._solve(demands, rows, elastic=False)
        if answer.status is Status.STOPPED:
            raise SolverFailure(f"the demands were not decided within {SECONDS:.0f} seconds")
        return answer.status is Status.SOLVED

    def extra(self) -> NDArray[np.int64]:
        """Units more of each row, int64 (R,), fewest portions in all; every demand must have an option."""
        rows = self.rows
        answer = self._solve(range(len(self.demands)), rows, elastic=True)
        extra = np.zeros(len(self.room), np.int64)
        extra[rows] = np.rint(answer.x[len(self.options) :]).astype(np.int64)
        return extra

    def _solve(self, demands: Sequence[int], rows: NDArray[np.intp], *, elastic: bool) -> Answer:
        num, people = len(self.options), self.board.problem.participant[self.options]
        group = np.unique(people, return_inverse=True)[1]
        once = sparse.csc_array((np.ones(num), (group, np.arange(num))), shape=(int(group.max(initial=-1)) + 1, num))
        meets = [np.isin(self.options, self.demands[d].options) for d in demands]
        asked = sparse.csc_array(np.array(meets, float).reshape(len(demands), num))
        parts = [once, asked, self.use[rows].astype(np.float64)]
        matrix = sparse.csc_array(sparse.vstack(parts, format="csc"))
        gain, most = np.zeros(num), np.ones(num)
        if elastic:
            above = once.shape[0] + len(demands)
            spare = sparse.vstack([sparse.csc_array((above, len(rows))), -sparse.eye_array(len(rows))])
            matrix = sparse.csc_array(sparse.hstack([matrix, spare], format="csc"))
            gain = np.r_[gain, -SCALE / self._portion()[rows]]
            most = np.r_[most, self.use[rows].sum(axis=1)]
        lower = np.r_[np.full(once.shape[0], -np.inf), np.ones(len(demands)), np.full(len(rows), -np.inf)]
        upper = np.r_[np.ones(once.shape[0]), np.full(len(demands), np.inf), self.room[rows].astype(np.float64)]
        return maximise(Programme(gain, most, matrix, lower, upper), Monitor(Limits(SECONDS)), whole=True)

    def _portion(self) -> NDArray[np.float64]:
        """What an ordinary placement takes of each row: the mean over all options that use it, float64 (R,)."""
        use = self.board.problem.use
        entries = np.bincount(use.indices, minlength=len(self.room))
        total = np.bincount(use.indices, use.data, len(self.room))
        return np.where(entries > 0, total / np.maximum(entries, 1), 1.0)


def clash(board: Board, demands: Sequence[Demand]) -> Clash:
    """Whether the demands can be met together; a smallest clash and the cheapest way out where they cannot."""
    model = Model.of(board, demands)
    asked = tuple(demand.text for demand in demands)
    left = list(range(len(demands)))
    if model.feasible(left, model.rows):
        said = Said(nl=TEXTS["nl"][0], en=TEXTS["en"][0])
        return Clash(feasible=True, demands=asked, clashing=(), rows=(), relaxation=(), said=said)
    for d in range(len(demands)):
        fewer = [other for other in left if other != d]
        if not model.feasible(fewer, model.rows):
            left = fewer
    small = model.only(left)
    rows = small.rows
    for row in small.rows:
        fewer_rows = rows[rows != row]
        if not small.feasible(range(len(left)), fewer_rows):
            rows = fewer_rows
    possible = all(len(demand.options) for demand in demands) and _one_each(demands)
    extra = model.extra() if possible else np.zeros(len(model.room), np.int64)
    clashing = [demands[d] for d in left]
    names = tuple(":".join(board.row_names[row]) for row in rows)
    return Clash(
        feasible=False, demands=asked, clashing=tuple(demand.text for demand in clashing), rows=names,
        relaxation=tuple(_extra(board, int(row), int(extra[row])) for row in np.flatnonzero(extra)),
        said=Said(**{lang: _sentence(board, clashing, rows, lang) for lang in LANGUAGES}),
    )  # fmt: skip


def _one_each(demands: Sequence[Demand]) -> bool:
    """Whether nobody is demanded at two places: no scarce thing could help that."""
    places = {(demand.participant, demand.workplace) for demand in demands if demand.workplace is not None}
    return len(places) == len({participant for participant, _ in places})


def _card(board: Board, code: str) -> Card:
    return next(rule.CARD for rule in board.opened.rulebook.row_rules if rule.CARD.code == code)


def _extra(board: Board, row: int, units: int) -> Extra:
    code, key = board.row_names[row]
    card, said = _card(board, code), {}
    for lang in LANGUAGES:
        title = card.nl if lang == "nl" else card.en
        said[lang] = EXTRA[lang].format(units=quantity(units, card.unit, lang), title=title, key=key)
    return Extra(row=key, kind=code, unit=card.unit, units=units, said=Said(**said))


def _sentence(board: Board, clashing: Sequence[Demand], rows: NDArray[np.intp], lang: str) -> str:
    _, several, blocked, alone, once = TEXTS[lang]
    titles = []
    for row in rows:
        code, key = board.row_names[row]
        card = _card(board, code)
        titles.append(f"{card.nl if lang == 'nl' else card.en} ({key})")
    text = several if len(clashing) > 1 else alone if titles else blocked
    return text.format(
        demands=listing([one.said(lang) for one in clashing], lang), rows=listing(titles or [once], lang)
    )
