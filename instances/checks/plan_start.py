"""Checks on the state in which a plan begins; where it breaks a rule on the first day, no plan exists."""

import pandas as pd

from instances.checks.finding import Check
from instances.schema.plan_words import GroupKind
from instances.schema.solution import Finding
from instances.tables import SEPARATOR, Instance

SLACK = 1e-6


def start_overfull(instance: Instance) -> list[Finding]:
    """More people have a place on a line at a host than there are places."""
    check = Check(
        "start_overfull", "error", ("lijn bij een uitvoerder", "line at a host"),
        ("lijnen bij een uitvoerder", "lines at a host"), "met bij het begin meer mensen dan plekken",
        "with more people than places at the start",
    )  # fmt: skip
    start, places = instance["plan_start"], instance["plan_places"]
    each = start["people"] * start["group"].map(instance["plan_groups"].set_index("id")["places_person"])
    taken = each.groupby([start["line"], start["host"]]).sum().rename("taken").reset_index()
    known = dict(zip(zip(places["line"], places["host"], strict=True), places["start_places"], strict=True))
    full = [
        f"{line} {host}"
        for line, host, use in zip(taken["line"], taken["host"], taken["taken"], strict=True)
        if use > known.get((line, host), 0.0) + SLACK
    ]
    return check.overall(pd.Series(full, dtype="str"))


def start_not_allowed(instance: Instance) -> list[Finding]:
    """People have a place at the start where their group of their municipality may not be."""
    check = Check(
        "start_not_allowed", "error", ("groep", "group"), ("groepen", "groups"),
        "met een plek bij het begin waar zij niet mag zijn", "with a place at the start where it may not be",
    )  # fmt: skip
    allowed = instance["plan_allowed"]
    towns = dict(zip(zip(allowed["group"], allowed["host"], strict=True), allowed["municipalities"], strict=True))

    def may(group: str, host: str, town: str) -> bool:
        listed = towns.get((group, host))
        return listed is not None and (not listed or town in listed.split(SEPARATOR))

    start = instance["plan_start"]
    wrong = [
        people > 0 and not may(*key)
        for people, *key in zip(start["people"], start["group"], start["host"], start["municipality"], strict=True)
    ]
    return check.by_municipality(
        instance, (start["group"] + " " + start["host"])[wrong], start.loc[wrong, "municipality"]
    )


def rights_elsewhere(instance: Instance) -> list[Finding]:
    """The people with a right who have a place at the start are not as many as the age classes count."""
    check = Check(
        "rights_elsewhere", "error", ("groep", "group"), ("groepen", "groups"),
        "met een recht: bij het begin hebben niet evenveel mensen een plek als er zijn",
        "with a right: not as many people have a place at the start as there are",
    )  # fmt: skip
    groups = instance["plan_groups"]
    rights = groups.loc[groups["kind"] == GroupKind.RIGHT.value, "id"]
    placed, counted = (
        rows[rows["group"].isin(rights)].groupby(["group", "municipality"])["people"].sum()
        for rows in (instance["plan_start"], instance["plan_cohorts"])
    )
    differs = placed.sub(counted, fill_value=0.0).abs() > 0.5
    index = differs[differs].index
    ids, towns = (pd.Series(index.get_level_values(level), dtype="str") for level in (0, 1))
    return check.by_municipality(instance, ids, towns)


def floor_too_small(instance: Instance) -> list[Finding]:
    """The places at a site need more floor than it has at the start."""
    check = Check(
        "floor_too_small", "error", ("locatie", "site"), ("locaties", "sites"),
        "met bij het begin te weinig vloer voor de plekken", "with too little floor for its places at the start",
    )  # fmt: skip
    places, sites = instance["plan_places"], instance["plan_sites"]
    area = places["line"].map(instance["plan_lines"].set_index("line")["area_m2"]).fillna(0.0)
    needed = (places["start_places"] * area).groupby(places["host"]).sum()
    return check.overall(sites.loc[sites["host"].map(needed).fillna(0.0) > sites["start_m2"] + SLACK, "id"])


def staff_too_few(instance: Instance) -> list[Finding]:
    """A class of staff is smaller at the start than the places that it serves need."""
    check = Check(
        "staff_too_few", "error", ("functie", "class of staff"), ("functies", "classes of staff"),
        "met bij het begin te weinig formatie voor de plekken", "with too few fte for the places at the start",
    )  # fmt: skip
    there = instance["plan_places"].groupby("host")["start_places"].sum()
    staff = instance["plan_staff"]
    served = staff["hosts"].map(lambda hosts: sum(there.get(host, 0.0) for host in hosts.split(SEPARATOR)))
    needed = staff["fixed_fte"] + staff["fte_100_places"] / 100 * served
    return check.overall(staff.loc[needed > staff["start_fte"] + SLACK, "id"])
