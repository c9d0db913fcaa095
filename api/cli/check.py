"""`leerwerk check`: is an instance sound; is a solution sound."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say, sentence, table

HEADS = {Lang.NL: ("Ernst", "Code", "Wat is er"), Lang.EN: ("Severity", "Code", "What it is")}
SEVERITIES = {"error": "fout", "watch": "let op", "ask": "navragen", "info": "ter info"}
FINE = {Lang.NL: "Niets gevonden: alles klopt.", Lang.EN: "Nothing found: all is well."}


def check(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path | None, typer.Argument(help="A solution, or a proposal of your own in that form.")] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Check an instance, or a solution against its instance.

    Exit code 1: an instance has a finding of severity error or watch; a solution has one of severity error (what was
    overridden or is only watched is told, but makes no solution unsound).
    """
    from instances.checks import check_instance
    from instances.reader import read_instance
    from instances.schema.solution import MatchingSolution
    from instances.solutions import read_any_solution
    from matching.checker import check as check_solution
    from matching.policy import check_policy
    from matching.trajectories.checker import check_trajectories

    telling = ("error", "watch") if solution is None else ("error",)
    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        if solution is None:
            found = [*check_instance(read), *check_policy(read)]
        else:
            told = read_any_solution(solution)
            found = check_solution(read, told) if isinstance(told, MatchingSolution) else check_trajectories(read, told)
    if as_json:
        print_json({"instance": read.info.name, "findings": found})
    elif found:
        table("", HEADS[lang], ((_severity(one.severity, lang), one.code, sentence(one, lang)) for one in found))
    else:
        say(FINE[lang])
    raise typer.Exit(Exit.FINDINGS if any(finding.severity in telling for finding in found) else Exit.DONE)


def _severity(word: str, lang: Lang) -> str:
    return SEVERITIES.get(word, word) if lang is Lang.NL else word
