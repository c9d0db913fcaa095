"""The instance as numpy arrays: ids become indices, words become codes, and nothing passes that no rule asks for.

A rule names the fields it reads (`Card.needs`, for instance `participant.hours_week`). `MatchingData.of` lets exactly
those fields through: this is the privacy fence. Behind it there is nothing more to find: of everything else only ids
and names are kept, and what the engine itself reads in every run. Arrays by kind of column, one entry per row:

    number, integer   float32, NaN = unknown (float64 where values exceed 10^6, as with euro cents)
    boolean           int8, 1 / 0 / -1 = unknown            word   int8 code in the order of the list, -1 = unknown
    list of words     int32 bit mask, bit i = word i         clock  int16 minutes after midnight, -1 = none
    date              int32 days since 1970, UNKNOWN_DAY     postcode   int32 index in the geography, -1 = not found
    reference         int32 row of the table it points to, -1 = none
    list of references   `Listing`: the rank of each listed id
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from instances.geography import geography
from instances.parameters import figure
from instances.schema import TABLES
from instances.schema.vocabulary import PlaceKind, PlacementStatus, Regime, Word
from instances.tables import SEPARATOR, Column, Instance, columns
from instances.travel import TravelTimes, travel_times

Ints = NDArray[np.int32]
UNKNOWN_DAY = np.iinfo(np.int32).min
# Fields that hold pairs together and say what a place costs; they tell nothing of what a person can or wants.
STRUCTURE = (
    "participant.municipality",
    "participant.coach",
    "workplace.organisation",
    "workplace.kind",
    "workplace.price_cents",
    "workplace.stream",
)
LABELS = ("id", "name", "name_nl", "name_en", "title")  # what a thing is called; a participant has an id and no name
ENGINE_TABLES = ("instance", "overrides", "decisions", "placements", "travel_times")
TABLE_OF = {
    "participant": "participants",
    "workplace": "workplaces",
    "organisation": "organisations",
    "municipality": "municipalities",
    "coach": "coaches",
}
DENSE_CELLS = 2**24
DAYS_MONTH = 365.25 / 12


def among(words: type[Word], *chosen: Word) -> NDArray[np.bool_]:
    """Table over the codes of a word list: `among(...)[codes]` is True for the chosen words, False for -1 (unknown)."""
    return np.array([*(word in chosen for word in words), False])


IS_WSW = among(Regime, Regime.WSW_MTB, Regime.WSW_WOZL)
IS_SHELTERED = among(PlaceKind, PlaceKind.SHELTERED_OUTSIDE, PlaceKind.SHELTERED_INSIDE)


class Listing:
    """The lists of references in one column: who lists what, and at which rank (0 = first, 127 = that or later).

    `lists` bool (num_owners,): who lists anything. Kept as a dense table of ranks where that is small, as sorted keys
    otherwise. Of a target that someone lists twice the first rank counts; targets of -1 (no such row) are left out.
    """

    def __init__(self, owner: Ints, target: Ints, rank: Ints, num_owners: int, num_targets: int) -> None:
        self.lists = np.zeros(num_owners, bool)
        self.lists[owner] = True
        self.num_targets = max(1, num_targets)
        keys = owner.astype(np.int64) * self.num_targets + target
        order = np.lexsort((rank, keys))
        order = order[target[order] >= 0]
        self.keys, first = np.unique(keys[order], return_index=True)
        self.ranks = np.minimum(rank[order[first]], np.iinfo(np.int8).max).astype(np.int8)
        self.dense: NDArray[np.int8] | None = None
        if num_owners * self.num_targets <= DENSE_CELLS:
            self.dense = np.full(num_owners * self.num_targets, -1, np.int8)
            self.dense[self.keys] = self.ranks

    def rank(self, owner: Ints, target: Ints) -> NDArray[np.int8]:
        """Give the rank of `target` in the list of `owner`, pair by pair; -1 where it is not listed."""
        found = np.full(len(owner), -1, np.int8)
        asked = np.flatnonzero(self.lists[owner] & (target >= 0))
        if not len(self.keys) or not len(asked):
            return found
        wanted = owner[asked].astype(np.int64) * self.num_targets + target[asked]
        if self.dense is not None:
            found[asked] = self.dense[wanted]
            return found
        spot = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        hit = self.keys[spot] == wanted
        found[asked[hit]] = self.ranks[spot[hit]]
        return found


class Columns:
    """One table as arrays, encoded when first read; a field outside the fence raises `KeyError`."""

    def __init__(self, instance: Instance, table: str, allowed: frozenset[str]) -> None:
        self.instance, self.table, self.allowed = instance, table, allowed
        self.arrays: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self.instance[self.table])

    def __getitem__(self, name: str) -> Any:
        if name not in self.allowed:
            raise KeyError(f"{self.table}.{name} is not among the needs of the active rules")
        if name not in self.arrays:
            self.arrays[name] = encode(self.instance, columns(self.table)[name], self.instance[self.table][name])
        return self.arrays[name]


def encode(instance: Instance, column: Column, series: pd.Series) -> Any:
    """Turn one column into the array that the module docstring describes."""
    if column.kind == "list":
        return _encode_list(instance, column, series)
    if column.kind in ("number", "integer"):
        wide = column.maximum is None or column.maximum > 10**6
        return series.to_numpy(np.float64 if wide else np.float32, na_value=np.nan)
    if column.kind == "boolean":
        return series.astype("boolean").astype("Int8").to_numpy(np.int8, na_value=-1)
    if column.kind == "word":
        assert column.words is not None
        return pd.Index([word.value for word in column.words]).get_indexer(pd.Index(series)).astype(np.int8)
    if column.kind == "clock":
        return _encode_clock(series)
    if column.kind == "date":
        days = series.to_numpy("datetime64[D]")
        return np.where(np.isnat(days), UNKNOWN_DAY, days.astype(np.int64)).astype(np.int32)
    if column.name == "postcode":
        return geography().index(series)
    if column.to:
        return row_of(instance, column.to, series)
    raise KeyError(f"{column.name} is text for people; no rule can read it")


def row_of(instance: Instance, table: str, ids: Iterable[str]) -> Ints:
    """Find the row of each id in a table; -1 where there is none."""
    found: Ints = pd.Index(instance[table]["id"]).get_indexer(pd.Index(ids)).astype(np.int32)
    return found


def _encode_clock(series: pd.Series) -> NDArray[np.int16]:
    codes, texts = pd.factorize(series)
    minutes = np.array([int(text[:2]) * 60 + int(text[3:]) for text in texts] + [-1], np.int16)
    return minutes[codes]


def _encode_list(instance: Instance, column: Column, series: pd.Series) -> Any:
    """Parse each distinct list once: columns of 100,000 lists hold few different ones."""
    codes, texts = pd.factorize(series)
    items = [text.split(SEPARATOR) if text else [] for text in texts]
    if column.item == "word":
        assert column.words is not None
        bit = {word.value: 1 << number for number, word in enumerate(column.words)}
        masks = np.array([sum(bit[item] for item in set(found)) for found in items], np.int32)
        return masks[codes]
    lengths = np.array([len(found) for found in items], np.int64)[codes]
    owner = np.repeat(np.arange(len(series), dtype=np.int32), lengths)
    flat = [(rank, item) for code in codes[lengths > 0] for rank, item in enumerate(items[code])]
    target = row_of(instance, column.to, [item for _, item in flat])
    rank = np.array([rank for rank, _ in flat], np.int32)
    return Listing(owner, target, rank, len(series), len(instance[column.to]))


@dataclass(frozen=True)
class MatchingData:
    """All arrays that the active rules may read. Build with `MatchingData.of`.

    `instance`: the documents as far as the fence lets them through.
    `year`: the budget year, that of the reference date unless `in_year` says another. `whole_year`: what a stay costs
    is asked as if it lasts all of that year.
    """

    instance: Instance
    needs: frozenset[str]
    participants: Columns
    workplaces: Columns
    organisations: Columns
    municipalities: Columns
    coaches: Columns
    year: int
    whole_year: bool = False
    cache: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, instance: Instance, needs: Iterable[str]) -> "MatchingData":
        """Open the fence for `needs`: fields as `participant.hours_week`, or side tables as `participant_skills`."""
        asked = frozenset((*needs, *STRUCTURE))
        instance = _fenced(instance, asked)
        made: dict[str, Any] = {
            table: Columns(
                instance, table, frozenset(need.split(".")[1] for need in asked if need.startswith(f"{one}."))
            )
            for one, table in TABLE_OF.items()
        }
        return cls(instance, asked, **made, year=instance.info.reference_date.year)

    def in_year(self, year: int) -> "MatchingData":
        """The same data with another budget year, which every stay is taken to last: what a stay costs by the year."""
        return replace(self, year=year, whole_year=True, cache={})

    @property
    def num_participants(self) -> int:
        """Number of participants."""
        return len(self.participants)

    @property
    def num_workplaces(self) -> int:
        """Number of workplaces (each with one or more slots)."""
        return len(self.workplaces)

    @cached_property
    def today(self) -> int:
        """The reference date, days since 1970."""
        return int(np.datetime64(self.instance.info.reference_date, "D").astype(np.int64))

    @cached_property
    def travel(self) -> TravelTimes:
        """Journey times of this instance."""
        return travel_times(self.instance)

    def table(self, name: str) -> pd.DataFrame:
        """Give a side table (skills, certificates, placements, budgets) that an active rule names in its needs."""
        if name not in self.needs:
            raise KeyError(f"table {name} is not among the needs of the active rules")
        return self.instance[name]

    def remember[T, *Args](self, make: "Callable[[MatchingData, *Args], T]", *of: *Args) -> T:
        """Compute something once per data set (an index over a side table) and keep it, by function and arguments."""
        key = (make, *of)
        if key not in self.cache:
            self.cache[key] = make(self, *of)
        found: T = self.cache[key]
        return found


def _fenced(instance: Instance, asked: frozenset[str]) -> Instance:
    """The documents with only the columns that are asked for, and those that the module docstring names."""
    fields = {table: set(LABELS) for table in TABLES}
    for one, _, field_ in (need.partition(".") for need in asked):
        if one in TABLE_OF:
            fields[TABLE_OF[one]].add(field_)
    made = {}
    for name, frame in instance.tables.items():
        if name in asked or name in ENGINE_TABLES:
            made[name] = frame
        else:
            kept = [spot for spot, column in enumerate(frame.columns) if column in fields[name]]
            made[name] = frame.take(kept, axis="columns")
    return Instance(made)


def placements(data: MatchingData, *statuses: PlacementStatus) -> Listing:
    """Who has a placement on which workplace, with one of these statuses (needs the table `placements`)."""
    return data.remember(_placed, *statuses)


def _placed(data: MatchingData, *statuses: PlacementStatus) -> Listing:
    rows = data.table("placements")
    rows = rows[rows["status"].isin([status.value for status in statuses])]
    p = row_of(data.instance, "participants", rows["participant"])
    w = row_of(data.instance, "workplaces", rows["workplace"])
    return Listing(p, w, np.zeros(len(rows), np.int32), data.num_participants, data.num_workplaces)


def last_places(data: MatchingData) -> Ints:
    """Where each participant is placed now, or else was placed last: row of the workplace, int32 (P,), -1 = nowhere.

    A placement that ended counts for `guidance.track_months` after its end. Of several at once the one that began last
    counts (needs the table `placements`).
    """
    table = data.table("placements")
    table = table[table["status"] != PlacementStatus.PROMISED.value]
    now = (table["status"] == PlacementStatus.CURRENT.value).to_numpy()
    over = table["end_on"].fillna(table["start_on"]).to_numpy("datetime64[D]").astype(np.int64)
    recent = data.today - over <= figure("guidance.track_months").number() * DAYS_MONTH
    seen = pd.DataFrame(
        {
            "p": row_of(data.instance, "participants", table["participant"]),
            "w": row_of(data.instance, "workplaces", table["workplace"]),
            "now": now,
            "day": np.where(now, table["start_on"].to_numpy("datetime64[D]").astype(np.int64), over),
            "id": table["workplace"].to_numpy(object),
        }
    )[now | recent]
    last = seen.sort_values(["now", "day", "id"], ascending=[False, False, True]).drop_duplicates("p")
    found = np.full(data.num_participants, -1, np.int32)
    found[last["p"]] = last["w"]
    return found


def houses(data: MatchingData) -> Ints:
    """Organisations that took over from one another share a number, int32 (O,) (needs organisation.successor_of)."""
    before = data.organisations["successor_of"]
    later = np.flatnonzero(before >= 0)
    links = sparse.coo_array((np.ones(len(later), np.int8), (later, before[later])), shape=(len(before),) * 2)
    found: Ints = sparse.csgraph.connected_components(links, directed=False)[1]
    return found
