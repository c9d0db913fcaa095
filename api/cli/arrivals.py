"""`leerwerk arrivals`: whom to place this week, and whom to let wait for what comes later."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.match import POLICY, refuse_unsound
from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, sentence, sign_of_life, table

if TYPE_CHECKING:
    from instances.schema.solution import MatchingSolution

MOST_SHOWN = 20
TEXTS = {
    Lang.NL: {
        "waits": "Wie deze week wacht ({count}), en waarom",
        "heads": "Deelnemer|Waarom",
        "more": "... en {count} anderen; --json geeft ze allemaal.",
        "cases": "Te duur voor nu: {wait_later}. Beter af met afwachten: {wait_learn}. Nu niet genoeg: {wait_turn}.",
    },
    Lang.EN: {
        "waits": "Who waits this week ({count}), and why",
        "heads": "Participant|Why",
        "more": "... and {count} others; --json gives all of them.",
        "cases": "Too dear now: {wait_later}. Better off waiting: {wait_learn}. Not enough now: {wait_turn}.",
    },
}


def arrivals(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json: who waits now, what is left.")],
    pool: Annotated[
        Path | None, typer.Option(help="An earlier year as an instance; else the people registered in this one.")
    ] = None,
    weeks_left: Annotated[
        int | None,
        typer.Option(min=0, max=51, help="Weeks after this one that must be provided for; else this year's."),
    ] = None,
    to_come: Annotated[
        int | None, typer.Option(min=0, help="People expected in them; else as many as in POOL.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the solution (JSON).")] = None,
    policy: Annotated[str, typer.Option(help=POLICY)] = "instance",
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for the prices of this week alone.")] = 60.0,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same choice.")] = 1,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Choose for who waits now, with an eye to who comes later; the prices written are the expected ones."""
    from api.cli.summary import summarise
    from instances.reader import read_instance
    from instances.solutions import write_solution
    from matching.arrivals.people import weeks_of_year
    from matching.arrivals.week import Later, decide
    from matching.checker import check
    from matching.engines.engine import Limits
    from matching.solver import SolveOptions

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        earlier = read if pool is None else read_instance(pool)
        passed = (read.info.reference_date.timetuple().tm_yday - 1) // 7
        left = max(0, weeks_of_year() - 1 - passed) if weeks_left is None else weeks_left
        with sign_of_life(as_json) as show:
            options = SolveOptions(limits=Limits(time_limit=time_limit, seed=seed), policy=policy)
            solution = decide(read, Later(earlier, left, to_come), options, show)
        refuse_unsound(check(read, solution), lang)
        if out is not None:
            write_solution(solution, out)
    if as_json:
        print_json(solution)
        return
    summarise(read, solution, lang)
    _waits(solution, lang)
    for finding in solution.findings:
        if finding.code == "group_waits":
            say(sentence(finding, lang))


def _waits(solution: "MatchingSolution", lang: Lang) -> None:
    """Who waits though a place fits, and why."""
    texts = TEXTS[lang]
    found = [one for one in solution.unmatched if one.reasons[0].code.startswith("wait_")]
    if not found:
        return
    counts = Counter(one.reasons[0].code for one in found)
    rows = [(one.participant, sentence(one.reasons[0], lang)) for one in found[:MOST_SHOWN]]
    table(texts["waits"].format(count=len(found)), texts["heads"].split("|"), rows)
    if len(found) > MOST_SHOWN:
        say(texts["more"].format(count=len(found) - MOST_SHOWN))
    say(texts["cases"].format(**{code: counts[code] for code in ("wait_later", "wait_learn", "wait_turn")}))
