"""`leerwerk check`: is an instance sound; is a solution sound."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say, sentence, table

HEADS = {Lang.NL: ("Ernst", "Code", "Wat is er"), Lang.EN: ("Severity", "Code", "What it is")}
FINE = {Lang.NL: "Niets gevonden: alles klopt.", Lang.EN: "Nothing found: all is well."}
TELLING = ("error", "watch")


def check(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path | None, typer.Argument(help="A solution, or a proposal of your own in that form.")] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Check an instance, or a solution against its instance."""
    from instances.checks import check_instance
    from instances.reader import read_instance
    from instances.solutions import read_solution
    from matching.checker import check as check_solution

    with bad_input_explained(as_json):
        read = read_instance(instance)
        found = check_instance(read) if solution is None else check_solution(read, read_solution(solution))
    telling = any(finding.severity in TELLING for finding in found)
    if as_json:
        print_json({"instance": read.info.name, "findings": found})
    elif found:
        table("", HEADS[lang], ((one.severity, one.code, sentence(one, lang)) for one in found))
    else:
        say(FINE[lang])
    raise typer.Exit(Exit.FINDINGS if telling else Exit.DONE)
