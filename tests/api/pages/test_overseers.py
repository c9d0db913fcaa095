"""What a controller and an auditor see: the own municipality in full, others in numbers; and the whole chain."""

import re

import pytest

from api.pages.texts import formats
from api.security.person import Role
from api.store.models import Record

OWN = "GM0935"


def _said(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


@pytest.fixture(scope="module")
def own_site(new_site):
    return new_site()


def test_a_controller_sees_money_and_people_of_the_own_municipality(own_site, tiny, solved) -> None:
    said = _said(own_site.visitor(Role.CONTROLLER).get("/in/tiny/gemeente").text).replace("\xa0", " ")
    budgets = tiny["budgets"]
    row = budgets[(budgets["municipality"] == OWN) & (budgets["stream"] == "reintegration")].iloc[0]
    needed = sum(
        cost.cents for one in solved.assignments for cost in one.costs
        if (one.municipality, cost.payer, cost.stream) == (OWN, "municipality", "reintegration")
    )  # fmt: skip
    budget, committed = row["amount_cents"], row["committed_cents"]
    told = [formats("nl")["euro"](one) for one in (budget, committed, needed, budget - committed - needed)]
    assert needed > 0
    assert f"Re-integratie {' '.join(told)}".replace("\xa0", " ") in said
    assert f"Voor wie deze gemeente betaalt {(tiny['participants']['municipality'] == OWN).sum()}" in said
    assert "Verwachting: Maastricht" in said


def test_of_other_municipalities_only_numbers_and_no_small_ones(own_site, tiny) -> None:
    said = _said(own_site.visitor(Role.CONTROLLER).get("/in/tiny/gemeente").text)
    counts = tiny["participants"]["municipality"].value_counts()
    assert {int(count) for code, count in counts.items() if code != OWN} <= {1, 2, 3, 4}
    assert "Vaals niet getoond" in said
    assert not [one for one in tiny["participants"]["id"] if one in said]


def test_an_auditor_sees_who_did_what_and_that_the_chain_is_whole(own_site) -> None:
    own_site.visitor(Role.COACH).get("/in/tiny/deelnemers/vaals-first")
    auditor = own_site.visitor(Role.AUDITOR)
    said = _said(auditor.get("/in/tiny/logboek?deelnemer=vaals-first").text)
    assert "De keten is heel" in said
    assert "the-coach" in said
    assert "Niets gevonden" in _said(auditor.get("/in/tiny/logboek?wie=niemand").text)


def test_a_record_that_was_changed_breaks_the_chain_in_sight(own_site) -> None:
    own_site.visitor(Role.COACH).get("/in/tiny/deelnemers/vaals-first")
    with own_site.app.state.database.writing() as session:
        session.get_one(Record, 1).actor = "someone-else"
    said = _said(own_site.visitor(Role.AUDITOR).get("/in/tiny/logboek").text)
    assert "De keten is gebroken" in said
    assert "De keten is heel" not in said
