"""What a door gives: the cells of one table as they stand in the document."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from instances.schema import TABLES


@dataclass(frozen=True)
class Sheet:
    """Cells of one table; the index counts data rows from 1, columns carry the names of the document.

    Cells are text (NaN or "" = empty), or typed columns where the format has types. `whole` is False when rows
    were left out because they could not be read; then nothing can be said about ids that seem to be missing.
    """

    document: str
    cells: pd.DataFrame
    whole: bool = True

    def without_blank_rows(self) -> "Sheet":
        """Drop rows without a single filled cell, as spreadsheets leave them; the others keep their number."""
        blank = np.ones(len(self.cells), bool)
        for _, column in self.cells.items():
            if not blank.any():
                return self  # most often after the first column, which holds the ids
            blank &= (column.isna() | (column == "")).to_numpy()
        return Sheet(self.document, self.cells[~blank], self.whole)


def closest(name: str, known: Iterable[str]) -> str:
    """Give the known name that a misspelled one probably meant, or ""."""
    lowered = {word.casefold(): word for word in known}
    found = difflib.get_close_matches(name.casefold(), lowered, n=1, cutoff=0.75)
    return lowered[found[0]] if found else ""


def meant_table(name: str) -> str:
    """Give the table that a name probably meant, or "" for a name of something else."""
    return closest(name, TABLES)
