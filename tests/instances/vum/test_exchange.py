"""Participants and workplaces to documents of the VUM and back: what travels, what never does, what is refused."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instances.errors import InvalidField
from instances.generate import generate
from instances.schema.vocabulary import Certificate, Mode, PlaceKind, Regime
from instances.skills import vocabulary
from instances.vum.codes import code_lists
from instances.vum.exchange import profiles, receive, shared_ids, vacancies
from instances.vum.ids import may_be_bsn
from instances.vum.people import Person, read_person, write_person
from instances.vum.reading import Arrived, read_documents
from instances.vum.wire import Wire, written

LINES = {"groen": "Groen", "horeca": "Horeca en catering"}
PROFILE = {
    "idWerkzoekende": "v-1",
    "mobiliteit": {"bemiddelingspostcode": "6211AB", "maximaleReisafstand": 20, "maximaleReistijd": 45},
    "werktijden": {"aantalWerkurenPerWeekMaximaal": 24},
    "vervoermiddel": [
        {"codeVervoermiddel": "3", "indicatieBeschikbaarVoorWoonWerkverkeer": 1},
        {"codeVervoermiddel": "1", "indicatieBeschikbaarVoorWoonWerkverkeer": 2},
    ],
    "arbeidsmarktkwalificatie": {
        "rijbewijs": [{"codeSoortRijbewijs": "B"}, {"codeSoortRijbewijs": "T"}],
        "cursus": [{"naamCursus": "VCA veiligheid"}, {"naamCursus": "Bloemschikken"}],
        "gedragscompetentie": [
            {"codeGedragscompetentie": "24105", "codeBeheersingGedragscompetentie": "1"},
            {"codeGedragscompetentie": "24116", "codeBeheersingGedragscompetentie": "5"},
        ],
        "taalbeheersing": [
            {"codeTaal": "nld", "codeNiveauTaalbeheersingMondeling": "3"},
            {"codeTaal": "ger", "codeNiveauTaalbeheersingMondeling": "2"},
        ],
        "opleiding": [
            {"codeNiveauOpleiding": "2", "codeStatusOpleiding": "1"},
            {"codeNiveauOpleiding": "4", "codeStatusOpleiding": "2"},
        ],
    },
    "bemiddelingsberoep": [{"naamBeroepOngecodeerd": "groen"}],
    "naamContactpersoonAfdeling": "not read",
}
VACANCY = {
    "idVacature": "job-1",
    "naamVacature": "Hulp in de keuken",
    "contractvorm": [{"codeTypeOvereenkomst": "01", "codeTypeArbeidscontract": "O"}],
    "mobiliteit": {"bemiddelingspostcode": "6211"},
    "werktijden": {"aantalWerkurenPerWeekMinimaal": 16, "aantalWerkurenPerWeekMaximaal": 24},
    "werkgever": {"handelsnaamOrganisatie": "Café De Brug"},
}


@pytest.fixture(scope="module")
def tiny():
    return generate("tiny", 1)


@pytest.fixture(scope="module")
def district():
    return generate("district", 1, 60)


def arrived(*documents):
    found, problems = read_documents(list(documents), "in.json")
    assert not problems
    return found


def test_a_profile_by_hand():
    """The car is not for commuting, the mbo was broken off, German "redelijk" is A1 at least, so level 1."""
    person, problems = read_person(arrived(PROFILE)[0], LINES)
    assert not problems
    assert person.facts == {
        "id": "v-1", "postcode": "6211", "municipality": "GM0935", "target_group": None, "max_travel_minutes": 45,
        "hours_week": 24, "available_on": None, "modes": (Mode.WALK, Mode.BIKE), "education": 2, "dutch": "B1",
        "wished_lines": ("groen",),
    }  # fmt: skip
    assert person.skills == {"behave_cooperate": 3, "speak_german": 1}
    assert person.papers == {Certificate.LICENCE_B, Certificate.VCA}


def test_a_new_participant_and_a_new_employer(tiny):
    got = receive(tiny, arrived(PROFILE, VACANCY), regime=Regime.NUGGER)
    assert (got.new, got.known) == (("v-1", "job-1"), ())
    people = got.instance["participants"].set_index("id")
    assert people.loc["v-1", "regime"] == "nugger"
    assert people["capacity_lift"].isna()["v-1"]
    place = got.instance["workplaces"].set_index("id").loc["job-1"]
    assert (place["organisation"], place["kind"], place["contract_months"]) == ("Cafe-De-Brug", "regular", 120)
    assert set(got.instance["organisations"]["name"]) - set(tiny["organisations"]["name"]) == {"Café De Brug"}


def test_what_we_sent_ourselves_changes_nothing(district):
    """Half hours, e-bikes, levels of craft, dates of certificates and limits do not travel, and all stay."""
    everyone = shared_ids(district, "all")
    sent = [written(one) for one in (*profiles(district, everyone), *vacancies(district))]
    got = receive(district, arrived(*sent))
    assert len(got.known) == len(sent) > 60
    for table, rows in district.tables.items():
        assert set(map(str, got.instance[table].to_dict("records"))) == set(map(str, rows.to_dict("records"))), table


def test_one_changed_field_changes_that_field_only(tiny):
    profile = written(profiles(tiny, ["out-of-reach"])[0])
    profile["werktijden"]["aantalWerkurenPerWeekMaximaal"] = 12
    was = {one.id: one for one in tiny.documents("participants")}
    now = {one.id: one for one in receive(tiny, arrived(profile)).instance.documents("participants")}
    assert now == was | {"out-of-reach": was["out-of-reach"].model_copy(update={"hours_week": 12.0})}


def test_nobody_is_shared_who_was_not_named(tiny):
    assert [one.id_werkzoekende for one in profiles(tiny, ["out-of-reach"])] == ["out-of-reach"]
    assert profiles(tiny, shared_ids(tiny, "")) == []
    with pytest.raises(InvalidField):
        shared_ids(tiny, "out-of-reach,nobody")


TELLING = (
    "capacity|load|guidance|begeleid|loonwaarde|wage|advi[ce]|budget|bsn|regime|wsw|trede|eisaanwerk|aanpassing"
    "|telefoon|email|contactpersoon|presentatie|geboorte|birth|nationa"
)


def _names(kind):
    for info in kind.model_fields.values():
        yield info.alias
        for part in re.findall(r"instances\.vum\.wire\.(\w+)", str(info.annotation)):
            found = next((one for one in Wire.__subclasses__() if one.__name__ == part), None)
            if found is not None:
                yield from _names(found)


def test_no_document_has_a_field_for_limits_or_for_who_someone_is():
    from instances.vum.wire import Vacature, WerkzoekendeProfiel

    names = set(_names(WerkzoekendeProfiel)) | set(_names(Vacature))
    assert len(names) > 60
    assert not [name for name in names if re.search(TELLING, name, re.IGNORECASE)]


def test_what_someone_can_bear_makes_no_difference_to_what_is_sent(district):
    """Change all limits, guidance, money, advice and planning of everyone: the same documents leave."""
    changed = district["participants"].copy()
    for name in changed.columns[changed.columns.str.startswith("capacity_")]:
        changed[name] = changed[name].fillna(0) * 0
    changed["guidance_hours"] = 20.0
    changed["limited_mobility"] = True
    changed["needs_stability_first"] = True
    changed["regime"] = "sheltered"
    changed["sheltered_advice"] = "positive"
    changed["wage_value"] = 1.0
    everyone = shared_ids(district, "all")
    assert profiles(district.replace(participants=changed), everyone) == profiles(district, everyone)


def test_an_id_that_may_be_a_bsn_neither_leaves_nor_comes_in_nor_is_repeated(tiny):
    """123456782: 9+16+21+24+25+24+21+16-2 = 154 = 14 x 11."""
    assert may_be_bsn("123456782")
    assert not may_be_bsn("123456789")
    assert not may_be_bsn("p005")
    person, _ = read_person(arrived(PROFILE)[0], LINES)
    assert write_person(Person({**person.facts, "id": "123456782"}), LINES) is None
    with pytest.raises(InvalidField) as found:
        receive(tiny, arrived({**PROFILE, "idWerkzoekende": "123456782"}), regime=Regime.PW)
    assert "123456782" not in str([problem.said("nl") for problem in found.value.problems])


@pytest.mark.parametrize(
    ("path", "value", "list_"),
    [
        (("contractvorm", 0, "codeTypeOvereenkomst"), "O1", "type_overeenkomst"),
        (("contractvorm", 0, "codeTypeOvereenkomst"), 1, "type_overeenkomst"),  # "01" would be a guess
        (("contractvorm", 0, "codeTypeArbeidscontract"), "X", "type_arbeidscontract"),
        (("vervoermiddel", 0, "codeVervoermiddel"), "6", "vervoermiddel"),
    ],
)
def test_an_unknown_code_is_told_and_never_guessed(path, value, list_):
    document = json.loads(json.dumps(VACANCY | {"vervoermiddel": [{"codeVervoermiddel": "1"}]}))
    document[path[0]][path[1]][path[2]] = value
    found, (problem,) = read_documents([document], "in.json")
    assert not found
    assert (problem.row, problem.field, problem.value) == (1, ".".join(map(str, path)), str(value))
    assert list_ in problem.wanted.nl
    assert list_ in problem.wanted.en


def test_every_problem_of_every_document_at_once(tiny):
    found, unread = read_documents([{"idVacature": "a"}, {}, {"idWerkzoekende": "b", "werktijden": "x"}], "in.json")
    with pytest.raises(InvalidField) as error:
        receive(tiny, found, unread)
    told = {(problem.row, problem.field) for problem in error.value.problems}
    assert {(2, ""), (3, "werktijden"), (1, "naamVacature"), (1, "contractvorm.codeTypeOvereenkomst")} <= told


def test_numbers_that_are_codes_and_what_is_empty_or_unknown_are_no_problem():
    loose = {**PROFILE, "vervoermiddel": [{"codeVervoermiddel": 3}, {}], "sector": [], "nieuw": {"x": 1}}
    strict = {**PROFILE, "vervoermiddel": [{"codeVervoermiddel": "3"}]}
    assert arrived(loose)[0].content == arrived(strict)[0].content


def test_only_work_at_an_employer_is_a_vacancy(district):
    kinds = district["workplaces"].set_index("id")["kind"]
    told = {kinds[one.id_vacature] for one in vacancies(district)}
    assert told == {PlaceKind.REGULAR, PlaceKind.REGULAR_LKS, PlaceKind.WORK_EXPERIENCE}


def test_every_code_list_names_its_source_and_every_word_of_ours_exists():
    for one in code_lists().values():
        assert one.source
        assert set(one.ours) <= set(one.codes), one.name
    assert set(code_lists()["gedragscompetentie"].codes) == {
        str(code) for code in range(24100, 24127) if code not in (24103, 24117)
    }


PEOPLE = st.fixed_dictionaries(
    {
        "id": st.from_regex("p[0-9]{1,9}", fullmatch=True),
        "postcode": st.sampled_from(["6211", "6291", "1012"]),
        "target_group": st.sampled_from([None, True, False]),
        "max_travel_minutes": st.none() | st.integers(0, 180),
        "hours_week": st.none() | st.integers(0, 48),
        "available_on": st.none() | st.dates(),
        "modes": st.sets(st.sampled_from([Mode.BIKE, Mode.CAR, Mode.MOPED, Mode.PUBLIC_TRANSPORT])).map(
            lambda some: tuple(mode for mode in Mode if mode is Mode.WALK or mode in some)
        ),
        "education": st.none() | st.integers(1, 6),
        "dutch": st.sampled_from([None, "A0", "A1", "B1", "C1"]),
        "wished_lines": st.sampled_from([(), ("groen",), ("groen", "horeca")]),
    }
)
CODED = [skill for skill in vocabulary().index if str(skill).startswith("behave_")]
SKILLS = st.dictionaries(st.sampled_from(CODED), st.integers(1, 3), max_size=4) | st.just({"solder": 1})
PAPERS = st.frozensets(st.sampled_from([paper for paper in Certificate if paper != Certificate.VOG]))


@settings(max_examples=40, deadline=None)
@given(PEOPLE, SKILLS, PAPERS, st.integers())
def test_what_the_vum_can_hold_comes_back_as_it_was_in_any_order(facts, skills, papers, seed):
    profile = write_person(Person(facts, skills, papers), LINES)
    document = _shuffled(json.loads(json.dumps(written(profile))), random.Random(seed))
    person, problems = read_person(arrived(document)[0], LINES)
    assert not problems
    assert {name: person.facts[name] for name in facts} == facts
    assert (person.skills, person.papers) == (skills, papers)
    assert written(arrived(document)[0].content) == written(profile)


def _shuffled(value, dice):
    if isinstance(value, dict):
        return {name: _shuffled(part, dice) for name, part in value.items()}
    return dice.sample([_shuffled(part, dice) for part in value], len(value)) if isinstance(value, list) else value


def test_a_document_that_stands_twice_is_told(tiny):
    with pytest.raises(InvalidField, match="1 problem"):
        receive(tiny, [*arrived(VACANCY), Arrived("in.json", 2, arrived(VACANCY)[0].content)])
