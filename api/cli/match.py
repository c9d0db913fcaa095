"""`leerwerk match`: assign all participants jointly."""

from collections.abc import Sequence
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

REJECTED = {
    Lang.NL: "De controle keurt deze uitkomst af; er is niets geschreven:",
    Lang.EN: "The checker rejects this matching; nothing was written:",
}

if TYPE_CHECKING:
    from instances.schema.solution import Finding, MatchingSolution
    from instances.schema.trajectory import TrajectorySolution
    from instances.tables import Instance
    from matching.engines.engine import Limits
    from matching.solver import SolveOptions

MOST_MONTHS = 120


def match(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    out: Annotated[Path | None, typer.Option(help="Where to write the solution (JSON).")] = None,
    engine: Annotated[str, typer.Option(help="greedy, flow, cpsat, lp_core, or auto.")] = "auto",
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the engine.")] = 60.0,
    gap: Annotated[float, typer.Option(min=0, max=1, help="Stop at this proven gap (0.0005 = 0.05 %).")] = 0.0005,
    seed: Annotated[int, typer.Option(min=0, help="Same seed and one worker, same matching.")] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
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
    from instances.errors import PolicyError
    from instances.reader import read_instance
    from instances.schema.solution import MatchingSolution
    from instances.solutions import Solution, write_solution
    from matching.engines.engine import Limits
    from matching.solver import AUTO, SolveOptions

    limits = Limits(time_limit, gap, seed, workers)
    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        if horizon is None:
            solution: Solution = solved_and_checked(read, SolveOptions(engine, limits), quiet=as_json, lang=lang)
        elif engine != AUTO:
            raise PolicyError("`--horizon` has one engine; leave `--engine` out")
        else:
            solution = planned_and_checked(read, horizon, limits, quiet=as_json, lang=lang)
        if out is not None:
            write_solution(solution, out)
    if as_json:
        print_json(solution)
    elif isinstance(solution, MatchingSolution):
        summarise(read, solution, lang)
    else:
        summarise_lines(read, solution, lang)


def solved_and_checked(
    instance: "Instance", options: "SolveOptions", *, quiet: bool, lang: Lang = Lang.NL
) -> "MatchingSolution":
    """Solve, then let the checker judge; a matching that it rejects is never shown or written."""
    from matching.checker import check
    from matching.solver import solve

    with sign_of_life(quiet) as show:
        solution = solve(instance, options, show)
    _refuse_unsound(check(instance, solution), lang)
    return solution


def planned_and_checked(
    instance: "Instance", horizon: int, limits: "Limits", *, quiet: bool, lang: Lang = Lang.NL
) -> "TrajectorySolution":
    """Plan lines over months, then let the checker judge; lines that it rejects are never shown or written."""
    from matching.trajectories.checker import check_trajectories
    from matching.trajectories.solver import solve_trajectories

    with sign_of_life(quiet) as show:
        solution = solve_trajectories(instance, horizon, limits, show)
    _refuse_unsound(check_trajectories(instance, solution), lang)
    return solution


def _refuse_unsound(found: Sequence["Finding"], lang: Lang) -> None:
    wrong = [finding for finding in found if finding.severity == "error"]
    if wrong:
        say_errors(REJECTED[lang], (f"{finding.code}: {sentence(finding, lang)}" for finding in wrong))
        raise typer.Exit(Exit.FINDINGS)
