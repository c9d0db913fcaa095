"""The five-year plan of the region, put together from the figures of the plan.

What the figures give for the region is shared over municipalities and lines: people by the shares of their group,
places taken in proportion to the places there are.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from instances.generate.draw import apportion
from instances.generate.plan.rows import Row, named, row, tables, value

FIRST, LAST = 2025, 2029
PLACES, PEOPLE = "plan_places", "plan"


def plan() -> dict[str, pd.DataFrame]:
    """All tables of the plan."""
    return tables(
        {
            "plan": [row("plan.settings", value("plan.settings"))],
            "plan_goals": named("plan.goals", "goal"),
            "plan_learning": [
                row("plan.learning", {"quarter": int(quarter), "loss_percent": loss})
                for quarter, loss in value("plan.learning").items()
            ],
            "plan_activities": named("plan.activities"),
            "plan_programme": named("plan.programme"),
            "plan_pools": named("plan_places.pools"),
            "plan_keys": list(_keys()),
            "plan_budgets": list(_budgets()),
            "plan_deficits": [
                row("plan_places.deficits", {"pool": "mtb", "year": int(year), "most_euro": euro})
                for year, euro in value("plan_places.deficits").items()
            ],
            "plan_hosts": named("plan_places.hosts"),
            "plan_lines": named("plan_places.lines", "line"),
            "plan_places": [
                row("plan_places.places", {"line": line, "host": host, "start_places": places})
                for host, lines in value("plan_places.places").items()
                for line, places in lines.items()
            ],
            "plan_moves": list(_moves()),
            "plan_sites": named("plan_places.sites"),
            "plan_staff": named("plan_places.staff"),
            "plan_groups": named("plan.groups"),
            "plan_allowed": list(_allowed()),
            "plan_start": list(_start()),
            "plan_cohorts": list(_cohorts()),
            "plan_demand": list(_demand()),
            "plan_exits": [
                row("plan.exits", {"year": int(year), "people": people})
                for year, people in value("plan.exits").items()
            ],
            "plan_scenarios": [
                row("plan_scenarios.names", dict(zip(("id", *NAMES), (key, *told), strict=True)))
                for key, told in value("plan_scenarios.names").items()
            ],
            "plan_patches": list(_patches()),
        }
    )  # fmt: skip


NAMES = ("name_nl", "name_en", "story_nl", "story_en")
PATCH = ("table", "row", "field", "operation", "value", "from_year", "until_year")


def _keys() -> Iterator[Row]:
    for pool, shares in value("plan_places.keys").items():
        for municipality, share in shares.items():
            yield row("plan_places.keys", {"pool": pool, "municipality": municipality, "share_percent": share})


def _budgets() -> Iterator[Row]:
    structural, impulse = value("plan_places.structural"), value("plan_places.impulse")
    share = value("plan_places.keys")["change"]
    for year in range(FIRST, LAST + 1):
        for municipality, euro in structural.items():
            part = impulse[str(year)] * share[municipality] / 100
            yield row(
                "plan_places.structural",
                {"municipality": municipality, "year": year, "structural_euro": euro, "impulse_euro": part},
            )


def _moves() -> Iterator[Row]:
    start: date = value("plan_places.moves_from")["first_day"]
    for from_host, to_host in value("plan_places.moves"):
        yield row("plan_places.moves", {"from_host": from_host, "to_host": to_host, "from_on": start})


def _allowed() -> Iterator[Row]:
    owners = tuple(value("plan_places.keys")["mtb"])
    for group, hosts in value("plan.allowed").items():
        for host, (ends, lasting, who) in hosts.items():
            fields = {"group": group, "host": host, "ends_percent": ends, "lasting_percent": lasting}
            yield row("plan.allowed", {**fields, "municipalities": owners if who == "owners" else ()})


def _shares(group: str, host: str) -> dict[str, float]:
    """Share of each municipality in the people of a group at a host."""
    owners, share = value("plan_places.keys")["mtb"], value("plan.sheltered_start_share")
    if group != "wsw":
        return dict(share)
    if host == "wozl":
        return {municipality: part for municipality, part in share.items() if municipality not in owners}
    return dict(owners)


def _start() -> Iterator[Row]:
    places = value("plan_places.places")
    left = {host: {line: float(num) for line, num in lines.items()} for host, lines in places.items()}
    for group, hosts in value("plan.start_people").items():
        for host, people in hosts.items():
            shares = _shares(group, host)
            of_line = apportion(people, list(left[host].values()))
            towns = np.repeat(list(shares), apportion(people, list(shares.values())))
            lines = np.repeat(list(left[host]), of_line)
            order = np.random.default_rng(1).permutation(people)  # every line gets people of every town
            for (town, line), found in Counter(zip(towns.tolist(), lines[order].tolist(), strict=True)).items():
                yield row(
                    "plan.start_people",
                    {"group": group, "municipality": town, "line": line, "host": host, "people": found},
                )
            left[host] = {line: left[host][line] - of_line[at] for at, line in enumerate(left[host])}


def _cohorts() -> Iterator[Row]:
    ages = value("plan.ages")
    totals: dict[str, int] = {}
    for host, people in value("plan.start_people")["wsw"].items():
        shares = _shares("wsw", host)
        for town, part in zip(shares, apportion(people, list(shares.values())), strict=True):
            totals[town] = totals.get(town, 0) + int(part)
    for town, total in totals.items():
        parts = apportion(total, [share for share, _ in ages.values()])
        for (span, (_, leaves)), people in zip(ages.items(), parts, strict=True):
            age_from, age_until = span.split("-")
            yield row(
                "plan.ages",
                {"group": "wsw", "municipality": town, "age_from": int(age_from), "age_until": int(age_until),
                 "people": int(people), "leaves_percent": leaves, "units_person": value("plan.units_person")},
            )  # fmt: skip


def _demand() -> Iterator[Row]:
    shares = value("plan.sheltered_start_share")
    for group, years in value("plan.demand").items():
        for year, people in years.items():
            for town, part in zip(shares, apportion(people, list(shares.values())), strict=True):
                fields = {"group": group, "municipality": town, "year": int(year), "people": int(part)}
                yield row("plan.demand", fields)


def _patches() -> Iterator[Row]:
    for scenario, patches in value("plan_scenarios.patches").items():
        for order, patch in enumerate(patches, start=1):
            yield row(
                "plan_scenarios.patches",
                {"scenario": scenario, "order": order, **dict(zip(PATCH, patch, strict=False))},
            )
