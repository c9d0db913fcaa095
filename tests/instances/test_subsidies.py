"""The formulas of law against values worked out by hand, and what can never happen."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from instances import subsidies
from instances.errors import EngineError
from instances.parameters import Figure, figure
from instances.schema.vocabulary import Status
from instances.subsidies import (
    coaching,
    flat_rate,
    hour_wages,
    social_infrastructure,
    subsidy_rate,
    wage_cost_benefit,
    wage_cost_subsidy,
    yearly_wage,
    youth_share,
)

WML = 14.71  # 1 January 2026
HOURS, VALUES = st.floats(0, 48), st.floats(0, 150)


@pytest.mark.parametrize(
    ("hours", "wage"),
    [(36, 29_740), (27, 22_305)],  # 14.71 x 36 x 52 x 1.08; 14.71 x 27 x 52 x 1.08
)
def test_wage_of_a_year(hours, wage):
    assert yearly_wage(hours, WML) == pytest.approx(wage, abs=0.5)


@pytest.mark.parametrize(
    ("hours", "wage_value", "euro"),
    [
        (36, 50, 18_365),  # 29,740 - 14,870 = 14,870; x 1.235
        (36, 20, 25_710),  # 80 % is lost, 70 % is the most: 20,818 x 1.235
        (36, 30, 25_710),  # just the most
        (27, 35, 17_905),  # 22,305 x 0.65 = 14,498; x 1.235
        (36, 100, 0),
        (36, 120, 0),  # nobody pays back
    ],
)
def test_wage_cost_subsidy(hours, wage_value, euro):
    assert wage_cost_subsidy(hours, wage_value, WML) == pytest.approx(euro, abs=1)


def test_wage_value_as_share_of_the_wage_of_the_function():
    """Function wage 110 % of W: 50 % of it is 55 % of W, so 45 % of W is lost; 29,740 x 0.45 x 1.235 = 16,528."""
    assert wage_cost_subsidy(36, 50, WML, factor=1.1) == pytest.approx(16_528, abs=1)


def test_the_basis_is_a_figure(monkeypatch):
    """`law.lks_basis` chooses; a word that is none of the two is answered with both."""

    def chosen(basis):
        lks = Figure("law.lks_basis", basis, "text", "a test", date(2026, 1, 1), Status.ASSUMED)
        monkeypatch.setattr(subsidies, "figure", lambda key: lks if key == "law.lks_basis" else figure(key))

    chosen("function_wage")
    assert subsidy_rate(50.0) == pytest.approx(0.45 * 1.235)
    chosen("family_wage")
    with pytest.raises(EngineError, match="minimum_wage or function_wage"):
        subsidy_rate(50.0)


def test_flat_rate_is_half_of_the_wage():
    assert flat_rate() == pytest.approx(0.5 * 1.235)


def test_minimum_wage_of_each_day():
    wages = hour_wages(2025)
    assert len(wages) == 365
    # 30 June is day 180 counted from 0
    assert wages[[0, 180, 181, 364]].tolist() == [14.06, 14.06, 14.40, 14.40]
    assert set(hour_wages(2026)) == {14.71}
    assert len(hour_wages(2028)) == 366
    assert set(hour_wages(2028)) == {14.71}  # nothing later is known


def test_youth_wages():
    """20 years: 11.77 of 14.71; 14 years: as the youngest known, 17 years, 5.81."""
    shares = youth_share(np.array([20, 18, 17, 14, 21, 60]))
    assert shares * WML == pytest.approx([11.77, 7.36, 5.81, 5.81, 14.71, 14.71])


def test_job_coach():
    """24 hours: 15 % = 3.6 hours a week x 52 x 100 euros; then half of it; then 6 %; then nothing."""
    assert [coaching(24, year) for year in (1, 2, 3, 4)] == pytest.approx([18_720, 9_360, 7_488, 0])


def test_wage_cost_benefit():
    """1.01 x 24 x 52 = 1,260.48; 40 hours would give 2,100.80, the most is 2,000."""
    assert wage_cost_benefit(np.array([24.0, 40.0])) == pytest.approx([1_260.48, 2_000])


def test_social_infrastructure():
    """1,980 in 2025; 1,980 + 1/5 x 1,610 = 2,302 in 2026; 3,590 from 2030 on."""
    assert [social_infrastructure(year) for year in (2025, 2026, 2030, 2034)] == pytest.approx(
        [1_980, 2_302, 3_590, 3_590]
    )


@given(hours=HOURS, more=HOURS, value=VALUES, higher=VALUES)
def test_more_hours_never_less_and_more_wage_value_never_more(hours, more, value, higher):
    (hours, more), (value, higher) = sorted((hours, more)), sorted((value, higher))
    assert wage_cost_subsidy(hours, value, WML) <= wage_cost_subsidy(more, value, WML)
    assert wage_cost_subsidy(hours, higher, WML) <= wage_cost_subsidy(hours, value, WML)


@given(hours=HOURS, value=VALUES)
def test_never_above_the_cap_nor_below_nothing(hours, value):
    wage = yearly_wage(hours, WML)
    assert 0 <= wage_cost_subsidy(hours, value, WML) <= 0.7 * wage * 1.235 + 1e-9
