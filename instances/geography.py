"""Where the postcodes lie: four-digit postcodes of the Netherlands, and those of Belgium and Germany near Maastricht.

A postcode is a point, the middle of its area; the engine works with its row number (index) rather than its text.
Distances are great-circle distances between these points on a sphere of 6,371 km.
Source: Statistics Netherlands (CBS) and GeoNames; `instances/data/README.md` tells how the tables were made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

type Strings = NDArray[np.str_]
type Floats = NDArray[np.float64]
type Singles = NDArray[np.float32]
type Indices = NDArray[np.int32]

EARTH_RADIUS_KM = 6371.0
UNKNOWN_AREA_KM2 = 4.0  # assumed, abroad and for postcodes without an area of their own; Dutch median 5.3
MEAN_DISTANCE_IN_SQUARE = 0.52  # between two random points of a unit square: (2 + sqrt(2) + 5 asinh(1)) / 15 = 0.5214


@dataclass(frozen=True, eq=False)
class Geography:
    """All known postcodes as columns of equal length N; row i is the postcode with index i.

    `latitude` and `longitude` in degrees (WGS84); `area_km2` is 4 where not known; `population` counts people on
    1 January 2021, NaN where not known; `municipality` holds CBS codes, "" abroad.
    """

    code: Strings
    latitude: Floats
    longitude: Floats
    area_km2: Floats
    population: Floats
    municipality: Strings
    place: Strings
    province: Strings
    municipalities: pd.DataFrame

    def __len__(self) -> int:
        return len(self.code)

    def index(self, postcodes: "pd.Series[Any] | Sequence[str]") -> Indices:
        """Give the row number of each postcode, int32; -1 for one that is missing or not known."""
        wanted = pd.Index(pd.Series(postcodes, dtype="str"))
        return self._codes.get_indexer(wanted).astype(np.int32)

    @cached_property
    def xyz(self) -> Floats:
        """Points on the sphere in km, float64[N, 3]: straight-line distances suit a `cKDTree`.

        A straight line is never longer than the arc above it (10 cm shorter at 30 km), so a search within a radius
        in these coordinates misses no postcode that lies within that great-circle distance.
        """
        latitude, longitude = np.radians(self.latitude), np.radians(self.longitude)
        across = np.cos(latitude)
        return EARTH_RADIUS_KM * np.column_stack(
            (across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude))
        )

    @cached_property
    def subregion(self) -> Strings:
        """Part of Zuid-Limburg that each postcode lies in ("Maastricht-Heuvelland", ...), "" elsewhere."""
        names = self.municipalities.set_index("code")["subregion"]
        return names.reindex(self.municipality).fillna("").to_numpy(dtype=np.str_)

    @cached_property
    def _codes(self) -> "pd.Index[str]":
        return pd.Index(self.code, dtype="str")

    @cached_property
    def centred_km(self) -> Singles:
        """`xyz` around its own middle, float32[3, N]: numbers of hundreds rather than thousands of km keep metres."""
        return np.ascontiguousarray((self.xyz - self.xyz.mean(axis=0)).T, dtype=np.float32)

    @cached_property
    def within_km(self) -> Singles:
        """Mean distance of two random points in each postcode, float32[N]."""
        return (MEAN_DISTANCE_IN_SQUARE * np.sqrt(self.area_km2)).astype(np.float32)


@cache
def geography() -> Geography:
    """Load the postcodes that come with the package; read once."""
    postcodes = _table("postcodes.csv")
    texts = {name: postcodes[name].to_numpy(dtype=np.str_) for name in ("code", "municipality", "place", "province")}
    numbers = {
        name: pd.to_numeric(postcodes[name]).to_numpy(dtype=np.float64)
        for name in ("latitude", "longitude", "area_km2", "population")
    }
    numbers["area_km2"] = np.where(np.isnan(numbers["area_km2"]), UNKNOWN_AREA_KM2, numbers["area_km2"])
    municipalities = _table("municipalities.csv").astype({"population": "int64"})
    for column in (*texts.values(), *numbers.values()):
        column.flags.writeable = False
    return Geography(**texts, **numbers, municipalities=municipalities)


def _table(name: str) -> pd.DataFrame:
    with (resources.files("instances") / "data" / name).open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)


def distance_km(geography: Geography, origin: Indices, destination: Indices) -> Singles:
    """Great-circle distance of each pair of postcode indices, float32[n] in km; NaN where an index is -1.

    arc = 2 R asin(chord / 2R), with the chord from the points on the sphere. Within one postcode people do not live
    and work on the same spot: there it is the mean distance of two random points in a square of the same area,
    0.52 sqrt(area). Symmetric.
    """
    x, y, z = geography.centred_km
    square = np.square(x[origin] - x[destination])
    square += np.square(y[origin] - y[destination])
    square += np.square(z[origin] - z[destination])
    # asin(h) = h + h^3/6 + ...: for h = chord / 2R the next term is below 1 mm at 500 km
    km: Singles = np.sqrt(square)
    km *= 1 + square / np.float32(24 * EARTH_RADIUS_KM**2)
    same = np.flatnonzero(origin == destination)
    km[same] = geography.within_km[origin[same]]
    km[(origin < 0) | (destination < 0)] = np.nan
    return km
