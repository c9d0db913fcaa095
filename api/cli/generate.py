"""`leerwerk generate`: make a synthetic instance."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, bad_input_explained, print_json, say


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
    form: Annotated[
        Format | None, typer.Option("--format", help="Default: by the name of OUT; a folder gets CSV.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a synthetic instance: no real people or places of work."""
    from instances.generate import generate as make
    from instances.writer import write_instance

    with bad_input_explained(as_json):
        instance = make(preset.value, seed=seed, participants=participants, defects=defects)
        write_instance(instance, out, form.value if form else None)
    counts = {name: len(rows) for name, rows in instance.tables.items() if len(rows)}
    if as_json:
        print_json({"instance": instance.info, "path": str(out), "hash": instance.digest, "rows": counts})
        return
    say(f"{instance.info.title}: {out}")
    say(", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if name != "instance"))
