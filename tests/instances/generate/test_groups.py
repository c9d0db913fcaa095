"""Couples, groups and exemptions that the generator makes: consistent with who has a place."""

import numpy as np
import pandas as pd
import pytest

from instances.generate import generate
from instances.generate.draw import table
from instances.parameters import figure
from instances.tables import Instance


@pytest.fixture(scope="module", params=["region", "province"])
def made(request: pytest.FixtureRequest) -> Instance:
    return generate(request.param, seed=3)


def placed(made: Instance) -> set[str]:
    placements = made["placements"]
    return set(placements.loc[placements["status"] != "ended", "participant"])


def test_couples_are_two_people_without_a_place_and_nobody_is_in_two(made: Instance) -> None:
    both = pd.concat([made["couples"]["participant"], made["couples"]["other"]])
    assert both.is_unique
    assert set(both) <= set(made["participants"]["id"]) - placed(made)


def test_there_are_as_many_couples_as_the_figures_say(made: Instance) -> None:
    """Shares are of the people without a place who have no Wsw contract and no sheltered work."""
    people = made["participants"]
    free = ~people["regime"].isin(["wsw_mtb", "wsw_wozl", "sheltered"]) & ~people["id"].isin(placed(made))
    found = made["couples"]["kind"].value_counts()
    for kind, share in table("couples").items():
        assert found[kind] == round(share * free.sum() / 2)


def test_reasons_belong_to_the_kind_of_couple(made: Instance) -> None:
    for kind, reasons in table("couple_reasons").items():
        couples = made["couples"]
        assert set(couples.loc[couples["kind"] == kind, "reason"]) <= set(reasons)


def test_who_has_a_place_or_a_promise_is_not_exempt(made: Instance) -> None:
    people = made["participants"]
    exempt = people[people["exempt_until"].notna()]
    assert 0.003 < len(exempt) / len(people) < 0.04
    assert not set(exempt["id"]) & placed(made)
    assert (exempt["ladder_step"] <= table("exempt")["ladder"]).all()


def test_who_is_there_now_stays_within_the_room_for_intensive_guidance(made: Instance) -> None:
    people, places = made["participants"].set_index("id"), made["workplaces"].set_index("id")
    now = made["placements"].query("status == 'current'")
    intensive = people["guidance_hours"][now["participant"]].to_numpy() >= figure("guidance.intensive_hours").number()
    count = now["workplace"][intensive].value_counts().reindex(places.index, fill_value=0)
    limited = places["max_intensive"].notna()
    assert limited.any()
    assert (count[limited] <= places.loc[limited, "max_intensive"]).all()
    assert (places.loc[limited, "max_intensive"] <= np.maximum(1, places.loc[limited, "slots"])).all()
