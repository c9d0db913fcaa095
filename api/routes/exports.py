"""Files for other programs: tables as CSV, an instance as an Excel workbook, a matching as CSV or Excel.

Of people, only those whom the asker may see. Text that a spreadsheet would take for a formula is marked as text.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from io import BytesIO, StringIO
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import pandas as pd
import xlsxwriter
from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.routes import runs
from api.routes.documents import newest
from api.security.roles import READERS
from api.store import logbook, scope
from api.store.errors import Unknown
from api.store.logbook import Activity
from api.store.runs import RunKind
from api.web.uploads import EXCEL
from api.wire import Identifier, InstanceName
from api.work import Work, work
from instances.schema import TABLES
from instances.tables import Instance, columns
from instances.writer import write_instance

router = APIRouter(tags=["exports"])
CSV = "text/csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}}, EXCEL: {"schema": {"type": "string", "format": "binary"}}}}
}
ASSIGNED = (
    "participant",
    "workplace",
    "start",
    "kind",
    "value",
    "travel_minutes",
    "travel_mode",
    "cost_cents",
    "municipality",
    "stream",
)
Reader = Annotated[Work, work(READERS)]


class Format(StrEnum):
    """What sort of file."""

    CSV = "csv"
    EXCEL = "excel"


FormatWanted = Annotated[Format, Query(alias="format", description="What sort of file.")]


@router.get("/instances/{instance}/exports/{table}", response_class=Response, responses=CONTENT)
def export_table(
    instance: InstanceName,
    table: Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", description="A table, or `all`.", examples=["workplaces"])],
    asked: Reader, wanted: FormatWanted = Format.CSV,
) -> Response:  # fmt: skip
    """One table as CSV or Excel, or with `all` the whole instance as the workbook that can be uploaded again."""
    with asked.writing() as session:
        found = _seen(newest(session, instance), scope.visible(session, asked.person, instance))
        if table != "all" and table not in TABLES:
            raise Unknown("table", table)
        logbook.append(session, asked.person, Activity.EXPORT, participants=_people(found, table), dataset=instance)
    if table == "all":
        return _file(_workbook(found), EXCEL, f"{instance}.xlsx")
    frame = found[table].astype(object).where(found[table].notna(), None)
    return _answer(list(frame.columns), frame.itertuples(index=False), wanted, f"{instance}-{table}")


@router.get("/match-runs/{run}/export", response_class=Response, responses=CONTENT)
def export_match_run(run: Identifier, asked: Reader, wanted: FormatWanted = Format.CSV) -> Response:
    """Who goes where by a match-run, of those whom you may see, as CSV or Excel."""
    with asked.writing() as session:
        found = runs.one(session, RunKind.MATCH, run)
        visible = scope.visible(session, asked.person, found.dataset)
        content = runs.answer(session, RunKind.MATCH, run)
        rows = [one for one in content.get("assignments", ()) if one["participant"] in visible]
        told = [one["participant"] for one in rows]
        logbook.append(session, asked.person, Activity.EXPORT, participants=told, dataset=found.dataset, run=run)
    return _answer(list(ASSIGNED), ([one[name] for name in ASSIGNED] for one in rows), wanted, f"match-{run}")


def _seen(instance: Instance, visible: frozenset[str]) -> Instance:
    """The instance without the rows about people whom someone may not see."""
    kept: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        for name, column in columns(table).items():
            if column.to == "participants" or (table == "participants" and name == "id"):
                frame = kept.get(table, instance[table])
                kept[table] = frame[frame[name].isin(visible)].reset_index(drop=True)
    return instance.replace(**kept)


def _people(instance: Instance, table: str) -> list[str]:
    if table == "all":
        return list(instance["participants"]["id"])
    about = (
        ["id"]
        if table == "participants"
        else [name for name, one in columns(table).items() if one.to == "participants"]
    )
    return list(dict.fromkeys(name for field in about for name in instance[table][field]))


def _workbook(instance: Instance) -> bytes:
    with TemporaryDirectory() as folder:
        path = FilePath(folder) / "instance.xlsx"
        write_instance(instance, path)
        return path.read_bytes()


def _answer(heads: Sequence[str], rows: Iterable[Sequence[Any]], wanted: Format, name: str) -> Response:
    if wanted is Format.CSV:
        frame = pd.DataFrame([[_harmless(cell) for cell in row] for row in rows], columns=list(heads), dtype=object)
        text = StringIO()
        frame.to_csv(text, index=False, lineterminator="\r\n")
        return _file(text.getvalue().encode(), f"{CSV}; charset=utf-8", f"{name}.csv")
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "remove_timezone": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([heads, *rows]):
            for place, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, place, cell)
                else:
                    sheet.write_string(number, place, _text(cell))
    return _file(content.getvalue(), EXCEL, f"{name}.xlsx")


def _text(cell: Any) -> str:
    return cell.date().isoformat() if isinstance(cell, pd.Timestamp) else str(cell)


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    text = _text(cell) if cell is not None else ""
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
