"""`leerwerk bench`: how fast and how good, beside plain solvers, with figures that anyone can repeat."""

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say, table

if TYPE_CHECKING:
    from benchmarks.compare import Comparison
    from benchmarks.family import Family, Figures, Parameter

HEADS = {
    "list": {
        Lang.NL: "Familie|Wat het is|Eigen keuzes (standaard)|Wie het kan oplossen",
        Lang.EN: "Family|What it is|Own choices (default)|Who can solve it",
    },
    "compare": {
        Lang.NL: "Geval|Methode|Maat|Paren|Oud|Nieuw|p|Oordeel",
        Lang.EN: "Case|Engine|Figure|Pairs|Old|New|p|Verdict",
    },
}
VERDICTS = {
    Lang.NL: {"better": "beter", "same": "gelijk", "worse": "slechter", "unclear": "onbeslist"},
    Lang.EN: {"better": "better", "same": "same", "worse": "worse", "unclear": "unclear"},
}
TEXTS = {
    Lang.NL: {
        "peers": "Andere oplossers, zonder hulp van ons: {names}.",
        "sum": "{worse} slechter, {better} beter, {same} gelijk, {unclear} onbeslist. Met minder dan {fewest} paren is "
        "over tijd, geheugen, waarde en gat niets te zeggen; tellingen hebben genoeg aan een paar.",
        "alone": "Staat maar in een van de twee: {names}.",
        "written": "Geschreven: {path}",
        "rehearsal": "Dit was een proef: er is niets bewaard.",
    },
    Lang.EN: {
        "peers": "Other solvers, without help of ours: {names}.",
        "sum": "{worse} worse, {better} better, {same} the same, {unclear} unclear. With fewer than {fewest} pairs "
        "nothing can be said about time, memory, value and gap; counts need only one pair.",
        "alone": "Only in one of the two: {names}.",
        "written": "Written: {path}",
        "rehearsal": "This was a rehearsal: nothing was kept.",
    },
}


class Families(TyperGroup):
    """One command a family, made from the registry when it is asked for: `leerwerk --help` stays quick."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names of the families."""
        from benchmarks.registry import FAMILIES

        return [one.name for one in FAMILIES]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a family; none where no family is called so."""
        from benchmarks.registry import FAMILIES

        for one in FAMILIES:
            if one.name == cmd_name:
                made = typer.Typer(add_completion=False, rich_markup_mode=None)
                made.command(one.name)(_command(one))
                return typer.main.get_command(made)
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    help="Measure how fast and how good, beside plain solvers.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(
    typer.Typer(
        cls=Families, no_args_is_help=True, rich_markup_mode=None,
        help="Measure a family, each run in a process of its own. Options take several values, after commas or given "
        "again: one row a run.",
    ),
    name="run",
)  # fmt: skip


@app.command("list")
def list_families(as_json: AsJson = False, lang: AsLang = Lang.NL) -> None:
    """List the families, what each can be asked, and the engines and peers that can solve it."""
    from benchmarks.drivers.peers import PEERS
    from benchmarks.registry import FAMILIES

    if as_json:
        print_json({"families": [_described(one) for one in FAMILIES], "peers": list(PEERS)})
        return
    rows = [
        (
            one.name,
            one.title,
            ", ".join(f"{own.name} ({own.default})" for own in one.own_parameters),
            ", ".join(one.engines),
        )
        for one in FAMILIES
    ]
    table("", HEADS["list"][lang].split("|"), rows)
    say(TEXTS[lang]["peers"].format(names=", ".join(PEERS)))


@app.command()
def gap(
    files: Annotated[list[Path], typer.Argument(help="OR-Library files, plain or .gz, of one or more instances each.")],
    engine: Annotated[str, typer.Option(help="An engine or a peer: see `leerwerk bench list`.")] = "auto",
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for each instance.")] = 60.0,
    wanted: Annotated[float, typer.Option("--gap", min=0, max=1, help="Stop at this proven gap.")] = 0.0,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    workers: Annotated[int, typer.Option(min=1, help="Threads.")] = 1,
) -> None:
    """Solve generalised-assignment instances (least cost, every job assigned); one JSON line an instance."""
    from benchmarks.cases.gap import read
    from benchmarks.drivers.assigned import solved
    from matching.engines.engine import Limits

    with bad_input_explained(as_json=False, lang=Lang.EN):
        for path, instances in [(path, read(path)) for path in files]:
            for number, instance in enumerate(instances, 1):
                name = path.name if number == 1 else f"{path.name}#{number}"
                limits = Limits(time_limit, wanted, seed, workers)
                _print_line({"name": name, "engine": engine, **solved(instance, engine, limits)})


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(help="CSV that `leerwerk bench` wrote before.")],
    new: Annotated[Path, typer.Argument(help="CSV that it wrote now.")],
    counts: Annotated[bool, typer.Option("--counts", help="Only what no clock measures: options, iterations, ...")] = (
        False
    ),
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Say per case, engine and figure: better, worse, same or unclear; exit code 1 when anything is worse."""
    from benchmarks import compare as judge
    from benchmarks.results import read

    with bad_input_explained(as_json, lang):
        before, after = read(old), read(new)
        found, alone = judge.compare(before, after, counts), judge.unmatched(before, after)
    _judged(found, alone, as_json, lang)


@app.command()
def guard(
    renew: Annotated[bool, typer.Option("--renew", help="Keep the counts of today from now on.")] = False,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Compare effort that no clock measures with what was kept; exit code 1 when anything is worse."""
    from benchmarks import guard as kept

    if renew:
        kept.renew()
        say(TEXTS[lang]["written"].format(path=kept.KEPT))
        return
    _judged(kept.slips(), [], as_json, lang)


@app.command()
def figures(
    only: Annotated[list[str] | None, typer.Option(help="A family; more than once for several.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="A rehearsal of some minutes: small cases, short limits, nothing kept.")
    ] = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Measure everything that README.md tells, into `benchmarks/results/`, and renew its table (about two hours)."""
    from benchmarks import figures as all_figures
    from benchmarks.results import RESULTS

    with bad_input_explained(as_json=False, lang=lang):
        for row in all_figures.rehearsal(only or ()) if quick else all_figures.figures(only or ()):
            _tell(row)
    say(TEXTS[lang]["rehearsal"] if quick else TEXTS[lang]["written"].format(path=RESULTS))


def _judged(found: "Sequence[Comparison]", alone: Sequence[str], as_json: bool, lang: Lang) -> None:
    """Tell what is not the same, and end with the exit code."""
    from benchmarks.compare import FEWEST_PAIRS, Verdict

    if as_json:
        print_json({"comparisons": found, "unmatched": alone})
    else:
        rows = [_compared(one, lang) for one in found if one.verdict is not Verdict.SAME]
        if rows:
            table("", HEADS["compare"][lang].split("|"), rows, right=(3, 4, 5, 6))
        sums = {each.value: sum(one.verdict is each for one in found) for each in Verdict}
        say(TEXTS[lang]["sum"].format(**sums, fewest=FEWEST_PAIRS))
        if alone:
            say(TEXTS[lang]["alone"].format(names="; ".join(alone)))
    raise typer.Exit(Exit.FINDINGS if any(one.verdict is Verdict.WORSE for one in found) else Exit.DONE)


def _compared(one: "Comparison", lang: Lang) -> tuple[str | int, ...]:
    p_value = "" if one.p_value is None else f"{one.p_value:.3f}"
    changed = f"{one.old:,.6g}", f"{one.new:,.6g}", p_value, VERDICTS[lang][one.verdict]
    return (one.case, one.engine, one.measure, one.pairs, *changed)


def _command(family: "Family") -> Callable[..., None]:
    """The command of one family: its parameters as options, and where the rows go."""

    def command(out: Path | None, as_json: bool, lang: Lang, **given: list[str]) -> None:
        from benchmarks.results import measure, write

        with bad_input_explained(as_json, lang):
            asked = {one.name: [one.parsed(text) for text in _split(given[one.name])] for one in family.parameters}
            rows = []
            for row in measure(family, family.runs(asked)):
                rows.append(row)
                _print_line(row) if as_json else _tell(row)
                if out is not None:
                    write(rows, out)
        if out is not None and not as_json:
            say(TEXTS[lang]["written"].format(path=out))

    options: dict[str, tuple[Any, Any]] = {
        one.name: (Annotated[list[str], _option(one)], []) for one in family.parameters
    }
    options["out"] = (Annotated[Path | None, typer.Option(help="Where to write the rows (CSV).")], None)
    options |= {"as_json": (AsJson, False), "lang": (AsLang, Lang.NL)}
    keyword = inspect.Parameter.KEYWORD_ONLY
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, keyword, annotation=hint, default=value) for name, (hint, value) in options.items()]
    )
    command.__annotations__ = {name: hint for name, (hint, _) in options.items()}
    command.__doc__ = f"Measure {family.title}."
    return command


def _option(parameter: "Parameter") -> Any:
    shown = "" if parameter.default is None else f" Default: {parameter.default}."
    choices = f" ({', '.join(parameter.choices)})" if parameter.choices else ""
    return typer.Option(help=f"{parameter.help}{choices}.{shown}", metavar=f"{parameter.kind.__name__.upper()}[,...]")


def _split(texts: Iterable[str]) -> Iterator[str]:
    return (part.strip() for text in texts for part in text.split(","))


def _described(family: "Family") -> dict[str, Any]:
    parameters = [
        {"name": one.name, "type": one.kind.__name__, "default": one.default, "choices": one.choices, "help": one.help}
        for one in family.parameters
    ]
    return {"name": family.name, "title": family.title, "parameters": parameters, "engines": family.engines}


def _print_line(figures: "Figures") -> None:
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _tell(row: "Figures") -> None:
    """One line for people: the case, who solved it, and the figures that matter most."""
    from benchmarks.registry import family

    known = family(str(row["family"]))
    told = [f"{name} {row[name]}" for name in ("status", *known.shown) if row.get(name) is not None]
    who = "" if row.get("engine") is None else f" {row['engine']}"
    say(f"{known.case(row)}, seed {row['seed']}{who}: {', '.join(told)}")
