"""All places: which are open, which stay empty and why; for who looks for people for a place."""

from typing import Annotated

import pandas as pd
from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages import stand
from api.pages.cards import VOCABULARY
from api.pages.stand import Stand
from api.pages.visit import Visit, visit
from api.security.person import Role
from api.wire import InstanceName
from instances.schema.vocabulary import PlaceKind
from instances.tables import Instance

router = APIRouter(include_in_schema=False)
LOOKERS = frozenset({Role.COACH, Role.CONTROLLER, Role.PLANNER})
SIZE = 50  # a page


@router.get("/in/{instance}/plekken")
def places_page(
    instance: InstanceName, visit: Annotated[Visit, visit(LOOKERS)],
    zoek: Annotated[str, Query(max_length=100)] = "", soort: PlaceKind | None = None, alles: bool = False,
    blad: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:  # fmt: skip
    """The places with room, most room first; `alles`: also those without."""
    with visit.reading() as session:
        stands = stand.of(visit, session, instance)
    found = matching(stands.instance, zoek)
    if soort is not None:
        found = found[found["kind"] == soort.value]
    held = pd.Series(list(stands.holds.values()), dtype="object").value_counts()
    found = found.assign(left=found["slots"] - found["id"].map(held).fillna(0).astype(int))
    if not alles:
        found = found[found["left"] > 0]
    found = found.sort_values(["left", "title"], ascending=[False, True], kind="stable")
    shown = found.iloc[(blad - 1) * SIZE : blad * SIZE]
    return visit.page(
        "places.html", stands=stands, places=list(shown.itertuples()), count=len(found),
        room=int(found["left"].clip(0).sum()), waiting=_waiting(stands), wanted=zoek,
        kind=soort, all=alles, number=blad, pages=-(-len(found) // SIZE),
        **VOCABULARY,
    )  # fmt: skip


def matching(instance: Instance, text: str) -> pd.DataFrame:
    """The workplaces in whose title, organisation or line every word of a text is found; `who` is the organisation."""
    places = instance["workplaces"]
    names = instance["organisations"].set_index("id")["name"]
    lines = instance["lines"].set_index("id")
    found = places.assign(
        who=places["organisation"].map(names).astype("object").fillna(""),
        what_nl=places["line"].map(lines["name_nl"]).astype("object").fillna(""),
        what_en=places["line"].map(lines["name_en"]).astype("object").fillna(""),
    )
    said = found[["id", "title", "who", "what_nl", "what_en"]].astype("object").agg(" ".join, axis=1).str.lower()
    for word in text.lower().split():
        found, said = found[said.str.contains(word, regex=False)], said[said.str.contains(word, regex=False)]
    return found


def _waiting(stands: Stand) -> dict[str, int]:
    """How many people without a place could go to each workplace."""
    if stands.standing is None:
        return {}
    live = stands.standing.live
    return dict(zip(live.desk.opened.wording.raw("workplaces", "id"), live.num_waiting.tolist(), strict=True))
