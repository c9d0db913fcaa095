"""Made-up plans: the five years of the region from the figures in `instances/parameters/plan*.toml`, and a tiny one."""

from collections.abc import Callable

import pandas as pd

from instances.generate.plan import region, tiny

PLANS: dict[str, Callable[[], dict[str, pd.DataFrame]]] = {"tiny": tiny.plan, "region": region.plan}


def plan_tables(preset: str) -> dict[str, pd.DataFrame]:
    """The tables of the plan of a preset; none where it has no plan."""
    return PLANS[preset]() if preset in PLANS else {}
