"""`leerwerk retain`: what time asks to be forgotten; told first, and done when asked."""

import dataclasses
from typing import Annotated

import typer

from api.cli.output import AsJson, AsLang, Lang, print_json, say, table
from api.cli.served import database_here, settings_here

SORTS = {
    "participants": {Lang.NL: "deelnemers", Lang.EN: "participants"},
    "documents": {Lang.NL: "oude versies van documenten", Lang.EN: "old versions of documents"},
    "answers": {Lang.NL: "uitkomsten van berekeningen", Lang.EN: "answers of runs"},
    "requests": {Lang.NL: "bewaarde antwoorden", Lang.EN: "kept replies"},
    "records": {Lang.NL: "regels van het logboek", Lang.EN: "records of the logbook"},
}
TITLE = {
    False: {Lang.NL: "Dit kan nu gewist worden (wissen: --erase)", Lang.EN: "This can be erased now (do it: --erase)"},
    True: {Lang.NL: "Dit is gewist", Lang.EN: "This was erased"},
}
HEADS = {Lang.NL: ("wat", "aantal"), Lang.EN: ("what", "count")}
WHO = {Lang.NL: "deelnemers: {ids}", Lang.EN: "participants: {ids}"}


def retain(
    erase: Annotated[bool, typer.Option("--erase", help="Erase it; without this nothing changes.")] = False,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Tell what the retention periods ask to be forgotten, and with --erase forget it."""
    from datetime import UTC, datetime

    from api.security.person import Person, Role
    from api.store import retention

    settings = settings_here(as_json, lang)
    admin, moment = Person("leerwerk retain", frozenset({Role.ADMIN})), datetime.now(UTC)
    with database_here(settings, as_json, lang) as database:
        if erase:
            with database.writing() as session:
                found = retention.retain(session, admin, moment, settings.retention_months)
            database.scrub()
        else:
            with database.reading() as session:
                found = retention.due(session, admin, moment, settings.retention_months)
    if as_json:
        print_json({"erased": erase, **dataclasses.asdict(found)})
        return
    table(TITLE[erase][lang], HEADS[lang], [(SORTS[sort][lang], count) for sort, count in found.counts().items()], (1,))
    if found.participants:
        say(WHO[lang].format(ids=", ".join(found.participants)))
