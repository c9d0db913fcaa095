"""The families, in one explicit ordered tuple. A family is one file in `cases/` or `drivers/`, and one entry here."""

from collections.abc import Sequence
from typing import Final

from benchmarks.cases.placement import PlacementRun
from benchmarks.cases.preset import PresetRun
from benchmarks.cases.residents import ResidentsRun
from benchmarks.cases.synthetic import SyntheticRun
from benchmarks.drivers import (
    arrivals,
    assigned,
    engines,
    killed,
    lines,
    planning,
    rules,
    service,
    stable,
    whole,
    whole_plan,
    whynot,
)
from benchmarks.drivers.arrivals import ArrivalsRun, PresetArrivalsRun
from benchmarks.drivers.assigned import GapRun, MultiResourceRun
from benchmarks.drivers.killed import KilledRun
from benchmarks.drivers.lines import LinesRun
from benchmarks.drivers.planning import PlanningRun
from benchmarks.drivers.rules import ReasonsRun, RulesRun
from benchmarks.drivers.service import ServiceRun
from benchmarks.drivers.whole import WholeRun
from benchmarks.drivers.whole_plan import WholePlanRun
from benchmarks.drivers.whynot import WhyNotRun
from benchmarks.family import Family
from instances.errors import PolicyError

YEAR = ("share_of_hindsight", "mean_weeks_to_place", "cpu_seconds")

FAMILIES: Final[Sequence[Family]] = (
    Family("placement", "people and places of any size, scarce money; drawn", PlacementRun, engines.run, engines.NAMES),
    Family("synthetic", "placement cases in files, best known value", SyntheticRun, engines.run, engines.NAMES),
    Family("preset", "a preset of the generator under all rules: engine alone", PresetRun, engines.run, engines.NAMES),
    Family("whole", "a whole `leerwerk match` on a preset", WholeRun, whole.run, whole.NAMES),
    Family(
        "lines", "lines over months on a preset: a whole `leerwerk match --horizon`", LinesRun, lines.run, lines.NAMES,
        shown=("options", "rows", "objective", "bound", "gap", "cpu_seconds", "peak_mb"),
    ),
    Family("gap", "generalised assignment, best known cost", GapRun, assigned.run, assigned.NAMES, minimise=True),
    Family(
        "multi_resource", "generalised assignment, several resources", MultiResourceRun, assigned.run, assigned.NAMES,
        minimise=True,
    ),
    Family(
        "residents", "hospital/residents: stable against worth most", ResidentsRun, stable.run, stable.NAMES,
        shown=("matched", "rank_sum", "blocking_pairs", "cpu_seconds"),
    ),
    Family(
        "arrivals", "a year of arrivals, drawn, with capacities used up", ArrivalsRun, arrivals.run, arrivals.POLICIES,
        shown=YEAR,
    ),
    Family(
        "preset_arrivals", "a year of arrivals on a preset under all rules", PresetArrivalsRun, arrivals.run,
        arrivals.POLICIES, shown=YEAR,
    ),
    Family(
        "rules", "what each rule costs over the candidate pairs of a preset", RulesRun, rules.per_rule,
        shown=("seconds_per_million", "mb_per_million"), who="rule", told=(rules.TOTAL,),
    ),
    Family(
        "reasons", "what reasons cost a run, and one explanation afterwards", ReasonsRun, rules.reasons,
        shown=("share_of_run", "ratio", "ledgers_ms", "explain_ms"),
    ),
    Family(
        "whole_plan", "a five-year plan from documents to answers, HiGHS on the same arrays beside it", WholePlanRun,
        whole_plan.run, shown=("cpu_seconds", "highs_cpu", "ratio", "build_cpu_seconds", "peak_mb"),
    ),
    Family(
        "planning", "what a planner asks of a drawn plan, HiGHS beside it", PlanningRun, planning.run,
        shown=("cpu_seconds", "highs_cpu", "ratio", "vss", "evpi", "gap", "relaxation_cpu", "clash_cpu"),
    ),
    Family(
        "service", "live proposals over HTTP beside an answer that costs nothing", ServiceRun, service.run,
        shown=("p50_ms", "p95_ms", "p99_ms", "requests_second", "failed"),
    ),
    Family(
        "killed", "kill -9 of the service at random moments: nothing lost, nothing doubled", KilledRun, killed.run,
        shown=("rounds", "runs", "decisions", "lost", "doubled", "broken", "slowest_seconds"),
    ),
    Family(
        "whynot", "answers to why not, verified by judging and solving again", WhyNotRun, whynot.run,
        shown=("answers", "not_true", "not_smallest", "loss_wrong", "resolve_contradicts", "ask_ms"),
    ),
)  # fmt: skip


def family(name: str) -> Family:
    """Give the family of that name.

    Raises:
        PolicyError: there is none.
    """
    for one in FAMILIES:
        if one.name == name:
            return one
    raise PolicyError(f"family {name!r} does not exist; known are {', '.join(one.name for one in FAMILIES)}")
