"""`leerwerk register`: a draft entry for the Dutch register of algorithms."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, print_json, say

HEADING = {
    Lang.NL: "Concept voor het Algoritmeregister. {count} velden vult de organisatie zelf in.",
    Lang.EN: "Draft for the register of algorithms. The organisation itself fills in {count} fields.",
}


class InUse(StrEnum):
    """Status of the algorithm, in the words of the register."""

    DEVELOPMENT = "in development"
    IN_USE = "in use"
    OUT_OF_USE = "out of use"


def register(
    status: Annotated[InUse, typer.Option(help="Status at your organisation.")] = InUse.DEVELOPMENT,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Write a draft entry for the Algoritmeregister, from the rules and figures as they are now."""
    from api.register import register_entry

    if as_json:
        print_json({code: register_entry(code, status.value) for code in ("nl", "en")})
        return
    entry = register_entry("nl" if lang is Lang.NL else "en", status.value)
    say(HEADING[lang].format(count=len(entry.to_fill_in)), style="bold")
    for name, value in entry:
        if name != "to_fill_in":
            say(f"{name}: {value}")
