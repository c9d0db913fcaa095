"""The drivers of rules and answers run on the smallest sizes, and their checks find nothing wrong."""

from benchmarks.drivers import rules, whynot
from matching.rules import RULES


def test_every_active_rule_has_its_line():
    lines = rules.per_rule(rules.RulesRun(preset="tiny"))
    named = {line["rule"] for line in lines[:-1]}
    assert named <= {rule.CARD.code for rule in RULES}
    assert {"load", "skills", "slots"} <= named
    assert lines[-1]["eligible"] > 0
    assert all(line["pairs"] > 0 and line["seconds_per_million"] >= 0 for line in lines)


def test_what_reasons_cost():
    told = rules.reasons(rules.ReasonsRun(preset="tiny", explained=3))
    assert 0 < told["share_of_run"] < 1
    assert told["explain_ms"] > 0


def test_answers_are_true():
    told = whynot.run(whynot.WhyNotRun(preset="tiny", seed=4, asked=6, again=1))
    assert told["answers"] == 6
    assert told["sets"] > 0
    assert told["resolved"] == 1
    wrong = ("not_true", "not_smallest", "loss_wrong", "resolve_contradicts")
    assert {name: told[name] for name in wrong} == dict.fromkeys(wrong, 0)
