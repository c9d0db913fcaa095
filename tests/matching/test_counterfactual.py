"""Why not: what is named makes the pair possible, nothing smaller in the stated domain does, and nothing is missed."""

from itertools import combinations, product

import numpy as np
import pytest

from instances.generate import generate
from instances.tables import Instance
from matching.better import OVERRIDE, Better, Change, Way
from matching.counterfactual import Case, in_the_way, nearest, repairs
from matching.examples import PARTICIPANT, TABLES, WORKPLACE
from matching.opened import OpenInstance
from matching.pricing import Desk
from matching.solver import solve
from matching.twins import changed, twins

SEEDS, ANSWERS = (1, 2), 8  # 200 at once: `leerwerk bench run whynot`
BRUTE = 4  # of these also against every set of one or two changes in the domain
PAIRS_OF_CHANGES = 1_500


def pair(**tables):
    """The ordinary pair of the examples, with other fields."""
    documents = dict(TABLES)
    documents["participants"] = ({**PARTICIPANT, **tables.get("participant", {})},)
    documents["workplaces"] = ({**WORKPLACE, **tables.get("workplace", {})},)
    return OpenInstance.of(Instance.of(documents))


def fields(repair):
    return {change.field: change.value for change in repair.changes}


def possible(instance, participant, workplace):
    """By the ordinary door: documents in, every rule over the one pair."""
    opened = OpenInstance.of(instance)
    p, w = opened.wording.row("participants", participant), opened.wording.row("workplaces", workplace)
    stands = in_the_way(opened, np.array([p], np.int32), np.array([w], np.int32))
    return not any(blocked[0] for blocked in stands.values())


def find(case, told):
    """The change of the domain that was told."""
    (found,) = (one for one in case.domain if (one.field, str(one.value)) == (told.field, told.value))
    return found


@pytest.fixture(scope="module")
def districts():
    return {seed: OpenInstance.of(generate("district", seed=seed, participants=60)) for seed in SEEDS}


def random_blocked_pairs(opened, random, count):
    """Pairs that between one and three rules block, so that changes have a chance."""
    p = random.integers(0, opened.data.num_participants, 4_000).astype(np.int32)
    w = random.integers(0, opened.data.num_workplaces, 4_000).astype(np.int32)
    blockers = np.sum(list(in_the_way(opened, p, w).values()), axis=0)
    raw = opened.wording.raw
    spots = np.flatnonzero((blockers >= 1) & (blockers <= 3))[:count]
    return [(str(raw("participants", "id")[p[i]]), str(raw("workplaces", "id")[w[i]])) for i in spots]


def test_one_hour_short_is_repaired_by_one_hour_on_either_side():
    """The place asks 25 hours, the person can 24: one step up, or one step down; two would be too many."""
    found = repairs(pair(workplace={"hours_min": 25.0}), "p", "w")
    assert found.blockers == ("hours",)
    assert [fields(one) for one in found.repairs] == [
        {"participant.hours_week": "25"},
        {"workplace.hours_min": "24"},
    ]
    assert found.repairs[0].said.nl == "Het kan als de deelnemer 25 uur per week kan werken (nu: 24)."
    assert found.repairs[1].said.en == "It is possible if the place is open for 24 hours a week (now at least: 25)."


def test_the_travel_limit_rises_to_the_first_step_that_is_enough():
    """25 minutes by bike against a limit of 18: 20 is too little, 25 is enough. Or by car; or someone decides."""
    found = repairs(pair(participant={"max_travel_minutes": 18}), "p", "w")
    named = [fields(one) for one in found.repairs]
    assert {"participant.max_travel_minutes": "25"} in named
    assert {"override.personal_travel": "personal_travel"} in named
    limit = next(one for one in found.repairs if one.changes[0].field == "participant.max_travel_minutes")
    assert limit.said.nl == "Het kan als de reisgrens 25 minuten wordt (nu: 18)."
    override = next(one for one in found.repairs if one.changes[0].field.startswith(OVERRIDE))
    assert override.said.en == (
        "It is possible if someone who may do so sets this rule aside with a reason: Personal travel limit."
    )


def test_two_rules_need_two_changes():
    """An hour short and a paper short: no single change helps both, and each pair takes one of either."""
    found = repairs(pair(workplace={"hours_min": 25.0, "certificates": ("forklift",)}), "p", "w")
    assert found.largest == 2
    assert {frozenset(fields(one)) for one in found.repairs} == {
        frozenset((hours, paper))
        for hours in ("participant.hours_week", "workplace.hours_min")
        for paper in ("participant_certificates", "workplace.certificates")
    }

    assert found.said.nl.startswith("Zo kan het wel.")


def test_three_rules_get_a_set_of_which_no_part_is_enough():
    """An hour, a paper and two levels of Dutch short: three changes, and it is said that fewer was not decided."""
    opened = pair(workplace={"hours_min": 25.0, "certificates": ("forklift",), "min_dutch": "C1"})
    told = repairs(opened, "p", "w")
    (repair,) = told.repairs
    assert fields(repair) == {
        "participant.hours_week": "25",
        "participant_certificates": "forklift",
        "participant.dutch": "C1",
    }
    assert (repair.smallest, told.largest) == (False, 2)
    assert told.said.nl.startswith("Met een of twee veranderingen kan het niet.")
    case = Case(opened, "p", "w")
    found = [find(case, change) for change in repair.changes]
    assert possible(changed(opened.instance, case.ids, found), "p", "w")
    assert not free(case, [part for size in (1, 2) for part in combinations(found, size)]).any()


def test_a_refusal_and_a_right_are_not_for_repair():
    found = repairs(pair(participant={"vetoed_organisations": ("employer",)}), "p", "w")
    assert found.blockers == ("veto",)
    assert found.repairs == ()
    assert "Wat de deelnemer weigert" in found.said.nl
    assert "What the participant refuses" in found.said.en


def test_a_pair_that_is_possible_needs_nothing():
    found = repairs(pair(), "p", "w")
    assert (found.blockers, found.repairs, found.said.nl) == ((), (), "Deze plek kan al.")


def test_a_scarce_thing_that_is_too_small_is_a_rule_in_the_way():
    """The person needs 2 hours of guidance and the place has 1.5: half an hour more."""
    found = repairs(pair(workplace={"guidance_hours": 1.5}), "p", "w")
    assert found.blockers == ("guidance",)
    assert [fields(one) for one in found.repairs] == [{"workplace.guidance_hours": "2.0"}]


@pytest.mark.parametrize("seed", SEEDS)
def test_random_answers_hold_when_the_changed_documents_are_judged_from_scratch(seed, districts):
    """Each named set makes it possible; no part of it does; no smaller step of one of its fields does."""
    opened, answered, named = districts[seed], 0, 0
    for participant, workplace in random_blocked_pairs(opened, np.random.default_rng(seed), ANSWERS):
        case, told = Case(opened, participant, workplace), repairs(opened, participant, workplace)
        answered += 1
        smaller, sets = [], []
        for repair in told.repairs:
            found = tuple(find(case, change) for change in repair.changes)
            sets.append(found)
            smaller += [part for size in range(1, len(found)) for part in combinations(found, size)]
            for spot, change in enumerate(found):
                less = [one for one in case.domain if change.exceeds(one)]
                smaller += [(*found[:spot], one, *found[spot + 1 :]) for one in less]
        named += len(sets)
        assert all(possible(changed(opened.instance, case.ids, found), participant, workplace) for found in sets)
        assert not free(case, smaller).any()
    assert answered == ANSWERS
    assert named >= ANSWERS


def free(case, sets):
    """Which sets of changes make the pair possible, judged as copies."""
    judged = case.judged(sets)
    return ~np.logical_or.reduce(list(judged.values())) if judged else np.zeros(0, bool)


def test_no_set_of_the_domain_is_missed(districts):
    """Brute force: every single change and every set of two different fields; what works contains what was told."""
    random, tried = np.random.default_rng(5), 0
    for participant, workplace in random_blocked_pairs(districts[1], random, 120):
        case = Case(districts[1], participant, workplace)
        singles = [(change,) for change in case.domain]
        both = [sets for sets in combinations(case.domain, 2) if sets[0].field != sets[1].field]
        if not singles or len(both) > PAIRS_OF_CHANGES or tried == BRUTE:
            continue
        tried += 1
        told = repairs(districts[1], participant, workplace)
        named = [tuple(find(case, change) for change in repair.changes) for repair in told.repairs]
        working = [one for one, works in zip(singles, free(case, singles), strict=True) if works]
        if told.largest == 2:
            working += [one for one, works in zip(both, free(case, both), strict=True) if works]
        for one in working:
            assert any(all(any(a is b or b.exceeds(a) for b in one) for a in found) for found in named), one
        assert bool(working) == any(repair.smallest for repair in told.repairs)
    assert tried == BRUTE


def test_copies_are_judged_as_the_whole_instance_is(districts):
    """Every third change of some domains: blocked as a copy exactly where blocked in the changed instance."""
    opened, random = districts[2], np.random.default_rng(2)
    for participant, workplace in random_blocked_pairs(opened, random, 2):
        case = Case(opened, participant, workplace)
        some = [(change,) for change in case.domain[::3]]
        works = free(case, some)
        for one, copy in zip(some, works, strict=True):
            assert possible(changed(opened.instance, case.ids, one), participant, workplace) == copy


def test_copies_keep_the_side_rows_of_the_original():
    """A placement of the person at the place becomes one of each copy at its own copy."""
    placed = {"participant": "p", "workplace": "w", "status": "current", "start_on": "2026-01-05"}
    instance = pair().instance.replace(
        placements=[placed], participant_certificates=[{"participant": "p", "certificate": "vog"}]
    )
    change = Change(Better("participant.hours_week", Way.RAISE, "", ""), 30.0, 1)
    made = twins(instance, {"participants": "p", "workplaces": "w"}, [(), (change,)])
    assert made["participants"]["hours_week"].to_list() == [24.0, 30.0]
    assert list(zip(made["placements"]["participant"], made["placements"]["workplace"], strict=True)) == [
        ("p~0", "w~0"),
        ("p~1", "w~1"),
    ]
    assert made["participant_certificates"]["participant"].to_list() == ["p~0", "p~1"]


def test_who_has_no_place_gets_the_nearest_ones_with_what_they_take(districts):
    instance = districts[2].instance
    desk = Desk.of(instance, solve(instance))
    blocked = next(
        one
        for one in desk.solution.unmatched
        if not len(desk.board.options_of(desk.index("participants", one.participant)))
    )
    found = nearest(desk.board, blocked.participant)
    assert len(found) == 3
    counts = [len(one.repairs.blockers) for one in found]
    assert all(count >= 1 for count in counts)
    for one, repair in product(found, (0,)):
        if one.repairs.repairs:
            case = Case(desk.opened, blocked.participant, one.workplace)
            changes_named = [find(case, change) for change in one.repairs.repairs[repair].changes]
            assert possible(changed(instance, case.ids, changes_named), blocked.participant, one.workplace)
