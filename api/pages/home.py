"""The front door: on to the first page of one's role; and the switch of the language."""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.pages.visit import NOBODY, Passing
from api.security.login import OWN_PATH
from api.store import instances, runs
from api.store.runs import RunKind, State
from api.web.language import COOKIE, LANGUAGES
from api.web.problems import Refusal

router = APIRouter(include_in_schema=False)
YEAR = timedelta(days=365)
LOOKED_BACK = 20  # runs


@router.get("/")
def home(visit: Passing) -> Response:
    """On to where this person begins."""
    if visit.person == NOBODY:
        return RedirectResponse("/inloggen", 303)
    with visit.reading() as session:
        name = current(session)
    first = visit.frame["navigation"]
    if name is None or not first:
        return visit.page("home.html", empty=name is None)
    return RedirectResponse(f"/in/{name}/{first[0].path}", 303)


def current(session: Session) -> str | None:
    """The instance that was matched last; where nothing was matched, the first by name."""
    names = [one.name for one in instances.datasets(session)]
    for run in runs.listed(session, kind=RunKind.MATCH, limit=LOOKED_BACK):
        if run.state == State.SOLVED and run.dataset in names:
            return run.dataset
    return names[0] if names else None


@router.get("/taal/{lang}")
def switch(visit: Passing, lang: str, naar: str = "/") -> Response:
    """Go on in another language, on the same page; it is remembered in a cookie that holds nothing else."""
    if lang not in LANGUAGES:
        raise Refusal("not-found")
    response = RedirectResponse(naar if OWN_PATH.fullmatch(naar) else "/", 303)
    secure = visit.request.app.state.settings.is_secure
    response.set_cookie(COOKIE, lang, max_age=int(YEAR.total_seconds()), httponly=True, samesite="lax", secure=secure)
    return response
