"""What placements cost and who pays: by hand, by month, and what holds for any pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.schema.solution import Cost
from instances.schema.vocabulary import CostKind, Payer, PlaceKind, Regime, Stream
from instances.subsidies import flat_rate, subsidy_rate, yearly_wage
from matching.data import MatchingData
from matching.examples import PARTICIPANT, WORKPLACE, example_instance
from matching.money import COST_NEEDS, PURSES, cost_cents, month_costs, shares, stream_costs, year_costs
from matching.pairs import Pairs
from matching.rule import Example
from matching.words import who_pays

NEW_YEAR = {"instance": ({"name": "example", "title": "Verzonnen", "reference_date": "2026-01-01", "synthetic": True},)}
HERE = {"participant": "p", "workplace": "w", "status": "current", "start_on": "2024-03-04"}
EMPLOYER = PURSES.index((Payer.EMPLOYER, None))


def the_pair(person=(), place=(), **tables):
    """The ordinary pair with changes, at New Year 2026 unless the tables say otherwise."""
    example = Example("money", 0, dict(person), dict(place), tables={**NEW_YEAR, **tables})
    data = MatchingData.of(example_instance(example), COST_NEEDS)
    return Pairs(data, np.zeros(1, np.int32), np.zeros(1, np.int32))


def paid(pairs):
    """Whole euros by payer, purse and what for."""
    (parts,) = shares(pairs)
    return {
        (part.payer.value, part.stream.value if part.stream else "", part.what.value): round(part.cents / 100)
        for part in parts
    }


def test_a_job_with_subsidy_in_its_second_year():
    """36 hours, wage value 50 %, there since 2024 and measured there: the worked value of the law, for a whole year.

    W = 29,740; gross 29,740 x 1.235 = 36,729; LKS 18,365; LKV 1.01 x 36 x 52 = 1,891; employer 36,729 - 18,365 - 1,891.
    """
    person = {"hours_week": 36.0, "wage_value": 50.0, "wage_value_on": "2025-06-02"}
    pairs = the_pair(person, {"kind": "regular_lks"}, placements=(HERE,))
    assert paid(pairs) == {
        ("municipality", "reintegration", "track"): 2_000,
        ("municipality", "wage_subsidy", "lks"): 18_365,
        ("state", "", "lkv"): 1_891,
        ("employer", "", "wage"): 16_474,
    }
    lks = next(part for part in shares(pairs)[0] if part.what is CostKind.LKS)
    assert not lks.estimate
    assert cost_cents(pairs).tolist() == [2_036_451]


def test_by_the_year_a_stay_lasts_the_whole_year():
    """The same subsidy from 1 September with a contract of 4 months costs as much by the year as from 1 January.

    That is 11,008.58 (below), and 2,000 for the track.
    """
    pairs = the_pair({}, {"kind": "regular_lks", "start_on": "2026-09-01", "contract_months": 4})
    by_year = Pairs(pairs.data.in_year(2026), pairs.p, pairs.w)
    assert paid(by_year)["municipality", "wage_subsidy", "lks"] == 11_009
    assert round(cost_cents(by_year)[0] / 100) == 13_009
    assert cost_cents(pairs)[0] < cost_cents(by_year)[0]


def test_a_new_job_begins_at_the_flat_rate():
    """24 hours, wage value 60 %: W = 14.71 x 24 x 52 x 1.08 = 19,826.73.

    1 January to 30 June (181 days): 50 % x 1.235; the other 184 days: 40 % x 1.235.
    19,826.73 x 1.235 x (0.5 x 181 + 0.4 x 184) / 365 = 11,008.58
    """
    assert paid(the_pair({}, {"kind": "regular_lks"}))["municipality", "wage_subsidy", "lks"] == 11_009


def test_sheltered_work():
    """27 hours, wage value 35 %: LKS 17,905; price 11,500; the company keeps 22,305 x 1.235 - 17,905 = 9,641.

    Together 39,046: the gross cost of a sheltered place, 36,000 to 42,000 (`money.sheltered_place_gross` 39,000).
    """
    person = {"regime": "sheltered", "hours_week": 27.0, "wage_value": 35.0, "wage_value_on": "2025-06-02"}
    place = {"kind": "sheltered_inside", "stream": "sheltered", "price_cents": 1_150_000}
    pairs = the_pair(person, place, placements=(HERE,))
    assert paid(pairs) == {
        ("municipality", "sheltered", "sheltered"): 11_500,
        ("municipality", "wage_subsidy", "lks"): 17_905,
        ("employer", "", "wage"): 9_641,
    }
    assert year_costs(pairs).sum() == pytest.approx(3_904_700, abs=200)


def test_under_uwv():
    """24 hours: UWV pays the subsidy and a coach: 15 % = 3.6 hours x 52 x 100 = 18,720 in the first year."""
    person = {"regime": "wajong", "guidance_hours": 2.0}
    found = paid(the_pair(person, {"kind": "regular_lks", "contract_months": 120}))
    assert found["uwv", "", "coaching"] == 18_720
    assert found["uwv", "", "lks"] == 11_009
    assert ("municipality", "wage_subsidy", "lks") not in found


@pytest.mark.parametrize("place", [{"hours_min": 4.0, "hours_max": 11.5}, {"contract_months": 5}])
def test_uwv_pays_no_coach_when_a_condition_misses(place):
    person = {"regime": "wajong", "guidance_hours": 2.0}
    assert ("uwv", "", "coaching") not in paid(the_pair(person, {"kind": "regular_lks", **place}))


def test_coaching_and_benefit_run_out():
    """There since 4 March 2023: the third year ends on 3 March 2026, after 62 days of this year.

    Coach: 6 % of 24 hours x 52 x 100 = 7,488 x 62 / 365 = 1,272; LKV: 1,260.48 x 62 / 365 = 214.
    """
    since = ({**HERE, "start_on": "2023-03-04"},)
    found = paid(the_pair({"regime": "wajong"}, {"kind": "regular_lks"}, placements=since))
    assert found["uwv", "", "coaching"] == 1_272
    assert found["state", "", "lkv"] == 214


def test_wsw():
    """36 hours is one unit: the state gives 34,000, wage 38,500, of which the company earns 4,500 back."""
    person = {"regime": "wsw_mtb", "hours_week": 36.0}
    place = {"kind": "sheltered_inside", "stream": "wsw", "wsw": True, "price_cents": 690_000}
    assert paid(the_pair(person, place, placements=(HERE,))) == {
        ("municipality", "wsw", "wsw"): 6_900,
        ("state", "", "wsw"): 34_000,
        ("employer", "", "wage"): 4_500,
    }


def test_course_at_an_employer():
    """Practical learning: at most 2,700 for a whole year, to the employer, who pays no wage."""
    course = {"id": "c1", "name_nl": "Cursus", "name_en": "Course", "weeks": 26}
    found = paid(the_pair({}, {"kind": "training", "course": "c1"}, courses=(course,)))
    assert found == {
        ("municipality", "reintegration", "training"): 2_000,
        ("state", "", "practical_learning"): 2_700,
        ("employer", "", "wage"): -2_700,
    }


def test_price_runs_over_the_months_of_the_stay():
    """1 September to 30 November: 30, 31 and 30 of 91 days of 910 euros."""
    place = {"kind": "line_slot", "price_cents": 91_000, "start_on": "2026-09-01", "end_on": "2026-11-30"}
    costs = month_costs(the_pair({}, place))[0, PURSES.index((Payer.MUNICIPALITY, Stream.REINTEGRATION))]
    assert costs.tolist() == [0] * 8 + [30_000, 31_000, 30_000, 0]


def test_a_trial_ends_after_two_months():
    """From 1 January: 31 and 28 of 59 days."""
    costs = month_costs(the_pair({}, {"kind": "trial", "price_cents": 59_000}))[0, 0]
    assert costs.tolist() == [31_000, 28_000] + [0] * 10


def test_what_begins_next_year_costs_nothing_this_year():
    assert year_costs(the_pair({}, {"kind": "regular_lks", "start_on": "2027-01-01"})).sum() == 0


@pytest.mark.parametrize(
    "unknown", [{"wage_value": None}, {"wage_value_on": None}, {"hours_week": None}, {"birth_year": None}]
)
def test_what_is_not_known_makes_an_estimate_and_never_nothing(unknown):
    """53 % and 25 hours stand in (`money.assumed_wage_value`, `money.assumed_hours_week`)."""
    pairs = the_pair({"wage_value_on": "2025-06-02", **unknown}, {"kind": "regular_lks"}, placements=(HERE,))
    lks = next(part for part in shares(pairs)[0] if part.what is CostKind.LKS)
    assert lks.estimate
    assert lks.cents > 0


def test_register_not_known_counts_as_in_it_and_outside_it_is_no_subsidy():
    inside, unknown, outside = (
        paid(the_pair({"target_group": group}, {"kind": "regular_lks"})) for group in (True, None, False)
    )
    key = ("municipality", "wage_subsidy", "lks")
    assert inside[key] == unknown[key] > 0
    assert key not in outside


def test_a_wage_value_measured_elsewhere_is_an_estimate_here():
    """It was measured before the placement began."""
    person, place = {"wage_value_on": "2024-01-08"}, {"kind": "regular_lks"}
    assert next(
        part for part in shares(the_pair(person, place, placements=(HERE,)))[0] if part.stream is Stream.WAGE_SUBSIDY
    ).estimate


def test_youth_wage():
    """19 years in 2026: 8.83 an hour instead of 14.71."""
    adult, young = (
        paid(the_pair({"birth_year": born}, {"kind": "regular", "price_cents": 0}))["employer", "", "wage"]
        + paid(the_pair({"birth_year": born}, {"kind": "regular", "price_cents": 0}))["state", "", "lkv"]
        for born in (1985, 2007)
    )
    assert young / adult == pytest.approx(8.83 / 14.71, abs=1e-3)


def test_sentences():
    """Read aloud: what for, how much, who, from which purse, and whether it is an estimate."""
    lks = Cost(payer="municipality", stream="wage_subsidy", what="lks", cents=1_836_451, estimate=True)
    assert who_pays(lks, "Vaals", "nl") == (
        "Loonkostensubsidie: € 18.365. De gemeente Vaals betaalt dat, uit het budget voor loonkostensubsidie."
        " Dit is geschat."
    )
    wage = Cost(payer="employer", stream=None, what="wage", cents=-270_000, estimate=False)
    assert who_pays(wage, "Vaals", "en") == "Wage, less subsidies: €2,700. The employer receives that."


FACTS = st.fixed_dictionaries(
    {
        "regime": st.sampled_from([regime.value for regime in Regime]),
        "birth_year": st.one_of(st.none(), st.integers(1950, 2010)),
        "target_group": st.one_of(st.none(), st.booleans()),
        "wage_value": st.one_of(st.none(), st.integers(0, 150).map(float)),
        "hours_week": st.one_of(st.none(), st.integers(0, 48).map(float)),
        "guidance_hours": st.sampled_from([0.0, 2.0]),
    }
)
PLACES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([kind.value for kind in PlaceKind]),
        "stream": st.sampled_from([stream.value for stream in Stream]),
        "price_cents": st.integers(0, 2_000_000),
        "hours_min": st.sampled_from([0.0, 8.0, 24.0]),
        "hours_max": st.sampled_from([24.0, 36.0]),
        "start_on": st.sampled_from([None, "2025-05-01", "2026-02-10", "2026-12-31", "2027-02-01"]),
        "end_on": st.sampled_from([None, "2025-12-01", "2026-06-30", "2027-12-31"]),
        "contract_months": st.sampled_from([None, 3, 7, 120]),
        "temporary_months": st.sampled_from([None, 6]),
    }
)
STATUS = st.sampled_from([(), (HERE,), ({**HERE, "start_on": "2026-05-11"},)])


@st.composite
def many(draw):
    """Up to four people and three places, all pairs of them."""
    people, places = draw(st.lists(FACTS, min_size=1, max_size=4)), draw(st.lists(PLACES, min_size=1, max_size=3))
    instance = example_instance(Example("money", 0, tables={**NEW_YEAR, "placements": draw(STATUS)}))
    keys = [["p", *"bcd"][: len(people)], ["w", *"xy"][: len(places)]]
    instance = instance.replace(
        participants=[{**PARTICIPANT, **one, "id": key} for key, one in zip(keys[0], people, strict=True)],
        workplaces=[{**WORKPLACE, **one, "id": key} for key, one in zip(keys[1], places, strict=True)],
    )
    p, w = (grid.ravel().astype(np.int32) for grid in np.mgrid[0 : len(people), 0 : len(places)])
    return Pairs(MatchingData.of(instance, COST_NEEDS), p, w)


@settings(deadline=None, max_examples=15)
@given(pairs=many())
def test_everything_adds_up(pairs):
    """Months to the year, parts to the payer, payers to the whole; the municipality never receives."""
    year, parts = year_costs(pairs), shares(pairs)
    assert np.array_equal(month_costs(pairs).sum(axis=2), year)
    assert np.array_equal(stream_costs(pairs), year[:, : len(Stream)])
    assert np.array_equal(cost_cents(pairs), year[:, : len(Stream)].sum(axis=1))
    assert (year[:, : len(Stream)] >= 0).all()
    for i, each in enumerate(parts):
        for purse, (payer, stream) in enumerate(PURSES):
            told = sum(part.cents for part in each if (part.payer, part.stream) == (payer, stream))
            assert told == year[i, purse]
    price = pairs.workplace("price_cents")
    begun = year[:, : len(Stream)].sum(axis=1) >= price  # the price in full, unless the stay begins next year
    start = np.maximum(pairs.start, np.datetime64("2026-01-01").astype(int))
    assert (begun | (start >= np.datetime64("2027-01-01").astype(int))).all()


@settings(deadline=None, max_examples=15)
@given(pairs=many())
def test_subsidy_never_exceeds_its_cap_nor_the_employers_wage(pairs):
    """70 % of W with employer's costs; what the employer pays stays at 0 or more where there is no course."""
    wage = yearly_wage(np.full(len(pairs), 36.0), 14.71) * 1.235 * 100
    for one, most in zip(shares(pairs), wage, strict=True):
        lks = sum(part.cents for part in one if part.what is CostKind.LKS)
        assert lks <= 0.7 * most + 1
    assert (year_costs(pairs)[:, EMPLOYER] >= 0).all()


@settings(deadline=None, max_examples=15)
@given(
    values=st.tuples(st.integers(0, 99), st.integers(0, 99)).map(sorted),
    hours=st.tuples(st.integers(1, 36), st.integers(1, 36)).map(sorted),
)
def test_less_wage_value_or_more_hours_never_cost_less(values, hours):
    def lks(value, week):
        person = {"wage_value": float(value), "hours_week": float(week)}
        return cost_cents(the_pair(person, {"kind": "regular_lks", "hours_min": 0.0}))[0]

    assert lks(values[0], hours[0]) >= lks(values[1], hours[0])
    assert lks(values[0], hours[0]) <= lks(values[0], hours[1])


def test_flat_rate_equals_a_wage_value_of_half():
    assert flat_rate() == pytest.approx(float(subsidy_rate(50.0)))
