"""Every check on a plan finds its case, and only its case, in a plan with nothing else to tell."""

from datetime import date
from typing import Any

import pytest

from instances.checks import PLAN_CHECKS, check_instance
from instances.generate import generate
from instances.tables import Instance

type Change = tuple[str, int, dict[str, Any]]

BRANCH = {"id": "dear", "from_on": date(2027, 1, 1), "chance_percent": 60.0}
CASES: list[tuple[str, list[Change], str]] = [
    ("keys_not_whole", [("plan_keys", 0, {"share_percent": 90.0})], "mtb"),
    ("one_off_pools", [("plan_pools", 1, {"one_off": True})], "mob, change"),
    ("budget_missing", [("plan_budgets", 3, {"year": 2028})], "2027"),
    ("status_without_source", [("plan_goals", 0, {"status": "official"})], "plan_goals 1"),
    ("group_without_host", [("plan_demand", 0, {"group": "young"}), ("plan_groups", 2, {"id": "young",
        "kind": "duty"})], "young"),
    ("track_without_end", [("plan_allowed", row, {"ends_percent": 0.0}) for row in (3, 4, 5)], "leerwerk"),
    ("line_without_places", [("plan_lines", 2, {"line": "hout"})], "hout"),
    ("move_without_line", [("plan_moves", 2, {"from_host": "hal", "to_host": "hal2"})], "hal - hal2"),
    ("chances_not_whole", [("plan_branches", 0, BRANCH)], "2027-01-01"),
    ("start_overfull", [("plan_places", 0, {"start_places": 15.0})], "verpakken hal"),
    ("start_not_allowed", [("plan_allowed", 3, {"municipalities": ("GM0935",)})], "leerwerk hal"),
    ("rights_elsewhere", [("plan_cohorts", 0, {"people": 12.0})], "wsw"),
    ("floor_too_small", [("plan_sites", 0, {"start_m2": 599.0})], "hal"),  # 20 x 25 + 10 x 10 = 600
    ("staff_too_few", [("plan_staff", 0, {"start_fte": 2.2})], "mtb_overhead"),  # 0.5 + 6 x 30 / 100 = 2.3
]  # fmt: skip


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


def changed(instance: Instance, changes: list[Change]) -> Instance:
    """Change cells; one row past the end adds a copy of the first row."""
    for table, row, cells in changes:
        rows = [document.model_dump() for document in instance.documents(table)]
        rows += [dict(rows[0]) if rows else {}] if row == len(rows) else []
        rows[row] |= cells
        instance = instance.replace(**{table: rows})
    return instance


def of_the_plan(instance: Instance) -> list[Any]:
    names = {check.__name__ for check in PLAN_CHECKS}
    return [finding for finding in check_instance(instance) if finding.code in names]


@pytest.mark.parametrize("preset", ["tiny", "region"])
def test_there_is_nothing_to_tell_about_a_plan_that_was_made(preset: str) -> None:
    assert of_the_plan(generate(preset)) == []


@pytest.mark.parametrize(("code", "changes", "examples"), CASES, ids=[case[0] for case in CASES])
def test_a_case_is_found_and_nothing_else(code: str, changes: list[Change], examples: str, tiny: Instance) -> None:
    (finding,) = of_the_plan(changed(tiny, changes))
    assert (finding.code, finding.facts["examples"]) == (code, examples)
    assert finding.nl.endswith(f"Bijvoorbeeld: {examples}.")
    assert finding.en.endswith(f"For example: {examples}.")


def test_every_check_has_a_case_that_bears_its_name() -> None:
    assert [check.__name__ for check in PLAN_CHECKS] == [case[0] for case in CASES]
    assert all(check.__doc__ for check in PLAN_CHECKS)


def test_all_is_told_at_once(tiny: Instance) -> None:
    everything = [
        changes for code, changes, _ in CASES if code in ("keys_not_whole", "start_overfull", "rights_elsewhere")
    ]
    found = of_the_plan(changed(tiny, [change for changes in everything for change in changes]))
    assert [finding.code for finding in found] == ["keys_not_whole", "start_overfull", "rights_elsewhere"]


def test_an_instance_without_a_plan_has_none_of_it(tiny: Instance) -> None:
    bare = tiny.replace(plan=[], plan_keys=[])
    assert of_the_plan(bare) == []
