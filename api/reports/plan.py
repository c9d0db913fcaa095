"""The report of a plan: one Excel workbook, tables and charts, whole or not at all."""

from pathlib import Path

import xlsxwriter

from api.reports.book import Book
from api.reports.sheets import SHEETS
from instances.doors.atomic import replaced_file
from instances.errors import Problem, UnreadableDocument, Wanted
from instances.schema.plan_comparison import Comparison
from instances.schema.plan_solution import PlanSolution
from instances.tables import Instance
from planning.views import likeliest


def write_plan_report(
    instance: Instance, plan: PlanSolution, path: Path, lang: str = "nl", comparison: Comparison | None = None
) -> None:
    """Write the workbook; `instance` is the one that the plan was made from, with its scenario applied.

    A plan on a tree of futures is shown along its likeliest branch. `comparison`: with another plan, the other first.

    Raises:
        UnreadableDocument: a file cannot be written there.
    """
    try:
        with replaced_file(path) as target, xlsxwriter.Workbook(target) as workbook:
            workbook.set_properties({"title": plan.provenance.plan, "created": instance.info.reference_date})
            book = Book(workbook, instance, plan, likeliest(instance, plan), lang, comparison)
            for sheet in SHEETS:
                sheet(book)
    except OSError as error:
        wanted = Wanted("de naam van een bestand dat te schrijven is", "the name of a file that can be written")
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error
