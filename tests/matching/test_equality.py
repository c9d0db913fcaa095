"""The audit of equal treatment: numbers by hand, planted differences found, small groups hidden, the fence kept."""

import ast
from pathlib import Path

import numpy as np
import pytest

from instances.audit import AuditGroups, Axis, make_audit, read_audit, write_audit
from instances.errors import InvalidField, UnreadableDocument
from instances.generate import generate
from instances.schema import TABLES
from instances.tables import columns
from matching.engines.engine import Limits
from matching.equality import Outcomes, audit, compared, judged, share
from matching.solver import SolveOptions, solve

ROOT = Path(__file__).parents[2]


def test_wilson_by_hand():
    """8 of 10, z = 1.96: (0.8 + 0.192 ± 1.96 √(0.016 + 0.0096)) / 1.384 = 0.992 ± 0.3136 over 1.384."""
    found = share(8, 10)
    assert (found.low, found.high) == pytest.approx((0.490, 0.943), abs=0.001)
    assert (share(0, 10).low, share(10, 10).high) == pytest.approx((0.0, 1.0))


def test_ratio_and_chance_by_hand():
    """10 of 10 against 0 of 10 happens by chance in 2 of C(20, 10) = 184,756 divisions; equal shares always do."""
    ratio, chance = compared(np.array([10, 10]), np.array([10, 0]))
    assert ratio == 0
    assert chance < 0.001
    assert compared(np.array([10, 20]), np.array([5, 10])) == (1.0, 1.0)
    # 3 of 4 against 1 of 4: of 70 divisions of 4 places, 16 + 16 give 3-1 and 1 + 1 give 4-0: 34 / 70 = 0.486
    ratio, chance = compared(np.array([4, 4]), np.array([3, 1]))
    assert ratio == pytest.approx(1 / 3)
    assert chance == pytest.approx(34 / 70, abs=0.02)
    assert compared(np.array([10]), np.array([5])) == (None, None)
    assert compared(np.array([10, 10]), np.array([0, 0])) == (None, None)


def people(women, men, placed_women, placed_men):
    """So many people, so many of them placed, all with a proposal."""
    ids = np.array([f"v{n}" for n in range(women)] + [f"m{n}" for n in range(men)], object)
    placed = np.array([n < placed_women for n in range(women)] + [n < placed_men for n in range(men)])
    ones = np.ones(len(ids))
    labels = {person: "woman" if person.startswith("v") else "man" for person in ids}
    return Outcomes(ids, placed, placed | True, ones, 6 * ones), AuditGroups({Axis.SEX: labels})


@pytest.mark.parametrize(
    ("counts", "severity"),
    [
        ((100, 100, 40, 80), "stop"),  # half, and hardly chance
        ((100, 100, 79, 80), "info"),
        ((12, 12, 5, 8), "watch"),  # 62 %, but twelve people each: chance can do that
    ],
)
def test_a_difference_is_weighed_against_chance(counts, severity):
    found = judged(*people(*counts))
    placed = next(finding for finding in found.findings if finding.code == "equal_placed")
    assert placed.severity == severity
    assert found.axes[0].ratio_placed == pytest.approx(counts[2] / counts[0] / (counts[3] / counts[1]))
    for finding in found.findings:
        assert finding.nl.endswith(".")
        assert "{" not in finding.nl + finding.en


def test_groups_that_are_too_small_are_neither_shown_nor_compared():
    found = judged(*people(9, 50, 0, 50))
    small = next(group for group in found.axes[0].groups if group.label == "woman")
    assert small.model_dump(exclude_none=True) == {"label": "woman"}
    assert found.axes[0].ratio_placed is None
    assert {finding.severity for finding in found.findings} == {"info"}


def test_chance_alone_seldom_stops():
    """Of 40 audits of groups drawn by chance, five percent may stop: 2; more than 6 would be odd."""
    outcomes, _ = people(60, 60, 30, 40)
    stops = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        labels = dict(zip(outcomes.ids, random.choice(["a", "b", "c"], 120), strict=True))
        stops += any(
            finding.severity == "stop" for finding in judged(outcomes, AuditGroups({Axis.AGE: labels})).findings
        )
    assert stops <= 6


@pytest.fixture(scope="module")
def solved():
    instance = generate("district", seed=2, participants=60)
    return instance, solve(instance, SolveOptions("greedy", Limits(time_limit=10)))


def test_an_instance_is_audited_and_who_comes_first_is_left_out(solved):
    instance, solution = solved
    found = audit(instance, solution, make_audit(instance, 1))
    assert 0 < found.people < len(instance["participants"])
    assert [axis.axis for axis in found.axes] == list(Axis)
    for group in found.axes[0].groups:
        if group.people:
            assert 0 <= group.placed.low <= group.placed.share <= group.placed.high <= 1
            assert group.placed.count <= group.proposed.count <= group.people
            assert 0 <= group.relative_value <= 1


def test_the_document_comes_back_as_it_was_written(solved, tmp_path):
    instance, _ = solved
    groups = make_audit(instance, 1)
    write_audit(groups, instance, tmp_path / "audit.csv")
    assert read_audit(tmp_path / "audit.csv", instance).labels == groups.labels


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("participant,bsn\np001,1\n", "bsn"),
        ("participant\np001\n", "participant"),
        ("participant,sex\nnobody,man\n", "nobody"),
        ("participant,sex\np001,man\np001,man\n", "p001"),
        ("participant,sex\np001\n", "p001"),
        (f"participant,sex\np001,{'x' * 41}\n", "x" * 41),
    ],
)
def test_bad_audit_documents_are_answered(text, named, solved, tmp_path):
    (tmp_path / "audit.csv").write_text(text)
    with pytest.raises(InvalidField) as caught:
        read_audit(tmp_path / "audit.csv", solved[0])
    assert any(named in str(problem) for problem in caught.value.problems)


def test_a_file_that_is_not_there_is_bad_input(solved, tmp_path):
    with pytest.raises(UnreadableDocument):
        read_audit(tmp_path / "none.csv", solved[0])


def test_no_table_has_an_axis_and_only_the_audit_reads_the_document():
    """The engine cannot see the groups: no field of an instance is one, and no other module imports the document."""
    fields = {column for table in TABLES for column in columns(table)}
    assert not fields & {axis.value for axis in Axis}
    readers = set()
    for path in (*ROOT.glob("matching/**/*.py"), *ROOT.glob("planning/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if "instances.audit" in names:
                readers.add(path.relative_to(ROOT).as_posix())
    assert readers == {"matching/equality.py"}
