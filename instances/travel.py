"""How long a journey takes: door to door, one way, per mode; every time carries its source.

`EmbeddedTimes` needs no network: for each mode minutes are a rising curve of the great-circle distance, calibrated on
routed times where we have them and assumed where we have not (`instances/parameters/travel.toml`). `ImportedTimes`
puts a table of routed or published times over it.
"""

import logging
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.curves import Curve, along_road, lower_of, straight
from instances.errors import InvalidField, Problem, Wanted
from instances.geography import Geography, Indices, Singles, distance_km, geography
from instances.parameters import figure
from instances.schema.vocabulary import Mode
from instances.tables import Instance

type Sources = NDArray[np.int8]
type Flags = NDArray[np.bool_]

logger = logging.getLogger(__name__)

CHUNK = 100_000  # pairs at a time: the working arrays stay in the processor's cache
SLACK_KM = 0.01  # covers the rounding of float32 minutes and km


@dataclass(frozen=True, slots=True)
class Source:
    """Where a time comes from, and whether it is an estimate rather than a routed or published time."""

    name: str
    estimate: bool


CALIBRATED = Source("embedded model, calibrated on routed times (22 Nov 2026)", estimate=True)
SPEED = Source("embedded model, assumed speed on calibrated detours", estimate=True)
TRANSIT = Source("embedded model of public transport, assumed, no timetable", estimate=True)


class TravelTimes(Protocol):
    """Journeys between postcodes, given as indices of `geography()`."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources that a time may come from."""
        ...

    def minutes(self, origin: Indices, destination: Indices, mode: Mode) -> tuple[Singles, Sources]:
        """Minutes one way, float32[n], inf where impossible or a postcode is unknown; index of the source, int8[n]."""
        ...

    def reach_km(self, mode: Mode, minutes: float) -> float:
        """Great-circle distance that no journey of at most `minutes` exceeds, listed journeys included."""
        ...

    def listed(self) -> pd.DataFrame | None:
        """Journeys that are listed rather than computed, None when there are none; they may beat the computed times.

        Columns `origin`, `destination` (postcode indices), `mode`, `minutes`, `source` (index of the source).
        """
        ...


@dataclass(frozen=True, eq=False)
class EmbeddedTimes:
    """Times from the embedded model.

    walk, bike, ebike, moped: `along_road`, for bike and ebike times a hill factor when an end lies in the hills.
    car: the lower of a town line and a country line, plus parking. public_transport: a straight line per axis.
    Source: routed times of OSRM and Valhalla for walk, bike and car; assumptions for the others.
    """

    geography: Geography = field(default_factory=geography)
    sources: tuple[Source, ...] = (CALIBRATED, SPEED, TRANSIT)

    def minutes(self, origin: Indices, destination: Indices, mode: Mode) -> tuple[Singles, Sources]:
        """Minutes one way and their source; symmetric, and rising with distance between like places."""
        total = np.empty(len(origin), dtype=np.float32)
        for start in range(0, len(origin), CHUNK):
            part = slice(start, start + CHUNK)
            total[part] = self._minutes(origin[part], destination[part], mode)
        return total, np.full(len(origin), self.sources.index(_SOURCE[mode]), dtype=np.int8)

    def reach_km(self, mode: Mode, minutes: float) -> float:
        """The distance of the fastest axis or the flattest road, with 10 m to spare."""
        if mode is Mode.PUBLIC_TRANSPORT:
            return SLACK_KM + max(axis.reach_km(minutes) for axis in self._axes)
        return SLACK_KM + self._curves[mode].reach_km(minutes / min(1.0, self._hill_factors.get(mode, 1.0)))

    def listed(self) -> pd.DataFrame | None:
        """Nothing is listed here."""
        return None

    def _minutes(self, origin: Indices, destination: Indices, mode: Mode) -> Singles:
        km = distance_km(self.geography, origin, destination)
        if mode is Mode.PUBLIC_TRANSPORT:
            rail, bus, off_axis = (axis.at(km) for axis in self._axes)
            by_bus = self._on_bus[origin] & self._on_bus[destination]
            by_rail = self._on_rail[origin] & self._on_rail[destination]
            total = np.where(by_rail, rail, np.where(by_bus, bus, off_axis))
        else:
            total = self._curves[mode].at(km)
            if mode in self._hill_factors:
                hilly = self._hilly[origin] | self._hilly[destination]
                total *= np.where(hilly, np.float32(self._hill_factors[mode]), np.float32(1))
        total[np.isnan(km)] = np.inf
        return total

    @cached_property
    def _curves(self) -> dict[Mode, Curve]:
        speed = {mode: figure(f"travel.{mode}_speed_kmh").number() for mode in (*_HILLY, Mode.WALK, Mode.MOPED)}
        walk, bike = (cast("list[tuple[float, float]]", _value(f"{mode}_detour")) for mode in (Mode.WALK, Mode.BIKE))
        curves = {mode: along_road(walk if mode is Mode.WALK else bike, speed[mode]) for mode in speed}
        parking = figure("travel.car_parking_minutes").number()
        return {**curves, Mode.CAR: lower_of(_pair("car_town"), _pair("car_country"), parking)}

    @cached_property
    def _axes(self) -> tuple[Curve, Curve, Curve]:
        """Rail axis, bus axis, elsewhere."""
        minutes, per_km = _pair("bus_axis")
        extra = figure("travel.off_axis_extra_minutes").number()
        return straight(*_pair("rail_axis")), straight(minutes, per_km), straight(minutes + extra, per_km)

    @cached_property
    def _hill_factors(self) -> dict[Mode, float]:
        return {mode: figure(f"travel.{mode}_hill_factor").number() for mode in _HILLY}

    @cached_property
    def _hilly(self) -> Flags:
        return np.isin(self.geography.municipality, _value("hill_municipalities"))

    @cached_property
    def _on_rail(self) -> Flags:
        return self._hub | np.isin(self.geography.code, _value("rail_postcodes"))

    @cached_property
    def _on_bus(self) -> Flags:
        return self._hub | np.isin(self.geography.code, _value("bus_postcodes"))

    @cached_property
    def _hub(self) -> Flags:
        return np.isin(self.geography.municipality, [_value("transit_hub_municipality")])


_HILLY = (Mode.BIKE, Mode.EBIKE)
_SOURCE = {
    Mode.WALK: CALIBRATED,
    Mode.BIKE: CALIBRATED,
    Mode.EBIKE: SPEED,
    Mode.MOPED: SPEED,
    Mode.CAR: CALIBRATED,
    Mode.PUBLIC_TRANSPORT: TRANSIT,
}


def _value(key: str) -> Any:
    return figure(f"travel.{key}").value


def _pair(key: str) -> tuple[float, float]:
    first, second = _value(key)
    return float(first), float(second)


@dataclass(frozen=True, eq=False)
class ImportedTimes:
    """Times from a table (columns of the `TravelTime` document) over another model.

    A listed time holds from origin to destination only, not back. Of a journey that is listed twice the last row
    counts. Rows with a postcode that the geography does not know cannot be used; their number is logged.
    """

    table: pd.DataFrame
    fallback: TravelTimes
    geography: Geography = field(default_factory=geography)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the fallback, then those of the table in order of first use."""
        own = self.table[["source", "estimate"]].drop_duplicates().itertuples(index=False)
        found = (*self.fallback.sources, *(Source(str(name), bool(estimate)) for name, estimate in own))
        most = int(np.iinfo(np.int8).max)
        if len(found) > most:
            wanted = Wanted(
                f"hoogstens {most} met de ingebouwde erbij; noem het rekenmodel en zijn gegevens, niet de reis",
                f"at most {most} with the embedded ones; name the engine and its data, not the journey",
            )
            raise InvalidField([Problem("travel_times", 0, "source", str(len(found)), wanted)])
        return found

    def minutes(self, origin: Indices, destination: Indices, mode: Mode) -> tuple[Singles, Sources]:
        """The listed time where there is one, else that of the fallback."""
        total, source = self.fallback.minutes(origin, destination, mode)
        keys, minutes, sources = self._columns
        if len(keys):
            wanted = self._key(origin, destination, mode)
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = (keys[place] == wanted) & (origin >= 0) & (destination >= 0)
            total[hit], source[hit] = minutes[place[hit]], sources[place[hit]]
        return total, source

    def reach_km(self, mode: Mode, minutes: float) -> float:
        """The reach of the fallback, or the farthest destination that is listed within the time."""
        times, farthest = self._farthest[mode]
        count = int(np.searchsorted(times, minutes, side="right"))
        return max(self.fallback.reach_km(mode, minutes), float(farthest[count - 1]) if count else 0.0)

    def listed(self) -> pd.DataFrame:
        """The rows that can be used, one per journey, with postcode indices."""
        return self._rows

    def _key(self, origin: Indices, destination: Indices, mode: Mode) -> NDArray[np.int64]:
        count = len(self.geography)
        return (_CODE[mode] * count + origin.astype(np.int64)) * count + destination

    @cached_property
    def _rows(self) -> pd.DataFrame:
        names = {source: code for code, source in enumerate(self.sources)}
        pairs = zip(self.table["source"], self.table["estimate"], strict=True)
        rows = pd.DataFrame(
            {
                "origin": self.geography.index(self.table["origin"]),
                "destination": self.geography.index(self.table["destination"]),
                "mode": self.table["mode"].to_numpy(),
                "minutes": self.table["minutes"].to_numpy(dtype=np.float32),
                "source": np.array([names[Source(str(name), bool(flag))] for name, flag in pairs], dtype=np.int8),
            }
        )
        known = rows[(rows["origin"] >= 0) & (rows["destination"] >= 0)]
        if len(known) < len(rows):
            logger.warning("travel_times: %d rows name an unknown postcode and are not used", len(rows) - len(known))
        return known.drop_duplicates(["origin", "destination", "mode"], keep="last", ignore_index=True)

    @cached_property
    def _columns(self) -> tuple[NDArray[np.int64], Singles, Sources]:
        """Sorted keys of the journeys, with their minutes and sources."""
        rows = self._rows
        keys = np.empty(len(rows), dtype=np.int64)
        for mode in Mode:
            at = (rows["mode"] == mode.value).to_numpy()
            keys[at] = self._key(rows["origin"].to_numpy()[at], rows["destination"].to_numpy()[at], mode)
        order = np.argsort(keys)
        return keys[order], rows["minutes"].to_numpy()[order], rows["source"].to_numpy()[order]

    @cached_property
    def _farthest(self) -> dict[Mode, tuple[Singles, Singles]]:
        """Per mode the listed minutes, rising, and the farthest distance within each."""
        rows = self._rows.sort_values("minutes")
        rows["km"] = SLACK_KM + distance_km(self.geography, rows["origin"].to_numpy(), rows["destination"].to_numpy())
        by_mode = {mode: rows[rows["mode"] == mode.value] for mode in Mode}
        return {
            mode: (part["minutes"].to_numpy(), np.maximum.accumulate(part["km"].to_numpy()))
            for mode, part in by_mode.items()
        }


_CODE = {mode: code for code, mode in enumerate(Mode)}


def runs(mode: Mode, minute_of_day: NDArray[Any], on_sunday: NDArray[Any]) -> Flags:
    """Tell whether a mode is there at these minutes of the day (0 = midnight; negative = the evening before).

    Public transport runs between its first and last departure, on Sundays between those of Sundays; others always.
    Arrays are broadcast against each other.
    """
    minute_of_day, on_sunday = np.broadcast_arrays(minute_of_day, on_sunday)
    if mode is not Mode.PUBLIC_TRANSPORT:
        return np.ones(minute_of_day.shape, dtype=np.bool_)
    first = np.where(on_sunday, _clock("transit_first_departure_sunday"), _clock("transit_first_departure"))
    last = np.where(on_sunday, _clock("transit_last_departure_sunday"), _clock("transit_last_departure"))
    return (first <= minute_of_day) & (minute_of_day <= last)


def _clock(key: str) -> int:
    hours, minutes = str(_value(key)).split(":")
    return 60 * int(hours) + int(minutes)


def travel_times(instance: Instance) -> TravelTimes:
    """The model for an instance: embedded, with the instance's own travel table over it where it has rows."""
    table = instance["travel_times"]
    return ImportedTimes(table, EmbeddedTimes()) if len(table) else EmbeddedTimes()
