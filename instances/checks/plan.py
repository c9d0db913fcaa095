"""Checks on the documents of a plan: who pays, who may be where, and what leads nowhere.

A plan whose documents contradict one another has no solution, or one that means nothing. An instance without a plan
gives no findings.
"""

import pandas as pd

from instances.checks.finding import Check
from instances.schema.plan import ASSUMPTION
from instances.schema.plan_words import GroupKind
from instances.schema.solution import Finding
from instances.schema.vocabulary import Status
from instances.tables import Instance

WHOLE = 100.0  # percent
NEAR = 0.01  # percentage points
POOL = ("kostenpool", "cost pool"), ("kostenpools", "cost pools")
GROUP = ("groep", "group"), ("groepen", "groups")


def keys_not_whole(instance: Instance) -> list[Finding]:
    """The shares of a pool do not sum to 100, so part of its cost is paid twice or by nobody."""
    check = Check(
        "keys_not_whole", "error", *POOL, "waarvan de aandelen samen niet 100 procent zijn",
        "whose shares do not sum to 100 percent",
    )  # fmt: skip
    sums = instance["plan_keys"].groupby("pool")["share_percent"].sum()
    pools = instance["plan_pools"]["id"]
    return check.overall(pools[(pools.map(sums).fillna(0.0) - WHOLE).abs() > NEAR])


def one_off_pools(instance: Instance) -> list[Finding]:
    """Not exactly one pool shares the one-off cost."""
    check = Check(
        "one_off_pools", "error", *POOL, "voor eenmalige kosten; dat moet er precies één zijn",
        "for one-off cost; there must be exactly one",
    )  # fmt: skip
    pools = instance["plan_pools"]
    marked = pools.loc[pools["one_off"], "id"]
    return check.overall(marked) if len(marked) > 1 else []


def budget_missing(instance: Instance) -> list[Finding]:
    """Who pays a share of a pool has no budget in a year of the plan, so all that it pays is deficit."""
    check = Check(
        "budget_missing", "ask", ("jaar", "year"), ("jaren", "years"), "zonder budget, terwijl de gemeente meebetaalt",
        "without a budget, while the municipality pays a share",
    )  # fmt: skip
    keys, budgets = instance["plan_keys"], instance["plan_budgets"]
    payers = keys.loc[keys["share_percent"] > 0, "municipality"].unique()
    known = set(zip(budgets["municipality"], budgets["year"], strict=True))
    rows = [(town, year) for town in payers for year in _years(instance) if (town, year) not in known]
    towns = pd.Series([town for town, _ in rows], dtype="str")
    return check.by_municipality(instance, pd.Series([str(year) for _, year in rows], dtype="str"), towns)


def status_without_source(instance: Instance) -> list[Finding]:
    """Figures are called official or estimated, but no source is named."""
    check = Check(
        "status_without_source", "ask", ("rij", "row"), ("rijen", "rows"),
        "van het plan met de status officieel of geschat, maar zonder bron",
        "of the plan with the status official or estimated, but without a source",
    )  # fmt: skip
    found = []
    for name, rows in instance.tables.items():
        if name.partition("_")[0] == "plan" and "status" in rows:
            bare = (rows["status"] != Status.ASSUMED.value) & (rows["source"] == ASSUMPTION)
            found += [f"{name} {row}" for row in rows.index[bare] + 1]
    return check.overall(pd.Series(found, dtype="str"))


def group_without_host(instance: Instance) -> list[Finding]:
    """People of a municipality are expected in a group, but they may not be at any host."""
    check = Check(
        "group_without_host", "error", *GROUP, "die nergens een plek mag hebben", "that may have a place nowhere"
    )
    allowed = instance["plan_allowed"]
    open_to = {
        (group, town)
        for group, towns in zip(allowed["group"], allowed["municipalities"], strict=True)
        for town in (towns.split(";") if towns else instance["municipalities"]["id"])
    }
    asked = pd.concat([instance[name][["group", "municipality", "people"]] for name in ("plan_cohorts", "plan_demand")])
    asked = asked[asked["people"] > 0].drop_duplicates(["group", "municipality"])
    shut = [pair not in open_to for pair in zip(asked["group"], asked["municipality"], strict=True)]
    return check.by_municipality(instance, asked.loc[shut, "group"], asked.loc[shut, "municipality"])


def track_without_end(instance: Instance) -> list[Finding]:
    """Tracks of a group end nowhere, so places never come free."""
    check = Check(
        "track_without_end", "watch", *GROUP, "op een traject dat nergens eindigt", "on a track that ends nowhere"
    )
    groups = instance["plan_groups"]
    ends = instance["plan_allowed"].groupby("group")["ends_percent"].max()
    never = groups["id"].map(ends).fillna(0.0) == 0
    return check.overall(groups.loc[(groups["kind"] == GroupKind.TRACK.value) & never, "id"])


def line_without_places(instance: Instance) -> list[Finding]:
    """A line of the plan runs at no host and can run at none."""
    check = Check(
        "line_without_places", "watch", ("lijn", "line"), ("lijnen", "lines"), "van het plan zonder plek bij iemand",
        "of the plan without a place at any host",
    )  # fmt: skip
    lines = instance["plan_lines"]["line"]
    return check.overall(lines[~lines.isin(instance["plan_places"]["line"])])


def move_without_line(instance: Instance) -> list[Finding]:
    """Places may move between two hosts that no line has in common."""
    check = Check(
        "move_without_line", "watch", ("verhuizing", "move"), ("verhuizingen", "moves"),
        "tussen uitvoerders zonder gezamenlijke lijn", "between hosts without a line in common",
    )  # fmt: skip
    lines = instance["plan_places"].groupby("host")["line"].agg(set).to_dict()
    moves = instance["plan_moves"]
    apart = [
        not lines.get(source, set()) & lines.get(target, set())
        for source, target in zip(moves["from_host"], moves["to_host"], strict=True)
    ]
    return check.overall((moves["from_host"] + " - " + moves["to_host"])[apart])


def chances_not_whole(instance: Instance) -> list[Finding]:
    """The chances of branches that grow from one place on one day do not sum to 100."""
    check = Check(
        "chances_not_whole", "error", ("vertakking", "fork"), ("vertakkingen", "forks"),
        "waarvan de kansen samen niet 100 procent zijn", "whose chances do not sum to 100 percent",
    )  # fmt: skip
    branches = instance["plan_branches"]
    forks = branches.assign(parent=branches["parent"].fillna("")).groupby(["parent", "from_on"], sort=False)
    sums = forks["chance_percent"].sum()
    wrong = sums[(sums - WHOLE).abs() > NEAR].index
    return check.overall(pd.Series([f"{parent} {day:%Y-%m-%d}".strip() for parent, day in wrong], dtype="str"))


def _years(instance: Instance) -> list[int]:
    """The calendar years of the plan."""
    plan = instance["plan"].iloc[0]
    months = int(plan["num_periods"]) * int(plan["period_months"])
    first = pd.Timestamp(plan["first_on"])
    return list(range(first.year, (first + pd.DateOffset(months=months - 1)).year + 1))
