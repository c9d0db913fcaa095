"""Pages that anyone may read: help, the accessibility statement, and what is kept of people."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.visit import Passing

router = APIRouter(include_in_schema=False)


@router.get("/hulp")
def help_page(visit: Passing) -> Response:
    """How the pages work, page by page."""
    return visit.page("help.html")


@router.get("/toegankelijkheid")
def accessibility(visit: Passing) -> Response:
    """The accessibility statement."""
    return visit.page("accessibility.html")


@router.get("/privacy")
def privacy(visit: Passing) -> Response:
    """What is kept of whom, why and how long."""
    return visit.page("privacy.html", months=visit.request.app.state.settings.retention_months)
