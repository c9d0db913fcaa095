"""Every figure in the parameter files says what it is, where it comes from and how sure it is."""

import datetime

import pytest

from instances.errors import EngineError, InvalidField, UnreadableDocument
from instances.parameters import figure, figures, read_figures
from instances.schema.vocabulary import PlaceKind, Status

GOOD = 'value = 1\nunit = "minutes"\nsource = "a test"\ndate = 2026-01-01\nstatus = "assumed"\n'


def test_every_figure_is_complete():
    assert len(figures()) > 70
    for key, found in figures().items():
        assert key == found.key
        assert found.value not in ("", [], {}), key
        assert found.unit, key
        assert found.source, key
        assert type(found.date) is datetime.date, key
        assert datetime.date(2010, 1, 1) <= found.date <= datetime.date(2030, 1, 1), key
        assert found.status in set(Status), key


def test_shares_are_percentages():
    """In law, money and guidance a share of 0.7 where 70 % is meant would be wrong by a factor of a hundred."""
    shares = [found for key, found in figures().items() if "_share" in key and not key.startswith("generator.")]
    assert len(shares) >= 10
    for found in shares:
        assert found.unit.startswith("%"), found.key
        values = found.value.values() if isinstance(found.value, dict) else [found.value]
        assert all(1 < value <= 150 for value in values), found.key


def test_a_figure_is_found_by_file_and_table():
    wage = figure("law.wml_hour")
    assert (wage.value, wage.unit, wage.status) == (14.71, "euro/hour", Status.OFFICIAL)
    assert figure("travel.statutory_day_minutes").number() == 180.0


def test_a_wrong_key_is_answered_with_the_nearest():
    with pytest.raises(EngineError, match=r"travel\.statutory_day_minutes"):
        figure("travel.statutory_minutes_day")
    with pytest.raises(EngineError, match=r"no figure 'laws\.wml_hour'"):
        figure("laws.wml_hour")


def test_only_a_number_is_a_number():
    with pytest.raises(TypeError, match=r"travel\.car_town"):
        figure("travel.car_town").number()


def test_every_kind_of_place_has_one_guidance_figure():
    share, minutes = figure("guidance.coach_share").value, figure("guidance.coach_minutes_week").value
    assert sorted([*share, *minutes]) == sorted(kind.value for kind in PlaceKind)


def test_wage_cost_subsidy_reproduces_the_worked_values_of_2026():
    """36 hours: W = 14.71 x 36 x 52 x 1.08 = 29,740; wage value 50 %: 14,870 x 1.235 = 18,365;
    at most 70 %: 20,818 x 1.235 = 25,710.
    """
    weeks, allowance = figure("law.wage_weeks_year").number(), figure("law.holiday_allowance_share").number()
    wage = figure("law.wml_hour").number() * 36 * weeks * (1 + allowance / 100)
    overhead = 1 + figure("money.lks_overhead_share").number() / 100
    assert wage == pytest.approx(29_740, abs=1)
    assert wage * 0.5 * overhead == pytest.approx(18_365, abs=1)
    assert wage * figure("law.lks_max_share").number() / 100 * overhead == pytest.approx(25_710, abs=1)


def test_all_faults_of_a_file_are_told_at_once():
    text = f"[good]\n{GOOD}[bare]\nvalue = 1\n[odd]\n" + GOOD.replace("assumed", "certain").replace(
        "2026-01-01", '"last year"'
    )
    with pytest.raises(InvalidField) as caught:
        read_figures("trial", text)
    told = [str(problem) for problem in caught.value.problems]
    assert [problem.field for problem in caught.value.problems] == [
        "bare.unit", "bare.source", "bare.date", "bare.status", "odd.date", "odd.status",
    ]  # fmt: skip
    assert told[4] == "parameters/trial.toml, field odd.date: found 'last year'; wanted a date as in 2026-01-31"
    assert told[5].endswith("wanted one of: official, estimated, assumed")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("loose = 1", "loose"),
        (f"[a]\n{GOOD}extra = 1", "a.extra"),
        (f"[a]\n{GOOD}note = 1", "a.note"),
        (f"[a]\n{GOOD}".replace("value = 1", "value = true"), "a.value"),
        (f"[a]\n{GOOD}".replace('"a test"', '""'), "a.source"),
        (f"[a]\n{GOOD}".replace("2026-01-01", "2026-01-01T12:00:00"), "a.date"),
    ],
)
def test_one_fault_is_told_by_its_field(text: str, field: str):
    with pytest.raises(InvalidField) as caught:
        read_figures("trial", text)
    assert [problem.field for problem in caught.value.problems] == [field]


@pytest.mark.parametrize("text", [f"[a]\n{GOOD}[a]\n{GOOD}", "[a\nvalue = 1", f"[a]\n{GOOD}value = 2"])
def test_a_figure_that_stands_twice_or_is_not_toml_is_refused(text: str):
    with pytest.raises(UnreadableDocument):
        read_figures("trial", text)


def test_note_is_free():
    assert read_figures("trial", f"[a]\n{GOOD}note = 'why'")["trial.a"].note == "why"
    assert read_figures("trial", f"[a]\n{GOOD}")["trial.a"].note == ""
