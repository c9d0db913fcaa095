"""`leerwerk plan`: the five-year move of the lines, or the capacity of next year."""

from dataclasses import replace
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
    mode: Annotated[PlanMode, typer.Option(help="The whole plan, or one year of it in months.")] = PlanMode.FIVE_YEAR,
    year: Annotated[
        int | None, typer.Option(min=2020, max=2060, help="Mode year: which one; else that of the reference date.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Mode year: the whole plan, as `--out` wrote it; else it is made first.")
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(help="Mode year: a matching solution; what its slots are worth counts in the plan.")
    ] = None,
    euro_point: Annotated[
        float, typer.Option(min=0, help="With --prices: what a point of matching is worth, euro a year.")
    ] = 1.0,
    out: Annotated[Path | None, typer.Option(help="Where to write the plan (JSON).")] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write a report with charts (.xlsx).")] = None,
    feed: Annotated[
        Path | None, typer.Option(help="Mode year: where to write the instance with the slots of this plan.")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the solver.")] = 300.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Plans with whole numbers: stop at this gap.")] = 1e-4,
    ranges: Annotated[int, typer.Option(min=0, max=200, help="Of how many values to say how far they hold.")] = 10,
    against: Annotated[
        Path | None, typer.Option(help="Another plan, as `--out` wrote it: say what differs from it, and why.")
    ] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Plan places, moves, people and money; check the plan, and say what holds it back."""
    from api.cli.compare import show_comparison
    from api.cli.explore import show_clash
    from api.cli.plan_summary import summarise_plan
    from api.reports.plan import write_plan_report
    from instances.reader import read_instance
    from instances.schema.plan_solution import PlanReason
    from instances.solutions import read_plan, write_solution
    from instances.writer import write_instance
    from matching.engines.engine import Limits, Monitor
    from planning.comparison import compare
    from planning.diagnosis import clash
    from planning.scenarios import applied
    from planning.solver import PlanOptions
    from planning.yearly import with_slots

    if mode is not PlanMode.YEAR and any(given is not None for given in (year, base, prices, feed)):
        raise typer.BadParameter("--year, --base, --prices and --feed go with --mode year")
    options = PlanOptions(scenario, limits=Limits(time_limit=time_limit, gap=gap), num_ranges=ranges)
    with bad_input_explained(as_json, lang):
        everything = read = read_instance(instance)
        other = read_plan(against) if against is not None else None
        if mode is PlanMode.YEAR:
            wanted = year or read.info.reference_date.year
            everything, read = _one_year(read, options, wanted, base, prices, euro_point, quiet=as_json, lang=lang)
            options = replace(options, scenario="", mode=mode.value)
        found = planned_and_checked(read, options, quiet=as_json, lang=lang)
        compared = None
        if other is not None and against is not None and found.capacity:
            compared = compare([other, found], [against.stem, out.stem if out else instance.stem])
        if feed is not None and found.capacity:
            write_instance(with_slots(everything, found, wanted), feed)
        if out is not None:
            write_solution(found, out)
        if report is not None and found.capacity:
            write_plan_report(applied(read, options.scenario), found, report, lang.value, compared)
    if as_json:
        print_json(found)
    elif found.capacity:
        summarise_plan(read, found, lang)
        if compared is not None:
            show_comparison(compared, lang)
    if found.termination.reason in (PlanReason.OPTIMAL, PlanReason.FEASIBLE):
        return
    if not as_json and found.termination.reason is PlanReason.INFEASIBLE:
        with bad_input_explained(as_json, lang):
            show_clash(clash(read, options.scenario, Monitor(options.limits)), lang)
    raise typer.Exit(Exit.FINDINGS)


def _one_year(
    instance: "Instance", options: "PlanOptions", year: int, base: Path | None, prices: Path | None, euro_point: float,
    *, quiet: bool, lang: Lang,
) -> tuple["Instance", "Instance"]:  # fmt: skip
    """The instance with the worth of its lines, and that of one year of its plan."""
    from instances.solutions import read_plan, read_solution
    from planning.yearly import with_worth, year_of

    whole = read_plan(base) if base is not None else planned_and_checked(instance, options, quiet=quiet, lang=lang)
    if prices is not None:
        instance = with_worth(instance, read_solution(prices), euro_point)
    return instance, year_of(instance, whole, year)


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
