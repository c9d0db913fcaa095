"""`leerwerk explain`: why, and why not."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, sentence

LOSS = {
    Lang.NL: "Deze plek afdwingen kost het geheel minstens {loss:.0f} punten (min het gat van de berekening).",
    Lang.EN: "Forcing this place costs the whole at least {loss:.0f} points (less the gap of the run).",
}


def explain(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path, typer.Argument(help="A solution of this instance.")],
    participant: Annotated[str, typer.Option(help="Id of a participant.")],
    workplace: Annotated[str | None, typer.Option(help="Id of a workplace: why not there?")] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Say why a participant has this place or none, and why not another one."""
    from api.cli.views import in_full
    from instances.reader import read_instance
    from instances.solutions import read_solution
    from matching.explainer import why, why_not
    from matching.pricing import Desk

    with bad_input_explained(as_json, lang):
        desk = Desk.of(read_instance(instance), read_solution(solution))
        told = why(desk, participant) if workplace is None else why_not(desk, participant, workplace)
    if as_json:
        print_json(told)
        return
    if told.asked is not None:
        in_full(told.asked, lang)
        if told.loss is not None:
            say(LOSS[lang].format(loss=told.loss))
        return
    if told.placed is not None:
        in_full(told.placed, lang)
        return
    say(told.nl if lang is Lang.NL else told.en, style="bold")
    for finding in told.unmatched:
        say(f"  – {sentence(finding, lang)}")
