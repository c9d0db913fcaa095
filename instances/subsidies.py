"""Formulas of law for wages, subsidies and coaching. Shares are in %, amounts in euro, hours a week; arrays or numbers.

    W   = wml · h · 52 · 1.08                                    wage of a year at the minimum wage
    LKS = min(70 % W, max(0, W - L)) · (1 + 23.5 %)              wage-cost subsidy, a year; L = wage value % · B
    LKV = min(1.01 h · 52, 2,000)                                wage-cost benefit, a year, 3 years
    coaching = 15 %, 7.5 %, 6 % of h in year 1, 2, 3             most hours of a job coach that UWV pays

B is W, or the wage of the function where `law.lks_basis` says so; both are a share of W, so LKS is a share of W too.
By hand, 2026: W(36 h) = 14.71 · 36 · 52 · 1.08 = 29,740; at wage value 50 % LKS = 14,870 · 1.235 = 18,365; at most
20,818 · 1.235 = 25,710. Every figure comes from `parameters/law.toml` and `money.toml`, which name their sources.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.errors import EngineError
from instances.parameters import figure

type Floats = NDArray[np.float64]


def wage_a_week_hour() -> float:
    """Euros in a year for one hour a week at one euro an hour: 52 weeks with holiday allowance."""
    return figure("law.wage_weeks_year").number() * (1 + figure("law.holiday_allowance_share").number() / 100)


def yearly_wage(hours: Any, hour_wage: Any) -> Any:
    """W: euros a year for these hours a week at this wage an hour."""
    return hour_wage * hours * wage_a_week_hour()


def hour_wages(year: int) -> Floats:
    """The minimum wage from 21 years on each day of a year, euro an hour, float64 (365 or 366,).

    The amount that came into force last holds on; before the first one known, the first one does.
    """
    latest = figure("law.wml_hour")
    known = {date.fromisoformat(day): float(amount) for day, amount in _mapping("law.wml_hour_before").items()}
    known[latest.date] = latest.number()
    first_days = np.array(sorted(known), "datetime64[D]")
    amounts = np.array([known[day] for day in sorted(known)])
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    return np.asarray(amounts[np.maximum(np.searchsorted(first_days, days, side="right") - 1, 0)])


def youth_share(age: Any) -> Floats:
    """Minimum wage at an age as a share of that from 21 years, 0 to 1; the youngest share known holds below it."""
    youth = {int(years): float(amount) for years, amount in _mapping("law.wml_hour_youth").items()}
    youngest, adult = min(youth), max(youth) + 1
    shares = np.array([youth[years] for years in range(youngest, adult)]) / figure("law.wml_hour").number()
    years = np.clip(age, youngest, adult).astype(np.int64)
    return np.asarray(np.append(shares, 1.0)[years - youngest])


def employer_factor() -> float:
    """What a euro of wage costs an employer, and so what a euro of subsidised wage is worth: 1.235."""
    return 1 + figure("money.lks_overhead_share").number() / 100


def wage_factor() -> float:
    """What the wage value is a share of, as a factor of W: 1, or that of the wage of the function."""
    basis = figure("law.lks_basis").value
    if basis == "minimum_wage":
        return 1.0
    if basis == "function_wage":
        return figure("money.function_wage_share").number() / 100
    raise EngineError(f"law.lks_basis: found {basis!r}; wanted minimum_wage or function_wage")


def subsidy_rate(wage_value: Any, factor: float | None = None) -> Floats:
    """LKS as a share of W (0.6175 at a wage value of 50 %); `factor`: B as a factor of W, else that of the law."""
    basis = wage_factor() if factor is None else factor
    most = figure("law.lks_max_share").number() / 100
    lost = np.maximum(0.0, 1 - np.asarray(wage_value, np.float64) / 100 * basis)
    return np.asarray(np.minimum(most, lost) * employer_factor())


def flat_rate() -> float:
    """LKS as a share of W in the first months, before the wage value is measured."""
    return figure("law.lks_flat_share").number() / 100 * employer_factor()


def wage_cost_subsidy(hours: Any, wage_value: Any, hour_wage: float, factor: float | None = None) -> Any:
    """LKS of a whole year at a measured wage value, euros."""
    return yearly_wage(hours, hour_wage) * subsidy_rate(wage_value, factor)


def wage_cost_benefit(hours: Any) -> Any:
    """LKV of a whole year, euros."""
    weeks = figure("law.wage_weeks_year").number()
    return np.minimum(figure("money.lkv_hour").number() * hours * weeks, figure("money.lkv_max_year").number())


def coach_shares() -> tuple[float, ...]:
    """Most hours of a job coach per contract hour in year 1, 2 and 3, 0 to 1; nothing after that."""
    years = range(1, int(figure("law.jobcoach_max_years").number()) + 1)
    return tuple(figure(f"law.jobcoach_share_year{year}").number() / 100 for year in years)


def coaching(hours: Any, year: int) -> Any:
    """Euros of job coaching in the given year of a contract (1 = first), at the rate of an external coach."""
    shares = coach_shares()
    weekly = hours * shares[year - 1] if year <= len(shares) else hours * 0.0
    return weekly * figure("law.wage_weeks_year").number() * figure("money.jobcoach_rate").number()


def social_infrastructure(year: int) -> float:
    """What the state gives a municipality for one place just above sheltered work, euros a year.

    It comes by a formula over all municipalities and not by placement, so no option is cheaper by it.
    """
    amounts = _mapping("money.social_infrastructure_place")
    first, last = 2025, int(figure("money.social_infrastructure_structural_year").number())
    return float(np.interp(year, [first, last], [amounts[str(first)], amounts["structural"]]))


def _mapping(key: str) -> Mapping[str, float]:
    value = figure(key).value
    if not isinstance(value, dict):
        raise TypeError(f"{key} is not a table: {value!r}")
    return value
