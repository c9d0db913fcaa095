"""`leerwerk serve`: the API and its workers; `leerwerk worker`: workers only, on any other machine."""

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsLang, Exit, Lang, say, say_errors
from api.cli.served import settings_here

if TYPE_CHECKING:
    from socket import socket

    from api.settings import Settings

LOST = "Seconds of silence after which a worker counts as dead; the same on every machine."
SECONDS = 15.0
TEXTS = {
    Lang.NL: {
        "address": "leerwerk is bereikbaar op {url}; Ctrl-C stopt alles.",
        "taken": "Dit adres is niet te krijgen: {host}:{port} ({why}). Kies een ander adres met LEERWERK_PORT.",
        "working": "Aantal werkers dat begint: {count}. Ctrl-C stopt alles.",
        "database": "De database is niet te gebruiken; hierboven staat waarom. Kijk naar LEERWERK_DATABASE_URL.",
    },
    Lang.EN: {
        "address": "leerwerk can be reached at {url}; Ctrl-C stops everything.",
        "taken": "This address cannot be had: {host}:{port} ({why}). Choose another with LEERWERK_PORT.",
        "working": "Number of workers that start: {count}. Ctrl-C stops everything.",
        "database": "The database cannot be used; why stands above. Look at LEERWERK_DATABASE_URL.",
    },
}


def serve(
    workers: Annotated[
        int | None, typer.Option(min=0, max=256, help="Worker processes; else LEERWERK_WORKERS.")
    ] = None,
    lost_after: Annotated[float, typer.Option(min=2, help=LOST)] = SECONDS,
    lang: AsLang = Lang.NL,
) -> None:
    """Answer requests and do runs on this machine; settings come from LEERWERK_... variables."""
    from api.processes.service import opened

    settings = settings_here(False, lang)
    try:
        listener = opened(settings)
    except OSError as error:
        say_errors(TEXTS[lang]["taken"].format(host=settings.host, port=settings.port, why=error.strerror), ())
        raise typer.Exit(Exit.BAD_INPUT) from error
    host, port = listener.getsockname()[:2]
    say(TEXTS[lang]["address"].format(url=settings.public_url or f"http://{host}:{port}"))
    with listener:
        _run(settings, settings.workers if workers is None else workers, lost_after, listener, lang)


def worker(
    workers: Annotated[int, typer.Option(min=1, max=256, help="Worker processes on this machine.")] = 1,
    lost_after: Annotated[float, typer.Option(min=2, help=LOST)] = SECONDS,
    lang: AsLang = Lang.NL,
) -> None:
    """Do runs on this machine for a service on another: same LEERWERK_DATABASE_URL, same LEERWERK_SECRET."""
    settings = settings_here(False, lang)
    say(TEXTS[lang]["working"].format(count=workers))
    _run(settings, workers, lost_after, None, lang)


def _run(settings: "Settings", workers: int, lost_after: float, listener: "socket | None", lang: Lang) -> None:
    from api.processes.child import LOG
    from api.processes.service import NotReady
    from api.processes.service import serve as keep

    logging.basicConfig(level=settings.log_level.upper(), format=LOG)
    try:
        keep(settings, workers, lost_after, listener)
    except NotReady as error:
        say_errors(TEXTS[lang]["database"], ())
        raise typer.Exit(Exit.BROKEN) from error
