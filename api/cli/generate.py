"""`leerwerk generate`: make a synthetic instance."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, bad_input_explained, print_json, say, table

HEADS = {Lang.NL: ("Tabel", "Rijen"), Lang.EN: ("Table", "Rows")}
DUTCH = {
    "instance": "gegevens over het geheel",
    "organisations": "organisaties",
    "municipalities": "gemeenten",
    "lines": "leerwerklijnen",
    "courses": "cursussen",
    "coaches": "coaches",
    "budgets": "budgetten",
    "policy": "instellingen van regels",
    "participants": "deelnemers",
    "participant_skills": "vaardigheden van deelnemers",
    "participant_certificates": "papieren van deelnemers",
    "couples": "tweetallen van deelnemers",
    "workplaces": "plekken",
    "workplace_skills": "gevraagde vaardigheden",
    "placements": "plaatsingen",
    "overrides": "afwijkingen van regels",
    "decisions": "besluiten",
    "travel_times": "reistijden",
    "outcomes": "eerdere plaatsingen",
    "lasting_model": "schatting van blijvende plekken",
    "plan": "plan: opzet",
    "plan_goals": "plan: doelen",
    "plan_learning": "plan: inwerken",
    "plan_activities": "plan: planning van de raad",
    "plan_programme": "plan: kosten van het programma",
    "plan_pools": "plan: kostenpools",
    "plan_keys": "plan: verdeelsleutels",
    "plan_budgets": "plan: budgetten",
    "plan_deficits": "plan: tekort per jaar",
    "plan_hosts": "plan: uitvoerders",
    "plan_lines": "plan: lijnen",
    "plan_places": "plan: lijnen bij uitvoerders",
    "plan_moves": "plan: mogelijke verhuizingen",
    "plan_sites": "plan: locaties",
    "plan_staff": "plan: formatie",
    "plan_groups": "plan: groepen",
    "plan_allowed": "plan: wie waar mag",
    "plan_start": "plan: wie waar begint",
    "plan_waiting": "plan: wie wacht bij het begin",
    "plan_cohorts": "plan: leeftijdsgroepen",
    "plan_demand": "plan: instroom en plicht",
    "plan_exits": "plan: blijvende uitstroom",
    "plan_scenarios": "plan: scenario's",
    "plan_patches": "plan: wijzigingen van scenario's",
    "plan_branches": "plan: takken",
}


class Preset(StrEnum):
    """Instances that the generator can make."""

    TINY = "tiny"
    DISTRICT = "district"
    REGION = "region"
    PROVINCE = "province"
    NATION = "nation"


class Format(StrEnum):
    """Forms that an instance can have on disk."""

    CSV = "csv"
    PARQUET = "parquet"
    EXCEL = "excel"
    JSON = "json"


def generate(
    preset: Annotated[Preset, typer.Argument(help="Size and story of the instance.")],
    out: Annotated[Path, typer.Option(help="Folder to make, or an .xlsx or .json file.")],
    seed: Annotated[int, typer.Option(help="Same seed, same instance.")] = 1,
    participants: Annotated[int | None, typer.Option(help="Other number of participants; places scale along.")] = None,
    defects: Annotated[bool, typer.Option(help="Plant stale, missing, wrong and double records.")] = False,
    policy: Annotated[
        str, typer.Option(help="Write this policy (develop, legal-minimum, wind-down) into the instance.")
    ] = "instance",
    audit: Annotated[
        Path | None, typer.Option(help="Also make up groups of people for `leerwerk audit`, in this CSV file.")
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="Default: by the name of OUT; a folder gets CSV.")
    ] = None,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Make a synthetic instance: no real people or places of work."""
    from instances.audit import make_audit, write_audit
    from instances.generate import generate as make
    from instances.writer import write_instance
    from matching.policies import under
    from matching.words import number

    with bad_input_explained(as_json, lang):
        instance = under(make(preset.value, seed=seed, participants=participants, defects=defects), policy)
        write_instance(instance, out, form.value if form else None)
        if audit is not None:
            write_audit(make_audit(instance, seed), instance, audit)
    counts = {name: len(rows) for name, rows in instance.tables.items() if len(rows)}
    if as_json:
        print_json({"instance": instance.info, "path": str(out), "hash": instance.digest, "rows": counts})
        return
    say(f"{instance.info.title}: {out}")
    named = (
        (DUTCH[name] if lang is Lang.NL else name.replace("_", " "), count) for name, count in counts.items() if count
    )
    table("", HEADS[lang], ((name, number(count, lang)) for name, count in named), right=(1,))
