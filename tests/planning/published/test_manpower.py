"""Williams' manpower planning: three classes of staff over three years. The stock of a class is a balance."""

from dataclasses import replace

import numpy as np
import pytest

from planning.backend.highs import Live
from planning.backend.lexicographic import lexicographic


@pytest.fixture
def manpower(sketch, published):
    """The model, and two costs over it: redundancies, and money."""
    case = published("manpower_planning")
    data, skills = case["data"], case["data"]["skills"]
    redundancies, money = {}, {}
    for year in data["years"]:
        for skill in skills:
            redundancies[sketch.column(("layoff", year, skill))] = 1.0
            money["layoff", year, skill] = data["layoff_cost"][skill]
            money[sketch.column(("excess", year, skill))] = data["overmanning_cost"][skill]
            money[sketch.column(("part", year, skill), upper=data["max_parttime"])] = data["parttime_cost"][skill]
            sketch.column(("staff", year, skill))
            sketch.column(("hire", year, skill), upper=data["max_hiring"][skill])
            for other in skills:
                if skill != other:
                    sketch.column(("train", year, skill, other))
        money["train", year, "unskilled", "semi"] = data["training_cost"]["unskilled"]
        money["train", year, "semi", "skilled"] = data["training_cost"]["semi"]
        sketch.row({("train", year, "unskilled", "semi"): 1}, upper=data["max_train_unskilled"])
        sketch.row({("train", year, "unskilled", "skilled"): 1}, upper=0)
        share = data["max_train_semiskilled_share_of_skilled"]
        sketch.row({("train", year, "semi", "skilled"): 1, ("staff", year, "skilled"): -share}, upper=0)
        sketch.row({("excess", year, skill): 1 for skill in skills}, upper=data["max_overmanning"])
        for level, skill in enumerate(skills):
            stays = 1 - data["veteran_attrition"][skill]
            was = stays * data["current"][skill] if year == 1 else 0.0
            stock = {("staff", year, skill): 1, ("layoff", year, skill): 1}
            stock["hire", year, skill] = -(1 - data["rookie_attrition"][skill])
            if year > 1:
                stock["staff", year - 1, skill] = -stays
            for rank, other in enumerate(skills):
                if other != skill:
                    kept = stays if rank < level else 1 - data["demoted_attrition"]
                    stock["train", year, other, skill] = -kept
                    stock["train", year, skill, other] = 1
            sketch.row(stock, was, was)
            need = data["demand"][str(year)][skill]
            present = {("staff", year, skill): 1, ("excess", year, skill): -1}
            sketch.row({**present, ("part", year, skill): -data["parttime_productivity"]}, need, need)
    programme = sketch.programme()
    costs = []
    for amounts in (redundancies, money):
        cost = 0 * programme.cost
        cost[sketch.at(*amounts)] = list(amounts.values())
        costs.append(cost)
    return programme, costs, case["expected"]


def test_each_aim_alone(manpower):
    programme, (redundancies, money), expected = manpower
    live = Live(programme)
    (fewest,), (cheapest,) = lexicographic(live, [redundancies]), lexicographic(live, [money])
    assert fewest.objective == pytest.approx(expected["min_redundancies"], rel=1e-6)
    assert cheapest.objective == pytest.approx(expected["min_cost"], rel=1e-6)


def test_one_after_the_other(manpower, cbc):
    """Fewest redundancies first, then money; CBC prices the same second stage under a cap of its own."""
    programme, (redundancies, money), expected = manpower
    live = Live(programme)
    fewest, then_cheapest = lexicographic(live, [redundancies, money])
    assert redundancies @ then_cheapest.x == pytest.approx(expected["min_redundancies"], rel=2e-6)
    live.add_row(redundancies, -np.inf, fewest.objective * (1 + 1e-6))
    second = replace(live.programme, cost=money)
    assert cbc(second) == ("Optimal", pytest.approx(then_cheapest.objective, rel=1e-5))
    assert then_cheapest.objective > expected["min_cost"]


def test_cbc_agrees(manpower, cbc):
    """Through a file CBC gives 841.79687: it writes fewer digits than it knows."""
    programme, costs, expected = manpower
    for cost, name in zip(costs, ("min_redundancies", "min_cost"), strict=True):
        assert cbc(replace(programme, cost=cost)) == ("Optimal", pytest.approx(expected[name], rel=1e-6))
