"""`leerwerk replan`: keep what was decided and happened until a moment, and plan the rest anew."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say

TEXTS = {
    Lang.NL: {
        "kept": "Wat voor {until} is besloten en gebeurd, blijft zoals in {earlier}; vanaf {until} is opnieuw gepland.",
        "no_plan": "Met wat voor {until} is besloten, bestaat er nu geen plan. Vraag `leerwerk explore --clash` of er "
        "zonder die besluiten een is, of plan vanaf een eerdere periode opnieuw.",
    },
    Lang.EN: {
        "kept": "What was decided and happened before {until} stays as in {earlier}; from {until} on it is planned "
        "anew.",
        "no_plan": "With what was decided before {until} no plan exists now. Ask `leerwerk explore --clash` whether "
        "there is one without these decisions, or plan anew from an earlier period.",
    },
}


def replan(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance, with what is known now.")],
    earlier: Annotated[Path, typer.Argument(help="The plan until now, as `leerwerk plan --out` wrote it.")],
    start: Annotated[str, typer.Option("--from", help="First period that is planned anew, such as 2027Q1.")],
    scenario: Annotated[
        str | None, typer.Option(help="Apply this scenario first; else that of the earlier plan.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the plan (JSON).")] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write a report with charts (.xlsx).")] = None,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the solver.")] = 300.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Plans with whole numbers: stop at this gap.")] = 1e-4,
    ranges: Annotated[int, typer.Option(min=0, max=200, help="Of how many values to say how far they hold.")] = 10,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Plan again from a moment on, and say what differs from the earlier plan, and why."""
    from api.cli.compare import show_comparison
    from api.cli.plan import planned_and_checked
    from api.cli.plan_summary import summarise_plan
    from api.reports.plan import write_plan_report
    from instances.reader import read_instance
    from instances.solutions import read_plan, write_solution
    from matching.engines.engine import Limits
    from planning.comparison import compare
    from planning.history import History
    from planning.scenarios import applied
    from planning.solver import PlanOptions

    with bad_input_explained(as_json, lang):
        read, before = read_instance(instance), read_plan(earlier)
        wanted = before.provenance.scenario if scenario is None else scenario
        limits = Limits(time_limit=time_limit, gap=gap)
        options = PlanOptions(wanted, limits=limits, num_ranges=ranges, history=History(before, start, str(earlier)))
        found = planned_and_checked(read, options, quiet=as_json, lang=lang)
        compared = compare([before, found], [earlier.stem, out.stem if out else instance.stem])
        if out is not None:
            write_solution(found, out)
        if report is not None and found.capacity:
            write_plan_report(applied(read, wanted), found, report, lang.value, compared)
    if as_json:
        print_json({"plan": found, "comparison": compared if found.capacity else None})
    elif found.capacity:
        summarise_plan(read, found, lang)
        say(TEXTS[lang]["kept"].format(until=start, earlier=earlier.stem), style="bold")
        show_comparison(compared, lang)
    else:
        say(TEXTS[lang]["no_plan"].format(until=start), style="bold")
    if not found.capacity:
        raise typer.Exit(Exit.FINDINGS)
