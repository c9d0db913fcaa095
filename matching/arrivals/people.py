"""People of another instance as if they came to this one, so that the same rules judge a pool against these places."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import PlacementStatus
from instances.tables import SEPARATOR, Instance, columns

PREFIX = "later-"
OF_PEOPLE = ("participants", "participant_skills", "participant_certificates")


def weeks_of_year() -> int:
    """Weeks over which what is scarce has to last."""
    return int(figure("arrivals.weeks").number())


def with_people(here: Instance, other: Instance, prefix: str) -> Instance:
    """This instance with, after its own people, those of the other who look for a place.

    `prefix` goes before their ids. Their dates move along with the reference date. What this instance does not know (a
    coach, a line, an organisation that they name) is left out; couples, decisions and placements of theirs do not come
    along.
    """
    placements = other["placements"]
    placed = placements.loc[placements["status"] == PlacementStatus.CURRENT.value, "participant"]
    moved = pd.Timestamp(here.info.reference_date) - pd.Timestamp(other.info.reference_date)
    tables = {}
    for table in OF_PEOPLE:
        key = "id" if table == "participants" else "participant"
        rows = other[table]
        rows = rows[~rows[key].isin(placed)].copy()
        rows[key] = prefix + rows[key]
        for name, column in columns(table).items():
            if column.kind == "date":
                rows[name] = rows[name] + moved
            elif column.to and column.to in here.tables and name != key:
                rows[name] = _known(rows[name], set(here[column.to]["id"]), many=column.kind == "list")
        if table == "participants":
            rows = rows[rows["municipality"].notna()]
            kept = set(rows["id"])
        else:
            rows = rows[rows[key].isin(kept)]
        own = here[table]
        tables[table] = pd.concat([own, rows.astype(own.dtypes)], ignore_index=True)
    return here.replace(**tables)


def _known(cells: "pd.Series[str]", known: set[str], *, many: bool) -> "pd.Series[str]":
    """The cells without what is not known here."""
    if not many:
        return cells.where(cells.isin(known))
    kept = [SEPARATOR.join(one for one in str(cell).split(SEPARATOR) if one in known) for cell in cells.fillna("")]
    return pd.Series(kept, index=cells.index, dtype=cells.dtype)


def weeks_ahead(instance: Instance) -> NDArray[np.int64]:
    """In how many weeks from the reference date the day of registration comes round again, int64 (P,), 0 to 51.

    Who has no day of registration is spread evenly, in the order of the table.
    """
    weeks = weeks_of_year()
    days = (instance["participants"]["waiting_since"] - pd.Timestamp(instance.info.reference_date)).dt.days
    spread = np.arange(len(days)) % weeks
    found = np.where(days.isna(), spread, (days.fillna(0).to_numpy() % (7 * weeks)) // 7)
    return found.astype(np.int64)


def weeks_waited(instance: Instance) -> NDArray[np.int64]:
    """Whole weeks since registration, int64 (P,); 0 where that is not known."""
    days = (pd.Timestamp(instance.info.reference_date) - instance["participants"]["waiting_since"]).dt.days
    weeks: NDArray[np.int64] = np.maximum(0, days.fillna(0).to_numpy() // 7).astype(np.int64)
    return weeks
