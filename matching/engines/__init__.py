"""The engines, in one explicit tuple, and the choice among them. Each is one file: one solver, one status table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from instances.errors import PolicyError
from matching.engines import cpsat, flow, greedy, lp_core
from matching.engines.engine import Engine
from matching.problem import AssignmentProblem

ENGINES: Final[Sequence[Engine]] = (greedy, flow, lp_core, cpsat)


@dataclass(frozen=True)
class Choice:
    """The engine that suits the data, and why, in Dutch and English."""

    engine: Engine
    nl: str
    en: str


def by_name(name: str) -> Engine:
    """Give the engine of that name.

    Raises:
        PolicyError: there is none.
    """
    for engine in ENGINES:
        if name == engine.NAME:
            return engine
    raise PolicyError(f"engine {name!r} does not exist; known are {', '.join(engine.NAME for engine in ENGINES)}")


def named(name: str, problem: AssignmentProblem) -> Choice:
    """Take the engine that someone asked for.

    Raises:
        PolicyError: there is none of that name, or it cannot take this problem.
    """
    engine = by_name(name)
    if why_not := engine.supports(problem):
        raise PolicyError(f"engine {name!r} cannot take this problem: {why_not}")
    return Choice(engine, "Deze rekenmethode is gevraagd.", "This engine was asked for.")


def choose(problem: AssignmentProblem) -> Choice:
    """Pick by the data: a flow where only slots bind, else prices and an exact core."""
    why_not = flow.supports(problem)
    if not why_not:
        return Choice(
            flow,
            "Alleen het aantal plekken knelt: minimale-kostenstroom is dan exact.",
            "Only slots can bind: min-cost flow is exact.",
        )
    return Choice(
        lp_core,
        "Er knelt meer dan het aantal plekken: prijzen uit het lineaire model, daarna exact over de kern.",
        f"More than slots binds: prices from the linear model, then an exact core. No flow, for {why_not}.",
    )
