"""Birge and Louveaux' farmer: land for three crops before the yield is known, in every way the house can solve it."""

from dataclasses import replace

import numpy as np
import pytest

from planning.backend.highs import Live
from planning.programme import Programme
from planning.tree import Tree
from planning.twostage import decide, together
from planning.uncertainty import Measures, Staged, measures, shy_plans

YIELDS, CHANCES = np.array([0.8, 1.0, 1.2]), np.full(3, 1 / 3)
ACRES = np.arange(3)
TRADE = 6  # columns of one scenario: buy wheat, corn; sell wheat, corn, beets, beets above the quota


@pytest.fixture
def farmer(sketch, published):
    """One scenario as a function of the factor on all yields."""
    data = published("farmer_stochastic")["data"]
    crops = data["crops"]

    def written(factor: float) -> Programme:
        sketch.__init__()
        for crop in crops:
            sketch.column(("acres", crop), data["planting_cost"][crop])
        for crop, price in data["purchase_price"].items():
            sketch.column(("buy", crop), price)
        for crop, price in data["price"].items():
            sketch.column(("sell", crop), -price, upper=data["quota"].get(crop, np.inf))
        sketch.column(("surplus", "beets"), -data["price_above_quota"]["beets"])
        sketch.row({("acres", crop): 1 for crop in crops}, upper=data["land_acres"])
        for crop in crops:
            stock = {("acres", crop): factor * data["mean_yield"][crop], ("sell", crop): -1}
            if ("buy", crop) in sketch.columns:
                stock["buy", crop] = 1
            if ("surplus", crop) in sketch.columns:
                stock["surplus", crop] = -1
            sketch.row(stock, lower=data["requirement"].get(crop, 0))
        return sketch.programme()

    return written


@pytest.fixture
def expected(published):
    return published("farmer_stochastic")["expected"]


@pytest.fixture
def staged(farmer):
    """The tree: acres at the root, trade at a leaf. The land row is written once, at the root."""
    programme = together([farmer(factor) for factor in YIELDS], CHANCES, ACRES)
    once = np.setdiff1d(np.arange(12), [4, 8])
    programme = replace(
        programme, matrix=programme.matrix[once], row_lower=programme.row_lower[once],
        row_upper=programme.row_upper[once],
    )  # fmt: skip
    return Staged(
        programme, Tree.branching(2, {1: (1 / 3, 1 / 3, 1 / 3)}), np.r_[np.zeros(3, int), np.repeat([1, 2, 3], TRADE)],
        np.r_[0, np.repeat([1, 2, 3], 3)],
    )  # fmt: skip


def test_the_published_measures(staged, farmer, expected):
    found = measures(staged, farmer(1.0), ACRES, ACRES)
    assert found.rp == pytest.approx(expected["RP"], rel=1e-6)
    assert found.ev == pytest.approx(expected["EV"], rel=1e-6)
    assert found.eev == pytest.approx(expected["EEV"], rel=1e-6)
    assert found.ws == pytest.approx(expected["WS"], rel=1e-6)
    assert (found.vss, found.evpi) == (pytest.approx(expected["VSS"]), pytest.approx(expected["EVPI"], rel=1e-6))
    assert found.matters


def test_when_uncertainty_only_changes_the_bill():
    """The prototype of the five-year plan: 1.0 and 2.6 k EUR of 19.8 M are not worth a tree."""
    assert not Measures(rp=19_800.0, ev=19_790.0, eev=19_801.0, ws=19_797.4).matters


@pytest.mark.parametrize("gap", [1e-9, 0.2])
def test_a_proven_decision(farmer, expected, gap):
    found = decide(lambda row: farmer(row[0]), YIELDS[:, None], CHANCES, ACRES, gap)
    assert found.lower <= expected["RP"] + 1e-3
    assert found.upper >= expected["RP"] - 1e-3
    assert found.gap <= gap
    if gap < 0.1:
        assert found.shared.tolist() == pytest.approx(
            [expected["first_stage"][crop] for crop in expected["first_stage"]]
        )
        assert found.costs.mean() == pytest.approx(expected["RP"], rel=1e-6)


def test_fewer_clusters_than_scenarios_still_bound_both_ends(farmer, expected, monkeypatch):
    monkeypatch.setattr("planning.twostage.FIRST", 2)
    found = decide(lambda row: farmer(row[0]), YIELDS[:, None], CHANCES, ACRES, gap=0.5)
    assert found.clusters == 2
    assert expected["WS"] - 1e-3 <= found.lower <= expected["RP"] + 1e-3
    assert expected["RP"] - 1e-3 <= found.upper


def test_shunning_the_bad_years(staged, expected):
    """With all weight on the worst third there is one scenario: plan for a bad harvest alone, at -59,950."""
    spending = staged.programme.cost / staged.tree.probability[staged.column_node]
    neutral, shy = shy_plans(staged, spending, alpha=2 / 3, weights=[0.0, 0.999])
    assert neutral.expected == pytest.approx(expected["RP"], rel=1e-6)
    assert shy.expected > neutral.expected
    assert shy.cvar < neutral.cvar
    assert neutral.cvar == pytest.approx(neutral.spending.max())
    assert shy.cvar == pytest.approx(-59_950, rel=1e-6)


def test_cbc_agrees(staged, cbc, expected):
    assert cbc(staged.programme) == ("Optimal", pytest.approx(expected["RP"], rel=1e-6))
    assert Live(staged.programme).solve().objective == pytest.approx(expected["RP"], rel=1e-6)
