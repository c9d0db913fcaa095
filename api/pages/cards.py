"""What the cards of proposals show: the pair in full, with the map and what only the documents tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.pages import maps, people
from api.pages.maps import Map
from api.pages.stand import Stand
from api.routes.advice import said_to
from api.work import Work
from instances.schema.view import Proposal
from instances.schema.vocabulary import CostKind, Mode, Payer, PlaceKind

VOCABULARY: Mapping[str, Any] = {"Mode": Mode, "PlaceKind": PlaceKind, "CostKind": CostKind, "Payer": Payer}


@dataclass(frozen=True)
class Card:
    """One proposal. `view`: the pair in full, as plain values, without the ids of people who may not be named."""

    proposal: Proposal
    view: dict[str, Any]
    line: str
    hours: str
    map: Map | None


def cards(visit: Work, session: Session, stands: Stand, proposals: Sequence[Proposal]) -> list[Card]:
    """The proposals in full."""
    if stands.standing is None or not proposals:
        return []
    desk = stands.standing.live.desk
    told = said_to(visit, session, stands.name, desk, stands.standing.views(proposals))
    return [card(stands, one, view, visit.lang) for one, view in zip(proposals, told, strict=True)]


def card(stands: Stand, proposal: Proposal, view: dict[str, Any], lang: str) -> Card:
    """One proposal in full."""
    wording = stands.wording
    p, w = wording.row("participants", proposal.participant), wording.row("workplaces", proposal.workplace)
    line = wording.raw("workplaces", "line")[w]
    places = wording.raw("participants", "postcode")[p], wording.raw("workplaces", "postcode")[w]
    return Card(
        proposal, view, wording.cell("workplaces", "line", w, lang) if isinstance(line, str) else "",
        people.hours_of(wording, w, lang), maps.between(*places) if view["rides"] else None,
    )  # fmt: skip
