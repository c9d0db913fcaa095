"""What every document is: a frozen record of plain values, each with title, description, unit and range.

A document is one row of one table. Cells are scalars or short lists of scalars; anything that repeats with values of
its own (skills of a person, certificates) is a table of its own, so that the same documents fit a folder of CSV or
Parquet, an Excel sheet, JSON and numpy columns alike.

Absence is a value of its own: a field that may be unknown is `X | None`, and `None` means "not known", never zero.
A list is never unknown; an empty list means "none".
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticUndefined

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"
POSTCODE_PATTERN = r"^([1-9][0-9]{3}|BE-[1-9][0-9]{3}|DE-[0-9]{5})$"
CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
MUNICIPALITY_PATTERN = r"^GM[0-9]{4}$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Postcode = Annotated[str, StringConstraints(pattern=POSTCODE_PATTERN)]
Clock = Annotated[str, StringConstraints(pattern=CLOCK_PATTERN)]
MunicipalityCode = Annotated[str, StringConstraints(pattern=MUNICIPALITY_PATTERN)]


class Document(BaseModel):
    """A frozen row: unknown fields are refused, `model_copy(update=...)` gives a changed one."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def attribute(
    title: str,
    description: str,
    *,
    unit: str = "",
    to: str = "",
    default: Any = PydanticUndefined,
    ge: float | None = None,
    le: float | None = None,
) -> Any:
    """Declare a field.

    `title` is Dutch and short (a column head), `description` English; `unit` as in `hours/week`; `to` names the table
    that the id points to; `ge` and `le` bound the value, both included.
    """
    return Field(
        default, title=title, description=description, ge=ge, le=le, json_schema_extra={"unit": unit, "to": to}
    )
