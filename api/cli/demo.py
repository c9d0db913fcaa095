"""`leerwerk demo`: the whole story in half a minute."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsLang, Lang, bad_input_explained, say

STEPS = {
    Lang.NL: (
        "1. Een verzonnen regio maken",
        "2. Controleren",
        "3. Iedereen samen plaatsen",
        "4. Voorstellen voor één mens",
    ),
    Lang.EN: ("1. Make a synthetic region", "2. Check it", "3. Place everyone jointly", "4. Proposals for one person"),
}
FOUND = {Lang.NL: "{count} meldingen, waarvan {wrong} fouten.", Lang.EN: "{count} findings, of which {wrong} errors."}
KEPT = {Lang.NL: "De regio en de oplossing staan in {folder}.", Lang.EN: "The region and the solution are in {folder}."}


def demo(
    out: Annotated[
        Path | None, typer.Option(help="Folder for the region and its solution; else a temporary one.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same region.")] = 1,
    lang: AsLang = Lang.NL,
) -> None:
    """Make a region, check it, match it, and show one participant's proposals."""
    from api.cli.match import solved_and_checked
    from api.cli.summary import summarise
    from api.cli.views import in_full, overview
    from instances.checks import check_instance
    from instances.generate import generate
    from instances.reader import read_instance
    from instances.solutions import write_solution
    from instances.writer import write_instance
    from matching.pricing import Desk
    from matching.solver import SolveOptions

    folder = (out or Path(tempfile.mkdtemp(prefix="leerwerk-"))) / "region"
    steps = iter(STEPS[lang])
    with bad_input_explained(False, lang):
        say(next(steps), style="bold cyan")
        write_instance(generate("region", seed=seed), folder)
        instance = read_instance(folder)
        say(instance.info.title)
        say(next(steps), style="bold cyan")
        found = check_instance(instance)
        wrong = sum(finding.severity == "error" for finding in found)
        say(FOUND[lang].format(count=len(found), wrong=wrong))
        say(next(steps), style="bold cyan")
        solution = solved_and_checked(instance, SolveOptions(), quiet=False, lang=lang)
        write_solution(solution, folder.parent / "region-solution.json")
        summarise(instance, solution, lang)
        say(next(steps), style="bold cyan")
        desk = Desk.of(instance, solution)
        views = desk.propose_places(_example(desk), 3)
        overview(views, lang)
        in_full(views[0], lang)
        say(KEPT[lang].format(folder=folder.parent))


def _example(desk: object) -> str:
    """A participant with something to choose and something scarce: the placed person whose place is dearest."""
    from matching.pricing import Desk

    assert isinstance(desk, Desk)
    dear = {price.row: price.price for price in desk.solution.prices if price.kind == "slots"}
    best = max(desk.solution.assignments, key=lambda one: dear.get(one.workplace, 0.0))
    return best.participant
