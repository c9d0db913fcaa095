"""Instances: named sets of documents, of which every import makes a version under the hash of what is in it."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from api.security.roles import ADMINS, ANYONE
from api.store import instances
from api.store.models import Dataset, Version
from api.web import uploads
from api.web.conditional import IfMatch, require, tagged
from api.web.paging import Page, Pager
from api.wire import InstanceName, Wire
from api.work import Work, work

router = APIRouter(tags=["instances"])
Archived = Annotated[bool, Query(description="Also what was put away.")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of the version, from 1.")]
BODY = {
    "requestBody": {
        "required": True,
        "description": "A whole instance: a JSON document, an Excel workbook, or a zipped folder of CSV files.",
        "content": {
            uploads.JSON: {"schema": {"type": "object", "required": ["leerwerk", "instance"]}},
            uploads.EXCEL: {"schema": {"type": "string", "format": "binary"}},
            uploads.ZIP: {"schema": {"type": "string", "format": "binary"}},
        },
    },
    "x-problems": [409, 412],
}


class InstanceSummary(Wire):
    """A named instance."""

    name: str = Field(description="Its name.")
    created_at: datetime = Field(description="When its first version came in.")
    archived_at: datetime | None = Field(description="When it was put away.")


class InstanceVersion(Wire):
    """One version of an instance."""

    name: str = Field(description="Name of the instance.")
    number: int = Field(description="Number of the version, from 1.")
    hash: str = Field(description="SHA-256 of the documents.")
    title: str = Field(description="What the documents call themselves.")
    reference_on: date = Field(description="The day that counts as today in it.")
    synthetic: bool = Field(description="The people are made up.")
    rows: dict[str, int] = Field(description="Rows per table.")
    changes: dict[str, Any] = Field(description="Against the version before, per table: rows added, gone and changed.")
    imported_at: datetime = Field(description="When it came in.")


def summary(found: Dataset) -> InstanceSummary:
    """An instance as the API tells it."""
    return InstanceSummary(name=found.name, created_at=found.created_at, archived_at=found.archived_at)


def told(found: Version) -> InstanceVersion:
    """A version as the API tells it."""
    return InstanceVersion(
        name=found.dataset, number=found.number, hash=found.hash, title=found.title,
        reference_on=found.reference_date, synthetic=found.synthetic, rows=found.rows, changes=found.changes,
        imported_at=found.imported_at,
    )  # fmt: skip


def tag(found: Version) -> str:
    """The ETag of the newest version: its hash and number."""
    return f'"{found.number}-{found.hash[:32]}"'


@router.get("/instances")
def list_instances(
    asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()], archived: Archived = False
) -> Page[InstanceSummary]:
    """All instances by name."""
    with asked.reading() as session:
        return pager.over(instances.datasets(session, archived), lambda one: one.name, summary)


@router.get(
    "/instances/{instance}",
    response_model=InstanceVersion,
    responses={304: {"description": "You have this version already."}},
)
def get_instance(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], request: Request, response: Response
) -> InstanceVersion | Response:
    """The newest version of an instance."""
    with asked.reading() as session:
        found = instances.version(session, instance)
        if tagged(request, response, tag(found)):
            return Response(status_code=304, headers=dict(response.headers))
        return told(found)


async def _upload(
    instance: InstanceName, request: Request, response: Response, asked: Annotated[Work, work(ADMINS)],
    if_match: IfMatch = None,
) -> InstanceVersion:  # fmt: skip
    """Receive the body, then read and keep it in a thread."""
    limits = uploads.Limits.of(request.app.state.settings)
    suffix = uploads.suffix_of(uploads.media_type(request))
    with uploads.room(limits) as folder:
        path = folder / f"upload{suffix}"
        await uploads.received(request, path, limits.max_bytes)
        made = await run_in_threadpool(lambda: uploads.read_upload(path, limits))
    return await run_in_threadpool(lambda: _kept(instance, asked, made, response, if_match))


def _kept(name: str, asked: Work, made: Any, response: Response, if_match: str | None) -> InstanceVersion:
    with asked.writing() as session:
        if if_match is not None:
            require(if_match, tag(instances.version(session, name)))
        imported = instances.put(session, asked.person, name, made)
        response.status_code = 201 if imported.new else 200
        response.headers["ETag"] = tag(imported.version)
        return told(imported.version)


@router.put(
    "/instances/{instance}", openapi_extra=BODY, status_code=201, max_body_size=2**40,
    responses={200: {"model": InstanceVersion, "description": "These documents are the newest version already."}},
)  # fmt: skip
async def put_instance(made: Annotated[InstanceVersion, Depends(_upload)]) -> InstanceVersion:
    """Bring in a new version, as a whole or not at all. Decisions and history stay; the answer tells what changed.

    The same documents again change nothing (200). With If-Match only if that is still the newest version.
    """
    return made


@router.delete("/instances/{instance}", status_code=204, openapi_extra={"x-problems": [409]})
def archive_instance(instance: InstanceName, asked: Annotated[Work, work(ADMINS)]) -> None:
    """Put an instance away: its history stays, nothing new comes in."""
    with asked.writing() as session:
        instances.archive(session, asked.person, instance)


@router.get("/instances/{instance}/versions")
def list_versions(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]
) -> Page[InstanceVersion]:
    """All versions of an instance, oldest first, each with what it changed."""
    with asked.reading() as session:
        instances.dataset(session, instance)
        return pager.over(instances.versions(session, instance), lambda one: f"{one.number:010}", told)


@router.get("/instances/{instance}/versions/{number}")
def get_version(instance: InstanceName, number: Number, asked: Annotated[Work, work(ANYONE)]) -> InstanceVersion:
    """One version of an instance."""
    with asked.reading() as session:
        return told(instances.version(session, instance, number))
