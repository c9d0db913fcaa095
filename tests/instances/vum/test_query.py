"""Questions of the VUM: what they mean, what is ignored, what is refused; and both parts one can play."""

import pytest

from instances.generate import generate
from instances.vum.errors import INCOMPLETE, INVALID, refusal, vum_error
from instances.vum.exchange import profiles, shared_ids, vacancies
from instances.vum.query import parse_query
from instances.vum.reading import read_documents
from instances.vum.roles import MOST_MATCHES, answer, ask_for_people, ask_for_places, filtered
from instances.vum.wire import Vacature, WerkzoekendeProfiel

AREA = {"selectiegebied": {"postcode": "6211", "afstand": 10}}
HOURS = "werktijden.aantalWerkurenPerWeekMaximaal"
AGREEMENT = "contractvorm.codeTypeOvereenkomst"
SPEAKS = "arbeidsmarktkwalificatie.taalbeheersing"
DUTCH_WELL = {"codeTaal": "nld", "codeNiveauTaalbeheersingMondeling": "3"}
GERMAN_LITTLE = {"codeTaal": "deu", "codeNiveauTaalbeheersingMondeling": "2"}


@pytest.fixture(scope="module")
def district():
    return generate("district", 1, 60)


def profile(**parts):
    home = {"bemiddelingspostcode": parts.pop("home", "6211")}
    (found,), problems = read_documents([{"idWerkzoekende": "p1", "mobiliteit": home, **parts}], "in.json")
    assert not problems
    return found.content


def meets(conditions, **parts):
    query, problems = parse_query(AREA | conditions, WerkzoekendeProfiel)
    assert not problems
    return query.meets(profile(**parts))


@pytest.mark.parametrize(
    ("condition", "hours", "holds"),
    [
        ({"$gte": 24}, 24, True), ({"$gt": 24}, 24, False), ({"$lt": 24}, 23, True), ({"$lte": 24}, 25, False),
        ({"$eq": 24}, 24, True), ({"$ne": 24}, 24, False), ({"$in": [20, 24]}, 24, True), ({"$nin": [24]}, 24, False),
        ({"$gte": 16, "$lte": 24}, 20, True), ({"$gte": 16, "$lte": 24}, 32, False), ({"$exists": False}, 24, False),
        ({"$gte": 0}, None, False), ({"$ne": 24}, None, True), ({"$exists": False}, None, True),
    ],
)  # fmt: skip
def test_operators(condition, hours, holds):
    assert meets({HOURS: condition}, werktijden={"aantalWerkurenPerWeekMaximaal": hours}) is holds


def test_one_element_that_meets_all_and_any_element_that_meets_one():
    """Dutch well and German a little: German well is no single element, though each half holds somewhere."""
    can = {"arbeidsmarktkwalificatie": {"taalbeheersing": [DUTCH_WELL, GERMAN_LITTLE]}}
    german, well = {"codeTaal": {"$eq": "deu"}}, {"codeNiveauTaalbeheersingMondeling": {"$eq": "3"}}
    assert not meets({SPEAKS: {"$elemMatch": german | well}}, **can)
    assert meets({f"{SPEAKS}.{name}": test for name, test in (german | well).items()}, **can)


def test_groups():
    few, many = {HOURS: {"$lt": 10}}, {HOURS: {"$gt": 30}}
    hours = {"werktijden": {"aantalWerkurenPerWeekMaximaal": 36}}
    assert meets({"$or": [few, many]}, **hours)
    assert not meets({"$and": [few, many]}, **hours)


def test_area():
    """Valkenburg lies about 10 km from the centre of Maastricht."""
    assert not meets({"selectiegebied": {"postcode": "6211", "afstand": 7}}, home="6301")
    assert meets({"selectiegebied": {"postcode": "6211", "afstand": 15}}, home="6301AB")
    assert meets({"selectiegebied": {"postcode": "6211", "afstand": 0}}, home="6211")


def test_what_is_not_known_is_ignored_and_named():
    query, problems = parse_query(AREA | {"haarkleur": {"$eq": "x"}, HOURS: {"$regex": "2"}}, WerkzoekendeProfiel)
    assert not problems
    assert query.ignored == ("haarkleur", f"{HOURS}.$regex")
    assert query.meets(profile())


@pytest.mark.parametrize(
    ("content", "field", "code"),
    [
        ({}, "selectiegebied", INCOMPLETE),
        ({"selectiegebied": {"postcode": "6211"}}, "selectiegebied.afstand", INCOMPLETE),
        ({"selectiegebied": {"postcode": "0000", "afstand": 1}}, "selectiegebied.postcode", INVALID),
        (AREA | {HOURS: 24}, HOURS, INVALID),  # operators are always written out
        (AREA | {HOURS: {"$gte": "veel"}}, f"{HOURS}.$gte", INVALID),
        (AREA | {AGREEMENT: {"$in": ["O1"]}}, f"{AGREEMENT}.$in", INVALID),
        (AREA | {"$or": {}}, "$or", INVALID),
        ("6211", "", INVALID),
    ],
)  # fmt: skip
def test_what_is_refused(content, field, code):
    query, problems = parse_query(content, WerkzoekendeProfiel)
    assert query is None
    assert [problem.field for problem in problems] == [field]
    assert refusal(problems).model_dump() == {
        "code": code, "message": vum_error(code).message, "details": problems[0].said("nl"),
    }  # fmt: skip


def test_groups_without_end_are_refused():
    deep = {HOURS: {"$gte": 1}}
    for _ in range(200):
        deep = {"$and": [deep]}
    assert parse_query(AREA | deep, WerkzoekendeProfiel)[0] is None


def test_http_status_of_the_errors():
    assert (vum_error("500.3").http, vum_error("429.01").http) == (503, 429)


def test_a_source_gives_a_hundred_at_most_and_says_so():
    query, _ = parse_query(AREA, WerkzoekendeProfiel)
    for num in (MOST_MATCHES, MOST_MATCHES + 1):
        found = answer(query, [profile()] * num)
        assert len(found.body()["matches"]) == MOST_MATCHES
        assert found.body()["maximumAantalResultatenBereikt"] is (num > MOST_MATCHES)


def test_the_question_of_a_workplace_finds_those_who_fit_it(district):
    """Every question is understood whole, and asks what the tables say, worked out here once more."""
    people = profiles(district, shared_ids(district, "all"))
    rows = {one.id: one for one in district.documents("participants")}
    asked = 0
    for place in list(district.documents("workplaces"))[:15]:
        query, problems = parse_query(ask_for_people(district, place.id, 900), WerkzoekendeProfiel)
        assert not problems
        assert not query.ignored
        for one in people:
            hours = rows[one.id_werkzoekende].hours_week
            if query.meets(one):
                assert int(place.hours_min) == 0 or hours >= int(place.hours_min)
                asked += 1
    assert asked > 50


def test_the_question_of_a_participant_tells_hours_and_area_only(district):
    places = vacancies(district)
    for person in list(district.documents("participants"))[:10]:
        asked = ask_for_places(district, person.id, 25)
        assert set(asked) <= {"selectiegebied", "$or"}
        query, problems = parse_query(asked, Vacature)
        assert not problems
        found = [one for one in places if query.meets(one)]
        assert all((one.werktijden.aantal_werkuren_per_week_minimaal or 0) <= person.hours_week for one in found)


def test_an_answer_is_filtered_once_more():
    query, _ = parse_query(AREA | {HOURS: {"$gte": 24}}, WerkzoekendeProfiel)
    home = {"bemiddelingspostcode": "6211"}
    body = {
        "maximumAantalResultatenBereikt": False,
        "matches": [
            {"idWerkzoekende": f"p{hours}", "mobiliteit": home, "werktijden": {"aantalWerkurenPerWeekMaximaal": hours}}
            for hours in (16, 24, 120)
        ],
    }
    kept, problems = filtered(query, body, "bron")
    assert [one.content.id_werkzoekende for one in kept] == ["p24"]
    assert [(problem.row, problem.field) for problem in problems] == [(3, HOURS)]
