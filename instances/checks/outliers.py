"""Checks about amounts that stand far from all others of their sort, such as a zero too many.

With m the median of the amounts above zero of one sort, an amount x stands out when x > FACTOR · m. The median does
not move with the odd one. Sorts with fewer than FEWEST amounts are not judged: nothing is usual there.
"""

import pandas as pd

from instances.checks.finding import Check, about_places, today
from instances.schema.solution import Finding
from instances.schema.vocabulary import PlaceKind, Stream
from instances.tables import Instance

FACTOR = 8
FEWEST = 5
YEARS = 5  # budgets of so many years before and after the reference date make sense


def price_outlier(instance: Instance) -> list[Finding]:
    """The price of a place is more than eight times the median of its kind; one finding for each kind."""
    places = instance["workplaces"]
    found = []
    for kind, marked, usual in _far(places, places["price_cents"], "kind"):
        nl, en = _euros(usual)
        check = about_places(
            "price_outlier",
            "watch",
            f"met een prijs van meer dan {FACTOR} keer de gewone prijs ({nl}) van de soort {PlaceKind(kind).nl}",
            f"with a price of more than {FACTOR} times the usual price ({en}) of the kind {PlaceKind(kind).en}",
        )
        found += check.overall(marked["id"])
    return found


def budget_outlier(instance: Instance) -> list[Finding]:
    """A budget is, per participant, more than eight times the median of its money stream and year.

    Only budgets above the median as a whole are marked: a village with one participant is no outlier. Impulse money is
    not judged, as one municipality receives it for many.
    """
    num_people = instance["participants"]["municipality"].value_counts()
    budgets = instance["budgets"]
    budgets = budgets[(budgets["stream"] != Stream.IMPULSE.value) & (budgets["amount_cents"] > 0)]
    budgets = budgets.assign(sort=budgets["stream"] + " " + budgets["year"].astype("str"))
    each = budgets["amount_cents"] / budgets["municipality"].map(num_people).astype("float64").fillna(0).clip(lower=1)
    large = budgets["amount_cents"] > budgets.groupby("sort")["amount_cents"].transform("median")
    found = []
    for sort, marked, usual in _far(budgets, each, "sort"):
        nl, en = _euros(usual)
        check = Check(
            "budget_outlier", "watch", ("budget", "budget"), ("budgetten", "budgets"),
            f"van per deelnemer meer dan {FACTOR} keer het gewone bedrag van die geldstroom ({nl})",
            f"of more than {FACTOR} times the usual amount per participant of that money stream ({en})",
        )  # fmt: skip
        marked = marked[large.loc[marked.index]]
        found += check.by_municipality(instance, pd.Series(sort, marked.index, dtype="str"), marked["municipality"])
    return found


def budget_year(instance: Instance) -> list[Finding]:
    """A budget belongs to a year more than five years from the reference date."""
    check = Check(
        "budget_year", "watch", ("budget", "budget"), ("budgetten", "budgets"),
        f"van een jaar dat meer dan {YEARS} jaar van de peildatum ligt",
        f"of a year more than {YEARS} years from the reference date",
    )  # fmt: skip
    budgets = instance["budgets"]
    marked = budgets[(budgets["year"] - today(instance).year).abs() > YEARS]
    named = marked["stream"] + " " + marked["year"].astype("str")
    return check.by_municipality(instance, named, marked["municipality"])


def _far(rows: pd.DataFrame, amounts: "pd.Series[float]", sort: str) -> "list[tuple[str, pd.DataFrame, float]]":
    """Give, for each sort with amounts that stand out, its name, those rows, and its median."""
    filled = rows[amounts > 0]
    found = []
    for name, group in amounts[filled.index].groupby(filled[sort]):
        usual = float(group.median())
        far = group[group > FACTOR * usual]
        if len(group) >= FEWEST and len(far):
            found.append((str(name), rows.loc[far.index], usual))
    return found


def _euros(cents: float) -> tuple[str, str]:
    text = f"{cents / 100:,.0f}"
    return f"€ {text.replace(',', '.')}", f"€{text}"
