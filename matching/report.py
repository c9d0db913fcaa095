"""Makes the solution document out of what a run recorded."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

from instances.schema.solution import (
    Assignment,
    Cost,
    EmptySlots,
    Finding,
    MatchingSolution,
    Part,
    Price,
    Provenance,
    Said,
    Unmatched,
)
from instances.schema.view import Ride
from instances.schema.vocabulary import Payer, RuleMode, ValuePart
from matching.eligibility import BASE, Screening, Verdicts, judge
from matching.engines.engine import EngineResult, Limits
from matching.money import shares
from matching.opened import OpenInstance
from matching.pairs import JOURNEY_NEEDS, MODES, SHIFT_NEEDS, Pairs
from matching.problem import AssignmentProblem
from matching.reasons import Outcome, why_empty, why_unmatched
from matching.rule import Rule
from matching.words import LANGUAGES, fact, quantity

ORDER = tuple(part.value for part in ValuePart)
PACKAGES = ("leerwerk", "ortools", "highspy", "numpy", "numba", "scipy")


class Timings:
    """Seconds per phase, in the order in which phases end."""

    def __init__(self) -> None:
        self.started = self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def mark(self, phase: str) -> None:
        """A phase ends now."""
        now = time.perf_counter()
        self.seconds[f"seconds_{phase}"] = round(now - self.last, 4)
        self.last = now

    @property
    def total(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started


@dataclass(frozen=True)
class Run:
    """How a run was made.

    `asked`: what else decided the outcome, by name, such as a fair goal or a limit on changes.
    """

    engine: str
    reason: Said
    limits: Limits
    timings: Timings = field(default_factory=Timings)
    asked: Mapping[str, str | float | None] = field(default_factory=dict)


def report(
    opened: OpenInstance, screening: Screening, problem: AssignmentProblem, result: EngineResult, run: Run
) -> MatchingSolution:
    """Tell the outcome: who goes where and why, who does not and why, what is scarce, what an auditor would say."""
    outcome = Outcome(opened, screening, problem, result)
    placed = result.chosen[result.chosen >= 0]
    chosen = Pairs(opened.data, problem.participant[placed], problem.workplace[placed])
    verdicts = judge(chosen, opened.rulebook)
    ids = opened.instance["participants"]["id"]
    unmatched = tuple(
        Unmatched(participant=ids.iat[p], reasons=why_unmatched(outcome, p))
        for p in map(int, np.flatnonzero(result.chosen < 0))
    )
    solution = {
        "assignments": assignments(opened, chosen, verdicts),
        "unmatched": unmatched,
        "empty": _empty(outcome, chosen),
        "prices": _prices(outcome),
        "findings": audit_findings(opened, chosen),
    }
    run.timings.mark("reasons")
    counts = {
        "num_candidates": float(screening.participants.considered.sum()),
        "num_options": float(problem.num_options),
        "num_rows": float(problem.num_rows),
    }
    return MatchingSolution(
        termination=result.termination,
        engine=run.engine,
        engine_reason=run.reason,
        seconds=round(run.timings.total, 4),
        statistics={**counts, **run.timings.seconds, **result.statistics},
        provenance=provenance(opened, run),
        **solution,
    )


def provenance(opened: OpenInstance, run: Run) -> Provenance:
    """Everything needed to repeat a run."""
    info, limits = opened.instance.info, run.limits
    return Provenance(
        instance=info.name,
        instance_hash=opened.instance.digest,
        synthetic=info.synthetic,
        seed=limits.seed,
        workers=limits.workers,
        versions={package: version(package) for package in PACKAGES},
        options={
            "engine": run.engine,
            "policy": opened.policy,
            "time_limit": limits.time_limit,
            "gap": limits.gap,
            **run.asked,
        },
    )


def ledger(opened: OpenInstance, verdicts: Verdicts, i: int) -> tuple[Part, ...]:
    """The value of pair i, part by part in the order of `ValuePart`: base, what each soft rule cost, and the floor
    where it binds.
    """
    lines = []
    for number, rule in enumerate(verdicts.rules):
        card = rule.CARD
        if opened.rulebook.settings[card.code].mode is RuleMode.SOFT:
            unknown = bool(verdicts.unknown[number, i])
            amount = card.unknown_amount if unknown else int(verdicts.amount[number, i])
            points = -int(verdicts.points[number, i])
            lines.append(Part(part=card.part, rule=card.code, amount=amount, points=points, unknown=unknown))
    lines.sort(key=lambda line: ORDER.index(line.part))
    base = Part(part="base", rule="base", amount=0, points=BASE)
    lift = int(verdicts.value[i]) - BASE - sum(line.points for line in lines)
    floor = (Part(part="floor", rule="floor", amount=0, points=lift),) if lift else ()
    return (base, *lines, *floor)


def journeys(opened: OpenInstance, pairs: Pairs) -> list[dict[str, Any]]:
    """How people travel at the hours of work, one entry per pair; empty where no travel rule is active.

    Then homes stay behind the fence.
    """
    if not opened.data.needs.issuperset((*JOURNEY_NEEDS, *SHIFT_NEEDS)):
        return [{"travel_minutes": None, "travel_mode": None, "travel_source": "", "travel_estimate": False}] * len(
            pairs
        )
    sources, journey = opened.data.travel.sources, pairs.shift_journey
    found = []
    for minutes, mode, source in zip(journey.minutes, journey.mode, journey.source, strict=True):
        known = bool(np.isfinite(minutes))
        found.append(
            {
                "travel_minutes": round(float(minutes), 1) if known else None,
                "travel_mode": MODES[mode].value if known else None,
                "travel_source": sources[source].name if known else "",
                "travel_estimate": known and sources[source].estimate,
            }
        )
    return found


def rides(opened: OpenInstance, pairs: Pairs) -> list[tuple[Ride, ...]]:
    """Every way in which people can travel at the hours of work, fastest first, one entry per pair; as `journeys`."""
    found: list[list[Ride]] = [[] for _ in range(len(pairs))]
    if opened.data.needs.issuperset((*JOURNEY_NEEDS, *SHIFT_NEEDS)):
        for mode, (who, minutes, _) in pairs.shift_times.items():
            for pair, taken in zip(np.arange(len(pairs))[who], minutes, strict=True):
                if np.isfinite(taken):
                    found[pair].append(Ride(mode=mode.value, minutes=round(float(taken), 1)))
    return [tuple(sorted(each, key=lambda ride: ride.minutes)) for each in found]


def bills(chosen: Pairs) -> list[dict[str, Any]]:
    """What each pair costs this year: in all to the municipality, and who pays what."""
    return [
        {
            "cost_cents": sum(share.cents for share in parts if share.payer is Payer.MUNICIPALITY),
            "costs": tuple(
                Cost(
                    payer=share.payer, stream=share.stream, what=share.what, cents=share.cents, estimate=share.estimate
                )
                for share in parts
            ),
        }
        for parts in shares(chosen)
    ]


def assignments(opened: OpenInstance, chosen: Pairs, verdicts: Verdicts) -> tuple[Assignment, ...]:
    """The chosen pairs as documents, in the order of the participants.

    A start is the one that the rule `period` worked out; the reference date where that rule is off.
    """
    raw, today = opened.wording.raw, np.full(len(chosen), opened.data.today)
    starts = next((facts["first_on"] for facts in verdicts.facts if "first_on" in facts), today)
    travels, costs = journeys(opened, chosen), bills(chosen)
    made = []
    for i, (p, w) in enumerate(zip(chosen.p, chosen.w, strict=True)):
        ask = tuple(
            rule.CARD.code
            for number, rule in enumerate(verdicts.rules)
            if verdicts.unknown[number, i] and opened.asks(rule.CARD.code)
        )
        made.append(
            Assignment(
                participant=raw("participants", "id")[p],
                workplace=raw("workplaces", "id")[w],
                start=np.datetime64(int(starts[i]), "D").item(),
                kind=raw("workplaces", "kind")[w],
                value=int(verdicts.value[i]),
                ledger=ledger(opened, verdicts, i),
                **travels[i],
                **costs[i],
                municipality=raw("participants", "municipality")[p],
                stream=raw("workplaces", "stream")[w],
                ask=ask,
            )
        )
    return tuple(made)


def _empty(outcome: Outcome, chosen: Pairs) -> tuple[EmptySlots, ...]:
    """Workplaces with slots that nobody takes."""
    workplaces = outcome.opened.instance["workplaces"]
    left = workplaces["slots"].to_numpy() - np.bincount(chosen.w, minlength=len(workplaces))
    return tuple(
        EmptySlots(workplace=workplaces["id"].iat[w], slots=int(left[w]), reasons=why_empty(outcome, w))
        for w in map(int, np.flatnonzero(left > 0))
    )


def _prices(outcome: Outcome) -> tuple[Price, ...]:
    """Rows with a price, those with most value at stake (price x capacity) first."""
    units = {rule.CARD.code: rule.CARD.unit for rule in outcome.opened.rulebook.row_rules}
    stake = outcome.prices * outcome.problem.capacity
    found = []
    for row in map(int, np.argsort(-stake, kind="stable")):
        if outcome.prices[row] <= 1e-9:
            continue
        code, key = outcome.row_name(row)
        capacity = int(outcome.problem.capacity[row])
        price = float(outcome.prices[row])
        used = capacity - int(outcome.left[row])
        found.append(Price(row=key, kind=code, unit=units[code], price=price, used=used, capacity=capacity))
    return tuple(found)


def audit_findings(opened: OpenInstance, chosen: Pairs) -> tuple[Finding, ...]:
    """What the audits say of the chosen pairs."""
    found = []
    for rule in opened.rulebook.audits:
        for case in rule.audit(opened.data, chosen):
            told = {lang: _audit_sentence(opened, rule, case.key, case.amount, case.facts, lang) for lang in LANGUAGES}
            facts = {"key": case.key} | {name: fact(name, value, "en") for name, value in case.facts.items()}
            found.append(
                Finding(
                    code=rule.CARD.code, severity="watch", amount=case.amount, unit=rule.CARD.unit, facts=facts, **told
                )
            )
    return tuple(found)


def _audit_sentence(opened: OpenInstance, rule: Rule, key: str, amount: int, facts: Any, lang: str) -> str:
    miss = quantity(amount, rule.CARD.unit, lang)
    return opened.wording.render(rule.SENTENCES.of(lang).misses, lang, key=key, miss=miss, **facts)
