"""`leerwerk alternatives`: other matchings that are nearly as good."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, table

if TYPE_CHECKING:
    from instances.schema.alternative import Alternative, Alternatives, Sturdiness

TEXTS = {
    Lang.NL: {
        "head": "Alternatief {number}: waarde {value}, bewezen grens {bound}. {said}",
        "group": "Voor {count} mensen uit de gekozen groep verandert iets; verschil met alle eerdere samen {distance},"
        " en meer dan {most} kan niet.",
        "heads": "Deelnemer|Nu|Dan",
        "none": "geen plek",
        "more": "... en nog {count}",
        "near": "Bijna gratis: plekken die het geheel hoogstens {points} punten kosten, ieder voor zich bekeken",
        "near_heads": "Deelnemer|Plekken (punten)",
        "blocking": "{count} paren ruilen beide liever. Het geheel wint daar niet bij, op het gat na. De grootste:",
        "blocking_heads": "Deelnemer|Plek|Die wijkt|Winst voor de deelnemer (punten)",
        "kept": "Bij {scenarios} keer rekenen met iets andere waarden blijven {firm} plaatsingen meestal staan;"
        " {fragile} zijn kwetsbaar.",
        "kept_heads": "Deelnemer|Plek|Blijft",
    },
    Lang.EN: {
        "head": "Alternative {number}: value {value}, proven bound {bound}. {said}",
        "group": "Something changes for {count} people of the chosen group; difference with all earlier ones together"
        " {distance}, and more than {most} is impossible.",
        "heads": "Participant|Now|Then",
        "none": "no place",
        "more": "... and {count} more",
        "near": "Nearly free: places that cost the whole at most {points} points, each looked at by itself",
        "near_heads": "Participant|Places (points)",
        "blocking": "{count} pairs would both rather trade; the whole does not gain by it, up to the gap. The largest:",
        "blocking_heads": "Participant|Place|Who gives way|Gain of the participant (points)",
        "kept": "In {scenarios} runs with slightly other values {firm} placements mostly stay; {fragile} are fragile.",
        "kept_heads": "Participant|Place|Stays",
    },
}
SHOWN = 12


def alternatives(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    solution: Annotated[Path, typer.Argument(help="A solution of this instance.")],
    k: Annotated[int, typer.Option("-k", min=1, max=20, help="How many alternatives.")] = 3,
    within: Annotated[str, typer.Option(help="Largest loss against the proven best, such as 1% or 0.01.")] = "1%",
    group: Annotated[
        str, typer.Option(help="Who should see other places: municipality=CODE or participants=ID,ID; else everybody.")
    ] = "",
    near: Annotated[float, typer.Option(min=0, help="Points within which a place counts as nearly free.")] = 20.0,
    scenarios: Annotated[
        int, typer.Option(min=0, max=200, help="Also match with slightly other values so many times: what is fragile?")
    ] = 0,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for all alternatives together.")] = 120.0,
    out: Annotated[Path | None, typer.Option(help="Folder for the solutions: alternative-1.json and so on.")] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Find matchings that are nearly as good and place a group as differently as can be."""
    from instances.reader import read_instance
    from instances.solutions import read_solution, write_solution
    from matching.alternatives import alternatives as find
    from matching.engines.engine import Limits
    from matching.solver import SolveOptions

    share = share_of(within)
    with bad_input_explained(as_json, lang):
        options = SolveOptions(limits=Limits(time_limit))
        read, base = read_instance(instance), read_solution(solution)
        found = find(read, base, k, share, group, near=near, scenarios=scenarios, options=options)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for number, one in enumerate(found.alternatives, 1):
                write_solution(one.solution, out / f"alternative-{number}.json")
    if as_json:
        print_json(found)
    else:
        _told(found, near, lang)


def share_of(text: str) -> float:
    """Read a share: 1%, 0,5 % or 0.01."""
    plain = text.strip().replace(",", ".")
    try:
        share = float(plain.rstrip("% ")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise typer.BadParameter(f"{text!r}: wanted a share from 0 to 100 %, such as 1% or 0.01")
    return share


def _told(found: "Alternatives", near: float, lang: Lang) -> None:
    texts = TEXTS[lang]
    say(found.said.nl if lang is Lang.NL else found.said.en, style="bold")
    for number, one in enumerate(found.alternatives, 1):
        _one(one, number, lang)
    places: dict[str, list[str]] = {}
    for free in found.near:
        places.setdefault(free.participant, []).append(f"{free.workplace} ({free.slack:.0f})")
    rows = [(person, ", ".join(listed[:6])) for person, listed in places.items()]
    if rows:
        table(texts["near"].format(points=f"{near:g}"), texts["near_heads"].split("|"), rows[:SHOWN])
        if len(rows) > SHOWN:
            say(texts["more"].format(count=len(rows) - SHOWN))
    _sturdy(found.sturdiness, lang)


def _sturdy(found: "Sturdiness", lang: Lang) -> None:
    texts = TEXTS[lang]
    if found.blocking:
        rows: list[tuple[object, ...]] = [
            (one.participant, one.workplace, one.holder, one.gain) for one in found.blocking
        ]
        heads = texts["blocking_heads"].split("|")
        table(texts["blocking"].format(count=found.num_blocking), heads, rows[:5], right=(3,))
    if found.scenarios:
        weak = [one for one in found.kept if one.fragile]
        firm = len(found.kept) - len(weak)
        title = texts["kept"].format(scenarios=found.scenarios, firm=firm, fragile=len(weak))
        rows = [(one.participant, one.workplace, f"{100 * one.share:.0f} %") for one in weak[:SHOWN]]
        table(title, texts["kept_heads"].split("|"), rows, right=(2,))


def _one(one: "Alternative", number: int, lang: Lang) -> None:
    from matching.bounds import integer_bound
    from matching.words import number as written

    texts, known = TEXTS[lang], one.solution.termination
    value, bound = written(known.objective, lang), written(integer_bound(known.bound), lang)
    said = one.said.nl if lang is Lang.NL else one.said.en
    say(texts["head"].format(number=number, value=value, bound=bound, said=said), style="bold")
    say(texts["group"].format(count=one.num_in_group, distance=one.distance, most=one.distance_at_most))
    none = texts["none"]
    rows = [(move.participant, move.before or none, move.after or none) for move in one.moves[:SHOWN]]
    table("", texts["heads"].split("|"), rows)
    if len(one.moves) > SHOWN:
        say(texts["more"].format(count=len(one.moves) - SHOWN))
