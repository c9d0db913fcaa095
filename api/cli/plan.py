"""`leerwerk plan`: the five-year move of the lines, or the capacity of next year."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import (
    AsJson,
    AsLang,
    Lang,
)

if TYPE_CHECKING:
    pass

REJECTED = {
    Lang.NL: "De controle keurt dit plan af; er is niets geschreven:",
    Lang.EN: "The checker rejects this plan; nothing was written:",
}


class PlanMode(StrEnum):
    """Which plan."""

    FIVE_YEAR = "five-year"
    YEAR = "year"


def plan(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    scenario: Annotated[
        str, typer.Option(help="Apply this scenario first (`leerwerk scenarios DIR` lists them).")
    ] = "",
    mode: Annotated[PlanMode, typer.Option(help="The whole plan, or one year in months.")] = PlanMode.FIVE_YEAR,
    year: Annotated[int | None, typer.Option(min=2020, max=2060, help="Mode year: which year.")] = None,
    prices: Annotated[
        Path | None, typer.Option(help="Mode year: a matching solution; what it says of places counts.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the plan (JSON).")] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write a report with charts (.xlsx).")] = None,
    feed: Annotated[
        Path | None, typer.Option(help="Mode year: where to write the instance with the slots and budgets of the plan.")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the solver.")] = 300.0,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same plan.")] = 1,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Plan places, moves, people and money; check the plan, and say what holds it back."""
    raise NotImplementedError
