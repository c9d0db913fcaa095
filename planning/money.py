"""What a plan costs each municipality and each company, by kind and year: every euro back to a figure."""

from collections.abc import Iterator

import numpy as np

from instances.schema.plan_solution import CompanyMoney, Money
from planning.calendar import YearEnd
from planning.data import CENTS, PlanData
from planning.programme import Floats
from planning.values import Values

EURO = 1000.0  # euro in a k euro


def pool_money(data: PlanData, values: Values) -> dict[str, Floats]:
    """Shared cost by kind, (N, C), k euro per period: fixed, idle, rent, salaries."""
    shape = (data.calendar.num_nodes, len(data.pools))
    found = {kind: np.zeros(shape) for kind in ("fixed", "idle", "rent", "salaries")}
    price = data.wages * data.calendar.length / CENTS
    for c, pool in enumerate(data.pools):
        found["fixed"][:, c] = price * pool.base_year_cents * (1 + pool.growth_percent / 100) ** data.price_years
    places = values.places(data)
    for p, h in enumerate(data.host_of):
        host = data.hosts[h]
        if host.pool is not None:
            found["idle"][:, data.pool_at[host.pool]] += price * host.idle_year_cents * places[:, p]
    area = values.of("area", shape[0], len(data.sites))
    for b, site in enumerate(data.sites):
        h = data.host_at[site.host]
        pool_id = data.hosts[h].pool
        if pool_id is not None:
            cost = site.rent_m2_year_cents * area[:, b] + site.open_year_cents * data.open[:, h]
            found["rent"][:, data.pool_at[pool_id]] += price * cost
    fte = values.of("fte", shape[0], len(data.staff))
    for s, staff in enumerate(data.staff):
        found["salaries"][:, data.pool_at[staff.pool]] += price * staff.salary_year_cents * fte[:, s]
    return found


def money_rows(data: PlanData, values: Values, people: Floats) -> Iterator[Money]:
    """Per municipality and year: cost and income by kind, their sum, the budget, what is short, and one-off money."""
    kinds = {name: np.einsum("ngmp,ngmp->nm", people, money) for name, money in data.person_money.items()}
    shared = sum(pool_money(data, values).values(), np.zeros((data.calendar.num_nodes, len(data.pools))))
    for c, pool in enumerate(data.pools):
        if shared[:, c].any():
            kinds[f"share_{pool.id}"] = shared[:, [c]] * data.share[c]
    heads = people.sum(axis=(1, 3)) * data.calendar.length
    budgets = {(row.municipality, row.year): row for row in data.budgets}
    shape = (data.calendar.num_nodes, len(data.municipalities))
    sums = {name: values.of(name, *shape) for name in ("deficit", "surplus", "impulse", "own")}
    for end in data.calendar.year_ends:
        for m, town in enumerate(data.municipalities):
            rows = {name: float(amounts[end.nodes, m].sum()) * EURO for name, amounts in kinds.items()}
            structural = sum(rows.values())
            budget = budgets.get((town, end.year))
            rows["structural"] = structural
            rows["budget"] = end.share * (budget.structural_cents if budget else 0) / 100
            rows.update({name: float(amounts[end.node, m]) * EURO for name, amounts in sums.items()})
            rows["one_off"] = rows["impulse"] + rows["own"]
            served = float(heads[end.nodes, m].sum())
            if served > 0:
                rows["per_participant"] = structural / served
            for kind, euro in rows.items():
                yield Money(
                    municipality=town, year=end.year, kind=kind, euro=euro, branch=data.calendar.branch[end.node]
                )


def company_rows(data: PlanData, values: Values, people: Floats) -> Iterator[CompanyMoney]:
    """Per pool and year: shared cost by kind, what its people cost net, tariffs it gets, and its deficit."""
    shared = pool_money(data, values)
    paths = {(row.pool, row.year): row.most_cents / 100 for row in data.deficits}
    for end in data.calendar.year_ends:
        for c, pool in enumerate(data.pools):
            rows = {kind: float(amounts[end.nodes, c].sum()) * EURO for kind, amounts in shared.items()}
            rows.update(_earned(data, people, pool.id, end))
            if not any(rows.values()):
                continue
            rows["deficit"] = sum(rows.values())
            if (pool.id, end.year) in paths:
                rows["path"] = paths[pool.id, end.year] * end.share
            for kind, euro in rows.items():
                yield CompanyMoney(
                    pool=pool.id, year=end.year, kind=kind, euro=euro, branch=data.calendar.branch[end.node]
                )


def _earned(data: PlanData, people: Floats, pool: str, end: YearEnd) -> dict[str, float]:
    own = [p for p, h in enumerate(data.host_of) if data.hosts[h].pool == pool]
    there = people[end.nodes][..., own]
    rows = {kind: float((there * money[end.nodes][..., own]).sum()) * EURO for kind, money in data.person_money.items()}
    rows["tariffs"] = -float(np.einsum("ngmp,ng->", there, data.tariff[end.nodes])) * EURO
    return rows
