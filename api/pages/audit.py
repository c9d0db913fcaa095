"""The auditor's pages: who did what with data about whom, and whether the chain of records is whole."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.visit import Visit, visit
from api.security.roles import AUDITORS
from api.store import instances, logbook
from api.wire import InstanceName

router = APIRouter(include_in_schema=False)
SIZE = 50  # records a page
ABOUT = "dpl.core.data_subject_id"


@router.get("/in/{instance}/logboek")
def logbook_page(
    instance: InstanceName, visit: Annotated[Visit, visit(AUDITORS)],
    wie: Annotated[str, Query(max_length=200)] = "", deelnemer: Annotated[str, Query(max_length=64)] = "",
    na: Annotated[int, Query(ge=0)] = 0,
) -> Response:  # fmt: skip
    """The records in the order of the chain, of one person or about one participant where asked."""
    with visit.writing() as session:  # someone who is looked for the first time gets a pseudonym
        found = logbook.records(
            session, visit.person, actor=wie.strip() or None, participant=deelnemer.strip() or None, after=na,
            limit=SIZE + 1,
        )  # fmt: skip
        chain, title = logbook.verify(session), instances.version(session, instance).title
        rows = [
            {
                "number": one.number, "at": datetime.fromtimestamp(one.start_time / 1000, UTC), "name": one.name,
                "actor": one.actor, "about": one.attributes.get(ABOUT, ""), "status": one.status,
                "facts": {name: value for name, value in one.attributes.items() if not name.startswith("dpl.core")},
            }
            for one in found[:SIZE]
        ]  # fmt: skip
    return visit.page(
        "logbook.html", title=title, rows=rows, more=len(found) > SIZE, chain=chain, actor=wie,
        participant=deelnemer, after=na,
    )  # fmt: skip
