"""The sheets of the report of a plan, one function each, in the order of `SHEETS`."""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from api.reports.book import COLOURS, EURO, Book, Drawn
from api.reports.difference import difference
from instances.schema.plan_words import Goal
from instances.schema.solution import Limit
from planning import views
from planning.units import many

HEAD = 3  # the row of the first table on a sheet
MOST_WORTHS = 200


def summary(book: Book) -> None:
    """What was asked, what is known of the answer, what it comes down to, and how it was made."""
    plan, known = book.plan, book.plan.termination
    sheet = book.sheet("Samenvatting", "Summary", *_synthetic(book))
    facts = [
        (book.say("Plan", "Plan"), plan.provenance.plan),
        (book.say("Scenario", "Scenario"), plan.provenance.scenario or book.say("geen", "none")),
        (book.say("Perioden", "Periods"), f"{plan.periods[0]} - {plan.periods[-1]}" if plan.periods else ""),
        (book.say("Uitkomst", "Outcome"), book.say(*views.OUTCOMES[known.reason])),
        (book.say("Gestopt door", "Stopped by"), "" if known.limit is Limit.NONE else known.limit.value),
        (book.say("Doelwaarde (duizend euro)", "Objective (thousand euro)"), known.objective),
        (book.say("Bewezen grens", "Proven bound"), known.bound),
        (book.say("Rekenmethode", "Solver"), plan.provenance.solver),
        (book.say("Documenten (hash)", "Documents (hash)"), plan.provenance.instance_hash),
    ]
    row = book.table(sheet, HEAD, [book.say("Wat", "What"), ""], facts)
    heads = [
        book.say("Doel", "Goal"),
        book.say("Volgorde", "Order"),
        book.say("Hoeveel", "Amount"),
        book.say("Eenheid", "Unit"),
        book.say("Weegt (duizend euro)", "Weighs (thousand euro)"),
    ]
    goals = [
        (
            Goal(part.goal).label(book.lang),
            str(part.level),
            part.amount,
            many(part.unit, book.lang),
            part.weighted_k_euro,
        )
        for part in plan.objective_parts
    ]
    row = book.table(sheet, row, heads, goals)
    for found in plan.findings:
        sheet.write_string(row, 0, book.say(found.nl, found.en))
        row += 1
    row += bool(plan.findings)
    versions = sorted(plan.provenance.versions.items())
    book.table(sheet, row, [book.say("Pakket", "Package"), book.say("Versie", "Version")], versions)


def capacity(book: Book) -> None:
    """Places per host and per line over time."""
    sheet = book.sheet(
        "Plekken",
        "Places",
        "Plekken per uitvoerder en per lijn, aan het begin van elke periode.",
        "Places per host and per line, at the start of each period.",
    )
    row = HEAD
    for by, table, nl, en in (("host", "plan_hosts", "Uitvoerder", "Host"), ("line", "lines", "Lijn", "Line")):
        made = views.places(book.plan, by, book.path)
        title = book.say(f"Plekken per {nl.lower()}", f"Places per {en.lower()}")
        drawn = Drawn(title, book.say("plekken", "places"), stacked=True)
        row = book.charted(sheet, row, book.say(nl, en), made, _called(book, table, made), drawn)


def gantt(book: Book) -> None:
    """The moves of the lines beside the council's own planning table."""
    sheet = book.sheet(
        "Planning",
        "Planning",
        "De planning van de raad; wanneer plekken volgens het plan beginnen, eindigen en verhuizen.",
        "The planning of the council; when places begin, end and move by this plan.",
    )
    sheet.set_column(0, 0, 60)
    bars = [
        (one.name, one.begin, one.lasts if one.council else None, None if one.council else one.lasts, one.places)
        for one in views.gantt(book.instance, book.plan, book.lang, book.path)
    ]
    heads = [
        book.say("Wat", "What"),
        book.say("Begin", "Start"),
        book.say("Raad (jaren)", "Council (years)"),
        book.say("Plan (jaren)", "Plan (years)"),
        book.say("Plekken", "Places"),
    ]
    below = book.table(sheet, HEAD, heads, bars, "0.00")
    if not bars:
        return
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    last = HEAD + len(bars)
    for column, fill in ((1, {"none": True}), (2, {"color": COLOURS[1]}), (3, {"color": COLOURS[0]})):
        chart.add_series(
            {
                "name": [sheet.name, HEAD, column],
                "categories": [sheet.name, HEAD + 1, 0, last, 0],
                "values": [sheet.name, HEAD + 1, column, last, column],
                "fill": fill,
                "gap": 40,
            }
        )
    years = list(views.year_ends(book.plan))
    book.place(sheet, below, chart, book.say("Planning", "Planning"), "")
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}})
    chart.set_x_axis({"min": min(years), "max": max(years) + 1, "major_unit": 1, "num_format": "0"})
    chart.set_size({"width": 1100, "height": 160 + 22 * len(bars)})


def people(book: Book) -> None:
    """Who is where, who waits, and how many people with a right there are."""
    sheet = book.sheet(
        "Mensen",
        "People",
        "Mensen per groep, per uitvoerder, wachtenden en de Wsw per gemeente.",
        "People per group and per host, who waits, and the Wsw per municipality.",
    )
    unit, row = book.say("mensen", "people"), HEAD
    shown = (
        (views.people(book.plan, "group", book.path), "plan_groups", "Mensen per groep", "People per group"),
        (views.people(book.plan, "host", book.path), "plan_hosts", "Mensen per uitvoerder", "People per host"),
        (views.waiting(book.plan, book.path), "plan_groups", "Wachtenden per groep", "Waiting per group"),
        (views.rights(book.plan, book.path), "municipalities", "Wsw per gemeente", "Wsw per municipality"),
    )
    for made, table, nl, en in shown:
        title = book.say(nl, en)
        row = book.charted(sheet, row, title, made, _called(book, table, made), Drawn(title, unit, stacked=True))


def money(book: Book) -> None:
    """Euros per kind, municipality and year."""
    sheet = book.sheet(
        "Geld",
        "Money",
        "Euro's per gemeente en jaar; kosten zijn positief, inkomsten negatief.",
        "Euros per municipality and year; costs are positive, income is negative.",
    )
    row = HEAD
    for kind in dict.fromkeys(one.kind for one in book.plan.money):
        made = views.money(book.plan, kind, book.path)
        title = book.names.money(kind)
        called = _called(book, "municipalities", made)
        if kind in views.CHARTED:
            row = book.charted(sheet, row, title, made, called, Drawn(title, "euro", number=EURO))
        else:
            row = book.spread(sheet, row, title, made, called, EURO)


def companies(book: Book) -> None:
    """The shared cost of each company, and the path of its deficit."""
    sheet = book.sheet(
        "Bedrijven",
        "Companies",
        "Gedeelde kosten en tekort per bedrijf en jaar, in euro's.",
        "Shared cost and deficit per company and year, in euros.",
    )
    row = HEAD
    for pool in dict.fromkeys(one.pool for one in book.plan.companies):
        made = views.company(book.plan, pool, book.path)
        called = {str(kind): book.names.money(str(kind)) for kind in made.index}
        name = book.names.of("plan_pools", pool)
        below = book.spread(sheet, row, name, made, called, EURO)
        path = made[made.index.isin(views.DEFICIT_PATH)]
        if len(path):
            head = f"{name}, {book.names.money('deficit')}"
            below = book.charted(sheet, below, head, path, called, Drawn(name, "euro", "line", number=EURO))
        row = below


def staff(book: Book) -> None:
    """Staff per class and floor per site over time."""
    sheet = book.sheet(
        "Formatie en vloer",
        "Staff and floor",
        "Formatie in fte en vloer in m2, per periode.",
        "Staff in fte and floor in m2, per period.",
    )
    row = HEAD
    shown = (
        (views.staff(book.plan, book.path), "plan_staff", "Formatie", "Staff", "fte"),
        (views.floor(book.plan, book.path), "plan_sites", "Vloer", "Floor", "m2"),
    )
    for made, table, nl, en, unit in shown:
        title = book.say(nl, en)
        row = book.charted(sheet, row, title, made, _called(book, table, made), Drawn(title, unit, "line"))


def worth(book: Book) -> None:
    """What one more of everything scarce is worth, in words."""
    nl, en = (
        "Wat één eenheid meer doet met de doelwaarde, in euro.",
        "What one unit more does to the objective, in euros.",
    )
    if views.in_order(book.plan):
        nl = "Wat één eenheid meer doet met het eerste doel in de volgorde dat het merkt, in euro van zijn gewicht."
        en = "What one unit more does to the first goal in order that notices it, in euros of its weight."
    sheet = book.sheet("Wat is het waard", "What it is worth", nl, en)
    sheet.set_column(0, 0, 110)
    heads = [
        book.say("In woorden", "In words"),
        book.say("Euro per eenheid", "Euro per unit"),
        book.say("Eenheid", "Unit"),
        book.say("Geldt vanaf", "Holds from"),
        book.say("Geldt tot", "Holds up to"),
        book.say("Blok", "Block"),
        book.say("Periode", "Period"),
    ]
    ranked = sorted(book.plan.duals, key=lambda one: -abs(one.value))[:MOST_WORTHS]
    rows = [
        (book.say(one.nl, one.en), one.value, one.unit, one.least, one.most, one.block, one.period) for one in ranked
    ]
    row = book.table(sheet, HEAD, heads, rows, "#,##0.00")
    binding = [(book.say(one.nl, one.en), one.binding, one.rows) for one in book.plan.binding]
    book.table(
        sheet,
        row,
        [book.say("Wat knelt", "What binds"), book.say("Regels die knellen", "Binding rows"), book.say("Van", "Of")],
        binding,
    )


def assumptions(book: Book) -> None:
    """Every figure that the plan rests on, with its source and status."""
    sheet = book.sheet(
        "Aannames",
        "Assumptions",
        "Elk gegeven achter dit plan, met bron en status.",
        "Every figure behind this plan, with source and status.",
    )
    row = HEAD
    for table, rows in book.instance.tables.items():
        if table.partition("_")[0] == "plan" and len(rows):
            sheet.write_string(row, 0, table, book.form(bold=True))
            row = book.table(sheet, row + 1, list(rows.columns), rows.to_numpy().tolist())


SHEETS: Final[Sequence[Callable[[Book], None]]] = (
    summary,
    difference,
    capacity,
    gantt,
    people,
    money,
    companies,
    staff,
    worth,
    assumptions,
)


def _called(book: Book, table: str, made: pd.DataFrame) -> dict[str, str]:
    names = book.names
    return {str(key): names.of(table, str(key)) for key in made.index}


def _synthetic(book: Book) -> tuple[str, str]:
    if not book.plan.provenance.synthetic:
        return "", ""
    return "Let op: alle mensen en bedragen zijn verzonnen.", "Mind: all people and amounts are made up."
