"""The arithmetic of what is known: values, bounds, gaps."""

from math import floor

from instances.schema.solution import Limit, Reason, Termination


def integer_bound(bound: float) -> int:
    """Values are whole numbers, so a bound may be rounded down (1e-6 is left for rounding in the solver)."""
    return floor(bound + 1e-6)


def relative_gap(objective: float, bound: float) -> float:
    """(bound - objective) / max(1, |bound|), never below zero."""
    return max(0.0, bound - objective) / max(1.0, abs(bound))


def terminated(objective: int, bound: float, limit: Limit) -> Termination:
    """Say what is known: optimal only where the bound proves it."""
    proven = objective >= integer_bound(bound)
    known = max(float(objective), bound) if not proven else float(objective)
    reason = Reason.OPTIMAL if proven else Reason.FEASIBLE
    return Termination(
        reason=reason, limit=Limit.NONE if proven else limit, objective=objective, bound=known,
        gap=relative_gap(objective, known),
    )  # fmt: skip
