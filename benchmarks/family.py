"""What a family of benchmarks is: what one run of it takes, and the function that measures such a run.

A run is a frozen dataclass. Its fields are all there is to say about it: they become the options of
`leerwerk bench run FAMILY`, the first columns of the CSV files, and what tells one row from another.
"""

import types
import typing
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Annotated, Any, Literal

from instances.errors import PolicyError
from matching.problem import AssignmentProblem

SIDE_BY_SIDE = ("gap", "cpu_seconds", "peak_mb")  # of a family that engines and peers can be compared on

type Cell = str | int | float | bool | None
type Figures = dict[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Run:
    """What every run takes; a family adds its own fields."""

    seed: Annotated[int, "of the case and of all that is drawn"] = 1

    @property
    def patience(self) -> float | None:
        """Seconds after which it is stopped; none = as long as it takes."""
        return None


@dataclass(frozen=True, kw_only=True)
class SolverRun(Run):
    """What a run takes in which something is solved within limits."""

    engine: Annotated[str, "who solves it"] = "auto"
    gap: Annotated[float, "stop at this proven gap (0.0005 = 0.05 %)"] = 0.0005
    time_limit: Annotated[float, "seconds for the engine"] = 60.0
    workers: Annotated[int, "threads, for an engine that can use them"] = 1

    @property
    def patience(self) -> float:
        """Not every solver keeps its time limit: three times that, and five minutes for making and judging the case."""
        return 3 * self.time_limit + 300


@dataclass(frozen=True, kw_only=True)
class ProblemRun(SolverRun):
    """A run whose case is an assignment problem, so that every engine and every peer can take it."""

    @abstractmethod
    def problem(self) -> AssignmentProblem:
        """Make the case."""

    def known(self) -> Figures:
        """What is published about the case, to stand beside what was found."""
        return {}


COMMON = frozenset(one.name for one in fields(SolverRun))
SINGLE = ("gap", "time_limit", "workers")  # one value for all runs of a call


@dataclass(frozen=True)
class Parameter:
    """One field of a run, as the command line sees it. `choices`: empty where anything of the type will do."""

    name: str
    kind: type[str] | type[int] | type[float]
    default: Cell
    help: str
    choices: tuple[str, ...] = ()

    def parsed(self, text: str) -> Cell:
        """Read one value.

        Raises:
            PolicyError: it is of another type, or not among the choices.
        """
        if self.choices and text not in self.choices:
            raise PolicyError(f"{self.name} {text!r} does not exist; known are {', '.join(self.choices)}")
        try:
            return self.kind(text)
        except ValueError as error:
            raise PolicyError(f"{self.name} is {text!r}; wanted is a number ({self.kind.__name__})") from error


@dataclass(frozen=True)
class Family:
    """A family: a line in the registry.

    `takes`: the dataclass of its runs; `measure`: measures one, in a process of its own, and gives its row or rows;
    `engines`: who can solve it, empty where nothing is to be chosen; `minimise`: the objective is a cost; `shown`: the
    figures that matter most, for people; `who`: the column that tells rows of one run apart; `told`: whom of these the
    README tells of, empty = all.
    """

    name: str
    title: str
    takes: type[Run]
    measure: Callable[[Any], Figures | list[Figures]]
    engines: tuple[str, ...] = ()
    minimise: bool = False
    shown: tuple[str, ...] = SIDE_BY_SIDE
    who: str = "engine"
    told: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What a run takes, the family's own first."""
        hints, taken = typing.get_type_hints(self.takes, include_extras=True), fields(self.takes)
        ordered = [one for one in taken if one.name not in COMMON] + [one for one in taken if one.name in COMMON]
        found = (
            _parameter(one.name, hints[one.name], None if one.default is MISSING else one.default) for one in ordered
        )
        return tuple(
            Parameter(one.name, one.kind, one.default, one.help, self.engines) if one.name == "engine" else one
            for one in found
            if one.name != "engine" or self.engines
        )

    @property
    def own_parameters(self) -> tuple[Parameter, ...]:
        """What no other family needs to have."""
        return tuple(one for one in self.parameters if one.name not in COMMON)

    def asked(self, run: Run) -> Figures:
        """What was asked for, as the first columns of a row; `gap` stays free for the gap that is reached."""
        named = {"gap": "wanted_gap"}
        asked = {named.get(one.name, one.name): getattr(run, one.name) for one in self.parameters}
        return {"family": self.name, **asked}

    def rows(self, run: Run, found: Figures | list[Figures]) -> list[Figures]:
        """What was asked beside what was found."""
        return [{**self.asked(run), **one} for one in (found if isinstance(found, list) else [found])]

    def case(self, row: Figures) -> str:
        """The case of a row, in words: `placement, 1,000 people, 100 workplaces, slots`."""
        own = ((one, row.get(one.name)) for one in self.own_parameters)
        told = [_told(one, value) for one, value in own if value is not None]
        return ", ".join([self.name, *filter(None, told)])

    def runs(self, given: Mapping[str, Sequence[Any]]) -> list[Run]:
        """Every run that is asked for: cases, then seeds, then engines.

        Several values of the family's own parameters go in step (10 and 20 people on 3 and 6 places are two cases);
        a single one holds for all.

        Raises:
            PolicyError: they cannot go in step, or there are several of what holds for all runs of a call.
        """
        given = {name: values for name, values in given.items() if values}
        own = {one.name: given[one.name] for one in self.own_parameters if one.name in given}
        longest = max([len(values) for values in own.values()] or [1])
        if odd := [name for name, values in own.items() if len(values) not in (1, longest)]:
            raise PolicyError(f"{', '.join(odd)}: give one value, or {longest}, as of the others")
        single = {name: values[0] for name, values in given.items() if name in SINGLE}
        if several := [name for name in single if len(given[name]) > 1]:
            raise PolicyError(f"{', '.join(several)}: give one value, for all runs of this call")
        return [
            self.takes(
                **{name: values[case % len(values)] for name, values in own.items()}, **single, **_some(engine=engine),
                **_some(seed=seed),
            )
            for case in range(longest)
            for seed in given.get("seed", [None])
            for engine in given.get("engine", [None])
        ]  # fmt: skip


def _told(parameter: Parameter, value: Cell) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and parameter.kind is int:
        return f"{value:,} {parameter.name}"
    return "" if value == parameter.default else f"{parameter.name} {value:g}"


def _some(**given: Any) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}


def _parameter(name: str, hint: Any, default: Cell) -> Parameter:
    help_text = ""
    if typing.get_origin(hint) is Annotated:
        hint, help_text = typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is Literal:
        return Parameter(name, str, default, help_text, tuple(typing.get_args(hint)))
    return Parameter(name, hint, default, help_text)
