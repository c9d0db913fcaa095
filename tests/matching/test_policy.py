"""The policy of an instance: what it asks for and does not get."""

import pytest

from instances.errors import PolicyError
from instances.generate import generate
from matching.policy import check_policy


@pytest.mark.parametrize(("mode", "nl"), [("hard", "verplicht"), ("soft", "telt mee"), ("off", "uit")])
def test_an_override_of_a_rule_that_cannot_be_overridden_is_told(mode: str, nl: str) -> None:
    """In the story `tiny` one rule is overridden; it works until the policy sets that rule to something else."""
    tiny = generate("tiny")
    assert check_policy(tiny) == []
    (row,) = tiny["overrides"].to_dict("records")
    (finding,) = check_policy(tiny.replace(policy=[{"rule": row["rule"], "mode": mode}]))
    assert (finding.code, finding.severity) == ("override_without_effect", "watch")
    assert finding.facts == {**{name: row[name] for name in ("participant", "workplace", "rule")}, "mode": mode}
    assert finding.nl.endswith(f"want die regel staat op: {nl}.")


def test_a_policy_that_names_no_rule_is_refused() -> None:
    with pytest.raises(PolicyError, match="magic"):
        check_policy(generate("tiny").replace(policy=[{"rule": "magic", "mode": "hard"}]))
