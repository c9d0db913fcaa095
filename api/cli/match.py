"""`leerwerk match`: assign all participants jointly."""

from collections.abc import Sequence
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
    say,
    say_errors,
    sentence,
    sign_of_life,
)

POLICY = "Follow this policy (develop, legal-minimum, wind-down) in place of the instance's own."
FOLLOWED = {Lang.NL: "Beleid: {title}.", Lang.EN: "Policy: {title}."}
REJECTED = {
    Lang.NL: "De controle keurt deze uitkomst af; er is niets geschreven:",
    Lang.EN: "The checker rejects this matching; nothing was written:",
}

if TYPE_CHECKING:
    from instances.schema.solution import Finding, MatchingSolution
    from instances.schema.trajectory import TrajectorySolution
    from instances.tables import Instance
    from matching.solver import SolveOptions

MOST_MONTHS = 120


class Fairly(StrEnum):
    """Groups over which a matching can be spread fairly."""

    MUNICIPALITY = "municipality"
    WAITING = "waiting"


def match(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    out: Annotated[Path | None, typer.Option(help="Where to write the solution (JSON).")] = None,
    engine: Annotated[str, typer.Option(help="greedy, flow, cpsat, lp_core, or auto.")] = "auto",
    policy: Annotated[str, typer.Option(help=POLICY)] = "instance",
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the engine.")] = 60.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop at this proven gap (0.0005 = 0.05 %).")] = 0.0005,
    seed: Annotated[int, typer.Option(min=0, help="Same seed and one worker, same matching.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
    previous: Annotated[Path | None, typer.Option(help="The solution that stood until now: start from it.")] = None,
    max_changes: Annotated[
        int | None, typer.Option(min=0, help="At most so many people may lose the place they had in PREVIOUS.")
    ] = None,
    fair: Annotated[
        Fairly | None, typer.Option(help="Lift the worst group first, then the next; tells what that costs.")
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_MONTHS, help="Plan lines over so many months instead of single places."),
    ] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Match everyone jointly, check the result, and say why."""
    from api.cli.lines import summarise_lines
    from api.cli.summary import summarise
    from instances.reader import read_instance
    from instances.schema.solution import MatchingSolution
    from instances.solutions import Solution, read_solution, write_solution
    from matching.engines.engine import Limits
    from matching.policies import OWN, named_policy
    from matching.replanning import Replan
    from matching.solver import AUTO, SolveOptions

    if previous is None and max_changes is not None:
        raise typer.BadParameter("--max-changes goes with --previous")
    if fair is not None and previous is not None:
        raise typer.BadParameter("--fair and --previous cannot be combined")
    if horizon is not None and (previous is not None or fair is not None or engine != AUTO):
        raise typer.BadParameter("--horizon cannot be combined with --previous, --fair or --engine")
    options = SolveOptions(engine, Limits(time_limit, gap, seed, workers), policy)
    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        if previous is not None:
            options = replace(options, replan=Replan.of(read, read_solution(previous), max_changes))
        if horizon is None:
            solution: Solution = solved_and_checked(read, options, quiet=as_json, lang=lang, fair=fair)
        else:
            solution = planned_and_checked(read, horizon, options, quiet=as_json, lang=lang)
        if out is not None:
            write_solution(solution, out)
    if as_json:
        print_json(solution)
        return
    if policy != OWN:
        found = named_policy(policy)
        say(FOLLOWED[lang].format(title=found.title_nl if lang is Lang.NL else found.title_en))
    if isinstance(solution, MatchingSolution):
        summarise(read, solution, lang)
    else:
        summarise_lines(read, solution, lang)


def solved_and_checked(
    instance: "Instance", options: "SolveOptions", *, quiet: bool, lang: Lang = Lang.NL, fair: Fairly | None = None
) -> "MatchingSolution":
    """Solve, then let the checker judge; a matching that it rejects is never shown or written."""
    from matching.checker import check
    from matching.fairness import Fair, solve_fairly
    from matching.solver import solve

    with sign_of_life(quiet) as show:
        if fair is None:
            solution = solve(instance, options, show)
        else:
            solution = solve_fairly(instance, Fair(fair.value), options, show)
    refuse_unsound(check(instance, solution), lang)
    return solution


def planned_and_checked(
    instance: "Instance", horizon: int, options: "SolveOptions", *, quiet: bool, lang: Lang = Lang.NL
) -> "TrajectorySolution":
    """Plan lines over months, then let the checker judge; lines that it rejects are never shown or written."""
    from matching.trajectories.checker import check_trajectories
    from matching.trajectories.solver import solve_trajectories

    with sign_of_life(quiet) as show:
        solution = solve_trajectories(instance, horizon, options.limits, show, policy=options.policy)
    refuse_unsound(check_trajectories(instance, solution), lang)
    return solution


def refuse_unsound(found: Sequence["Finding"], lang: Lang) -> None:
    """Stop where the checker found an error.

    Raises:
        Exit: it did.
    """
    wrong = [finding for finding in found if finding.severity == "error"]
    if wrong:
        say_errors(REJECTED[lang], (f"{finding.code}: {sentence(finding, lang)}" for finding in wrong))
        raise typer.Exit(Exit.FINDINGS)
