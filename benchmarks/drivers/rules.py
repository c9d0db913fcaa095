"""What rules, value and reasons cost: every rule over the candidate pairs of a preset, and an explanation of one pair.

Seconds are CPU seconds of one process. `seconds_per_million` and `mb_per_million` are per million pairs; the memory of
a rule is the most that its arrays held at once. What several rules share (journeys, costs, coverage) is counted with
the first of them that asks, as in a run.
"""

import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from benchmarks.drivers.measure import peak_mb, stopwatch
from benchmarks.family import Figures, Run
from instances.generate import generate
from instances.tables import Instance
from matching.candidates import candidates
from matching.data import Ints
from matching.eligibility import CHUNK, judge, screen
from matching.engines.engine import EngineResult, Monitor
from matching.explainer import why_not
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.pricing import Desk
from matching.report import Timings, assignments
from matching.rule import PairRule, RowRule
from matching.solver import SolveOptions, prepare, solve

MILLION = 1_000_000
TOTAL = "all pair rules and value"


@dataclass(frozen=True, kw_only=True)
class RulesRun(Run):
    """A preset of the generator, with another number of participants if given."""

    preset: Annotated[Literal["tiny", "district", "region", "province"], "size and story"] = "region"
    participants: Annotated[int | None, "another number of people than the preset has"] = None


@dataclass(frozen=True, kw_only=True)
class ReasonsRun(RulesRun):
    """And how many pairs are explained."""

    explained: Annotated[int, "pairs"] = 50


def per_rule(wanted: RulesRun) -> list[Figures]:
    """One line per active rule, then one for all pair rules with the value, as a run has them.

    Row rules are asked for the rows of the same pairs, which are many more than the options of a run.
    """
    opened = OpenInstance.of(generate(wanted.preset, wanted.seed, wanted.participants))
    blocks = list(_chunks(opened))
    num = sum(len(p) for p, _ in blocks)
    rules: tuple[PairRule | RowRule, ...] = (*opened.rulebook.pair_rules, *opened.rulebook.row_rules)
    spent, most = dict.fromkeys(rules, 0.0), dict.fromkeys(rules, 0)
    for memory in (False, True):  # counting memory takes time: apart from the seconds, on the first chunk only
        for p, w in blocks[:1] if memory else blocks:
            pairs = Pairs(opened.data, p, w)
            for rule in rules:
                if memory:
                    tracemalloc.start()
                with stopwatch() as watch:
                    _ = rule.shortfall(pairs) if isinstance(rule, PairRule) else rule.rows(pairs)
                if memory:
                    most[rule] = tracemalloc.get_traced_memory()[1]
                    tracemalloc.stop()
                else:
                    spent[rule] += watch.cpu
    with stopwatch() as whole:
        screening = screen(opened.data, opened.rulebook, iter(blocks))
    first = len(blocks[0][0])
    lines = [_line(rule.CARD.code, num, spent[rule], most[rule] / first) for rule in rules]
    total = _line(TOTAL, num, whole.cpu, 0.0)
    del total["mb_per_million"]
    total["eligible"] = len(screening.p)
    return [*lines, {**total, "peak_mb": peak_mb()}]


def _chunks(opened: OpenInstance) -> Iterator[tuple[Ints, Ints]]:
    for p, w in candidates(opened.data, opened.rulebook):
        for start in range(0, len(p), CHUNK):
            yield p[start : start + CHUNK], w[start : start + CHUNK]


def _line(rule: str, num: int, seconds: float, bytes_each: float) -> Figures:
    return {
        "rule": rule, "pairs": num, "cpu_seconds": round(seconds, 3),
        "seconds_per_million": round(seconds * MILLION / max(1, num), 4), "mb_per_million": round(bytes_each, 1),
    }  # fmt: skip


def reasons(wanted: ReasonsRun) -> Figures:
    """What reasons cost a whole run, and what one explanation costs afterwards.

    `share_of_run`: the phase that writes down why, out of the whole run. `ratio`: CPU seconds of the whole run to those
    of the same run without it, which ends at the matching and its prices. `ledgers_ms`: that phase for the placed
    alone, per person. `explain_ms`: "why not" of one pair at the recorded prices; `judge_ms`: judging that pair, of it.
    """
    instance = generate(wanted.preset, wanted.seed, wanted.participants)
    with stopwatch() as whole:
        solution = solve(instance, SolveOptions())
    with stopwatch() as bare:
        _matched(instance)
    desk = Desk.of(instance, solution)
    opened, couples = desk.opened, [(one.participant, one.workplace) for one in solution.assignments]
    chosen = Pairs(opened.data, *(_rows(opened, couples, side) for side in (0, 1)))
    with stopwatch() as told:
        assignments(opened, chosen, judge(chosen, opened.rulebook))
    asked = np.random.default_rng(wanted.seed)
    some = [(str(asked.choice(ids)), str(asked.choice(places))) for ids, places in [_ids(instance)] * wanted.explained]
    why_not(desk, *some[0])
    with stopwatch() as explained:
        for participant, workplace in some:
            why_not(desk, participant, workplace)
    with stopwatch() as judged:
        for couple in some:
            judge(Pairs(opened.data, *(_rows(opened, [couple], side) for side in (0, 1))), opened.rulebook)
    return {
        "run_cpu_seconds": whole.cpu,
        "reasons_seconds": solution.statistics["seconds_reasons"],
        "share_of_run": round(solution.statistics["seconds_reasons"] / solution.seconds, 4),
        "ratio": round(whole.cpu / bare.cpu, 4),
        "ledgers_ms": round(1000 * told.cpu / max(1, len(couples)), 3),
        "explain_ms": round(1000 * explained.cpu / wanted.explained, 2),
        "judge_ms": round(1000 * judged.cpu / wanted.explained, 2),
    }


def _matched(instance: Instance) -> EngineResult:
    """The run as it would be if nobody asked why."""
    options, weighed = SolveOptions(), prepare(instance, Timings()).weighed
    return options.choice(weighed).engine.solve(weighed, options.limits, Monitor(options.limits))


def _ids(instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    return instance["participants"]["id"].to_numpy(object), instance["workplaces"]["id"].to_numpy(object)


def _rows(opened: OpenInstance, couples: list[tuple[str, str]], side: int) -> Ints:
    table = ("participants", "workplaces")[side]
    return np.array([opened.wording.row(table, couple[side]) for couple in couples], np.int32)
