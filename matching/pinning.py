"""What it costs the whole to place people at named workplaces: proven at the prices, confirmed by a new plan.

1. Bound: no matching that takes the named options is worth more than D(y) around them (`Board.forced_bound`), so

       loss ≥ value of the solution - D(y | named options)                 proven, for any prices y

2. Plan: the named options are fixed beside the places that go first. Everyone else starts at the own place; who no
   longer fits gets the best that is left; then growing cores (`engines.core`) are solved exactly at the same prices,
   until the plan is as near to its bound as the solution is to its own, so that the two can be compared.

The difference of the two plans says who moves, and which scarce things pay.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from instances.schema.answer import Forced, Move, Pays
from instances.schema.solution import Said
from matching.board import Board
from matching.bounds import integer_bound
from matching.engines import lp_core
from matching.engines.core import Core
from matching.engines.engine import Limits, Monitor
from matching.engines.fill import Chosen, fill, nobody
from matching.engines.search import FIRST_REACH, GROWTH, Task
from matching.engines.smoothing import typical_value
from matching.problem import NO_OPTION, AssignmentProblem
from matching.words import LANGUAGES, listing, number

SECONDS = 0.6
STAY = 10  # points that it must be worth to the whole to give someone else another place
SHOWN = 5
TEXTS = {
    "nl": (
        "Dit kan niet naast de plekken die de wet beschermt en de toezeggingen.",
        "Dit plaatsen kost het geheel {loss} punten{exact}. {moves}",
        "Dit plaatsen kost het geheel niets{exact}. {moves}",
        ", en dat is bewezen het minst",
        " (bewezen minstens {least})",
        "Niemand anders verandert van plek.",
        "Anderen voor wie iets verandert ({count}): {who}.",
    ),
    "en": (
        "This is not possible beside the places that the law protects and the promises.",
        "Placing this costs the whole {loss} points{exact}. {moves}",
        "Placing this costs the whole nothing{exact}. {moves}",
        ", proven to be the least",
        " (proven at least {least})",
        "Nobody else changes places.",
        "Others for whom something changes ({count}): {who}.",
    ),
}
NONE = {"nl": "geen plek", "en": "no place"}


def force(board: Board, options: Sequence[int], seconds: float = SECONDS) -> Forced:
    """Place the participants of these options there, whatever it costs; at most one option a participant."""
    problem, asked = board.problem, tuple(board.ids(option) for option in options)
    slack = float(board.slack[np.array(options, np.intp)].sum())
    kept = board.forced(options)
    if len(board.overfull(kept)):
        said = Said(nl=TEXTS["nl"][0], en=TEXTS["en"][0])
        return Forced(
            couples=asked, possible=False, slack=round(slack, 3), at_least=0, loss=None, exact=False, moves=(), pays=(),
            said=said,
        )  # fmt: skip
    bound = integer_bound(board.forced_bound(options))
    plan, proven = replan(board, kept, seconds)
    loss, least = board.value - problem.objective(plan), max(0, board.value - min(bound, proven))
    moves = _moves(board, plan)
    exact = problem.objective(plan) >= min(bound, proven)
    others = tuple(move for move in moves if move.participant not in {one for one, _ in asked})
    said = Said(**{lang: _sentence(lang, loss, least, exact, others) for lang in LANGUAGES})
    return Forced(
        couples=asked, possible=True, slack=round(slack, 3), at_least=least, loss=loss, exact=exact, moves=moves,
        pays=_pays(board, plan), said=said,
    )  # fmt: skip


def replan(board: Board, kept: Chosen, seconds: float) -> tuple[Chosen, int]:
    """The plan that is told around the matching `kept`, and a proven bound on all such plans, points.

    First a plan in which others move only where that is worth `STAY` points, so that what is told has to do with what
    was asked; then, in the time that is left, the best plan of all, which is told when it is proven.
    """
    rest, free = board.problem.around(kept)
    fits = rest.fits_alone()
    rest, free = rest.select(fits), free[fits]
    base, gap = board.problem.objective(kept), max(0.0, board.bound - board.value)
    enough = integer_bound(rest.bound(board.prices)) - gap
    calm, _ = _improve(board, rest, free, _repaired(board, rest, free), STAY, enough, Monitor(Limits(seconds / 2)))
    best, bound = _improve(board, rest, free, calm, 0, np.inf, Monitor(Limits(seconds / 2)))
    told = best if rest.objective(best) >= bound else calm
    plan, placed = kept.copy(), told >= 0
    plan[placed] = free[told[placed]]
    return plan, base + bound


def _repaired(board: Board, rest: AssignmentProblem, free: NDArray[np.intp]) -> Chosen:
    """Everyone else at the own place, who would lose most by moving first; then whoever fits, by value less prices."""
    net = board.net[free]
    own = np.flatnonzero(board.chosen[rest.participant] == free)
    order = own[np.argsort(board.slack[free][own] - net[own], kind="stable")]
    return fill(rest, fill(rest, nobody(rest), order), np.argsort(-net, kind="stable"))


def _improve(
    board: Board, rest: AssignmentProblem, free: NDArray[np.intp], chosen: Chosen, stay: int, enough: float,
    monitor: Monitor,
) -> tuple[Chosen, int]:  # fmt: skip
    """Solve growing cores until the plan is worth `enough`, proven best, or time is up; and a bound on all plans.

    Staying at the own place counts `stay` points more, and among equals the plan in which most people stay is best:
    values are scaled by P + 1, and one is added for who stays. The bound is one on the value without `stay`.
    """
    scale = rest.num_participants + 1
    own = board.chosen[rest.participant] == free
    scaled = replace(rest, value=rest.value * scale + own * (stay * scale + 1))
    prices = board.prices * scale
    value, bound = scaled.objective(chosen), scaled.bound(prices)
    outer, reach, rounds = bound, FIRST_REACH * typical_value(scaled), 0
    while value < integer_bound(bound) and rest.objective(chosen) < enough and not monitor.expired:
        missing = outer - value
        reach = min(reach, missing)
        core = Core.of(scaled, prices, reach, chosen)
        task = Task(core, chosen, core.least_use(prices, missing), 1.0 + rounds, 0.0, 0.0, bound, outer - reach)
        answer = lp_core.solve_core(task, monitor)
        if answer.chosen is not None and scaled.objective(answer.chosen) > value:
            chosen, value = answer.chosen, scaled.objective(answer.chosen)
        bound = max(float(value), min(bound, max(answer.bound, outer - reach)))
        if answer.solved and reach >= missing:
            break
        reach, rounds = GROWTH * reach, rounds + 1
    return chosen, min(integer_bound(bound) // scale, integer_bound(rest.bound(board.prices)))


def _moves(board: Board, plan: Chosen) -> tuple[Move, ...]:
    """Everyone who has another place in the plan than in the solution, the greatest loss first."""
    problem, found = board.problem, []
    for p in np.flatnonzero(plan != board.chosen).tolist():
        before, after = int(board.chosen[p]), int(plan[p])
        points = sum(sign * int(problem.value[one]) for sign, one in ((-1, before), (1, after)) if one != NO_OPTION)
        found.append(
            Move(
                participant=str(board.opened.wording.raw("participants", "id")[p]),
                before=board.ids(before)[1] if before != NO_OPTION else None,
                after=board.ids(after)[1] if after != NO_OPTION else None,
                points=points,
            )
        )
    return tuple(sorted(found, key=lambda move: (move.points, move.participant)))


def _pays(board: Board, plan: Chosen) -> tuple[Pays, ...]:
    """Scarce things with a price that the plan uses otherwise."""
    before, after = board.problem.used(board.chosen), board.problem.used(plan)
    units = {rule.CARD.code: rule.CARD.unit for rule in board.opened.rulebook.row_rules}
    found = []
    for row in np.flatnonzero((before != after) & (board.prices > 0)).tolist():
        code, key = board.row_names[row]
        found.append(
            Pays(
                row=key, kind=code, unit=units[code], before=int(before[row]), after=int(after[row]),
                capacity=int(board.problem.capacity[row]), price=round(float(board.prices[row]), 6),
            )
        )  # fmt: skip
    return tuple(found)


def _sentence(lang: str, loss: int, least: int, exact: bool, others: Sequence[Move]) -> str:
    _, costs, free, proven, at_least, nobody_moves, people = TEXTS[lang]
    who = [f"{move.participant} ({move.before or NONE[lang]} → {move.after or NONE[lang]})" for move in others[:SHOWN]]
    who += ["..."] if len(others) > SHOWN else []
    moves = people.format(count=len(others), who=listing(who, lang)) if others else nobody_moves
    sure = proven if exact else at_least.format(least=number(least, lang, 0)) if least else ""
    return (costs if loss > 0 else free).format(loss=number(loss, lang, 0), exact=sure, moves=moves)
