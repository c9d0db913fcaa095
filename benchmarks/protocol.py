"""Every figure that is published, as the runs that give it: one entry a family, one case a line.

The whole protocol takes about two hours on one core; `quick` is a rehearsal of some minutes, on small cases only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.drivers.arrivals import POLICIES
from benchmarks.drivers.planning import QUESTIONS
from benchmarks.family import Cell, Family, Run
from benchmarks.registry import family

QUICK_SECONDS = 10.0  # limit of every run of a rehearsal

SOLVERS = ("auto", "plain_highs_mip", "plain_cpsat", "pulp_cbc", "pulp_highs")
EVERYONE = (*SOLVERS, "greedy", "deferred_acceptance", "plain_highs_lp")
LARGE = ("auto", "greedy", "plain_highs_lp")


@dataclass(frozen=True)
class Plan:
    """Some cases of one family: `case` holds the family's own parameters; `small`: part of a rehearsal."""

    family: str
    case: Mapping[str, Cell]
    engines: Sequence[str] = ("auto",)
    seeds: Sequence[int] = (1,)
    gap: float = 0.0005
    time_limit: float = 60.0
    small: bool = False

    def runs(self, quick: bool = False) -> list[Run]:
        """What to run."""
        limit = min(self.time_limit, QUICK_SECONDS) if quick else self.time_limit
        seeds = self.seeds[:1] if quick else self.seeds
        given: dict[str, Sequence[Cell]] = {name: [value] for name, value in self.case.items()}
        given |= {"engine": self.engines, "seed": seeds, "gap": [self.gap], "time_limit": [limit]}
        known = family(self.family)
        return known.runs({one.name: given[one.name] for one in known.parameters if one.name in given})


def _placement(people: int, workplaces: int, capacity: str) -> dict[str, Cell]:
    return {"people": people, "workplaces": workplaces, "capacity": capacity}


PROTOCOL: Final[Sequence[Plan]] = (
    Plan("placement", _placement(200, 30, "slots"), EVERYONE, seeds=(1, 2, 3), gap=0.002, small=True),
    Plan("placement", _placement(1_000, 100, "slots"), EVERYONE, seeds=(1, 2, 3)),
    Plan("placement", _placement(1_000, 100, "hours"), EVERYONE, gap=0.0015),
    Plan("placement", _placement(10_000, 1_000, "slots"), EVERYONE),
    Plan("placement", _placement(10_000, 1_000, "hours"), ("auto", "plain_highs_mip"), gap=0.0025, time_limit=120),
    Plan("placement", _placement(100_000, 10_000, "slots"), LARGE, time_limit=300),
    Plan("placement", _placement(1_000_000, 10_000, "slots"), ("auto", "greedy"), time_limit=300),
    Plan("synthetic", {"instance": "syn_n200_s11", "capacity": "slots"}, SOLVERS, gap=0.0, small=True),
    Plan("synthetic", {"instance": "syn_n1000_s1", "capacity": "slots"}, SOLVERS, gap=0.0002),
    Plan("preset", {"preset": "district"}, EVERYONE, seeds=(1, 2, 3), small=True),
    Plan("preset", {"preset": "region", "budgets": 0.5}, SOLVERS, gap=0.0001),
    Plan("preset", {"preset": "region", "budgets": 1.0}, SOLVERS, gap=0.0001),
    Plan("preset", {"preset": "region", "budgets": 2.0}, SOLVERS, gap=0.0001),
    Plan("preset", {"preset": "province"}, ("auto", "plain_highs_mip", "plain_cpsat"), time_limit=120),
    Plan("whole", {"preset": "district"}, small=True),
    Plan("whole", {"preset": "region"}, gap=0.0001),
    Plan("whole", {"preset": "province"}, time_limit=120),
    Plan("lines", {"preset": "district", "horizon": 24}, gap=0.001, small=True),
    Plan("lines", {"preset": "region", "horizon": 24}, gap=0.001),
    Plan("gap", {"instance": "a20200"}, SOLVERS, gap=0.0, small=True),
    Plan("gap", {"instance": "b10100"}, SOLVERS, gap=0.0),
    Plan("gap", {"instance": "c20200"}, SOLVERS, gap=0.0),
    Plan("gap", {"instance": "d10100"}, SOLVERS, gap=0.0),
    Plan("gap", {"instance": "d20200"}, SOLVERS, gap=0.0),
    Plan("gap", {"instance": "e10200"}, SOLVERS, gap=0.0),
    Plan("gap", {"instance": "e40400"}, SOLVERS, gap=0.0),
    Plan("multi_resource", {"instance": "mrc05100_2"}, SOLVERS, gap=0.0, small=True),
    Plan("multi_resource", {"instance": "mrd10100_4"}, SOLVERS, gap=0.0),
    Plan("multi_resource", {"instance": "mre10200_2"}, SOLVERS, gap=0.0),
    *(
        Plan("arrivals", {"factor": factor, "setting": setting}, POLICIES, seeds=(1, 2, 3), small=factor == 1.0)
        for setting in ("strict", "patient")
        for factor in (0.7, 1.0, 1.3)
    ),
    Plan("preset_arrivals", {"preset": "district"}, POLICIES, seeds=(1, 2, 3), small=True),
    Plan("residents", {"instance": "hr_n50_s3"}, ("resident_optimal", "hospital_optimal", "auto"), small=True),
    Plan("residents", {"instance": "hr_n1000_s3"}, ("resident_optimal", "hospital_optimal", "auto")),
    Plan("rules", {"preset": "region"}),
    Plan("rules", {"preset": "district"}, small=True),
    Plan("reasons", {"preset": "region"}),
    Plan("whole_plan", {"preset": "tiny"}, small=True),
    Plan("whole_plan", {"preset": "region"}),
    Plan("whole_plan", {"preset": "region", "ranges": 0}),
    Plan("planning", {"lines": 2, "question": "base"}, small=True),
    *(Plan("planning", {"lines": 7, "question": question}) for question in QUESTIONS),
    Plan("whynot", {"preset": "district"}, small=True),
    Plan("whynot", {"preset": "region"}),
)


def planned(only: Sequence[str] = (), quick: bool = False) -> Iterator[tuple[Family, list[Run]]]:
    """The runs of the protocol by family; `only`: of these families.

    Raises:
        PolicyError: a family does not exist.
    """
    for name in dict.fromkeys(plan.family for plan in PROTOCOL):
        plans = [plan for plan in PROTOCOL if plan.family == name and (plan.small or not quick)]
        if name in [family(wanted).name for wanted in only] or not only:
            yield family(name), [run for plan in plans for run in plan.runs(quick)]
