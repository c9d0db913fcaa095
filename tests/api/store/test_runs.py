"""Runs: every move of the state machine, ends that happen once, executors that die, children, answers kept."""

import json
from contextlib import nullcontext
from datetime import timedelta
from itertools import product

import pytest

from api.store import runs
from api.store.errors import IllegalMove, Unknown
from api.store.models import Executor, Run, now
from api.store.runs import ENDS, MOVES, RunKind, State


@pytest.fixture
def ask(stored, planner, tiny):
    def make(**words):
        with stored.writing() as session:
            asked = {"hash": tiny.digest, "policy_hash": "p", "options": {"gap": 0.01}, "seed": 1, **words}
            return runs.ask(session, planner, RunKind.MATCH, "tiny", **asked).id

    return make


def state(database, run):
    with database.reading() as session:
        return runs.run(session, run).state


def bring(database, run, to):
    """Bring a queued run into a state by legal moves."""
    with database.writing() as session:
        if to not in (State.QUEUED, State.CANCELLED):
            runs.begin(session, run, "e1", {})
        if to is State.CANCELLED:
            runs.cancel(session, run)
        elif to not in (State.QUEUED, State.RUNNING):
            runs.finish(session, run, to)


def test_every_move_is_legal_or_impossible(stored, ask):
    for before, after in product(State, State):
        run = ask()
        bring(stored, run, before)
        legal = after in MOVES[before] or (before is after and before in ENDS)
        with nullcontext() if legal else pytest.raises(IllegalMove), stored.writing() as session:
            if after is State.RUNNING:
                runs.begin(session, run, "e2", {})
            else:
                runs.finish(session, run, after)
        assert state(stored, run) == (after if legal else before)


def test_a_run_from_beginning_to_end(stored, ask):
    run = ask()
    with stored.writing() as session:
        begun = runs.begin(session, run, "e1", {"leerwerk": "0.1"})
        assert (begun.attempts, begun.executor, begun.versions) == (1, "e1", {"leerwerk": "0.1"})
        assert not runs.report(session, run, "e1", elapsed=0.1, phase="bound", bound=100.0)
        assert not runs.report(
            session, run, "e1", elapsed=0.2, phase="search", incumbent=90.0, bound=99.0, gap=0.09, answer='{"a": 1}'
        )
    with stored.reading() as session:
        assert json.loads(runs.answer(session, run)) == {"a": 1}
        assert [(one.number, one.phase, one.incumbent) for one in runs.progress(session, run)] == [
            (1, "bound", None), (2, "search", 90.0),
        ]  # fmt: skip
        assert [one.number for one in runs.progress(session, run, after=1)] == [2]
    with stored.writing() as session:
        runs.finish(session, run, State.SOLVED, answer='{"a": 2}', incumbent=95.0, bound=95.0, gap=0.0)
    with stored.writing() as session:
        again = runs.finish(session, run, State.SOLVED, answer='{"a": 3}', incumbent=1.0)
        assert (again.incumbent, again.gap) == (95.0, 0.0)
    with stored.reading() as session:
        assert json.loads(runs.answer(session, run)) == {"a": 2}, "ended once"
        assert runs.run(session, run).finished_at >= runs.run(session, run).started_at
        assert runs.answer(session, ask()) is None


def test_who_lost_a_run_cannot_report_or_overwrite(stored, ask):
    run = ask()
    with stored.writing() as session:
        runs.begin(session, run, "e1", {})
    with stored.writing() as session:
        assert runs.begin(session, run, "e2", {}).attempts == 2
    with pytest.raises(IllegalMove), stored.writing() as session:
        runs.report(session, run, "e1", elapsed=1, phase="late", answer="{}")
    with stored.reading() as session:
        assert runs.answer(session, run) is None


def test_cancelling_keeps_the_best_so_far(stored, ask):
    run = ask()
    bring(stored, run, State.RUNNING)
    with stored.writing() as session:
        runs.report(session, run, "e1", elapsed=1, phase="search", incumbent=9.0, answer='{"best": 9}')
        assert runs.cancel(session, run).state == State.RUNNING
    with stored.writing() as session:
        assert runs.report(session, run, "e1", elapsed=2, phase="search", incumbent=9.0), "told to stop"
        runs.finish(session, run, State.CANCELLED)
    with stored.writing() as session:
        ended = runs.cancel(session, run)
        assert (ended.state, ended.incumbent, runs.answer(session, run)) == ("cancelled", 9.0, '{"best": 9}')


def test_a_waiting_run_is_cancelled_at_once_with_its_children(stored, ask):
    parent = ask()
    waiting, working = ask(parent=parent), ask(parent=parent)
    bring(stored, working, State.RUNNING)
    with stored.writing() as session:
        runs.cancel(session, parent)
    assert [state(stored, run) for run in (parent, waiting, working)] == ["cancelled", "cancelled", "running"]
    with stored.reading() as session:
        assert [child.id for child in runs.children(session, parent)] == [waiting, working]
        assert runs.run(session, working).cancel_asked_at is not None


def test_a_child_asked_for_again_is_the_same(stored, ask):
    parent = ask()
    child = ask(parent=parent, id=f"{parent}:1")
    bring(stored, child, State.SOLVED)
    assert ask(parent=parent, id=f"{parent}:1") == child
    assert state(stored, child) == "solved"


def test_lists(stored, ask):
    first, second, third = ask(), ask(), ask()
    ask(parent=first)
    with stored.reading() as session:
        assert [run.id for run in runs.listed(session, kind=RunKind.MATCH)] == [third, second, first]
        assert [run.id for run in runs.listed(session, kind=RunKind.MATCH, before=third, limit=1)] == [second]
        assert runs.listed(session, kind=RunKind.PLAN) == []
        assert runs.listed(session, kind=RunKind.MATCH, dataset="other") == []
        with pytest.raises(Unknown):
            runs.run(session, "none")


def test_runs_of_dead_executors_are_found(stored, ask):
    lost, kept, stopped = ask(), ask(), ask()
    with stored.writing() as session:
        for executor, run in (("silent", lost), ("alive", kept), ("gone", stopped)):
            runs.beat(session, executor, "host", 1)
            runs.begin(session, run, executor, {})
        session.get(Executor, "silent").seen_at = now() - timedelta(seconds=31)
        runs.stop(session, "gone")
    with stored.writing() as session:
        found = {run.id for run in runs.lost(session, timedelta(seconds=30), now())}
        assert found == {lost, stopped}
        runs.beat(session, "silent", "host", 1)
        runs.beat(session, "gone", "host", 1)
    with stored.reading() as session:
        assert runs.lost(session, timedelta(seconds=30), now()) == []
        assert session.get(Run, kept).executor == "alive"
