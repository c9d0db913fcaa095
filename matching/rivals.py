"""Who competes for a scarce thing: who has a share of it, who waits for one, and how much it matters to each.

Let option o use a_ro units of row r, and let alt_p be the best net value of p among options without r, at least 0.
At current prices of everything else

    points = v_o - Σ_{s ≠ r} a_so y_s - alt_p

is what a holder loses by moving away from r, or what someone who waits gains by getting it. In a matching that is
optimal holders have points ≥ a_ro y_r and those who wait points ≤ a_ro y_r; rounding and the gap allow exceptions.
Who goes first by law or promise is counted apart: nobody weighs whether they move.
"""

import numpy as np
from numpy.typing import NDArray

from instances.schema.answer import Competition, Rival
from instances.schema.solution import Said
from instances.schema.view import PairView
from matching.board import Board
from matching.problem import NO_OPTION
from matching.words import LANGUAGES, listing, number, quantity

SHOWN = 5
PORTION = {"euro cents": 10_000}  # units in whose price people think, where that is not one
SAID = {
    "nl": "{title}: {portion} erbij is {price} waard. {holders} {waiting}",
    "en": "{title}: {portion} more is worth {price}. {holders} {waiting}",
}
HOLDERS = {
    "nl": (
        "Niemand die kan wisselen, gebruikt dit nu.",
        "Wie het nu gebruiken: {count}. Het minst verliezen door te wisselen: {who}.",
    ),
    "en": ("Nobody who could move uses it now.", "Using it now: {count}. Losing least by moving: {who}."),
}
WAITING = {
    "nl": ("Niemand zonder plek wacht erop.", "Wie zonder plek erop wachten: {count}. Het meest winnen: {who}."),
    "en": ("Nobody without a place waits for it.", "Waiting for it without a place: {count}. Gaining most: {who}."),
}


def rivals(board: Board, view: PairView) -> tuple[Competition, ...]:
    """The competition for each priced thing that a pair uses, dearest first."""
    names = {name: row for row, name in enumerate(board.row_names)}
    asked = board.opened.wording.row("participants", view.participant)
    return tuple(
        competition(board, names[thing.kind, thing.row], asked)
        for thing in view.scarce
        if thing.cost and (thing.kind, thing.row) in names
    )


def competition(board: Board, row: int, asked: int = -1) -> Competition:
    """The competition for one row; `asked` is the participant who is left out of the count."""
    problem = board.problem
    use = problem.use.tocsr()[[row]]
    options, amounts = use.indices[np.argsort(use.indices)], use.data[np.argsort(use.indices)]
    people = problem.participant[options]
    points = board.net[options] + board.prices[row] * amounts - _without(board, options)
    others = (board.chosen[people] == options) & (people != asked)
    first = board.kept[people] == options
    has = others & ~first
    waits = (board.chosen[people] == NO_OPTION) & board.fits[options] & (people != asked)
    holders = _rivals(board, options[has], amounts[has], points[has], ascending=True)
    waiting = _best_each(board, options[waits], amounts[waits], points[waits])
    code, key = board.row_names[row]
    card = next(rule.CARD for rule in board.opened.rulebook.row_rules if rule.CARD.code == code)
    price, portion, told = float(board.prices[row]), PORTION.get(card.unit, 1), {}
    for lang in LANGUAGES:
        told[lang] = SAID[lang].format(
            title=f"{card.nl if lang == 'nl' else card.en} ({board.opened.wording.thing(key, lang)})",
            portion=quantity(portion, card.unit, lang),
            price=quantity(round(price * portion, 1), "points", lang),
            holders=_clause(HOLDERS[lang], holders, lang),
            waiting=_clause(WAITING[lang], waiting, lang),
        )
    return Competition(
        row=key, kind=code, unit=card.unit, price=round(price, 6), capacity=int(problem.capacity[row]),
        num_first=int((others & first).sum()), num_holders=len(holders), num_waiting=len(waiting),
        holders=holders[:SHOWN], waiting=waiting[:SHOWN], said=Said(**told),
    )  # fmt: skip


def _without(board: Board, options: NDArray[np.integer]) -> NDArray[np.float64]:
    """Best net value of the participant of each option among the options that are not in the list, at least 0."""
    problem = board.problem
    net = np.where(board.fits, board.net, -np.inf)
    net[options] = -np.inf
    best = np.zeros(problem.num_participants)
    people = np.unique(problem.participant[options])
    for p in people.tolist():
        best[p] = max(0.0, net[problem.first[p] : problem.first[p + 1]].max(initial=0.0))
    others: NDArray[np.float64] = best[problem.participant[options]]
    return others


def _best_each(
    board: Board, options: NDArray[np.intp], amounts: NDArray[np.int64], points: NDArray[np.float64]
) -> tuple[Rival, ...]:
    """One entry a person: the option that gains most; only who gains anything waits."""
    order = np.argsort(-points, kind="stable")
    order = order[points[order] > 0]
    _, first = np.unique(board.problem.participant[options[order]], return_index=True)
    kept = order[np.sort(first)]
    return _rivals(board, options[kept], amounts[kept], points[kept], ascending=False)


def _rivals(
    board: Board, options: NDArray[np.intp], amounts: NDArray[np.int64], points: NDArray[np.float64], *, ascending: bool
) -> tuple[Rival, ...]:
    order = np.argsort(points if ascending else -points, kind="stable")
    found = []
    for spot in order.tolist():
        participant, workplace = board.ids(int(options[spot]))
        found.append(
            Rival(
                participant=participant, workplace=workplace, amount=int(amounts[spot]),
                points=round(float(points[spot]), 1),
            )
        )  # fmt: skip
    return tuple(found)


def _clause(texts: tuple[str, str], people: tuple[Rival, ...], lang: str) -> str:
    if not people:
        return texts[0]
    who = [f"{one.participant} ({number(one.points, lang, 0)})" for one in people[:SHOWN]]
    return texts[1].format(count=quantity(len(people), "people", lang), who=listing(who, lang))
