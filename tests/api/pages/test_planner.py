"""A planner's afternoon: scenarios, plans, side by side; and that drawings, tables and workbook agree cell by cell."""

import html
import io
import re

import pandas as pd
import pytest

from api.pages.texts import formats
from api.security.person import Role
from api.store import runs, scenarios
from api.store.runs import RunKind, State
from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_solution import PlanReason
from planning.solver import PlanOptions, solve

HERE, MADE = "/in/tiny/plannen", "/in/tiny/scenarios"
PATCH = {
    "what-0": "plan_hosts.open_from", "row-0": "mob", "operation-0": "set", "value-0": "2027-07-01",
    "source-0": "aanname", "status-0": "assumed",
}  # fmt: skip


@pytest.fixture(scope="module")
def own_site(new_site):
    return new_site()


@pytest.fixture(scope="module")
def planner(own_site):
    return own_site.visitor(Role.PLANNER)


def _cells(page: str) -> dict[str, list[list[str]]]:
    """The tables of charts by their key, row by row, as people read them."""
    found = {}
    for key, table in re.findall(r'data-chart="([^"]+)">(.*?)</table>', page, re.DOTALL):
        lines = re.findall(r"<tr>(.*?)</tr>", table.partition("<tfoot")[0], re.DOTALL)
        found[key] = [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html.unescape(line)) for line in lines]
    return found


@pytest.fixture(scope="module")
def page(own_site, planner) -> str:
    return planner.get(f"{HERE}/{own_site.plan}").text


@pytest.fixture(scope="module")
def workbook(own_site, planner) -> dict[str, pd.DataFrame]:
    answer = planner.get(f"/v1/plan-runs/{own_site.plan}/report")
    return pd.read_excel(io.BytesIO(answer.content), sheet_name=None, header=None, engine="calamine")


@pytest.mark.parametrize(
    ("key", "sheet", "head", "decimals"),
    [
        ("plekken-uitvoerder", "Plekken", "Uitvoerder", 1),
        ("plekken-lijn", "Plekken", "Lijn", 1),
        ("mensen-groep", "Mensen", "Mensen per groep", 1),
        ("wsw", "Mensen", "Wsw per gemeente", 1),
        ("geld-structural", "Geld", "structurele kosten", 0),
        ("geld-budget", "Geld", "bevroren budget", 0),
        ("geld-impulse", "Geld", "gebruikte impulsmiddelen", 0),
    ],
)
def test_table_and_workbook_agree_cell_by_cell(page, workbook, key, sheet, head, decimals) -> None:
    told, rows, number = _cells(page)[key], workbook[sheet], formats("nl")["number"]
    (at,) = rows.index[rows[0] == head]
    assert len(told) > 1
    for line, (name, *cells) in enumerate(told[1:], at + 1):
        assert rows.loc[line, 0] == name
        assert cells == [number(value, decimals) for value in rows.loc[line, 1 : len(cells)]]
    assert at + len(told) not in rows.index or pd.isna(rows.loc[at + len(told), 0])


def test_what_is_drawn_stands_in_its_table(page) -> None:
    bars = re.findall(r'<rect class="lw-bar-part [^>]*><title>([^<]+)', page)
    points = re.findall(r"<circle [^>]*><title>([^<]+)", page)
    told = {
        f"{name}, {head}: {cell}" for key, (heads, *rows) in _cells(page).items() if key != "planning"
        for name, *cells in rows for head, cell in zip(heads[1:], cells, strict=True)
    }  # fmt: skip
    assert min(len(bars), len(points)) > 3
    assert {html.unescape(one) for one in (*bars, *points)} <= told


def test_the_planning_of_the_council_stands_beside_that_of_the_plan(page, workbook) -> None:
    told, rows = _cells(page)["planning"][1:], workbook["Planning"].iloc[4:]
    kept = rows[rows[0].notna()][: len(told)]
    assert [line[0] for line in told] == list(kept[0])
    assert [line[2] for line in told] == [f"{value:.2f}" for value in kept[1]]
    assert {line[1] for line in told} == {"de raad", "dit plan"}


def test_a_scenario_is_made_changed_copied_worked_out_and_put_away(own_site, planner) -> None:
    made = planner.send(MADE, name="MOB later")
    assert "Het scenario is gemaakt." in made.text
    address = made.url.path
    kept = planner.send(address, name="MOB later", note="als de bouw uitloopt", revision="1", **PATCH)
    assert "Het scenario is bewaard." in kept.text
    assert 'value="2027-07-01"' in kept.text
    copy = planner.send(MADE, name="Nog later", like=address.rpartition("/")[2])
    assert 'value="2027-07-01"' in copy.text
    asked = planner.send(HERE, scenario=copy.url.path.rpartition("/")[2])
    assert "Het plan staat in de rij." in asked.text
    with own_site.app.state.database.reading() as session:
        (newest, *_) = runs.listed(session, kind=RunKind.PLAN)
        assert newest.scenario == copy.url.path.rpartition("/")[2]
    planner.send(f"{HERE}/{newest.id}/stoppen")
    gone = planner.send(f"{copy.url.path}/wegleggen")
    assert "Nog later</a></h3>" not in gone.text
    assert "MOB later</a></h3>" in gone.text


@pytest.mark.parametrize(
    ("change", "link"),
    [({"value-0": "ooit"}, "#value-0"), ({"row-0": "niemand"}, "#row-0"), ({"from_year-0": "2"}, "#from_year-0")],
)  # fmt: skip
def test_what_does_not_fit_comes_back_with_the_form(planner, change: dict[str, str], link: str) -> None:
    address = planner.send(MADE, name="Fout").url.path
    answer = planner.send(address, name="Fout", revision="1", **(PATCH | change))
    assert answer.status_code == 400
    assert f'href="{link}"' in answer.text
    (value,) = change.values()
    assert f'value="{value}"' in answer.text


def test_who_was_second_loses_nothing_of_the_first(planner) -> None:
    address = planner.send(MADE, name="Samen").url.path
    planner.send(address, name="Van mij", revision="1")
    late = planner.send(address, name="Van u", revision="1")
    assert late.status_code == 409
    assert "<h1>Van mij</h1>" in late.text


def test_two_plans_stand_side_by_side(own_site, planner, tiny) -> None:
    patch = {"row": "mob", "table": "plan_hosts", "field": "open_from", "operation": "set", "value": "2027-07-01"}
    with own_site.app.state.database.writing() as session:
        who = own_site.session(Role.PLANNER).person
        one = PlanPatch.model_validate({**patch, "scenario": "x", "order": 1, "source": "s", "status": "assumed"})
        made = scenarios.create(session, who, "tiny", "Uitloop", patches=[one])
        plan = solve(scenarios.instance(session, made), PlanOptions())
        run = runs.ask(
            session, who, RunKind.PLAN, "tiny", hash=tiny.digest, policy_hash="", options={}, seed=1, scenario=made.id
        ).id
        runs.begin(session, run, "test", {})
        runs.finish(session, run, State.SOLVED, answer=plan.model_dump_json())
    said = planner.get(f"{HERE}/vergelijken?run={own_site.plan}&run={run}").text
    assert "Waarom Uitloop anders is" in said
    assert "2027-07-01 in plaats van 2027-01-01" in said
    for few in ("", f"?run={run}", f"?run={run}&run={run}"):
        assert planner.get(f"{HERE}/vergelijken{few}").status_code == 400


def test_where_no_plan_exists_the_demands_that_clash_are_told(own_site, planner, tiny) -> None:
    patches = [
        PlanPatch.model_validate(
            {"scenario": "x", "order": 1, "table": "plan_hosts", "row": "hal", "field": "open_until",
             "operation": "set", "value": "2026-07-01", "source": "s", "status": "assumed"}
        )
    ]  # fmt: skip
    with own_site.app.state.database.writing() as session:
        who = own_site.session(Role.PLANNER).person
        made = scenarios.create(session, who, "tiny", "Dicht", patches=patches)
        plan = solve(scenarios.instance(session, made), PlanOptions())
        assert plan.termination.reason is PlanReason.INFEASIBLE
        run = runs.ask(
            session, who, RunKind.PLAN, "tiny", hash=tiny.digest, policy_hash="", options={}, seed=1, scenario=made.id
        ).id
        runs.begin(session, run, "test", {})
        runs.finish(session, run, State.INFEASIBLE, answer=plan.model_dump_json())
    said = planner.get(f"{HERE}/{run}").text
    assert "Deze eisen gaan niet samen" in said
    assert "De goedkoopste uitweg" in said


def test_plans_that_are_nearly_as_good_are_told(own_site, planner) -> None:
    said = planner.get(f"{HERE}/{own_site.plan}/ruimte").text
    assert said.count('<tr role="row">') > 5
    assert "hoogstens 1 procent duurder" in said


def test_who_only_looks_changes_nothing(own_site, planner) -> None:
    address = planner.send(MADE, name="Van de planner").url.path
    controller = own_site.visitor(Role.CONTROLLER)
    assert controller.get(address).status_code == 200
    for path in (HERE, MADE, address, f"{address}/wegleggen", f"{HERE}/{own_site.plan}/stoppen"):
        assert controller.send(path, name="x").status_code == 403
