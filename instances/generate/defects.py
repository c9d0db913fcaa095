"""Faults as real registrations have them, planted on purpose: the documents stay valid, their content does not."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from instances.generate.draw import NEVER, Random, days_before, listed, table
from instances.geography import geography
from instances.tables import Instance


def plant(random: Random, instance: Instance, reference: date) -> Instance:
    """Give the same instance with stale facts, missing wage values, wrong postcodes and people who stand in it twice.

    Shares are of all participants; for wage values of those who should have one. Only people without a current or
    promised place are doubled.
    """
    shares = table("defects")
    people = instance["participants"].copy()
    num = len(people)
    low, high = listed("stale_days")
    stale = _some(random, np.arange(num), shares["stale"])
    people.loc[stale, "updated_on"] = days_before(random, reference, low, high, len(stale))
    valued = np.flatnonzero(people["wage_value"].notna())
    emptied = _some(random, valued, shares["missing_wage_value"])
    people.loc[emptied, "wage_value"] = np.nan
    people.loc[emptied, "wage_value_on"] = NEVER
    wrong = _some(random, np.arange(num), shares["wrong_postcode"])
    people.loc[wrong, "postcode"] = _wrong_postcodes(random, people["municipality"].to_numpy()[wrong])
    seated = instance["placements"].loc[instance["placements"]["status"] != "ended", "participant"]
    loose = np.flatnonzero(~people["id"].isin(seated))
    doubled = people.iloc[_some(random, loose, shares["duplicates"] * num / len(loose))]
    note = (
        f"Fouten met opzet / planted faults: {len(stale)} stale, {len(emptied)} without wage value, "
        f"{len(wrong)} wrong postcode, {len(doubled)} duplicates."
    )
    info = instance["instance"].copy()
    info["note"] = info["note"] + " " + note
    return instance.replace(
        instance=info,
        participants=pd.concat([people, _renamed(doubled, "id")], ignore_index=True),
        **{
            name: pd.concat(
                [
                    instance[name],
                    _renamed(instance[name][instance[name]["participant"].isin(doubled["id"])], "participant"),
                ],
                ignore_index=True,
            )
            for name in ("participant_skills", "participant_certificates")
        },
    )


def _some(random: Random, among: NDArray[np.int64], share: float) -> NDArray[np.int64]:
    """Choose an exact share, in order."""
    return np.sort(random.choice(among, round(share * len(among)), replace=False))


def _wrong_postcodes(random: Random, municipality: NDArray[Any]) -> NDArray[np.str_]:
    """Half do not exist, half lie in another municipality."""
    geo = geography()
    dutch = np.flatnonzero(geo.municipality != "")
    drawn = dutch[random.integers(0, len(dutch), len(municipality))]
    while (same := geo.municipality[drawn] == municipality).any():
        drawn[same] = dutch[random.integers(0, len(dutch), int(same.sum()))]
    unused = np.setdiff1d(np.arange(1000, 10_000).astype(str), geo.code)
    nowhere = unused[random.integers(0, len(unused), len(drawn))]
    return np.where(random.random(len(drawn)) < 0.5, nowhere, geo.code[drawn])


def _renamed(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The same rows under the id of the second entry."""
    again = rows.copy()
    again[column] = again[column] + "-2"
    return again
