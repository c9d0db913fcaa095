"""`leerwerk logbook verify`: whether the chain of records is whole."""

import dataclasses
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say
from api.cli.served import database_here, settings_here

WHOLE = {
    Lang.NL: "Het logboek is heel: {count} regels. Noteer het einde op een andere plek: {number}:{hash}",
    Lang.EN: "The logbook is whole: {count} records. Note its end down elsewhere: {number}:{hash}",
}
BROKEN = {
    Lang.NL: "Het logboek is niet heel. Fouten: {faults}",
    Lang.EN: "The logbook is not whole. Faults: {faults}",
}

app = typer.Typer(help="The logbook: who did what with data about whom.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `verify` a word of its own while it is the only command."""


@app.command()
def verify(
    noted: Annotated[str, typer.Option(help="An end NUMBER:HASH that was noted down before.")] = "",
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Check every record and how it follows the one before; exit code 1 when the chain is not whole."""
    from api.store import logbook

    with bad_input_explained(as_json, lang):
        end = _read(noted) if noted else None
    settings = settings_here(as_json, lang)
    with database_here(settings, as_json, lang) as database, database.reading() as session:
        chain = logbook.verify(session, end)
    if as_json:
        print_json({"whole": not chain.faults, **dataclasses.asdict(chain)})
    elif chain.faults:
        say(BROKEN[lang].format(faults=len(chain.faults)))
        for fault in chain.faults:
            say(f"  {fault}")
    else:
        say(WHOLE[lang].format(count=chain.num_records, number=chain.number, hash=chain.hash))
    if chain.faults:
        raise typer.Exit(Exit.FINDINGS)


def _read(noted: str) -> tuple[int, str]:
    from instances.errors import InvalidField, Problem, Wanted

    number, _, digest = noted.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        wanted = Wanted("NUMMER:HASH, zoals verify het gaf", "NUMBER:HASH, as verify gave it")
        raise InvalidField([Problem("--noted", 0, "", noted, wanted)])
    return int(number), digest
