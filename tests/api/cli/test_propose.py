"""`leerwerk propose`: reasons for a person and for a place, and who pays."""

import json


def test_propose_gives_reasons_for_a_person_and_for_a_place(run, folder, solved):
    one = solved[1]["assignments"][0]
    for who in (("--participant", one["participant"]), ("--workplace", one["workplace"])):
        code, text, _ = run("propose", folder, *who, "-k", 3, "--solution", solved[0], "--json")
        proposals = json.loads(text)["proposals"]
        assert code == 0
        assert 0 < len(proposals) <= 3
        assert all(reading["finding"]["nl"] for reading in proposals[0]["readings"])
        code, text, _ = run("propose", folder, *who)
        assert code == 0
        assert one["workplace"] in text


def test_propose_wants_exactly_one_side(run, folder):
    assert run("propose", folder)[0] == 2
    assert run("propose", folder, "--participant", "a", "--workplace", "b")[0] == 2


def test_who_pays_is_told_in_sentences_in_amounts_and_per_purse(run, folder, solved):
    """The garden centre: 2,000 euros for the track, the rest of what Eijsden-Margraten pays from a second purse."""
    who = ("--participant", "promised-garden")
    place = next(one for one in solved[1]["assignments"] if one["participant"] == who[1])
    of_town = {cost["stream"]: cost["cents"] for cost in place["costs"] if cost["payer"] == "municipality"}
    assert of_town["reintegration"] == 2_000_00
    assert place["cost_cents"] == of_town["reintegration"] + of_town["wage_subsidy"]
    for command in (("explain", folder, solved[0]), ("propose", folder, "--solution", solved[0])):
        text = run(*command, *who)[1]
        assert "Traject: € 2.000. De gemeente Eijsden-Margraten betaalt dat, uit het budget voor re-integratie." in text
        assert "The state pays that." in run(*command, *who, "--lang", "en")[1]
    spent = f"€ {of_town['wage_subsidy'] / 100:,.0f}".replace(",", ".")
    assert spent in run("match", folder)[1]
