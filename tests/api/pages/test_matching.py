"""Matching as a planner does it: start, watch, stop, publish; and what coaches see of it."""

import re
from collections.abc import Iterator

import pytest

from api.security.person import Role
from api.store import runs
from api.store.runs import RunKind, State
from instances.schema.solution import MatchingSolution

HERE = "/in/tiny/koppelen"


@pytest.fixture(scope="module")
def own_site(new_site):
    return new_site()


@pytest.fixture
def planner(own_site) -> Iterator[object]:
    """A planner; runs that a test leaves are stopped."""
    yield own_site.visitor(Role.PLANNER)
    with own_site.app.state.database.writing() as session:
        for one in runs.listed(session, kind=RunKind.MATCH):
            runs.cancel(session, one.id)


def _said(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def _started(planner) -> str:
    answer = planner.send(HERE, minuten="0,5", beleid="develop", wisselingen="3")
    assert answer.status_code == 200
    assert "De berekening staat in de rij." in answer.text
    return str(answer.url.path).rpartition("/")[2]


def test_a_planner_starts_from_what_is_in_use(own_site, planner) -> None:
    run = _started(planner)
    with own_site.app.state.database.reading() as session:
        found = runs.run(session, run)
        asked = {name: found.options[name] for name in ("time_limit_seconds", "policy", "previous", "max_changes")}
    assert asked == {
        "time_limit_seconds": 30.0, "policy": "develop", "previous": own_site.run, "max_changes": 3
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [("minuten", "lang"), ("minuten", "0"), ("minuten", "121"), ("wisselingen", "-1"), ("wisselingen", "twee"),
     ("beleid", "wensen")],
)  # fmt: skip
def test_a_wrong_form_comes_back_as_it_was_filled_in(planner, field: str, value: str) -> None:
    sent = {"minuten": "1", "beleid": "instance", "wisselingen": ""} | {field: value}
    answer = planner.send(HERE, **sent)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    assert field == "beleid" or f'value="{value}"' in answer.text


def test_the_best_and_the_bound_are_told_while_it_runs(own_site, planner) -> None:
    run = _started(planner)
    with own_site.app.state.database.writing() as session:
        runs.begin(session, run, "worker", {})
        for second, (best, bound) in enumerate([(100.0, 200.0), (150.0, 180.0)]):
            runs.report(
                session, run, "worker", elapsed=float(second), phase="prices", incumbent=best, bound=bound, gap=0.25
            )  # fmt: skip
    page = planner.get(f"{HERE}/{run}").text
    assert 'hx-trigger="every 1s"' in page
    assert {"Beste tot nu toe, 1: 150", "Bewezen grens, 1: 180"} <= set(re.findall("<title>([^<]+)", page))
    assert "Stop en houd het beste" in page


def test_stopped_it_keeps_the_best_and_is_used_only_when_chosen(own_site, planner, solved: MatchingSolution) -> None:
    run = _started(planner)
    fewer = solved.model_copy(update={"assignments": solved.assignments[1:]})
    with own_site.app.state.database.writing() as session:
        runs.begin(session, run, "worker", {})
        runs.report(session, run, "worker", elapsed=1.0, phase="x", answer=fewer.model_dump_json())
    planner.send(f"{HERE}/{run}/stoppen")
    with own_site.app.state.database.writing() as session:
        assert runs.run(session, run).cancel_asked_at is not None
        runs.finish(session, run, State.CANCELLED)
        assert _used(session) == own_site.run
    page = planner.get(f"{HERE}/{run}").text
    assert "Houden hun plek" in page
    told = planner.send(f"{HERE}/{run}/gebruiken")
    assert "Voorstellen komen nu uit deze berekening." in told.text
    assert "Maak hieruit de voorstellen" not in told.text
    with own_site.app.state.database.reading() as session:
        assert _used(session) == run
    planner.send(f"{HERE}/{own_site.run}/gebruiken")
    with own_site.app.state.database.reading() as session:
        assert _used(session) == own_site.run


def _used(session) -> str:
    found = runs.in_use(session, "tiny")
    assert found is not None
    return found.id


def test_a_run_that_goes_on_is_not_for_proposals(planner) -> None:
    run = _started(planner)
    assert planner.send(f"{HERE}/{run}/gebruiken").status_code == 409


def test_a_coach_sees_the_own_people_who_move_and_of_others_only_numbers(own_site, planner, solved) -> None:
    run, mine = _started(planner), own_site.visitor(Role.COACH)
    own = set(re.findall(r"deelnemers/([a-z-]+)", mine.get("/in/tiny/caseload").text))
    none = solved.model_copy(update={"assignments": ()})
    with own_site.app.state.database.writing() as session:
        runs.begin(session, run, "worker", {})
        runs.finish(session, run, State.CANCELLED, answer=none.model_dump_json())
    had = {one.participant for one in solved.assignments}
    page = mine.get(f"{HERE}/{run}").text
    assert set(re.findall(r"deelnemers/([a-z-]+)", page)) == had & own != set()
    assert had & own < had
    told = planner.get(f"{HERE}/{run}").text
    assert not [one for one in had if re.search(rf"\b{one}\b", told)]
    assert f"Hadden een plek en krijgen er geen {len(had)}" in _said(told) or "niet getoond" in _said(told)


def test_only_a_planner_starts_stops_and_publishes(own_site) -> None:
    for role in (Role.COACH, Role.CONTROLLER, Role.AUDITOR):
        visitor = own_site.visitor(role)
        for path in (HERE, f"{HERE}/{own_site.run}/stoppen", f"{HERE}/{own_site.run}/gebruiken"):
            assert visitor.send(path).status_code == 403
