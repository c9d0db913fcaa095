"""`leerwerk explain`: why, why not, what would help, what if, and whether demands can be met together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json

if TYPE_CHECKING:
    from instances.schema.answer import Clash, Forced
    from matching.pricing import Desk


def explain(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path, typer.Argument(help="A solution of this instance.")],
    participant: Annotated[str | None, typer.Option(help="Id of a participant: why this place, or none?")] = None,
    workplace: Annotated[
        str | None, typer.Option(help="Id of a workplace: why not there? Alone: what would open it to more people?")
    ] = None,
    what_if: Annotated[
        list[str] | None, typer.Option(help="One change, as participant.hours_week=24; may be given more than once.")
    ] = None,
    force: Annotated[
        list[str] | None, typer.Option(help="A demand, P:W or P (some place); may be given more than once.")
    ] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Say why a participant has this place or none, why not another one, and what would make it otherwise."""
    if force:
        if participant or workplace or what_if:
            raise typer.BadParameter("give --force alone")
    elif participant is None and workplace is None:
        raise typer.BadParameter("give --participant, --workplace or --force")
    from api.cli import answers
    from instances.reader import read_instance
    from instances.solutions import read_solution
    from matching import carving, explainer, whatif
    from matching.pricing import Desk

    with bad_input_explained(as_json, lang):
        desk = Desk.of(read_instance(instance), read_solution(solution))
        if force:
            clash, forced = _demanded(desk, force)
            print_json({"clash": clash, "forced": forced}) if as_json else answers.demanded(clash, forced, lang)
            raise typer.Exit(Exit.DONE if clash.feasible else Exit.FINDINGS)
        if what_if:
            made = whatif.difference(desk, participant, workplace, what_if)
            print_json(made) if as_json else answers.changed(made, lang)
        elif participant is None:
            opened = carving.openings(desk.board, _known(desk, workplace))
            print_json(opened) if as_json else answers.opened(opened, lang)
        else:
            told = explainer.explain(desk, participant, workplace)
            print_json(told) if as_json else answers.explained(told, desk.opened.instance, lang)


def _known(desk: "Desk", workplace: str | None) -> str:
    desk.index("workplaces", str(workplace))
    return str(workplace)


def _demanded(desk: "Desk", texts: list[str]) -> "tuple[Clash, Forced | None]":
    """Judge the demands; where all name a workplace and can be met, what that costs."""
    from matching import pinning
    from matching.demands import Demand, clash

    demands = []
    for text in dict.fromkeys(texts):
        participant, _, workplace = text.partition(":")
        w = desk.index("workplaces", workplace) if workplace else None
        demands.append(Demand.of(desk.board, desk.index("participants", participant), w))
    found = clash(desk.board, demands)
    if not found.feasible or any(demand.workplace is None for demand in demands):
        return found, None
    return found, pinning.force(desk.board, [int(demand.options[0]) for demand in demands])
