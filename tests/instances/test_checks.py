"""Every check finds its case, and only its case, in an instance with nothing else to tell."""

from datetime import date
from typing import Any

import pytest

from instances.checks import CHECKS, check_instance
from instances.generate import generate
from instances.tables import Instance

type Change = tuple[str, int, dict[str, Any]]

LONG_AGO = date(2025, 6, 30)  # six months and a day before the reference date
RUNNING = {"participant": "P1", "workplace": "W2", "status": "current", "start_on": date(2025, 10, 1), "end_on": None}
TWIN = {"birth_year": 1990, "waiting_since": date(2025, 3, 1)}
PRICED: list[Change] = [("workplaces", row, {"id": f"X{row}", "price_cents": 100_000}) for row in (0, 2, 3, 4)]
PRICED[0] = ("workplaces", 0, {"price_cents": 100_000})
FUNDED: list[Change] = [("municipalities", row, {"id": f"GM000{row}", "name": f"Dorp {row}"}) for row in (2, 3, 4)]
FUNDED += [("budgets", row, {"municipality": f"GM000{row + 1}"}) for row in (1, 2, 3)]
FUNDED += [("budgets", 4, {"municipality": "GM0981"})]
CASES: list[tuple[str, list[Change], dict[str, str]]] = [
    ("home_unknown", [("participants", 0, {"postcode": "1000"})], {"municipality": "GM0935", "examples": "P1"}),
    ("home_elsewhere", [("participants", 0, {"postcode": "6291"})], {"municipality": "GM0935", "examples": "P1"}),
    ("facts_old", [("participants", 1, {"updated_on": LONG_AGO})], {"municipality": "GM0981", "examples": "P2"}),
    ("facts_undated", [("participants", 1, {"updated_on": None})], {"municipality": "GM0981", "examples": "P2"}),
    (
        "not_seen facts_undated",
        [("participants", 1, {"updated_on": None, "coach": None})],
        {"municipality": "GM0981", "examples": "P2"},
    ),
    ("wage_value_missing", [("participants", 0, {"wage_value": None})], {"municipality": "GM0935", "examples": "P1"}),
    ("wage_value_full", [("participants", 0, {"wage_value": 100.0})], {"municipality": "GM0935", "examples": "P1"}),
    ("advice_missing", [("participants", 0, {"regime": "sheltered"})], {"municipality": "GM0935", "examples": "P1"}),
    (
        "likely_duplicate",
        [("participants", 0, TWIN), ("participants", 2, {"id": "P3", **TWIN})],
        {"municipality": "GM0935", "examples": "P3"},
    ),
    (
        "two_places",
        [("placements", 0, {"status": "current"}), ("placements", 1, RUNNING)],
        {"municipality": "GM0935", "examples": "P1"},
    ),
    (
        "placement_overdue",
        [("placements", 0, {**RUNNING, "end_on": date(2025, 12, 31)})],
        {"municipality": "GM0935", "examples": "P1"},
    ),
    (
        "wsw_elsewhere",
        [("placements", 0, {"participant": "P2"})],
        {"municipality": "GM0981", "examples": "P2"},
    ),
    ("site_unknown", [("workplaces", 0, {"postcode": "1000"})], {"examples": "W1"}),
    ("place_facts_old", [("workplaces", 0, {"updated_on": LONG_AGO})], {"examples": "W1"}),
    ("place_over", [("workplaces", 0, {"end_on": date(2025, 12, 31)})], {"examples": "W1"}),
    ("overfull", [("placements", 0, {"status": "current"}), ("workplaces", 0, {"slots": 0})], {"examples": "W1"}),
    ("promised_without_slot", [("workplaces", 0, {"slots": 0})], {"examples": "W1"}),
    ("training_without_course", [("workplaces", 1, {"course": None})], {"examples": "W2"}),
    ("temporary_without_next_step", [("workplaces", 0, {"temporary_months": 12})], {"examples": "W1"}),
    ("coach_overbooked", [("coaches", 0, {"aftercare_hours": 28.0})], {"examples": "K1"}),
    (
        "budget_overcommitted",
        [("budgets", 0, {"committed_cents": 10**8 + 1})],
        {"municipality": "GM0935", "examples": "reintegration 2026"},
    ),
    (
        "person_over_budget",
        [("participants", 1, {"budget_used_cents": 900_001})],
        {"municipality": "GM0981", "examples": "P2"},
    ),
    ("price_outlier", [*PRICED, ("workplaces", 5, {"id": "X5", "price_cents": 800_001})], {"examples": "X5"}),
    (
        "budget_outlier",
        [*FUNDED, ("budgets", 0, {"amount_cents": 8 * 10**8 + 1})],
        {"municipality": "GM0935", "examples": "reintegration 2026"},
    ),
    (
        "budget_year",
        [("budgets", 0, {"year": 2032})],
        {"municipality": "GM0935", "examples": "reintegration 2032"},
    ),
]  # fmt: skip


def changed(instance: Instance, changes: list[Change]) -> Instance:
    """Change cells; one row past the end adds a copy of the first row."""
    for table, row, cells in changes:
        rows = [document.model_dump() for document in instance.documents(table)]
        rows += [dict(rows[0])] if row == len(rows) else []
        rows[row] |= cells
        instance = instance.replace(**{table: rows})
    return instance


def test_there_is_nothing_to_tell_about_the_hand_made_instance(instance: Instance) -> None:
    assert check_instance(instance) == []


@pytest.mark.parametrize(("codes", "changes", "facts"), CASES, ids=[case[0] for case in CASES])
def test_a_case_is_found_and_nothing_else(
    codes: str, changes: list[Change], facts: dict[str, str], instance: Instance
) -> None:
    found = check_instance(changed(instance, changes))
    assert sorted(finding.code for finding in found) == sorted(codes.split())
    (finding,) = [finding for finding in found if finding.code == codes.split()[0]]
    assert finding.amount == 1
    assert finding.facts == facts


def test_every_check_has_a_case_that_bears_its_name() -> None:
    assert [check.__name__ for check in CHECKS] == [case[0].split()[0] for case in CASES]
    assert all(check.__doc__ for check in CHECKS)


def test_cases_are_counted_by_municipality_with_at_most_five_examples(instance: Instance) -> None:
    """Seven people of Maastricht and one of Vaals live at a postcode that does not exist: two findings."""
    changes: list[Change] = [("participants", row, {"postcode": "1000"}) for row in (0, 1)]
    changes += [("participants", row, {"id": f"X{row}"}) for row in range(2, 8)]
    first, second = check_instance(changed(instance, changes))
    assert (first.amount, first.unit, first.severity) == (7, "participants", "ask")
    assert first.nl == "Maastricht: 7 deelnemers met een postcode die niet bestaat. Bijvoorbeeld: P1, X2, X3, X4, X5."
    assert second.en == "Vaals: 1 participant with a postcode that does not exist. For example: P2."


def test_the_successor_of_a_wsw_company_is_no_other_company(instance: Instance) -> None:
    """MOB took over MTB: a Wsw employee of Maastricht may be there. One of Vaals (WOZL) may not."""
    site: Change = ("workplaces", 0, {"organisation": "MOB"})
    fits = changed(instance, [site, ("participants", 0, {"regime": "wsw_mtb"})])
    assert check_instance(fits) == []
    (finding,) = check_instance(changed(fits, [("placements", 0, {"participant": "P2"})]))
    assert (finding.code, finding.severity) == ("wsw_elsewhere", "error")


def test_checks_stand_tables_without_rows(instance: Instance) -> None:
    bare = instance.replace(**{table: [] for table in instance.tables if table != "instance"})
    assert check_instance(bare) == []


def test_the_sentence_of_an_outlier_says_what_is_usual(instance: Instance) -> None:
    changes: list[Change] = [*PRICED, ("workplaces", 5, {"id": "X5", "price_cents": 10**7})]
    (finding,) = check_instance(changed(instance, changes))
    assert finding.nl.startswith("1 plek met een prijs van meer dan 8 keer de gewone prijs (€ 1.000) van de soort ")
    assert finding.nl.endswith(". Bijvoorbeeld: X5.")
    assert "(€1,000)" in finding.en


def test_a_large_town_and_a_village_with_one_participant_are_no_outliers(instance: Instance) -> None:
    """Twenty times the money for twenty times the people; and much money a head, but little in all."""
    town: list[Change] = [("participants", row, {"id": f"X{row}"}) for row in range(2, 21)]
    assert check_instance(changed(instance, [*FUNDED, *town, ("budgets", 0, {"amount_cents": 2 * 10**9})])) == []
    village: list[Change] = [("participants", 1, {"municipality": "GM0935", "postcode": "6211", "regime": "pw"})]
    assert check_instance(changed(instance, [*FUNDED, *village, ("budgets", 1, {"amount_cents": 10**8})])) == []


@pytest.mark.parametrize("preset", ["tiny", "district", "region", "province"])
def test_nothing_generated_stands_out(preset: str) -> None:
    codes = {finding.code for finding in check_instance(generate(preset))}
    assert not codes & {"price_outlier", "budget_outlier", "budget_year"}
