"""Small maps, drawn on the server: the borders of the municipalities, a home and a place of work.

One degree of longitude is cos(50.85°) as wide as one of latitude is high, so the drawing uses x = 631 · longitude and
y = -1000 · latitude, from the north-western corner. The borders are drawn once a page (a symbol); every small map looks
at its own part of them. Distances and times stand beside it in words: a map is never the only way to know.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from instances.geography import geography

WEST, NORTH = 5.5, 51.1
WIDE, HIGH = 631.0, 1000.0  # units a degree
LEAST = 60.0  # units that a map shows at least: about 7 km
MARGIN = 0.35  # of the distance between the two, around them
SHAPE = 0.72  # height of a map over its width


@dataclass(frozen=True)
class Spot:
    """A postcode on the map."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Map:
    """The part of the region around two spots, `left top width height`. `unit`: one hundredth of its width."""

    home: Spot
    work: Spot
    view: str
    unit: float


@cache
def borders() -> tuple[str, ...]:
    """The outline of each municipality of Zuid-Limburg, as the data of an SVG path."""
    text = resources.files("instances").joinpath("data", "gemeenten_zuid_limburg.geojson").read_text("utf-8")
    found = []
    for feature in json.loads(text)["features"]:
        shape = feature["geometry"]
        parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        found.append("".join(_ring(ring) for part in parts for ring in part))
    return tuple(found)


def between(home: str, work: str) -> Map | None:
    """The map from one postcode to another; None where one is not known."""
    start, end = _spot(home), _spot(work)
    if start is None or end is None:
        return None
    span = max(abs(start.x - end.x), abs(start.y - end.y) / SHAPE) * (1 + 2 * MARGIN)
    width = max(span, LEAST)
    left, top = (start.x + end.x) / 2 - width / 2, (start.y + end.y) / 2 - width * SHAPE / 2
    return Map(start, end, f"{left:.1f} {top:.1f} {width:.1f} {width * SHAPE:.1f}", width / 100)


@cache
def _spot(postcode: str) -> Spot | None:
    land = geography()
    (row,) = land.index([postcode])
    if row < 0:
        return None
    x, y = _projected(float(land.longitude[row]), float(land.latitude[row]))
    return Spot(x, y, f"{postcode} {land.place[row]}")


def _projected(longitude: float, latitude: float) -> tuple[float, float]:
    return round(WIDE * (longitude - WEST), 1), round(HIGH * (NORTH - latitude), 1)


def _ring(ring: list[tuple[float, float]]) -> str:
    points = dict.fromkeys(_projected(longitude, latitude) for longitude, latitude in ring)  # near ones fall together
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
