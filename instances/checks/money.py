"""Checks about money: more promised or spent than there is."""

from instances.checks.finding import Check, about_people
from instances.schema.solution import Finding
from instances.tables import Instance


def budget_overcommitted(instance: Instance) -> list[Finding]:
    """More of a budget is promised than there is; the examples name money stream and year."""
    check = Check(
        "budget_overcommitted", "error", ("budget", "budget"), ("budgetten", "budgets"),
        "waarvan meer is vastgelegd dan er is", "of which more is promised than there is",
    )  # fmt: skip
    budgets = instance["budgets"]
    marked = budgets[budgets["committed_cents"] > budgets["amount_cents"]]
    return check.by_municipality(
        instance, marked["stream"] + " " + marked["year"].astype("str"), marked["municipality"]
    )


def person_over_budget(instance: Instance) -> list[Finding]:
    """More was spent on a person than the person's own cap, or else the municipality's, allows."""
    check = about_people(
        "person_over_budget",
        "watch",
        "voor wie meer is uitgegeven dan het budget",
        "on whom more was spent than the cap",
    )
    people = instance["participants"]
    general = people["municipality"].map(instance["municipalities"].set_index("id")["participant_cap_cents"])
    cap = people["budget_cents"].fillna(general)
    marked = people[(people["budget_used_cents"] > cap).fillna(False).astype("bool")]
    return check.by_municipality(instance, marked["id"], marked["municipality"])
