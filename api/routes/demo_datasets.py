"""Synthetic instances for trying things out: the sizes of the generator, made on request."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.routes.instances import InstanceVersion, told
from api.security.roles import ADMINS, ANYONE
from api.store import instances
from api.web.paging import Page, Pager
from api.wire import Wire
from api.work import IdempotencyKey, Work, work
from instances.generate import FEWEST, generate
from instances.schema.base import Id

router = APIRouter(tags=["instances"])
PRESETS = {
    "tiny": "Een verhaal om met de hand te lezen. / A story to read by hand.",
    "district": "200 deelnemers. / 200 participants.",
    "region": "De zes gemeenten van Maastricht-Heuvelland. / The six municipalities of Maastricht-Heuvelland.",
}
MOST = 5_000  # people; larger ones are made by `leerwerk generate` and uploaded


class DemoDataset(Wire):
    """A size that can be made."""

    preset: str = Field(description="Its name.")
    description: str = Field(description="What is in it.")


class NewDemoDataset(Wire):
    """A synthetic instance to make."""

    preset: str = Field(pattern=f"^({'|'.join(PRESETS)})$", description="Which size.")
    name: Id = Field(description="Name of the instance that it becomes a version of.")
    seed: int = Field(1, ge=0, le=2**31 - 1, description="The same seed gives the same documents.")
    participants: int | None = Field(None, ge=FEWEST, le=MOST, description="Another number of people; not for tiny.")


@router.get("/demo-datasets")
def list_demo_datasets(_: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]) -> Page[DemoDataset]:
    """The sizes that can be made here."""
    made = [DemoDataset(preset=name, description=said) for name, said in PRESETS.items()]
    return pager.over(made, lambda one: one.preset, lambda one: one)


@router.post("/demo-datasets", status_code=201, response_model=InstanceVersion, openapi_extra={"x-problems": [409]})
def create_demo_dataset(
    asked: Annotated[Work, work(ADMINS)],
    wanted: Annotated[NewDemoDataset, Body()],
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Make a synthetic instance and keep it as the newest version of that name."""
    made = generate(wanted.preset, wanted.seed, wanted.participants)

    def keep(session: Session) -> Response:
        imported = instances.put(session, asked.person, wanted.name, made)
        address = f"{asked.request.app.state.settings.base_url}/v1/instances/{wanted.name}"
        return JSONResponse(told(imported.version).model_dump(mode="json"), 201, {"Location": address})

    return asked.once(idempotency_key, wanted, keep)
