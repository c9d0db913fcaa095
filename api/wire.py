"""How the API spells things: lower camelCase for what is its own, and the parts that addresses are made of.

Documents of an instance keep their own field names, as in the files that people upload.
"""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from instances.schema.base import ID_PATTERN


class Wire(BaseModel):
    """Root of what the API takes and gives."""

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True,
        extra="forbid", frozen=True,
    )  # fmt: skip


InstanceName = Annotated[str, Path(pattern=ID_PATTERN, description="Name of an instance.", examples=["tiny"])]
ParticipantId = Annotated[str, Path(pattern=ID_PATTERN, description="Id of a participant.", examples=["p01"])]
WorkplaceId = Annotated[str, Path(pattern=ID_PATTERN, description="Id of a workplace.", examples=["w01"])]
Identifier = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$", description="Id that the service gave.")]
