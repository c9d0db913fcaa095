"""Better, worse, same, unclear: with the tests worked out by hand."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import app
from benchmarks import guard
from benchmarks.compare import FEWEST_PAIRS, Verdict, compare, unmatched
from benchmarks.registry import family
from benchmarks.results import read, write
from instances.errors import UnreadableDocument


def rows(name="placement", **figures):
    """One row per seed; each figure is a list over seeds."""
    known, count = family(name), len(next(iter(figures.values())))
    asked = [known.asked(run) for run in known.runs({"seed": list(range(count))})]
    return [row | {key: values[seed] for key, values in figures.items()} for seed, row in enumerate(asked)]


def verdicts(old, new, name="placement"):
    return {one.measure: one.verdict for one in compare(rows(name, **old), rows(name, **new))}


def test_six_pairs_that_agree_are_enough_and_five_are_not():
    """All of n changes in one direction: p = 2 / 2ⁿ, 0.031 for 6 and 0.0625 for 5."""
    for pairs, verdict in ((6, Verdict.WORSE), (5, Verdict.UNCLEAR)):
        old, new = [1.0 + seed / 10 for seed in range(pairs)], [2.0 + seed / 5 for seed in range(pairs)]
        (one,) = compare(rows(cpu_seconds=old), rows(cpu_seconds=new))
        assert (one.verdict, one.pairs) == (verdict, pairs)
        assert one.p_value == (pytest.approx(2 / 2**6) if pairs == FEWEST_PAIRS else None)
        (back,) = compare(rows(cpu_seconds=new), rows(cpu_seconds=old))
        assert back.verdict is (Verdict.BETTER if pairs == 6 else Verdict.UNCLEAR)


def test_changes_that_disagree_are_unclear():
    old = [1.0] * 6
    assert verdicts({"cpu_seconds": old}, {"cpu_seconds": [2, 0.5, 2.1, 0.4, 2.2, 0.3]}) == {
        "cpu_seconds": Verdict.UNCLEAR
    }


def test_within_tolerance_is_the_same_even_with_one_pair():
    same = {"cpu_seconds": [1.05], "gap": [0.0101], "peak_mb": [204], "objective": [1_000_000], "options": [5]}
    old = {"cpu_seconds": [1.0], "gap": [0.01], "peak_mb": [200], "objective": [1_000_001], "options": [5]}
    assert set(verdicts(old, same).values()) == {Verdict.SAME}


@pytest.mark.parametrize(
    ("measure", "old", "new", "verdict"),
    [
        ("iterations", 1_000, 1_200, Verdict.SAME),  # 20 % more; 25 % is allowed
        ("iterations", 1_000, 1_300, Verdict.WORSE),
        ("iterations", 1_000, 700, Verdict.BETTER),
        ("cuts", 0, 5, Verdict.SAME),  # 5 more do not count
        ("options", 100, 99, Verdict.WORSE),  # another problem, either way
        ("options", 100, 101, Verdict.WORSE),
    ],
)
def test_one_pair_of_counts_is_enough(measure, old, new, verdict):
    assert verdicts({measure: [old]}, {measure: [new]}) == {measure: verdict}


def test_a_higher_value_is_better_and_a_higher_cost_is_worse():
    low, high = list(range(100, 106)), list(range(200, 206))
    assert verdicts({"objective": low}, {"objective": high}) == {"objective": Verdict.BETTER}
    assert verdicts({"objective": low}, {"objective": high}, "gap") == {"objective": Verdict.WORSE}


def test_what_only_one_has_is_named():
    old, new = rows(gap=[0.1]), [row | {"people": 5} for row in rows(gap=[0.1])]
    assert compare(old, new) == []
    assert len(unmatched(old, new)) == 2


def run(*words):
    result = CliRunner().invoke(app, ["bench", *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_the_command_ends_with_1_when_worse(tmp_path):
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    write(rows(cuts=[10], gap=[0.01]), old)
    write(rows(cuts=[30], gap=[0.02]), new)
    for lang, words in (("nl", ("slechter", "onbeslist")), ("en", ("worse", "unclear"))):
        code, text, _ = run("compare", old, new, "--lang", lang)
        assert code == 1
        assert all(word in text for word in (*words, "cuts", "gap"))
    told = json.loads(run("compare", old, new, "--counts", "--json")[1])
    assert [(one["measure"], one["verdict"]) for one in told["comparisons"]] == [("cuts", "worse")]
    assert run("compare", old, old)[0] == 0


def test_a_file_that_is_no_result_is_told(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableDocument):
        read(tmp_path / "x.csv")
    assert run("compare", tmp_path / "x.csv", tmp_path / "y.csv")[0] == 2


def test_rows_come_back_as_they_were_written(tmp_path):
    kept = rows(gap=[0.5, None], feasible=[True, False], status=["optimal", "inf"])
    write(kept, tmp_path / "x.csv")
    assert read(tmp_path / "x.csv") == kept


def test_the_guard_holds():
    """When this fails: either mend what slipped, or say why it may, and run `leerwerk bench guard --renew`."""
    slips = guard.slips()
    assert len({one.case for one in slips}) == len(guard.PLANS)
    assert [one for one in slips if one.verdict is Verdict.WORSE] == []
