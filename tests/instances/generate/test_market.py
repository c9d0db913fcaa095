"""The places, the money and the placements of the region against the figures (domain study, section 6)."""

import pandas as pd
import pytest

from instances.generate.draw import table
from instances.tables import Instance

REGULAR = ("regular", "regular_lks", "trial", "secondment", "secondment_group")


@pytest.fixture
def places(region: Instance) -> pd.DataFrame:
    return region["workplaces"]


def test_420_employer_sites_with_the_sector_mix(region: Instance) -> None:
    sites = region["organisations"].query("kind == 'employer'")
    assert len(sites) == 420
    mix = sites["sector"].value_counts(normalize=True)
    for sector, share in table("sector_mix").items():
        assert mix[sector] == pytest.approx(share, abs=0.06)
    assert (sites["non_regular_staff"] <= sites["staff"]).all()


def test_the_real_organisations_are_there(region: Instance) -> None:
    assert {"mtb", "annex", "podium24", "szmh", "sem", "wozl", "vidar", "mob"} <= set(region["organisations"]["id"])


def test_slots_of_each_kind(places: pd.DataFrame) -> None:
    open_to_all = places[~places["wsw"] & (places["stream"] != "sheltered")]
    slots = open_to_all.groupby("kind")["slots"].sum()
    assert slots[list(REGULAR)].sum() == 260
    assert slots["work_experience"] == 120
    assert slots["training"] == 160


def test_fewer_slots_than_participants(region: Instance, places: pd.DataFrame) -> None:
    assert 1_250 <= places["slots"].sum() <= 1_600
    assert places["slots"].sum() < len(region["participants"])
    assert places["slots"].min() >= 1


def test_13_lines_of_20_to_45_slots_at_mtb(places: pd.DataFrame) -> None:
    own = places[
        (places["organisation"] == "mtb") & ~places["wsw"] & places["kind"].isin(["line_slot", "sheltered_inside"])
    ]
    slots = own.groupby("line")["slots"].sum()
    assert len(slots) == 13
    assert slots.between(20, 45).all()
    assert (places[places["kind"] == "line_slot"].groupby("line").size() >= 2).all()


def test_sheltered_places_are_mixed_as_measured(places: pd.DataFrame) -> None:
    sheltered = places[places["stream"] == "sheltered"]
    mix = sheltered.groupby("kind")["slots"].sum() / sheltered["slots"].sum()
    for kind, share in (
        ("sheltered_inside", 0.69),
        ("sheltered_outside", 0.06),
        ("secondment", 0.06),
        ("secondment_group", 0.19),
    ):
        assert mix[kind] == pytest.approx(share, abs=0.04)


def test_temporary_protected_places_end_and_lead_somewhere(places: pd.DataFrame) -> None:
    temporary = places[places["temporary_months"].notna()]
    assert temporary["slots"].sum() == 20
    assert (temporary["temporary_months"] <= 12).all()
    assert temporary["next_step"].notna().all()


def test_hours_fit_in_the_days_and_shifts(places: pd.DataFrame) -> None:
    start, end = (
        pd.to_timedelta(places[name] + ":00").dt.total_seconds() / 3600 for name in ("from_time", "until_time")
    )
    assert (places["hours_day"] <= end - start).all()
    assert (places["hours_min"] <= (end - start) * places["days"].str.split(";").map(len)).all()
    assert (places["hours_min"] <= places["hours_max"]).all()


def test_guidance_of_lines_is_one_leader_for_twelve(places: pd.DataFrame) -> None:
    lines = places[places["kind"] == "line_slot"]
    assert (lines["guidance_hours"] - lines["slots"] * 36 / 12).abs().max() <= 0.5


def test_trainings_have_a_course_with_that_start(region: Instance, places: pd.DataFrame) -> None:
    trainings = places[places["kind"] == "training"]
    starts = region["courses"].set_index("id")["start_dates"]
    assert trainings["course"].notna().all()
    for course, start in zip(trainings["course"], trainings["start_on"], strict=True):
        assert start.date().isoformat() in starts[course].split(";")


def test_everyone_under_the_wsw_has_a_place_and_no_slot_is_held_twice(region: Instance, places: pd.DataFrame) -> None:
    now = region["placements"].query("status == 'current'")
    assert now["participant"].is_unique
    people = region["participants"]
    wsw = people.loc[people["regime"].str.startswith("wsw"), "id"]
    assert set(wsw) <= set(now["participant"])
    held = now["workplace"].value_counts()
    slots = places.set_index("id")["slots"]
    assert (held <= slots[held.index]).all()


def test_who_has_a_place_can_bear_and_reach_its_guidance(region: Instance, places: pd.DataFrame) -> None:
    now = region["placements"].query("status == 'current'")
    people = region["participants"].set_index("id").loc[now["participant"]].reset_index()
    where = places.set_index("id").loc[now["workplace"]].reset_index()
    for axis in ("stand", "lift", "stress", "pace"):
        assert (people[f"capacity_{axis}"] >= where[f"load_{axis}"]).all()
    needed = people["guidance_hours"].groupby(where["id"]).sum()
    assert (needed <= places.set_index("id")["guidance_hours"][needed.index]).all()


def test_promises_and_the_past(region: Instance) -> None:
    status = region["placements"]["status"].value_counts()
    assert 15 <= status["promised"] <= 40
    ended = region["placements"].query("status == 'ended'")
    assert (ended["end_on"] > ended["start_on"]).all()
    assert (ended["end_on"] < pd.Timestamp("2026-01-05")).all()
    assert set(ended["reason"]) <= set(table("end_reasons"))


def test_frozen_budgets_and_what_is_free_of_them(region: Instance, places: pd.DataFrame) -> None:
    budgets = region["budgets"].query("stream == 'reintegration'").set_index("municipality")
    for code, euro in table("frozen_budget").items():
        assert budgets.loc[code, "amount_cents"] == euro * 100
    free = budgets["amount_cents"] - budgets["committed_cents"]
    own = places[places["stream"] == "reintegration"]
    full = (own["price_cents"] * own["slots"]).sum()
    assert 0.9 <= free.sum() / full <= 1.1
    households = pd.Series(table("benefit_households"))
    room = free / (full * households / households.sum())
    # tight for Maastricht and Vaals, not for the others
    assert (room < 1).to_dict() == {code: code in ("GM0935", "GM0981") for code in room.index}
    assert (budgets["committed_cents"] > 0).all()


def test_impulse_money_pays_no_placement_and_stays_below_1_9_million_in_five_years(region: Instance) -> None:
    impulse = region["budgets"].query("stream == 'impulse'")
    assert impulse["municipality"].to_list() == ["GM0935"]
    assert 400_000 + 4 * impulse["amount_cents"].sum() / 100 <= 1_900_000
    assert "impulse" not in set(region["workplaces"]["stream"])


def test_duty_of_sheltered_places(region: Instance) -> None:
    assert region["municipalities"]["sheltered_duty"].sum() == 140


def test_policy_and_travel_tables_are_empty_by_default(region: Instance) -> None:
    for name in ("policy", "overrides", "decisions", "travel_times"):
        assert len(region[name]) == 0
