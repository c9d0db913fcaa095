"""When to close a host: one plan for every date at which it may close, so that the cost of the date is seen whole.

For one site that is exact where branch and bound is slow, every plan has its own proof, and each is an ordinary plan of
the documents with another `open_until`. (planning.md, section 6, "enumerating the closing quarter".)
"""

from datetime import date

from instances.errors import InconsistentInstance, Problem, one_of
from instances.schema.plan_answer import Closing, ClosingDate
from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_words import Operation
from instances.tables import Instance
from matching.engines.engine import Monitor
from planning.assumptions import names
from planning.backend.highs import Live
from planning.opening import OpenPlan
from planning.scenarios import applied, patched
from planning.solver import solved

HALF_YEARS = (1, 7)  # months in which a host may close


def closing_dates(instance: Instance, scenario: str, host: str, monitor: Monitor) -> Closing:
    """Plan for every first of January and July after the first period, and as the documents have it.

    Raises:
        InconsistentInstance: there is no plan in the documents, no such scenario or no such host.
    """
    there = applied(instance, scenario)
    if host not in list(there["plan_hosts"]["id"]):
        wanted = one_of(there["plan_hosts"]["id"])
        raise InconsistentInstance([Problem("plan_hosts", 0, "id", host, wanted)])
    starts = OpenPlan.of(there).data.calendar.starts
    dates: list[date | None] = [None, *(day for day in starts[1:] if day.month in HALF_YEARS)]
    found = []
    for day in dates:
        plan = OpenPlan.of(there if day is None else patched(there, [_closes(host, day)]))
        outcome = solved(plan, Live(plan.programme, monitor))
        found.append(ClosingDate(closes_on=day, objective=outcome.objective if outcome.found else None))
    called = {lang: names(there, lang)[host] for lang in ("nl", "en")}
    return Closing(host=host, nl=called["nl"], en=called["en"], dates=tuple(found))


def _closes(host: str, day: date) -> PlanPatch:
    return PlanPatch(
        scenario="closing", order=1, table="plan_hosts", row=host, field="open_until", operation=Operation.SET,
        value=day.isoformat(),
    )  # fmt: skip
