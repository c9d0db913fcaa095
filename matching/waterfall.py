"""From base to net value, step by step, so that the last total is the net value of the view exactly.

net = base + Σ_{soft r} points_r (+ floor) - Σ_{scarce r} a_r y_r      points; prices rounded to thousandths
"""

from instances.schema.answer import Bar
from instances.schema.view import PairView


def waterfall(view: PairView) -> tuple[Bar, ...]:
    """The ledger of a pair, then the price of each scarce thing that has one."""
    steps = [(part.rule, float(part.points)) for part in view.ledger if part.points]
    steps += [(f"{thing.kind}:{thing.row}", -thing.cost) for thing in view.scarce if thing.cost]
    bars, total = [], 0.0
    for code, points in steps:
        total = round(total + points, 3)
        bars.append(Bar(code=code, points=points, total=total))
    return tuple(bars)
