"""The vocabulary is compact, well-formed and covers every line."""

import re

from instances.schema.base import ID_PATTERN
from instances.schema.vocabulary import Language, Sector
from instances.skills import DUTCH, LEVEL_OF_LANGUAGE, LEVEL_OF_MASTERY, lines, skills_of_line, vocabulary

SKILL = r"http://data\.europa\.eu/esco/skill/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OCCUPATION = SKILL.replace("skill", "occupation")


def test_ids_and_addresses_are_unique_and_well_formed():
    skills = vocabulary()
    assert skills.index.is_unique
    assert all(re.fullmatch(ID_PATTERN, skill) for skill in skills.index)
    from_esco = skills["kind"] == "skill"
    assert skills.loc[from_esco, "uri"].is_unique
    assert all(re.fullmatch(SKILL, uri) for uri in skills.loc[from_esco, "uri"])
    assert set(skills.loc[~from_esco, "uri"]) == {""}


def test_every_skill_has_two_labels_and_says_where_the_dutch_one_comes_from():
    skills = vocabulary()
    assert (skills["label_nl"].str.strip() != "").all()
    assert (skills["label_en"].str.strip() != "").all()
    assert skills["label_nl"].is_unique
    assert set(skills["label_nl_source"]) == {"esco", "translation", "vum"}


def test_a_skill_belongs_to_known_lines_or_to_all():
    skills = vocabulary()
    named = {line for names in skills["lines"] if names for line in names.split(";")}
    assert named == set(lines().index)
    practical = skills["kind"] == "skill"
    assert ((skills["lines"] == "") == (skills["transversal"] | ~practical)).all()
    assert 10 <= skills["transversal"].sum() <= 16


def test_behaviour_has_the_codes_of_the_vum():
    behaviour = vocabulary().query("kind == 'behaviour'")
    assert behaviour["vum_code"].astype(int).to_list() == [c for c in range(24100, 24127) if c not in (24103, 24117)]
    assert behaviour.loc["behave_instructions", "vum_code"] == "24121"
    assert set(vocabulary()["kind"]) == {"skill", "behaviour", "language"}
    assert DUTCH in vocabulary().index


def test_levels_of_other_lists_fit_the_level_of_a_skill():
    """Better mastery and more Dutch never give a lower level, and all levels are within 0 to 4."""
    mastery = [LEVEL_OF_MASTERY[code] for code in (4, 3, 2, 1)]
    spoken = [LEVEL_OF_LANGUAGE[language] for language in Language]
    assert mastery == sorted(mastery)
    assert spoken == sorted(spoken)
    assert {*mastery, *spoken} <= set(range(5))


def test_a_competentnl_address_comes_with_its_relation():
    skills = vocabulary()
    assert ((skills["competentnl_uri"] == "") == (skills["competentnl_relation"] == "")).all()
    assert set(skills["competentnl_relation"]) <= {"", "exact", "close", "broad", "narrow"}
    assert all(uri.startswith("https://linkeddata.competentnl.nl/") for uri in skills["competentnl_uri"] if uri)


def test_every_line_has_at_least_eight_practical_skills():
    assert len(lines()) == 13
    assert {line: len(skills_of_line(line)) for line in lines().index if len(skills_of_line(line)) < 8} == {}
    assert "prune_hedges" in skills_of_line("groen")
    assert skills_of_line("no_such_line") == ()


def test_lines_have_names_a_sector_and_real_occupations():
    for line in lines().itertuples():
        assert re.fullmatch(ID_PATTERN, line.Index)
        assert line.name_nl
        assert line.name_en
        assert line.sector in set(Sector)
        assert all(re.fullmatch(OCCUPATION, uri) for uri in line.occupations.split(";") if uri)
