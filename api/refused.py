"""What the store refuses, as problems: which kind each of its errors is, and how it is said in Dutch."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from api.store.errors import (
    AlreadyPlaced,
    Archived,
    Conflict,
    Forbidden,
    IllegalMove,
    KeyReused,
    NoSlot,
    NotStanding,
    NotUsable,
    Stale,
    StoreError,
    Unknown,
    Unreachable,
)
from api.web.problems import response

STORE: Mapping[type[StoreError], tuple[str, str]] = {
    Unknown: ("not-found", "Er is hier niets van de soort {what} met de naam {id}."),
    Forbidden: ("not-allowed", "Uw rol of uw caseload geeft hier geen toegang toe."),
    NoSlot: ("slot-taken", "Plek {workplace} is vol: alle {slots} zijn vergeven."),
    AlreadyPlaced: ("already-placed", "{participant} heeft plek {workplace} al. Trek eerst dat besluit in."),
    NotStanding: ("conflict", "Dit besluit geldt niet meer."),
    Archived: ("conflict", "Dit is weggelegd; er komt niets nieuws bij."),
    Stale: ("changed-meanwhile", "Iemand anders heeft dit veranderd. Het is nu versie {revision}."),
    IllegalMove: ("conflict", "Deze berekening is {state} en kan niet meer {to} worden."),
    NotUsable: ("conflict", "Uit deze berekening zijn geen voorstellen te maken."),
    KeyReused: ("key-reused", "De sleutel {key} hoort bij een andere vraag."),
    Conflict: ("conflict", ""),
    Unreachable: ("not-ready", "De opslag is niet bereikbaar."),
}


async def refused(request: Request, error: Exception) -> JSONResponse:
    """Anything that the store refuses."""
    code, nl = STORE[next(kind for kind in type(error).__mro__ if kind in STORE)]
    return response(request, code, (nl.format(**vars(error)), str(error)))


HANDLERS: Mapping[int | type[Exception], Any] = {StoreError: refused}
