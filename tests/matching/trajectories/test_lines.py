"""Worked lines, each with its calculation beside it; and every way of tampering with them is found and named."""

from datetime import date

import pytest

from matching.engines.engine import Limits
from matching.trajectories.checker import check_trajectories
from matching.trajectories.solver import solve_trajectories

BUDGET = {"municipality": "GM0935", "stream": "reintegration", "year": 2026, "amount_cents": 100_000_000}
TEMPORARY = {"kind": "line_slot", "temporary_months": 3, "next_step": "work_experience", "organisation": "mtb"}


def plan(instance, months):
    solution = solve_trajectories(instance, months, Limits(time_limit=20, gap=0.0))
    assert codes(instance, solution) == set()
    return solution


def codes(instance, solution):
    return {finding.code for finding in check_trajectories(instance, solution) if finding.severity == "error"}


def steps(line):
    return [(leg.workplace, leg.stage, leg.begin, leg.until, leg.months) for leg in line.legs]


def points(parts):
    return {part.rule: (part.amount, part.points) for part in parts}


@pytest.fixture(scope="module")
def chain(make, place):
    """One person; a slot on a line for three months at most, then a job elsewhere that begins in December."""
    places = [
        place(0, kind="line_slot", temporary_months=3, next_step="regular", price_cents=240_000),
        place(1, kind="regular", start_on="2026-12-01", organisation="mob", line="groen", price_cents=120_000),
    ]
    return make([{}], places, budgets=[BUDGET])


@pytest.fixture(scope="module")
def solved(chain):
    return plan(chain, 12)


def test_a_line_of_two_places_with_its_ledger(solved):
    """September to November on the line, then the job from December to August, aftercare from its seventh month."""
    (line,) = solved.trajectories
    assert steps(line) == [
        ("w0", "development", date(2026, 9, 1), date(2026, 11, 30), 3),
        ("w1", "placement", date(2026, 12, 1), date(2027, 5, 31), 6),
        ("w1", "aftercare", date(2027, 6, 1), date(2027, 8, 31), 3),
    ]
    slot, job, aftercare = line.legs
    month_of_slot, month_of_job = (sum(part.points for part in leg.month) for leg in (slot, job))
    assert points(slot.ledger) == {"months": (3, 3 * month_of_slot)}
    assert points(job.ledger) == {"months": (6, 6 * month_of_job), "organisation": (1, -300), "line": (1, -200)}
    assert line.value == 3 * month_of_slot + 9 * month_of_job - 500 == solved.termination.objective
    assert aftercare.value == 3 * month_of_job
    assert [leg.goes_on for leg in line.legs] == [False, False, True]
    # 2,400 euros a year: three months are 600; 1,200 euros a year: six months 600, three months 300
    assert [leg.cost_cents for leg in line.legs] == [60_000, 60_000, 30_000]


def test_a_temporary_place_without_room_for_its_next_step_waits_for_the_end_of_the_horizon(make, place):
    """Three months at most, and the next step has no slot: only what follows after the horizon is left open."""
    places = [place(0, **TEMPORARY), place(1, kind="work_experience", slots=0)]
    solution = plan(make([{}], places, budgets=[BUDGET]), 12)
    (line,) = solution.trajectories
    assert steps(line) == [("w0", "development", date(2027, 6, 1), date(2027, 8, 31), 3)]
    assert line.legs[0].goes_on


def test_a_change_of_hands_is_weighed_once(make, place):
    """From MTB to an employer for a trial of two months, then a job at another employer's on another line.

    The rule handovers (25 points) compares the trial with where the person was: once, 12 months' worth, 300 points,
    however long the line is. It says nothing of the job, which another organisation (300) and line (200) speak for.
    """
    before = {
        "participant": "p0",
        "workplace": "w2",
        "status": "ended",
        "start_on": "2025-01-06",
        "end_on": "2026-08-14",
    }
    places = [
        place(0, kind="trial"),
        place(1, start_on="2026-11-01", organisation="mob", line="groen"),
        place(2, kind="line_slot", organisation="mtb", slots=0),
    ]
    solution = plan(make([{}], places, budgets=[BUDGET], placements=[before]), 24)
    (line,) = solution.trajectories
    told = points(line.ledger)
    assert [leg.workplace for leg in line.legs] == ["w0", "w1", "w1"]
    assert told["handovers"] == (1, -300)
    assert (told["organisation"], told["line"]) == ((1, -300), (1, -200))
    assert "handovers" not in {part.rule for leg in line.legs for part in leg.month}


def test_two_people_take_the_same_slot_one_after_the_other(make, place):
    """One slot for at most twelve months, twenty-four months: both get it, and the second waits twelve months."""
    solution = plan(make([{}, {}], [place(0, kind="line_slot")], budgets=[BUDGET]), 24)
    first, second = sorted(solution.trajectories, key=lambda line: line.legs[0].begin)
    assert steps(first) == [("w0", "development", date(2026, 9, 1), date(2027, 8, 31), 12)]
    assert steps(second) == [("w0", "development", date(2027, 9, 1), date(2028, 8, 31), 12)]
    assert points(second.ledger)["waiting"] == (12, -240)  # 12 months of 20 points


def test_diagnosis_comes_first_and_a_course_begins_when_a_group_starts(make, place):
    """Diagnosis is September and October; the groups start on 5 October (too early) and 4 January."""
    places = [place(0, kind="training", course="k")]
    solution = plan(make([{"stage": "diagnosis"}], places, budgets=[BUDGET]), 12)
    (line,) = solution.trajectories
    assert steps(line) == [
        (None, "diagnosis", date(2026, 9, 1), date(2026, 10, 31), 2),
        ("w0", "training", date(2027, 1, 4), date(2027, 2, 28), 2),
    ]
    assert points(line.ledger)["waiting"] == (2, -40)  # November and December
    assert line.legs[1].cost_cents == 200_000  # a course is paid once, however short


def test_money_counts_per_calendar_year_and_a_later_year_is_frozen(make, place):
    """2,400 euros a year, so 800 euros from September to December; the purse of four months holds a third of 2,000.

    2026: one of two people at 800 of 667 euros: nobody in all four months, and from October on 600 euros fit.
    2027: eight months of 200 euros are 1,600 of 1,333: six months fit, so nobody who stays. With 2,400 euros one fits.
    """
    places = [place(0, kind="regular", slots=2, price_cents=240_000)]
    short = make([{}, {}], places, budgets=[{**BUDGET, "amount_cents": 200_000}])
    assert plan(short, 12).trajectories[0].legs[0].begin >= date(2027, 3, 1)
    enough = plan(make([{}, {}], places, budgets=[{**BUDGET, "amount_cents": 240_000}]), 12)
    whole = [line for line in enough.trajectories if line.legs[0].begin == date(2026, 9, 1)]
    assert len(whole) == 1
    assert whole[0].cost_cents == 240_000


def test_a_price_says_in_which_months_a_place_is_scarce(make, place):
    """Two people want one slot of a place that ends in December: it is scarce until then."""
    solution = plan(make([{}, {}], [place(0, end_on="2026-12-31")], budgets=[BUDGET]), 12)
    slots = [price for price in solution.prices if price.kind == "slots"]
    assert {price.row for price in slots} == {"w0"}
    assert max(price.until for price in slots) <= date(2026, 12, 31)
    assert all(price.price > 0 and price.used == price.capacity == 1 for price in slots)


def with_leg(solution, number, **changes):
    (line,) = solution.trajectories
    legs = [leg.model_copy(update=changes) if i == number else leg for i, leg in enumerate(line.legs)]
    return solution.model_copy(update={"trajectories": (line.model_copy(update={"legs": tuple(legs)}),)})


@pytest.mark.parametrize(
    ("number", "changes", "code"),
    [
        (0, {"value": 1}, "figures"),
        (0, {"cost_cents": 1}, "figures"),
        (0, {"stage": "training"}, "figures"),
        (0, {"months": 2}, "length"),
        (0, {"months": 4}, "overlap"),
        (0, {"begin": date(2026, 8, 1)}, "length"),
        (1, {"begin": date(2027, 1, 1)}, "next_step"),
        (1, {"workplace": "w0"}, "order"),
        (1, {"workplace": "nergens"}, "workplace"),
    ],
)
def test_one_wrong_fact_is_found(chain, solved, number, changes, code):
    assert code in codes(chain, with_leg(solved, number, **changes))


def test_a_line_that_is_forgotten_or_told_twice_is_found(chain, solved):
    assert codes(chain, solved.model_copy(update={"trajectories": ()})) == {"forgotten"}
    double = solved.model_copy(update={"trajectories": solved.trajectories * 2})
    assert codes(chain, double) == {"twice"}


@pytest.mark.parametrize("changes", [{"bound": 0.0}, {"gap": 0.5}])
def test_a_claim_without_its_bound_is_found(chain, solved, changes):
    said = solved.termination.model_copy(update=changes)
    assert "claim" in codes(chain, solved.model_copy(update={"termination": said}))


def test_a_place_that_is_full_in_one_month_is_found(chain, solved):
    none = chain.replace(workplaces=chain["workplaces"].assign(slots=0))
    moved = solved.model_copy(
        update={"provenance": solved.provenance.model_copy(update={"instance_hash": none.digest})}
    )
    assert "slots" in codes(none, moved)


def test_money_that_is_not_there_is_found(chain, solved):
    poor = chain.replace(budgets=[{**BUDGET, "amount_cents": 100_000}])
    moved = solved.model_copy(
        update={"provenance": solved.provenance.model_copy(update={"instance_hash": poor.digest})}
    )
    assert "municipal_budget" in codes(poor, moved)
