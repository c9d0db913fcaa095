"""The hand-made story: who is in it, and the facts on which each chapter turns."""

import pytest

from instances.generate import generate
from instances.schema import TABLES
from instances.skills import vocabulary
from instances.tables import Instance


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


def test_every_row_is_a_valid_document(tiny: Instance) -> None:
    for name in TABLES:
        assert len(list(tiny.documents(name))) == len(tiny[name])


def test_the_cast(tiny: Instance) -> None:
    assert tiny["participants"]["id"].to_list() == [
        "wsw-keeps-place",
        "vetoes-green",
        "out-of-reach",
        "needs-much-guidance",
        "vaals-first",
        "vaals-second",
        "dutch-unknown",
        "promised-garden",
    ]
    assert tiny["workplaces"]["id"].to_list() == [
        "mtb-packing-wsw",
        "mtb-packing",
        "mtb-green",
        "bakery-counter",
        "hotel-kitchen",
        "garden-centre",
    ]
    assert len(tiny["lines"]) == 3
    assert len(tiny["municipalities"]) == 6


def test_no_seed_changes_it(tiny: Instance) -> None:
    assert generate("tiny", seed=5).digest == tiny.digest


def test_the_turns_of_the_story(tiny: Instance) -> None:
    people = tiny["participants"].set_index("id")
    places = tiny["workplaces"].set_index("id")
    assert people.loc["wsw-keeps-place", "wsw_voluntary_move"] == False  # noqa: E712 - a nullable boolean
    assert people.loc["vetoes-green", "vetoed_lines"] == "groen"
    assert people.loc["out-of-reach", "modes"] == "walk"
    assert places.loc["bakery-counter", "guidance_hours"] < people.loc["needs-much-guidance", "guidance_hours"]
    assert people["dutch"].isna().to_numpy().nonzero()[0].tolist() == [6]
    placements = tiny["placements"]
    assert dict(zip(placements["participant"], placements["status"], strict=True)) == {
        "wsw-keeps-place": "current",
        "promised-garden": "promised",
    }


def test_the_budget_of_vaals_pays_one_place_on_the_line_and_not_two(tiny: Instance) -> None:
    budgets = tiny["budgets"].query("municipality == 'GM0981' and stream == 'reintegration'")
    price = tiny["workplaces"].set_index("id").loc["mtb-packing", "price_cents"]
    assert price <= budgets["amount_cents"].item() < 2 * price


def test_the_override_sets_aside_a_rule_that_would_block(tiny: Instance) -> None:
    override = tiny["overrides"].iloc[0]
    own = tiny["participants"].set_index("id").loc[override["participant"], "budget_cents"]
    assert override["rule"] == "participant_budget"
    assert tiny["workplaces"].set_index("id").loc[override["workplace"], "price_cents"] > own


def test_references_resolve(tiny: Instance) -> None:
    assert set(tiny["participant_skills"]["skill"]) | set(tiny["workplace_skills"]["skill"]) <= set(vocabulary().index)
    assert set(tiny["workplaces"]["organisation"]) <= set(tiny["organisations"]["id"])
    assert set(tiny["participants"]["coach"].dropna()) <= set(tiny["coaches"]["id"])
    assert set(tiny["workplaces"]["line"]) <= set(tiny["lines"]["id"])
