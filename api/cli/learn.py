"""`leerwerk learn`: what past placements teach about the chance of a lasting place, and how far to trust it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, table

if TYPE_CHECKING:
    from matching.learning.study import Study

TEXTS = {
    Lang.NL: {
        "head": "Geleerd van {outcomes} eerdere plaatsingen ({left_out} weggelaten, daarvan ontbreken gegevens).",
        "synthetic": "Let op: deze plaatsingen zijn verzonnen. De uitkomst zegt niets over echte mensen.",
        "parts": "Op tijd gesplitst: {fit} om te leren, {calibrate} om bij te stellen, {judge} om te beoordelen.",
        "judged": "Hoe goed, op de laatste plaatsingen",
        "judged_heads": "Manier|AUC|Brier|Logverlies|Kalibratiefout",
        "line": "model",
        "trees": "bomen (ter vergelijking)",
        "hand": "gewichten van de regels",
        "bins": "Klopt de kans? Het model zei, en het kwam uit",
        "bins_heads": "Kans|Plaatsingen|Gezegd|Uitgekomen|",
        "terms": "Wat het model weegt (logaritme van de kansverhouding per eenheid)",
        "terms_heads": "Gegeven|Gewicht|Onzekerheid|Waarheid (verzonnen)|Verschuiving nu",
        "groups": "Gelijk behandeld? Het model ziet deze groepen niet",
        "groups_heads": "Soort|Groep|Plaatsingen|Gezegd|Uitgekomen|",
        "few": "te weinig om iets te zeggen",
        "drift": "Verschuiving: onder 0,1 weinig, boven 0,25 veel; dan past het model minder bij de mensen van nu.",
        "written": "Geschreven: {path}",
        "off": "De regel `lasting` staat uit, tot de tabel `policy` hem aanzet.",
    },
    Lang.EN: {
        "head": "Learnt from {outcomes} past placements ({left_out} left out, as facts are missing).",
        "synthetic": "Mind: these placements are made up. What comes out says nothing about real people.",
        "parts": "Split by time: {fit} to learn, {calibrate} to calibrate, {judge} to judge.",
        "judged": "How good, on the last placements",
        "judged_heads": "Way|AUC|Brier|Log loss|Calibration error",
        "line": "model",
        "trees": "trees (for comparison)",
        "hand": "weights of the rules",
        "bins": "Is the chance right? The model said, and it came true",
        "bins_heads": "Chance|Placements|Said|Came true|",
        "terms": "What the model weighs (log-odds per unit)",
        "terms_heads": "Fact|Weight|Standard error|Truth (made up)|Drift now",
        "groups": "Treated alike? The model does not see these groups",
        "groups_heads": "Kind|Group|Placements|Said|Came true|",
        "few": "too few to say anything",
        "drift": "Drift: below 0.1 little, above 0.25 much; then the model fits the people of today less well.",
        "written": "Written: {path}",
        "off": "The rule `lasting` is off until the table `policy` switches it on.",
    },
}


def learn(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance with outcomes.")],
    out: Annotated[Path | None, typer.Option(help="Where to write the study with the model (JSON).")] = None,
    into: Annotated[
        Path | None, typer.Option(help="Where to write the instance with the model in it (folder, .xlsx or .json).")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Same seed and same outcomes, same study.")] = 1,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Fit the chance of a lasting place on past placements, and say how far to trust it. Advice only."""
    from instances.reader import read_instance
    from instances.solutions import write_solution
    from instances.writer import write_instance
    from matching.learning.study import learn as study_of

    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        study = study_of(read, seed)
        if out is not None:
            write_solution(study, out)
        if into is not None:
            write_instance(read.replace(lasting_model=study.model()), into)
    if as_json:
        print_json(study)
        return
    _tell(study, lang)
    for path in (path for path in (out, into) if path is not None):
        say(TEXTS[lang]["written"].format(path=path))
    say(TEXTS[lang]["off"])


def _tell(study: "Study", lang: Lang) -> None:
    from matching.words import number

    def told(value: float | None, decimals: int = 3) -> str:
        return "" if value is None else number(value, lang.value, decimals)

    def percent(value: float) -> str:
        return f"{number(100 * value, lang.value, 0)} %"

    texts = TEXTS[lang]
    if study.synthetic:
        say(texts["synthetic"], style="italic")
    say(texts["head"].format(outcomes=study.outcomes, left_out=study.left_out), style="bold")
    say(texts["parts"].format(**study.parts))
    rows = [(texts[way.name], *map(told, (way.auc, way.brier, way.log_loss, way.ece))) for way in study.judged]
    table(texts["judged"], texts["judged_heads"].split("|"), rows, right=(1, 2, 3, 4))
    bins = [
        (
            f"{percent(one.low)} - {percent(one.low + 0.1)}",
            one.count,
            percent(one.said),
            percent(one.came),
            _bar(one.came),
        )
        for one in study.judged[0].bins
    ]
    table(texts["bins"], texts["bins_heads"].split("|"), bins, right=(1, 2, 3))
    terms = [(t.name, told(t.weight, 4), told(t.error, 4), told(t.truth, 4), told(t.drift)) for t in study.terms]
    table(texts["terms"], texts["terms_heads"].split("|"), terms, right=(1, 2, 3, 4))
    say(texts["drift"])
    groups = [
        (g.audit, g.group, g.count, percent(g.said), percent(g.came), texts["few"] if g.few else "")
        for g in study.groups
    ]
    table(texts["groups"], texts["groups_heads"].split("|"), groups, right=(2, 3, 4))


def _bar(share: float) -> str:
    return "█" * round(20 * share)
