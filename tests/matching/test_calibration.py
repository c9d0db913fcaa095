"""The generated region under the rules: what domain experts expect of it must come out."""

import numpy as np
import pytest

from instances.generate import generate
from matching.candidates import candidates
from matching.eligibility import screen
from matching.opened import OpenInstance
from matching.pairs import Pairs, personal_limit_minutes


@pytest.fixture(scope="module", params=[1, 2])
def region(request):
    opened = OpenInstance.of(generate("region", seed=request.param))
    return opened, screen(opened.data, opened.rulebook, candidates(opened.data, opened.rulebook))


def test_at_least_one_in_twenty_has_no_feasible_place_and_most_have(region):
    """Calibration check of the domain: these people must be explained, not hidden."""
    opened, screening = region
    count = np.bincount(screening.p, minlength=opened.data.num_participants)
    assert 0.05 <= (count == 0).mean() <= 0.15
    assert 5 <= np.median(count) <= 60


def test_feasible_pairs_lie_within_the_personal_travel_limit(region):
    """At least 95 % of them; the rest would need an override."""
    opened, screening = region
    pairs = Pairs(opened.data, screening.p, screening.w)
    within = pairs.journey.minutes <= personal_limit_minutes(opened.data)[screening.p]
    assert within.mean() >= 0.95


def test_wsw_people_keep_their_place(region):
    """Nobody with a Wsw contract is offered another place unless that person wants to move."""
    opened, screening = region
    people = opened.instance["participants"]
    stays = people["regime"].isin(["wsw_mtb", "wsw_wozl"]) & ~people["wsw_voluntary_move"].fillna(False).astype(bool)
    placements = opened.instance["placements"]
    current = placements[placements["status"] == "current"].set_index("participant")["workplace"]
    ids, places = people["id"].to_numpy(), opened.instance["workplaces"]["id"].to_numpy()
    mine = stays.to_numpy()[screening.p]
    offered = zip(ids[screening.p[mine]], places[screening.w[mine]], strict=True)
    assert mine.any()
    assert all(current[participant] == workplace for participant, workplace in offered)


def test_every_rule_decides_something(region):
    """A rule that never blocks a pair of a whole region is either not needed or badly calibrated."""
    opened, screening = region
    idle = {
        rule.CARD.code
        for number, rule in enumerate(opened.rulebook.pair_rules)
        if opened.rulebook.settings[rule.CARD.code].mode in ("hard", "hard_unless_overridden")
        and not screening.participants.blocked[:, number].any()
    }
    # the personal limit lies below the legal one for nearly everybody; generated places and courses stay open all year;
    # the generator makes no decisions of people
    assert idle <= {"decided", "legal_travel", "period"}
