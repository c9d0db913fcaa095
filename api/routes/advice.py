"""What advice routes share: who may be talked about, and what is not said of others."""

from typing import Any

from sqlalchemy.orm import Session

from api.live import Now
from api.masking import masked
from api.store import scope
from api.store.errors import Unknown
from api.work import Work
from matching.pricing import Desk


def now(asked: Work, session: Session, instance: str) -> Now:
    """How things stand for an instance.

    Raises:
        Unknown: there is no such instance.
        Refusal: nothing was matched yet.
    """
    found: Now = asked.request.app.state.desks.now(session, instance)
    return found


def known(desk: Desk, workplace: str) -> None:
    """Go on only if there is such a workplace.

    Raises:
        Unknown: there is none.
    """
    if desk.opened.wording.row("workplaces", workplace) < 0:
        raise Unknown("workplace", workplace)


def said_to(asked: Work, session: Session, instance: str, desk: Desk, content: Any) -> Any:
    """An answer of the engine, without the ids of people whom the asker may not see."""
    visible = scope.visible(session, asked.person, instance)
    return masked(content, frozenset(desk.opened.instance["participants"]["id"]) - visible)
