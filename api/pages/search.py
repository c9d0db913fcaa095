"""Search over all places, for one participant: each leads to why it fits, or why not."""

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages import stand
from api.pages.cards import VOCABULARY
from api.pages.participant import COACHES
from api.pages.places import matching
from api.pages.stand import Stand
from api.pages.visit import Visit, visit
from api.store import logbook, scope
from api.store.logbook import Activity
from api.wire import InstanceName, ParticipantId
from matching.counterfactual import in_the_way, title

router = APIRouter(include_in_schema=False)
MOST = 30


@router.get("/in/{instance}/deelnemers/{participant}/plekken")
def search_page(
    instance: InstanceName, participant: ParticipantId, visit: Annotated[Visit, visit(COACHES)],
    zoek: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """The places that a text is found in, each with what stands in the way."""
    with visit.writing() as session:
        scope.require(session, visit.person, instance, participant)
        stands = stand.of(visit, session, instance)
        found = matching(stands.instance, zoek)
        blocked = _blocked(stands, participant, list(found["id"].head(MOST)), visit.lang)
        logbook.append(session, visit.person, Activity.EXPLAIN, participants=[participant], dataset=instance)
    return visit.page(
        "search.html", participant=participant, wanted=zoek, count=len(found), most=MOST,
        places=list(found.head(MOST).itertuples()), blocked=blocked, stands=stands, **VOCABULARY,
    )  # fmt: skip


def _blocked(stands: Stand, participant: str, places: list[str], lang: str) -> dict[str, list[str]]:
    """What stands in the way at each place, as the titles of rules; nothing where nothing was matched yet."""
    if stands.standing is None or not places:
        return {}
    opened = stands.standing.live.desk.opened
    w = np.array([opened.wording.row("workplaces", place) for place in places], np.int32)
    p = np.full(len(w), opened.wording.row("participants", participant), np.int32)
    stops = in_the_way(opened, p, w)
    return {
        place: [title(opened, code, lang) for code, stop in stops.items() if stop[i]] for i, place in enumerate(places)
    }
