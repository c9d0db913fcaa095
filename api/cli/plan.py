"""`leerwerk plan`: the five-year move of the lines, or the capacity of next year."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import (
    AsJson,
    AsLang,
    Exit,
    Lang,
    bad_input_explained,
    print_json,
    say_errors,
    sentence,
    sign_of_life,
)

if TYPE_CHECKING:
    from instances.schema.plan_solution import PlanSolution
    from instances.tables import Instance
    from planning.solver import PlanOptions

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
    gap: Annotated[float, typer.Option(min=0, max=1, help="Plans with whole numbers: stop at this gap.")] = 1e-4,
    ranges: Annotated[int, typer.Option(min=0, max=200, help="Of how many values to say how far they hold.")] = 10,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Plan places, moves, people and money; check the plan, and say what holds it back."""
    from api.cli.explore import show_clash
    from api.cli.plan_summary import summarise_plan
    from api.reports.plan import write_plan_report
    from instances.reader import read_instance
    from instances.schema.plan_solution import PlanReason
    from instances.solutions import write_solution
    from matching.engines.engine import Limits, Monitor
    from planning.diagnosis import clash
    from planning.solver import PlanOptions

    options = PlanOptions(scenario, limits=Limits(time_limit=time_limit, gap=gap), num_ranges=ranges)
    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        found = planned_and_checked(read, options, quiet=as_json, lang=lang)
        if out is not None:
            write_solution(found, out)
        if report is not None and found.capacity:
            write_plan_report(read, found, report, lang.value)
    if as_json:
        print_json(found)
    elif found.capacity:
        summarise_plan(read, found, lang)
    if found.termination.reason in (PlanReason.OPTIMAL, PlanReason.FEASIBLE):
        return
    if not as_json and found.termination.reason is PlanReason.INFEASIBLE:
        with bad_input_explained(as_json, lang):
            show_clash(clash(read, scenario, Monitor(options.limits)), lang)
    raise typer.Exit(Exit.FINDINGS)


def planned_and_checked(instance: "Instance", options: "PlanOptions", *, quiet: bool, lang: Lang) -> "PlanSolution":
    """Plan, then let the checker judge; a plan that it rejects is never shown or written."""
    from planning.checker import check
    from planning.solver import solve

    with sign_of_life(quiet) as show:
        found = solve(instance, options, show)
    wrong = [finding for finding in check(instance, found) if finding.severity == "error"]
    if wrong:
        say_errors(REJECTED[lang], (f"{finding.code}: {sentence(finding, lang)}" for finding in wrong))
        raise typer.Exit(Exit.FINDINGS)
    return found
