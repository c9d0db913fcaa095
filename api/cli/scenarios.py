"""`leerwerk scenarios`: the pictures of the future that an instance brings, and what each changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, table

if TYPE_CHECKING:
    from instances.schema.plan_scenarios import PlanPatch

TEXTS = {
    Lang.NL: {
        "none": "Dit exemplaar heeft geen scenario's.",
        "heads": "Tabel|Rij|Veld|Bewerking|Waarde|Jaren|Status|Bron",
        "every": "alle rijen",
        "always": "alle",
    },
    Lang.EN: {
        "none": "This instance has no scenarios.",
        "heads": "Table|Row|Field|Operation|Value|Years|Status|Source",
        "every": "every row",
        "always": "all",
    },
}


def scenarios(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """List the scenarios of a plan: the story of each, and every figure that it changes."""
    from instances.reader import read_instance
    from instances.schema.plan_scenarios import PlanPatch, PlanScenario

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
    found = [one for one in read.documents("plan_scenarios") if isinstance(one, PlanScenario)]
    patches = [one for one in read.documents("plan_patches") if isinstance(one, PlanPatch)]
    if as_json:
        print_json(
            {
                "scenarios": [
                    {**one.model_dump(), "patches": [p for p in patches if p.scenario == one.id]} for one in found
                ]
            }
        )
        return
    texts = TEXTS[lang]
    if not found:
        say(texts["none"])
    for one in found:
        name, story = (one.name_nl, one.story_nl) if lang is Lang.NL else (one.name_en, one.story_en)
        say(f"{one.id}  {name}", style="bold")
        say(f"   {story}")
        rows = [_row(patch, texts, lang) for patch in patches if patch.scenario == one.id]
        table("", texts["heads"].split("|"), rows, right=(4,))


def _row(patch: "PlanPatch", texts: dict[str, str], lang: Lang) -> tuple[str, ...]:
    years = [str(year) for year in (patch.from_year, patch.until_year) if year is not None]
    return (
        patch.table,
        patch.row or texts["every"],
        patch.field,
        patch.operation.label(lang),
        patch.value,
        " - ".join(years) or texts["always"],
        patch.status.label(lang),
        patch.source,
    )
