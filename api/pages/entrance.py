"""The entrance: on this machine a choice of roles, to try things out; elsewhere the way to the own login."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from api.pages.home import current
from api.pages.visit import Passing
from api.security import demo
from api.security.demo import DemoPerson
from api.security.login import OWN_PATH
from api.security.person import Role
from api.store import instances
from api.web.problems import Refusal

router = APIRouter(include_in_schema=False)
OTHER_SITE = frozenset({"cross-site", "same-site"})


@router.get("/inloggen")
def entrance(visit: Passing, naar: Annotated[str, Query(max_length=500)] = "/") -> Response:
    """Where one comes in."""
    if visit.request.app.state.settings.login != "demo":
        return visit.page("entrance.html", demo=None, onward=_own(naar))
    return visit.page("entrance.html", demo=_choices(visit), onward=_own(naar))


@router.post("/inloggen")
def enter(visit: Passing) -> Response:
    """Take a role, on this machine only."""
    if visit.request.headers.get("sec-fetch-site") in OTHER_SITE:
        raise Refusal("not-allowed")
    try:
        who = DemoPerson(
            role=Role(visit.field("role")), coach=visit.field("coach") or None,
            municipalities=[str(code) for code in visit.sent.getlist("municipality") if code],
        )  # fmt: skip
    except (ValidationError, ValueError) as error:
        raise Refusal("invalid-request", "Kies een rol uit de lijst.", "Choose a role from the list.") from error
    response = RedirectResponse(_own(visit.field("naar") or "/"), 303)
    demo.begin(visit.request, response, who)
    return response


def _choices(visit: Passing) -> Mapping[str, Any]:
    """Whose caseload one may open, and for which municipality one may look."""
    with visit.reading() as session:
        name = current(session)
        if name is None:
            return {"roles": Role, "coaches": [], "municipalities": []}
        found = instances.instance(session, instances.version(session, name).hash)
    caseload = found["participants"]["coach"].value_counts().to_dict()
    towns = found["municipalities"]
    return {
        "roles": Role,
        "coaches": sorted(((str(one), int(caseload.get(one, 0))) for one in found["coaches"]["id"]), key=_fullest),
        "municipalities": list(zip(towns["id"], towns["name"], strict=True)),
    }


def _fullest(coach: tuple[str, int]) -> tuple[int, str]:
    return -coach[1], coach[0]


def _own(path: str) -> str:
    return path if OWN_PATH.fullmatch(path) else "/"
