"""Gathers everything that is wrong with an instance, so that its owner can mend it in one go."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pandas as pd

from instances.errors import DocumentError, InconsistentInstance, Problem, Wanted

LIMIT = 1_000  # problems shown per document; the rest is counted
VALUE_LENGTH = 80  # characters of a cell that are shown
_UNPRINTABLE = re.compile(r"[\ud800-\udfff]")


class Report:
    """Problems per document, with the class of error that each of them is."""

    def __init__(self) -> None:
        self._found: dict[str, list[Problem]] = defaultdict(list)
        self._counts: dict[str, int] = defaultdict(int)
        self._kinds: set[type[DocumentError]] = set()

    def tell(
        self,
        kind: type[DocumentError],
        document: str,
        wanted: Wanted,
        *,
        row: int = 0,
        field: str = "",
        value: str = "",
    ) -> None:
        """Add one problem; `row` 0 means the document as a whole."""
        self._kinds.add(kind)
        self._counts[document] += 1
        shown = _UNPRINTABLE.sub("\ufffd", value)
        shown = shown if len(shown) <= VALUE_LENGTH else shown[: VALUE_LENGTH - 1] + "…"
        self._found[document].append(Problem(document, row, field, shown, wanted))

    def tell_rows(
        self,
        kind: type[DocumentError],
        document: str,
        field: str,
        values: "pd.Series[Any]",
        wanted: "Wanted | Sequence[Wanted]",
    ) -> None:
        """Add one problem for each row: the index of `values` (text) holds the row numbers."""
        first = values.head(LIMIT)
        sentences = [wanted] * len(first) if isinstance(wanted, Wanted) else wanted[:LIMIT]
        for row, value, sentence in zip(first.index.tolist(), first.tolist(), sentences, strict=True):
            self.tell(kind, document, sentence, row=row, field=field, value="" if pd.isna(value) else str(value))
        self._counts[document] += len(values) - len(first)

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raise all problems at once, by document and row; at most `LIMIT` a document, the rest as a count.

        Raises:
            DocumentError: its most specific class if all problems are of that class, else `InconsistentInstance`.
        """
        if not self._found:
            return
        problems: list[Problem] = []
        for document, found in self._found.items():
            problems += sorted(found, key=lambda problem: problem.row)[:LIMIT]
            total = self._counts[document]
            if total > LIMIT:
                wanted = Wanted(
                    f"een document zonder problemen: er zijn er {total}, waarvan de eerste {LIMIT} hier staan",
                    f"a document without problems: there are {total:,}, of which the first {LIMIT:,} are shown",
                )
                problems.append(Problem(document, 0, "", "", wanted))
        (kind,) = self._kinds if len(self._kinds) == 1 else (InconsistentInstance,)
        raise kind(problems)
