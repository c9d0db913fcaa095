"""`leerwerk propose`: the best places for one person, or the best people for one place."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say

NOTHING = {
    Lang.NL: "Er is nu geen voorstel mogelijk. `leerwerk explain` vertelt waarom.",
    Lang.EN: "No proposal is possible now. `leerwerk explain` tells why.",
}


def propose(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    participant: Annotated[str | None, typer.Option(help="Id of a participant: propose places.")] = None,
    workplace: Annotated[str | None, typer.Option(help="Id of a workplace: propose people.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many proposals.")] = 5,
    solution: Annotated[Path | None, typer.Option(help="Take prices from this solution; else match first.")] = None,
    expected: Annotated[
        Path | None, typer.Option(help="Take expected prices from this answer of `arrivals`, also for who came since.")
    ] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Propose places for a participant, or participants for a workplace, best first, with reasons."""
    if (participant is None) == (workplace is None):
        raise typer.BadParameter("give either --participant or --workplace")
    if solution is not None and expected is not None:
        raise typer.BadParameter("give either --solution or --expected")
    from api.cli.solutions import solution_for
    from api.cli.views import in_full, overview
    from instances.reader import read_instance
    from instances.solutions import read_solution
    from matching.pricing import Desk

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        if expected is not None:
            desk = Desk.of_earlier(read, read_solution(expected))
        else:
            desk = Desk.of(read, solution_for(read, solution, lang, quiet=as_json))
        if participant is not None:
            views = desk.propose_places(participant, k)
        else:
            views = desk.propose_people(str(workplace), k)
    if as_json:
        print_json({"participant": participant, "workplace": workplace, "proposals": views})
    elif views:
        overview(views, lang)
        for view in views:
            in_full(view, lang)
    else:
        say(NOTHING[lang])
    raise typer.Exit(Exit.DONE if views else Exit.FINDINGS)
