"""Who is placed first: the law's protection always, promises wherever they can be kept."""

from instances.generate import generate
from matching.checker import check
from matching.solver import solve


def promises(instance):
    table = instance["placements"]
    rows = table[table["status"] == "promised"]
    return set(zip(rows["participant"], rows["workplace"], strict=True))


def test_promises_that_can_be_kept_are_kept():
    """A broken promise is named by the audit; nobody with a promise is left out for someone of more value."""
    instance = generate("district", seed=1)
    solution = solve(instance)
    kept = {(one.participant, one.workplace) for one in solution.assignments}
    broken = {finding.facts["person"] for finding in solution.findings if finding.code == "promises"}
    assert promises(instance)
    assert {participant for participant, _ in promises(instance) - kept} == broken
    assert len(broken) <= len(promises(instance)) / 3
    assert not [finding for finding in check(instance, solution) if finding.severity == "error"]


def test_a_promise_gives_way_to_the_law_and_to_the_slots():
    """A promise on a place without a slot cannot be kept: the person is free to go elsewhere, and the audit says so."""
    instance = generate("tiny")
    ((participant, workplace),) = promises(instance)
    places = instance["workplaces"]
    none = places["slots"].where(places["id"] != workplace, 0)
    solution = solve(instance.replace(workplaces=places.assign(slots=none)))
    assert (participant, workplace) not in {(one.participant, one.workplace) for one in solution.assignments}
    assert "promises" in {finding.code for finding in solution.findings}
