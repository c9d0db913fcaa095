"""The tables of a plan come back through every door as they were written, and what is wrong in them is told at once."""

from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from instances.errors import DocumentError
from instances.generate import generate
from instances.reader import read_instance
from instances.schema import PLAN_TABLES
from instances.tables import Instance, frame
from instances.writer import Format, write_instance

NAMES: dict[Format, str] = {"csv": "folder", "excel": "book.xlsx", "json": "document.json"}
UNUSED = ("participants", "participant_skills", "workplaces", "workplace_skills", "placements", "coaches", "courses",
          "budgets", "policy", "decisions", "overrides", "couples", "participant_certificates")  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Instance:
    """The plan of `tiny` with somebody who waits and a fork, and no people or workplaces around it."""
    fork = [{"id": name, "from_on": "2027-01-01", "chance_percent": 50.0} for name in ("low", "high")]
    waiting = [{"group": "leerwerk", "municipality": "GM0935", "people": 2.5}]
    bare = generate("tiny").replace(**{name: frame(name, []) for name in UNUSED})
    return bare.replace(plan_branches=fork, plan_waiting=waiting)


@pytest.mark.parametrize("door", NAMES)
def test_a_plan_comes_back_as_it_was(door: Format, plan: Instance, tmp_path: Path) -> None:
    write_instance(plan, tmp_path / NAMES[door], door)
    found = read_instance(tmp_path / NAMES[door])
    for table in PLAN_TABLES:
        assert_frame_equal(found[table], plan[table], check_exact=True)
    assert found.digest == plan.digest


def test_all_that_is_wrong_in_a_plan_is_told_at_once(plan: Instance, tmp_path: Path) -> None:
    """A share above 100, a host that does not exist, and the same budget twice: three problems, each with its row."""
    keys = plan["plan_keys"].copy()
    keys.loc[1, "share_percent"] = 175.0
    moves = plan["plan_moves"].copy()
    moves.loc[0, "to_host"] = "nowhere"
    budgets = plan["plan_budgets"].copy()
    budgets.loc[3, ["municipality", "year"]] = budgets.loc[2, ["municipality", "year"]]
    write_instance(plan.replace(plan_keys=keys, plan_moves=moves, plan_budgets=budgets), tmp_path / "folder", "csv")
    with pytest.raises(DocumentError) as caught:
        read_instance(tmp_path / "folder")
    told = {(problem.field, problem.row) for problem in caught.value.problems}
    assert told == {("share_percent", 2), ("to_host", 1), ("municipality, year", 4)}
