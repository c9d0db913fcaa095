"""`leerwerk rules`: the rule catalogue, and how an instance sets it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, table

if TYPE_CHECKING:
    from matching.catalogue import Entry, Working

HEADS = {
    Lang.NL: ("Nr", "Code", "Regel", "Soort", "Werking", "Gewicht", "Eenheid"),
    Lang.EN: ("No", "Code", "Rule", "Sort", "Mode", "Weight", "Unit"),
}
HERE = {Lang.NL: "Werking hier", Lang.EN: "Mode here"}
SORTS = {"pair": "paar", "row": "rij", "audit": "toets"}
FREE = {Lang.NL: ", {free} vrij", Lang.EN: ", {free} free"}


def rules(
    instance: Annotated[
        Path | None, typer.Argument(help="Folder, .xlsx or .json: also show how this instance sets each rule.")
    ] = None,
    policy: Annotated[
        str, typer.Option(help="Show the settings of this policy (develop, legal-minimum, wind-down).")
    ] = "instance",
    as_json: AsJson = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the table of matching/rules/README.md.")
    ] = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Show every rule: number, titles, sort, modes, weight, unit, fields, source, sentences and examples."""
    from instances.reader import read_instance
    from instances.tables import Instance
    from matching.catalogue import catalogue, markdown
    from matching.policies import OWN, under
    from matching.rule import Rulebook
    from matching.rules import RULES

    if as_json and as_markdown:
        raise typer.BadParameter("give either --json or --markdown")
    with bad_input_explained(as_json, lang):
        rulebook = None
        if instance is not None or policy != OWN:
            read = Instance.of({}) if instance is None else read_instance(instance)
            rulebook = Rulebook.of(under(read, policy), RULES)
        entries = catalogue(rulebook)
    if as_json:
        print_json({"rules": entries})
    elif as_markdown:
        typer.echo(markdown(entries))
    else:
        heads = HEADS[lang] + ((HERE[lang],) if rulebook else ())
        table("", heads, (_line(entry, lang) for entry in entries), right=(0, 5))


def _line(entry: "Entry", lang: Lang) -> tuple[str, ...]:
    from matching.words import UNITS, number

    title = entry.nl if lang is Lang.NL else entry.en
    sort = SORTS[entry.sort] if lang is Lang.NL else entry.sort
    unit = entry.unit if lang is Lang.EN else UNITS.get(entry.unit, (entry.unit,) * 2)[1]
    weight = number(entry.weight, lang) if entry.weight else ""
    cells = (str(entry.number), entry.code, title, sort, entry.mode.label(lang), weight, unit)
    return cells if entry.here is None else (*cells, _here(entry.here, lang))


def _here(here: "Working", lang: Lang) -> str:
    """The mode in an instance, with the weight and the free units of a soft rule."""
    from instances.schema.vocabulary import RuleMode
    from matching.words import number

    text = here.mode.label(lang)
    if here.mode is RuleMode.SOFT:
        text += f" ({number(here.weight, lang)}{FREE[lang].format(free=here.free) if here.free else ''})"
    return text
