"""Williams' factory planning 1: capacity that is down in some months, and stock carried over."""

import pytest

from planning.backend.highs import Live
from planning.backend.outcome import Method
from planning.ranges import worths


@pytest.fixture
def factory(sketch, published):
    """The model, the rows of the machines' hours by month and machine, and what must come out."""
    case = published("factory_planning_1")
    data, hours = case["data"], {}
    before: dict[str, int] = {month: at - 1 for at, month in enumerate(data["months"])}
    for month in data["months"]:
        for product in data["products"]:
            last = month == data["months"][-1]
            sketch.column(("make", month, product))
            sketch.column(("sell", month, product), -data["profit"][product], 0, data["max_sales"][month][product])
            end = data["end_inventory"]
            keep = (end, end) if last else (0, data["max_inventory"])
            sketch.column(("store", month, product), data["holding_cost"], *keep)
            balance = {("make", month, product): 1, ("sell", month, product): -1, ("store", month, product): -1}
            if before[month] >= 0:
                balance["store", data["months"][before[month]], product] = 1
            sketch.row(balance, 0, 0)
        for machine, needs in data["hours"].items():
            running = data["installed"][machine] - data["down_fixed"][month].get(machine, 0)
            hours[month, machine] = len(sketch.rows)
            use = {("make", month, product): need for product, need in needs.items()}
            sketch.row(use, upper=running * data["hours_per_machine_month"])
    return sketch.programme(), hours, case["expected"]


@pytest.mark.parametrize("method", [Method.SIMPLEX, Method.INTERIOR])
def test_the_published_profit(factory, method):
    programme, _, expected = factory
    assert -Live(programme).solve(method).objective == pytest.approx(expected["max_profit"], rel=1e-6)


def test_cbc_agrees(factory, cbc):
    programme, _, expected = factory
    assert cbc(programme) == ("Optimal", pytest.approx(-expected["max_profit"], rel=1e-6))


def test_what_an_hour_is_worth(factory):
    """Solved again with one hour more, the profit grows by what its row says; a machine that idles is worth nothing."""
    programme, hours, _ = factory
    live = Live(programme)
    found = {worth.row: worth for worth in worths(live, live.solve(), hours.values())}
    assert found[hours["Mar", "borer"]].confirmed or found[hours["Mar", "borer"]].high < 1
    assert all(worth.value <= 0 for worth in found.values())
    assert min(worth.value for worth in found.values()) < -100  # one hour of the scarcest machine
    idle = [worth for worth in found.values() if worth.side < programme.row_upper[worth.row] - 1]
    assert idle
    assert {worth.value for worth in idle} == {0.0}
