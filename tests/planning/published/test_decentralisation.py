"""Williams' decentralisation: which line goes where, when lines that stay together share what they have."""

import pytest

from planning.backend.highs import Live
from planning.backend.outcome import Method, Status


@pytest.fixture
def cities(sketch, published):
    """min communication - benefit; together[d, c, e, f] = 1 where d is in c and e in f: no more than either."""
    case = published("decentralisation")
    data = case["data"]
    places = data["cities"]
    for department in data["departments"]:
        for city in places:
            sketch.column((department, city), -data["benefit_kGBP"][department][city], upper=1, whole=True)
        sketch.row({(department, city): 1 for city in places}, 1, 1)
    for city in places:
        sketch.row(
            {(department, city): 1 for department in data["departments"]}, upper=data["max_departments_per_city"]
        )
    for pair, quantity in data["communication_quantity_k"].items():
        one, other = pair.split("-")
        for here in places:
            for there in places:
                both = sketch.column((one, here, other, there), quantity * data["unit_cost_GBP"][here][there])
                sketch.row({both: 1, (one, here): -1, (other, there): -1}, lower=-1)
        for here in places:  # each department talks from where it is: tighter than the row above
            sketch.row({**{(one, here, other, there): 1 for there in places}, (one, here): -1}, 0, 0)
            sketch.row({**{(one, there, other, here): 1 for there in places}, (other, here): -1}, 0, 0)
    return sketch, case["expected"]


def test_the_published_margin(cities):
    sketch, expected = cities
    live = Live(sketch.programme())
    outcome = live.solve()
    assert (outcome.method, outcome.status) == (Method.BRANCHING, Status.OPTIMAL)
    assert -outcome.objective == pytest.approx(expected["max_margin_k"], rel=1e-6)
    assert -outcome.bound == pytest.approx(expected["max_margin_k"], rel=1e-6)
    chosen = sketch.at(*expected["plan"].items())
    assert outcome.x[chosen].tolist() == pytest.approx([1] * len(chosen))  # the only best plan


def test_held_choices_give_the_same_margin(cities):
    sketch, expected = cities
    live = Live(sketch.programme())
    held = live.fixed(live.solve()).solve()
    assert (held.held, -held.objective) == (15, pytest.approx(expected["max_margin_k"], rel=1e-6))


def test_cbc_agrees(cities, cbc):
    """CBC stops within a gap of its own, so it does not call this optimal."""
    sketch, expected = cities
    _, objective = cbc(sketch.programme())
    assert -objective == pytest.approx(expected["max_margin_k"], rel=1e-6)
