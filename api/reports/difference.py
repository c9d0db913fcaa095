"""The sheet that holds a plan against another: what was changed, and what that does to whom."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from api.reports.book import EURO, ONE, Book, Drawn
from instances.schema.plan_comparison import Comparison
from planning.units import many

HEAD = 3  # the row of the first table


def difference(book: Book) -> None:
    """Why the plan differs in sentences, by municipality in figures and charts, and every figure that was changed."""
    found = book.comparison
    if found is None:
        return
    sheet = book.sheet(
        "Verschil", "Difference",
        f"Dit plan ({found.plans[1]}) naast {found.plans[0]}.",
        f"This plan ({found.plans[1]}) beside {found.plans[0]}.",
    )  # fmt: skip
    sheet.set_column(0, 0, 90)
    why = [book.say(one.nl, one.en) for one in found.why[1]] or [book.say("Geen verschil.", "No difference.")]
    row = book.sentences(sheet, HEAD, book.say("Wat is anders, en waardoor", "What differs, and why"), why)
    kpis = [(book.say(one.nl, one.en), many(one.unit, book.lang), *one.values) for one in found.kpis]
    heads = [book.say("Cijfers naast elkaar", "Figures side by side"), book.say("Eenheid", "Unit"), *found.plans]
    row = book.table(sheet, row, heads, kpis)
    book.new_page(sheet, row)
    row = _municipalities(book, sheet, row, found)
    changes = [
        (one.table, one.row, one.field, one.before, one.after, one.source, one.status) for one in found.changes[1]
    ]
    heads = ["Tabel|Table", "Rij|Row", "Veld|Field", "Was|Was", "Is|Is", "Bron|Source", "Status|Status"]
    if changes:
        book.table(sheet, row, [book.say(*head.split("|")) for head in heads], changes)


def _municipalities(book: Book, sheet: Worksheet, row: int, found: Comparison) -> int:
    called = dict(zip(map(str, range(len(found.plans))), found.plans, strict=True))
    unit = book.say("mensen", "people")
    shown = (
        ("deficit", "Tekort, alle jaren samen", "Deficit, all years together", "euro", EURO),
        ("structural", "Structurele kosten, alle jaren samen", "Structural cost, all years together", "euro", EURO),
        ("own", "Eenmalige kosten uit eigen geld", "One-off cost from own money", "euro", EURO),
        (
            "people",
            "Mensen op een plek aan het eind",
            "People in a place at the end",
            book.say("mensen", "people"),
            ONE,
        ),
        ("waiting", "Wachtenden aan het eind", "People waiting at the end", unit, ONE),
    )
    towns = [book.names.of("municipalities", one.municipality) for one in found.municipalities]
    for field, nl, en, told, number in shown:
        values = [getattr(one, field) for one in found.municipalities]
        made = pd.DataFrame(values, index=towns, columns=list(called)).T if towns else pd.DataFrame()
        title = book.say(nl, en)
        if made.to_numpy().any():
            row = book.charted(sheet, row, title, made, called, Drawn(title, told, number=number))
    return row
