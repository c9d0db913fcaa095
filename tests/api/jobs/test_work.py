"""What a run gives, and how it ends, done here and now: no process, no queue."""

import json
import threading
from typing import Any

import pytest

import matching.solver
from api.jobs import children, work
from api.jobs.attempt import Attempt, Desk
from api.store import runs
from instances.errors import SolverFailure
from instances.schema.plan_comparison import Comparison
from instances.schema.solution import MatchingSolution
from instances.tables import Instance
from matching.engines.engine import Limits, Progress
from matching.solver import SolveOptions, solve

State, MATCH, PLAN = runs.State, runs.RunKind.MATCH, runs.RunKind.PLAN


def told(solution: MatchingSolution) -> dict[str, Any]:
    """A solution without what a clock measured."""
    return solution.model_dump(exclude={"seconds", "statistics"})


def test_a_run_gives_what_the_command_gives_to_the_bit(office, desk, tiny: Instance):
    run_id = office.ask(seed=7)
    work.do(desk, run_id)
    found = MatchingSolution.model_validate_json(office.result(run_id))
    assert told(found) == told(solve(tiny, SolveOptions(limits=Limits(60.0, 0.0005, 7, 1))))
    run = office.run(run_id)
    known = found.termination
    assert (run.state, run.incumbent, run.bound, run.gap) == (State.SOLVED, known.objective, known.bound, known.gap)
    assert run.versions == found.provenance.versions
    assert found.provenance.instance_hash == run.hash


def test_a_run_that_ended_is_not_done_again(office, desk, monkeypatch: pytest.MonkeyPatch):
    run_id = office.ask()
    work.do(desk, run_id)
    before, document = office.run(run_id), office.result(run_id)
    monkeypatch.setattr(work, "matched", lambda *_: pytest.fail("solved twice"))
    work.do(desk, run_id)
    after = office.run(run_id)
    assert (after.finished_at, after.attempts, office.result(run_id)) == (before.finished_at, 1, document)


@pytest.mark.parametrize(
    ("kind", "options", "error", "says"),
    [
        (MATCH, {"policy": "nope"}, "PolicyError", "develop"),
        (MATCH, {"engine": "nope"}, "PolicyError", "lp_core"),
        (MATCH, {"previous": "nope"}, "InvalidField", "options: 1"),
        (PLAN, {"document_scenario": "nope"}, "InconsistentInstance", "plan_scenarios: 1"),
    ],
)
def test_what_the_input_does_wrong_ends_a_run_with_its_problems(office, desk, kind, options, error, says):
    run_id = office.ask(kind, **options)
    work.do(desk, run_id)
    found = office.run(run_id)
    assert (found.state, found.error["type"], office.result(run_id)) == (State.FAILED, error, None)
    assert says in found.error["message"]


@pytest.mark.parametrize(
    ("broken", "kind", "says"),
    [
        (SolverFailure("HiGHS gave up"), "SolverFailure", "HiGHS gave up"),
        (MemoryError("secret"), "Unexpected", "MemoryError"),
        (ZeroDivisionError("secret"), "Unexpected", "ZeroDivisionError"),
    ],
)
def test_a_broken_solver_ends_a_run_and_tells_no_trace(office, desk, monkeypatch, broken, kind, says):
    def gives_up(*_: Any, **__: Any) -> MatchingSolution:
        raise broken

    monkeypatch.setattr(matching.solver, "solve", gives_up)
    run_id = office.ask()
    work.do(desk, run_id)
    found = office.run(run_id)
    assert (found.state, found.error["type"]) == (State.FAILED, kind)
    assert says in found.error["message"]
    assert "secret" not in json.dumps(found.error)


def test_an_unsound_solution_is_never_kept(office, desk, monkeypatch):
    def unsound(instance: Instance, options: SolveOptions, *_: Any) -> MatchingSolution:
        found = solve(instance, options)
        first, second, *rest = found.assignments
        doubled = second.model_copy(update={"participant": first.participant})
        return found.model_copy(update={"assignments": (first, doubled, *rest)})

    monkeypatch.setattr(matching.solver, "solve", unsound)
    run_id = office.ask()
    work.do(desk, run_id)
    found = office.run(run_id)
    assert (found.state, found.error["type"], office.result(run_id)) == (State.FAILED, "Rejected", None)


def test_a_run_over_which_every_worker_dies_fails(office, desk):
    run_id = office.ask()
    for _ in range(work.MOST_ATTEMPTS):
        assert work.take_up(desk, run_id) is not None  # and then this worker dies
    work.do(desk, run_id)
    found = office.run(run_id)
    assert (found.state, found.error["type"]) == (State.FAILED, "Unfinished")


def stopped_midway(monkeypatch: pytest.MonkeyPatch, when: threading.Event, act: Any) -> None:
    """Let the solver wait, once it has begun, until it is cancelled; `act` runs in between."""

    def waits(instance: Instance, options: SolveOptions, note: Any, cancelled: threading.Event) -> MatchingSolution:
        note(Progress(0.1, "core", 3, 5.0))
        act()
        assert cancelled.wait(30)
        when.set()
        return solve(instance, options, note, cancelled)

    monkeypatch.setattr(matching.solver, "solve", waits)


def test_a_running_run_is_cancelled_and_keeps_its_best(office, desk, monkeypatch):
    run_id, stopped = office.ask(gap=0.0), threading.Event()
    stopped_midway(monkeypatch, stopped, lambda: office.cancel(run_id))
    work.do(desk, run_id)
    found = office.run(run_id)
    kept = MatchingSolution.model_validate_json(office.result(run_id))
    assert stopped.is_set()
    assert (found.state, found.incumbent) == (State.CANCELLED, kept.termination.objective)
    assert kept.termination.bound >= kept.termination.objective


def test_a_run_that_waits_is_cancelled_at_once(office, desk):
    run_id = office.ask()
    office.cancel(run_id)
    assert office.run(run_id).state == State.CANCELLED
    work.do(desk, run_id)
    assert (office.run(run_id).state, office.run(run_id).attempts) == (State.CANCELLED, 0)


def test_a_worker_that_leaves_leaves_the_run(office, desk, monkeypatch):
    run_id = office.ask(gap=0.0)
    stopped_midway(monkeypatch, threading.Event(), desk.leaving.set)
    with pytest.raises(work.Left):
        work.do(desk, run_id)
    assert office.run(run_id).state == State.RUNNING


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(office, desk, monkeypatch):
    run_id = office.ask(gap=0.0)
    other = Desk(office.database, "worker-there", threading.Event())
    stopped_midway(monkeypatch, threading.Event(), lambda: work.take_up(other, run_id))
    with pytest.raises(work.Left):
        work.do(desk, run_id)
    found = office.run(run_id)
    assert (found.state, found.executor, found.attempts, office.result(run_id)) == (
        State.RUNNING,
        other.executor,
        2,
        None,
    )


def test_signs_of_life_are_written_a_few_times_a_second(office, desk):
    run_id = office.ask()
    work.take_up(desk, run_id)
    with Attempt(desk, run_id) as attempt:
        for number in range(1000):
            attempt.note(Progress(number / 1000, "core", number, 2000.0))
        office.wait(run_id, until=lambda run: run.incumbent is not None)
    with office.database.reading() as session:
        written = runs.progress(session, run_id)
    assert 1 <= len(written) <= 3
    assert (written[-1].incumbent, written[-1].gap) == (999, pytest.approx(1001 / 2000))


def family(desk: Desk, run_id: str) -> list[str]:
    """Do a run with children as workers would, one after the other."""
    children.fan_out(desk, run_id)
    made = children.ids(desk, run_id)
    for child in made:
        work.do(desk, child)
    children.look_after(desk, run_id)
    children.join(desk, run_id)
    return made


def test_seeds_are_joined_into_the_best_matching_under_the_least_bound(office, desk):
    run_id = office.ask(seeds=[3, 4])
    made = family(desk, run_id)
    found, each = office.run(run_id), [office.run(child) for child in made]
    assert [child.seed for child in each] == [3, 4]
    assert (found.state, found.incumbent) == (State.SOLVED, max(child.incumbent for child in each))
    assert found.bound == max(found.incumbent, min(child.bound for child in each))
    assert MatchingSolution.model_validate_json(office.result(run_id)).termination.bound == found.bound


def test_scenarios_are_planned_apart_and_compared(office, desk, tiny):
    names = ["", str(tiny["plan_scenarios"]["id"].iloc[0])]
    run_id = office.ask(PLAN, document_scenarios=names, ranges=0)
    made = family(desk, run_id)
    assert [office.run(child).state for child in made] == [State.SOLVED] * 2
    assert office.run(run_id).state == State.SOLVED
    assert Comparison.model_validate_json(office.result(run_id)).plans == tuple(names)


def test_children_are_made_once_and_stop_with_their_parent(office, desk):
    run_id = office.ask(seeds=[1, 2])
    children.fan_out(desk, run_id)
    children.fan_out(desk, run_id)
    made = children.ids(desk, run_id)
    assert len(made) == 2
    work.do(desk, made[0])
    office.cancel(run_id)
    children.join(desk, run_id)
    assert [office.run(one).state for one in (*made, run_id)] == [State.SOLVED, State.CANCELLED, State.CANCELLED]
    assert office.result(run_id) is not None


@pytest.mark.parametrize("options", [{"scenarios": ["nope"]}, {"document_scenarios": ["nope"]}])
def test_a_sweep_over_what_does_not_exist_fails(office, desk, options):
    run_id = office.ask(PLAN, **options)
    family(desk, run_id)
    assert office.run(run_id).state == State.FAILED
    assert "nope" in office.run(run_id).error["message"] or "plan_scenarios" in office.run(run_id).error["message"]
