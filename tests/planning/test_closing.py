"""A plan for every closing date: each is the plan of the documents with that date."""

from datetime import date

import pytest

from instances.errors import InconsistentInstance
from instances.generate import generate
from instances.schema.plan_scenarios import PlanPatch
from matching.engines.engine import Limits, Monitor
from planning.closing import closing_dates
from planning.scenarios import patched
from planning.solver import solve


@pytest.fixture(scope="module")
def roomy():
    """Employers and the MOB may grow fast enough to take all people in, Wsw included."""
    tiny = generate("tiny")
    quick = [("plan_hosts", "builds_quarter"), ("plan_hosts", "moves_quarter"), ("plan_hosts", "cuts_quarter")]
    for table, field in quick:
        tiny = tiny.replace(**{table: tiny[table].assign(**{field: 100.0})})
    return tiny.replace(plan=tiny["plan"].assign(starts_period=100.0))


def test_every_date_is_an_ordinary_plan(roomy):
    """Before the MOB exists the hall cannot close: the Wsw people would have no place."""
    found = closing_dates(roomy, "", "hal", Monitor(Limits(time_limit=60)))
    costs = {one.closes_on: one.objective for one in found.dates}
    assert list(costs) == [None, date(2026, 7, 1), date(2027, 1, 1), date(2027, 7, 1)]
    assert costs[date(2026, 7, 1)] is None
    assert costs[None] == pytest.approx(solve(roomy).termination.objective)
    late = PlanPatch.model_validate({"scenario": "s", "order": 1, "table": "plan_hosts", "row": "hal",
                                     "field": "open_until", "operation": "set", "value": "2027-07-01"})  # fmt: skip
    known = solve(patched(roomy, [late])).termination.objective
    assert costs[date(2027, 7, 1)] == (None if known is None else pytest.approx(known))


def test_an_unknown_host_lists_those_there_are(roomy):
    with pytest.raises(InconsistentInstance) as caught:
        closing_dates(roomy, "", "nowhere", Monitor(Limits(time_limit=60)))
    assert "hal" in caught.value.problems[0].wanted.nl
