"""Named policies: sound files, clear errors, and the same policy for solver, checker and explainer."""

import numpy as np
import pytest

from instances.errors import PolicyError
from instances.generate import generate
from instances.schema.vocabulary import RuleMode
from matching.alternatives import alternatives
from matching.checker import check
from matching.counterfactual import repairs
from matching.engines.engine import Limits
from matching.opened import OpenInstance
from matching.policies import OWN, named_policy, names, read_policy, under
from matching.pricing import Desk
from matching.rule import Rulebook
from matching.rules import RULES
from matching.solver import SolveOptions, solve

CARDS = {rule.CARD.code: rule.CARD for rule in RULES}
HEAD = 'title_nl = "t"\ntitle_en = "t"\nsource = "s"\nstatus = "assumed"\nnote = "n"\nsilence = "s"\n'


@pytest.fixture(scope="module")
def district():
    return generate("district", seed=2)


@pytest.fixture(scope="module")
def solved(district):
    options = {name: SolveOptions(limits=Limits(time_limit=20, gap=0.001), policy=name) for name in (OWN, *names())}
    return {name: solve(district, one) for name, one in options.items()}


def test_the_policies_that_an_owner_asked_for():
    assert names() == ("develop", "legal-minimum", "wind-down")


@pytest.mark.parametrize("name", names())
def test_a_policy_names_rules_and_modes_that_exist_and_changes_something(name, district):
    """Each row says why; and each differs from the card, unless the file speaks of every rule there is."""
    rulebook, found = Rulebook.of(under(district, name), RULES), named_policy(name)
    assert found.silence.endswith(".")
    of_all = {row.rule for row in found.rules} == set(CARDS)
    for row in found.rules:
        card, setting = CARDS[row.rule], rulebook.settings[row.rule]
        assert row.why.endswith(".")
        as_on_card = (card.mode, card.weight, 0, card.unknown)
        assert of_all or (setting.mode, setting.weight, setting.free, setting.unknown) != as_on_card
        assert row.mode is RuleMode.SOFT or row.weight is None, "a weight only where it counts"


def test_the_legal_minimum_speaks_of_every_rule(district):
    """A new rule has no place in it until someone says whether it is law; nothing that is not steers a matching."""
    assert {row.rule for row in named_policy("legal-minimum").rules} == set(CARDS)
    settings = Rulebook.of(under(district, "legal-minimum"), RULES).settings
    assert RuleMode.SOFT not in {setting.mode for setting in settings.values()}


def test_law_stays_law_in_every_policy(district):
    law = {"wsw_rights", "wsw_slots", "wsw_region", "sheltered_advice", "displacement", "municipal_budget", "exemption"}
    for name in names():
        settings = Rulebook.of(under(district, name), RULES).settings
        assert {code for code in law if settings[code].mode is RuleMode.HARD} == law


def test_own_policy_stays_when_no_other_is_named(district):
    assert under(district, OWN) is district
    mine = district.replace(policy=[{"rule": "wish", "mode": "off"}])
    assert under(mine, "develop")["policy"]["rule"].to_list() == [row.rule for row in named_policy("develop").rules]


def test_an_unknown_name_is_answered_with_what_there_is(district):
    with pytest.raises(PolicyError, match="'devlop' does not exist; there are: develop, legal-minimum, wind-down"):
        solve(district, SolveOptions(policy="devlop"))


def test_all_faults_of_a_file_at_once():
    text = HEAD.replace('"assumed"', '"sure"') + 'nosuch = "x"\n[wish]\nmode = "strict"\nweight = -1\n'
    with pytest.raises(PolicyError) as caught:
        read_policy("mine", text)
    for part in (
        "policies/mine.toml, nosuch: no such field",
        "policies/mine.toml, status: found 'sure'; wanted official | estimated | assumed",
        "policies/mine.toml, wish.why: wanted the reason",
        "policies/mine.toml, wish.mode: found 'strict'",
        "policies/mine.toml, wish.weight: found -1",
    ):
        assert part in str(caught.value)
    with pytest.raises(PolicyError, match="title_nl: wanted a text"):
        read_policy("mine", "")
    with pytest.raises(PolicyError, match="wanted valid TOML"):
        read_policy("mine", "[")


@pytest.mark.parametrize("name", [OWN, *names()])
def test_the_checker_judges_under_the_policy_of_the_run(name, district, solved):
    solution = solved[name]
    assert solution.provenance.policy == solution.provenance.options["policy"] == name
    assert [finding for finding in check(district, solution) if finding.severity == "error"] == []


def test_under_another_policy_the_checker_objects(district, solved):
    """A solution that claims another policy than it was made under has other values, so the claim does not stand."""
    solution = solved["develop"]
    claims = solution.provenance.model_copy(update={"options": {**solution.provenance.options, "policy": OWN}})
    found = check(district, solution.model_copy(update={"provenance": claims}))
    assert {"figures"} <= {finding.code for finding in found if finding.severity == "error"}


def test_the_explainer_speaks_of_the_policy_of_the_run(district, solved):
    """What a proposal says of the assigned pair is what the solution says of it."""
    solution = solved["develop"]
    desk, one = Desk.of(district, solution), solution.assignments[0]
    (view,) = desk.look(
        *(np.array([desk.index(table, key)], np.int32) for table, key in
          (("participants", one.participant), ("workplaces", one.workplace)))
    )  # fmt: skip
    assert (view.value, view.ledger) == (one.value, one.ledger)


def test_repairs_and_alternatives_follow_the_policy_of_the_run():
    """Under the legal minimum the personal travel limit is only watched: no answer may call it a blocker again."""
    tiny = generate("tiny")
    solution = solve(tiny, SolveOptions(policy="legal-minimum"))
    desk = Desk.of(tiny, solution)
    assert desk.opened.on(tiny).policy == "legal-minimum"
    for workplace in tiny["workplaces"]["id"]:
        assert "personal_travel" not in repairs(desk.opened, "out-of-reach", workplace).blockers
    assert "personal_travel" in repairs(OpenInstance.of(tiny), "out-of-reach", "mtb-packing").blockers
    found = alternatives(tiny, solution, k=1, within=1.0)
    assert [one.solution.provenance.policy for one in found.alternatives] == ["legal-minimum"]


def test_policies_lead_to_different_matchings(solved):
    """Wind-down brings no fewer people to employers than develop does."""
    regular = {
        name: sum(one.kind in ("regular", "regular_lks", "trial", "work_experience") for one in solution.assignments)
        for name, solution in solved.items()
    }
    assert regular["wind-down"] >= regular["develop"]
    assert len({solution.termination.objective for solution in solved.values()}) == len(solved)
