"""Are answers to "why not" true: random pairs of a preset, each answer verified by judging and solving once more.

A blocked pair: every set of changes that is told makes the pair possible in the documents themselves, opened anew; and
where a set is called smallest, no part of it does, nor a smaller step of one of its fields. A pair that is possible and
not chosen: the loss that is told is no less than the one that is proven; and for some, the whole instance is matched
once more with the pair pinned, which must never be worth more than the proven loss allows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Literal

import numpy as np

from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, Run
from instances.generate import generate
from instances.schema.answer import Forced, Repairs
from matching.better import Change
from matching.counterfactual import Case, repairs
from matching.pinning import force
from matching.pricing import Desk
from matching.problem import NO_OPTION
from matching.solver import SolveOptions, solve


@dataclass(frozen=True, kw_only=True)
class WhyNotRun(Run):
    """A preset of the generator, with another number of participants if given."""

    preset: Annotated[Literal["tiny", "district", "region", "province"], "size and story"] = "region"
    participants: Annotated[int | None, "another number of people than the preset has"] = None
    asked: Annotated[int, "pairs"] = 200
    again: Annotated[int, "of these, pairs that are matched once more as a whole"] = 5
    possible: Annotated[float, "share that is possible and not chosen; most random pairs are blocked"] = 0.25


def run(wanted: WhyNotRun) -> Figures:
    """Ask, answer, verify; counts per kind of answer, and of what failed."""
    instance = generate(wanted.preset, wanted.seed, wanted.participants)
    desk = Desk.of(instance, solve(instance, SolveOptions()))
    seen: Counter[str] = Counter()
    with stopwatch() as asking:
        told = [(couple, _answer(desk, *couple)) for couple in _couples(desk, wanted)]
    with stopwatch() as checking:
        for (participant, workplace), answer in told:
            seen.update(
                _blocked(Case(desk.opened, participant, workplace), answer)
                if isinstance(answer, Repairs)
                else _rival(answer)
            )
        forced = [answer for _, answer in told if isinstance(answer, Forced) and answer.loss is not None]
        for answer in forced[: wanted.again]:
            seen.update(resolved=1, resolve_contradicts=int(_pinned(desk, answer) > desk.board.value - answer.at_least))
    kinds = ("one_change", "two_changes", "more_changes", "only_override", "nothing_helps", "rivals", "law_or_promise")
    checks = (
        "sets",
        "not_true",
        "called_smallest",
        "not_smallest",
        "loss_exact",
        "loss_wrong",
    )
    again = ("resolved", "resolve_contradicts")
    return {
        "answers": len(told),
        **{name: seen[name] for name in (*kinds, *checks, *again)},
        "ask_ms": round(1000 * asking.cpu / max(1, len(told)), 1),
        "check_cpu_seconds": checking.cpu,
        "peak_mb": peak_mb(),
    }


def _couples(desk: Desk, wanted: WhyNotRun) -> list[tuple[str, str]]:
    """Random pairs: blocked ones within reach of nobody in particular, and options that were not chosen."""
    random, board = np.random.default_rng(wanted.seed), desk.board
    people, places = (desk.opened.wording.raw(table, "id") for table in ("participants", "workplaces"))
    options = np.setdiff1d(np.arange(board.problem.num_options), board.chosen[board.chosen >= 0])
    count = min(len(options), round(wanted.asked * wanted.possible))
    some = [board.ids(int(option)) for option in random.choice(options, count, replace=False)]
    while len(some) < wanted.asked:
        p, w = random.integers(len(people)), random.integers(len(places))
        if board.option(int(p), int(w)) == NO_OPTION:
            some.append((str(people[p]), str(places[w])))
    return some


def _answer(desk: Desk, participant: str, workplace: str) -> Repairs | Forced:
    option = desk.board.option(desk.index("participants", participant), desk.index("workplaces", workplace))
    return repairs(desk.opened, participant, workplace) if option == NO_OPTION else force(desk.board, [option])


def _blocked(case: Case, told: Repairs) -> Counter[str]:
    seen: Counter[str] = Counter()
    for repair in told.repairs:
        found = tuple(_find(case, change.field, change.value) for change in repair.changes)
        seen["sets"] += 1
        seen["not_true"] += not case.possible(found)
        seen["called_smallest"] += repair.smallest
        seen["not_smallest"] += repair.smallest and any(case.possible(one) for one in _smaller(case, found))
    sizes = [len(repair.changes) for repair in told.repairs]
    overrides = [repair.changes[0].field.startswith("override.") for repair in told.repairs if len(repair.changes) == 1]
    kind = "nothing_helps" if not sizes else "one_change" if min(sizes) == 1 else "two_changes"
    if kind == "one_change" and all(overrides) and max(sizes) == 1:
        kind = "only_override"
    seen["more_changes" if sizes and min(sizes) > 2 else kind] += 1
    return seen


def _find(case: Case, field: str, value: str) -> Change:
    """The change of the domain that was told."""
    (found,) = (one for one in case.domain if (one.field, str(one.value)) == (field, value))
    return found


def _smaller(case: Case, found: tuple[Change, ...]) -> list[Sequence[Change]]:
    """Every part of a set, and the set with the next smaller step of one of its fields."""
    parts: list[Sequence[Change]] = [part for size in range(1, len(found)) for part in combinations(found, size)]
    for spot, change in enumerate(found):
        less = [one for one in case.domain if change.exceeds(one)]
        nearest = [one for one in less if not any(other.exceeds(one) for other in less)]
        parts += [(*found[:spot], one, *found[spot + 1 :]) for one in nearest]
    return parts


def _rival(told: Forced) -> Counter[str]:
    """A told loss is at least the proven one; a plan that is called exact meets its bound."""
    if not told.possible or told.loss is None:
        return Counter(law_or_promise=1)
    wrong = told.loss < told.at_least or (told.exact and told.loss != told.at_least)
    return Counter(rivals=1, loss_exact=int(told.exact), loss_wrong=int(wrong))


def _pinned(desk: Desk, told: Forced) -> int:
    """The value of a new matching of the whole instance in which someone has decided that the pair goes first."""
    (couple,) = told.couples
    instance, day = desk.opened.instance, desk.opened.instance.info.reference_date
    row = dict(zip(("participant", "workplace"), couple, strict=True))
    pin = {**row, "decision": "pin", "by": "benchmark", "reason": "agreed", "on": day}
    again = solve(instance.replace(decisions=[*instance.documents("decisions"), pin]), SolveOptions())
    placed = {one.participant: one.workplace for one in again.assignments}
    assert placed[couple[0]] == couple[1]
    return again.termination.objective
