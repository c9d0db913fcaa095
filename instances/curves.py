"""Travel time as a rising function of distance: straight lines between knots, so that farther is never faster."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from instances.errors import EngineError
from instances.geography import Singles

FARTHEST_KM = 20_100.0  # half the way round the earth


@dataclass(frozen=True, slots=True)
class Curve:
    """Minutes as a rising function of km: straight lines between knots, the last knot out of reach."""

    km: list[float]
    minutes: list[float]

    def __post_init__(self) -> None:
        if np.any(np.diff(self.km) <= 0) or np.any(np.diff(self.minutes) <= 0):
            raise EngineError(f"travel.toml: farther must take longer; found km {self.km}, minutes {self.minutes}")

    def at(self, km: Singles) -> Singles:
        """Minutes of each distance, float32[n]."""
        return np.interp(km, self.km, self.minutes).astype(np.float32)

    def reach_km(self, minutes: float) -> float:
        """Largest distance within these minutes; 0 when even the shortest journey takes longer."""
        return float(np.interp(minutes, self.minutes, self.km))


def straight(minutes: float, per_km: float) -> Curve:
    """Curve of minutes + per_km x km."""
    return Curve([0.0, FARTHEST_KM], [minutes, minutes + per_km * FARTHEST_KM])


def lower_of(near: tuple[float, float], far: tuple[float, float], extra: float) -> Curve:
    """Curve of extra + min(a + b km, c + d km) for near = (a, b), far = (c, d), a < c, b > d: they cross once."""
    crossing = (far[0] - near[0]) / (near[1] - far[1])
    knots = [0.0, crossing, FARTHEST_KM]
    return Curve(knots, [extra + min(near[0] + near[1] * km, far[0] + far[1] * km) for km in knots])


def along_road(detours: list[tuple[float, float]], speed_kmh: float) -> Curve:
    """Curve of detour bands (up to km, detour) and a speed: minutes = 60 x road km / speed.

    Taken literally, falling detours make a journey of 10.1 km shorter than one of 9.9 km. So the road is fixed in the
    middle m of each band, m x detour (the last band: at 1.5 x its lower bound), with straight lines between these
    points; beyond the last the last detour holds.
    """
    bounds = [0.0, *(high for high, _ in detours)]
    middles = [*((low + high) / 2 for low, high in pairwise(bounds[:-1])), 1.5 * bounds[-2]]
    knots = [0.0, *middles, FARTHEST_KM]
    factors = [0.0, *(detour for _, detour in detours), detours[-1][1]]
    return Curve(knots, [60 * km * factor / speed_kmh for km, factor in zip(knots, factors, strict=True)])
