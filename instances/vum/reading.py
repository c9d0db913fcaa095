"""JSON of another party of the VUM to documents, with a problem for everything that does not fit: never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from instances.errors import InvalidField, Problem, Wanted
from instances.validation import Sentence, problems_of
from instances.vum.codes import code_list
from instances.vum.wire import Vacature, VumDocument, WerkzoekendeProfiel, without_empty

_IDS: dict[str, type[WerkzoekendeProfiel] | type[Vacature]] = {
    "idWerkzoekende": WerkzoekendeProfiel,
    "idVacature": Vacature,
}


@dataclass(frozen=True)
class Arrived:
    """A document with the place where it stood, so that a problem found later can name it."""

    document: str
    row: int
    content: VumDocument

    def problem(self, field: str, value: object, wanted: Wanted) -> Problem:
        """Say what is wrong with a field of it."""
        return Problem(self.document, self.row, field, "" if value is None else str(value), wanted)


def read_documents(content: Any, document: str) -> tuple[list[Arrived], list[Problem]]:
    """Turn JSON values into documents and problems; a document with a problem is not among the documents."""
    if isinstance(content, dict) and isinstance(content.get("matches"), list):
        content = content["matches"]
    many = isinstance(content, list)
    found: list[Arrived] = []
    problems: list[Problem] = []
    for number, one in enumerate(content if many else [content], start=1):
        row = number if many else 0
        kind = next((kind for name, kind in _IDS.items() if isinstance(one, dict) and one.get(name)), None)
        if kind is None:
            wanted = Wanted(
                "een object met idWerkzoekende of idVacature", "an object with idWerkzoekende or idVacature"
            )
            problems.append(Problem(document, row, "", "", wanted))
            continue
        try:
            found.append(Arrived(document, row, kind.model_validate(without_empty(one))))
        except ValidationError as error:
            problems += problems_of(error, document, row, CODES)
    return found, problems


def _code_wanted(context: Mapping[str, Any]) -> Wanted:
    name = context["list"]
    codes = ", ".join(code_list(name).codes)
    return Wanted(f"een code uit de lijst {name}: {codes}", f"a code of the list {name}: {codes}")


CODES: Mapping[str, Sentence] = {"vum_code": _code_wanted}


def raise_if(problems: list[Problem]) -> None:
    """Raise all problems at once, if there are any."""
    if problems:
        raise InvalidField(problems)
