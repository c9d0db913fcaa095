"""The whole engine: every engine on the same instances, reasons for everybody, limits that are kept."""

import itertools
import threading

import numpy as np
import pytest

from instances.errors import PolicyError
from instances.generate import generate
from instances.schema.solution import Limit, Reason
from matching.checker import check
from matching.engines import ENGINES
from matching.engines.engine import Limits
from matching.rule import RowRule
from matching.rules import RULES
from matching.solver import SolveOptions, solve

EXACT = ("cpsat", "lp_core")


def errors(instance, solution):
    return [finding for finding in check(instance, solution) if finding.severity == "error"]


@pytest.fixture(scope="module")
def district():
    return generate("district", seed=3)


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny")


@pytest.mark.parametrize("engine", [engine.NAME for engine in ENGINES if engine.NAME != "flow"])
@pytest.mark.parametrize("preset", ["tiny", "district"])
def test_every_engine_gives_a_sound_matching(engine, preset, tiny, district):
    instance = tiny if preset == "tiny" else district
    solution = solve(instance, SolveOptions(engine, Limits(time_limit=20, gap=0.001)))
    assert errors(instance, solution) == []
    assert solution.engine == engine
    assert len(solution.assignments) + len(solution.unmatched) == len(instance["participants"])
    assert solution.termination.bound >= solution.termination.objective > 0


def test_exact_engines_agree_on_the_optimum(tiny):
    """No gap allowed: both must prove the same value."""
    found = [solve(tiny, SolveOptions(engine, Limits(time_limit=30, gap=0.0))) for engine in EXACT]
    assert {one.termination.reason for one in found} == {Reason.OPTIMAL}
    assert len({one.termination.objective for one in found}) == 1


def test_auto_takes_flow_when_only_slots_couple(tiny):
    """With every other row rule off only slots are left: flow is exact, and proves it."""
    others = [rule.CARD.code for rule in RULES if isinstance(rule, RowRule) and rule.CARD.code != "slots"]
    policy = [{"rule": rule, "mode": "off"} for rule in others]
    instance = tiny.replace(policy=policy)
    solution = solve(instance)
    assert solution.engine == "flow"
    assert "slots" in solution.engine_reason.en
    assert solution.termination.reason is Reason.OPTIMAL
    assert errors(instance, solution) == []
    other = solve(instance, SolveOptions("cpsat", Limits(gap=0.0)))
    assert other.termination.objective == solution.termination.objective


def test_every_participant_without_a_place_has_reasons_in_both_languages(district):
    solution = solve(district)
    assert solution.unmatched
    for one in solution.unmatched:
        assert one.reasons
        for reason in one.reasons:
            assert reason.nl.endswith(".")
            assert reason.en.endswith(".")
            assert "{" not in reason.nl + reason.en
            assert "nan" not in (reason.nl + reason.en).lower().split()
    for place in solution.empty:
        assert place.slots > 0
        assert place.reasons


def test_empty_slots_and_assignments_add_up_to_all_slots(district):
    solution = solve(district)
    left = sum(place.slots for place in solution.empty)
    assert left + len(solution.assignments) == district["workplaces"]["slots"].sum()


def test_prices_prove_what_the_matching_may_be_worth(district):
    """Rows that nobody wants cost nothing; a price belongs to a row that is (nearly) used up."""
    solution = solve(district)
    assert solution.prices
    for price in solution.prices:
        assert price.price > 0
        assert 0 <= price.used <= price.capacity


def test_the_same_seed_gives_the_same_matching(district):
    first, second = (solve(district, SolveOptions(limits=Limits(seed=7))) for _ in range(2))
    assert first.assignments == second.assignments
    assert first.prices == second.prices


def test_a_cancelled_run_keeps_what_it_has(district):
    cancelled = threading.Event()
    cancelled.set()
    solution = solve(district, SolveOptions("lp_core", Limits(gap=0.0)), cancelled=cancelled)
    assert solution.termination.limit is Limit.INTERRUPTED or solution.termination.reason is Reason.OPTIMAL
    assert errors(district, solution) == []


def test_progress_is_told_and_never_falls_back(district):
    told = []
    solve(district, SolveOptions("lp_core", Limits(gap=0.0, time_limit=20)), told.append)
    assert told
    assert all(later.elapsed >= earlier.elapsed for earlier, later in itertools.pairwise(told))
    values = [step.incumbent for step in told]
    assert values == sorted(values)


def test_an_engine_that_does_not_exist_is_refused_by_name(tiny):
    with pytest.raises(PolicyError, match="magic"):
        solve(tiny, SolveOptions("magic"))


def test_an_instance_without_people_or_places_is_an_answer(tiny):
    """Nobody to place, or nowhere to go: no error, an empty matching, reasons where there are people."""
    side = ("participant_skills", "participant_certificates", "placements", "overrides", "decisions")
    nobody = tiny.replace(participants=[], **dict.fromkeys(side, ()))
    assert solve(nobody).assignments == ()
    nowhere = tiny.replace(workplaces=[], workplace_skills=[], placements=[], overrides=[], decisions=[])
    solution = solve(nowhere)
    assert len(solution.unmatched) == len(tiny["participants"])
    assert all(one.reasons for one in solution.unmatched)
    assert errors(nowhere, solution) == []


@pytest.mark.parametrize("seed", range(5))
def test_more_slots_never_lower_the_value(seed):
    instance = generate("district", seed=seed, participants=60)
    options = SolveOptions("lp_core", Limits(gap=0.0, time_limit=30))
    before = solve(instance, options)
    more = instance["workplaces"].assign(slots=instance["workplaces"]["slots"] + 1)
    after = solve(instance.replace(workplaces=more), options)
    assert after.termination.bound >= before.termination.objective
    assert np.isfinite(after.termination.bound)


def test_the_law_keeps_wsw_people_in_their_place(district):
    """Even without slots and money everybody with a Wsw contract who stays keeps the own place."""
    bare = district.replace(
        workplaces=district["workplaces"].assign(slots=1), budgets=district["budgets"].assign(amount_cents=0)
    )
    solution = solve(bare)
    people = bare["participants"].set_index("id")
    stays = people["regime"].isin(["wsw_mtb", "wsw_wozl"]) & ~people["wsw_voluntary_move"].fillna(False).astype(bool)
    now = bare["placements"]
    now = now[(now["status"] == "current") & now["participant"].map(stays)]
    assigned = {(one.participant, one.workplace) for one in solution.assignments}
    assert len(now) > 10
    assert set(zip(now["participant"], now["workplace"], strict=True)) <= assigned
    assert errors(bare, solution) == []
    assert solution.termination.bound >= solution.termination.objective


def test_a_protected_person_who_is_left_out_is_found(district):
    solution = solve(district)
    wsw = set(district["participants"].query("regime == 'wsw_mtb' and wsw_voluntary_move != True")["id"])
    gone = next(one for one in solution.assignments if one.participant in wsw)
    left = tuple(one for one in solution.assignments if one != gone)
    told = solution.unmatched[0].model_copy(update={"participant": gone.participant})
    tampered = solution.model_copy(update={"assignments": left, "unmatched": (*solution.unmatched, told)})
    assert "protected" in {finding.code for finding in errors(district, tampered)}
