"""What a participant has and a workplace asks, both ways: behaviour, languages, craft, licences and courses.

The VUM writes these the same way for people and for vacancies. Names of crafts and courses are free text there: a text
that is exactly one of our labels is that skill or certificate, and any other text has no place here.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from instances.schema.vocabulary import Certificate, Language
from instances.skills import DUTCH, LEVEL_OF_LANGUAGE, vocabulary
from instances.vum.codes import code_list
from instances.vum.wire import Behaviour, Course, Craft, Licence, Speech

CRAFT_LEVEL = 1  # the VUM says which craft, not how well: the least that it can mean
LICENCES = (Certificate.LICENCE_AM, Certificate.LICENCE_B)
COURSES = tuple(
    paper for paper in Certificate if paper not in (*LICENCES, Certificate.VOG)
)  # what is on record with the police has no place in the VUM


def skills_of(behaviours: Iterable[Behaviour], speech: Iterable[Speech], crafts: Iterable[Craft]) -> dict[str, int]:
    """Give the level of each skill; what is not known, not there or not ours is left out, and so is Dutch."""
    found: dict[str, int] = {}
    for one in behaviours:
        skill = code_list("gedragscompetentie").to_ours(one.code_gedragscompetentie)
        level = code_list("beheersing_gedragscompetentie").to_ours(one.code_beheersing_gedragscompetentie)
        if skill and level:
            found[skill] = max(int(level), found.get(skill, 0))
    for spoken in speech:
        skill, known = code_list("taal").to_ours(spoken.code_taal), _level(spoken)
        if skill and skill != DUTCH and known and LEVEL_OF_LANGUAGE[known]:
            found[skill] = max(LEVEL_OF_LANGUAGE[known], found.get(skill, 0))
    for craft in crafts:
        skill = _crafts().get((craft.omschrijving or "").strip().casefold())
        if skill:
            found[skill] = CRAFT_LEVEL
    return found


def dutch_of(speech: Iterable[Speech]) -> Language | None:
    """Give the highest level of spoken Dutch that stands there."""
    levels = [_level(one) for one in speech if code_list("taal").to_ours(one.code_taal) == DUTCH]
    return max((level for level in levels if level), key=list(Language).index, default=None)


def _level(speech: Speech) -> Language | None:
    word = code_list("niveau_taal").to_ours(speech.code_niveau_taalbeheersing_mondeling)
    return None if word is None else Language(word)


def papers_of(licences: Iterable[Licence], courses: Iterable[Course]) -> set[Certificate]:
    """Give the certificates that stand there."""
    words = [code_list("soort_rijbewijs").to_ours(one.code_soort_rijbewijs) for one in licences]
    names = {paper.nl.casefold(): paper for paper in COURSES}
    told = [names.get((one.naam_cursus or "").strip().casefold()) for one in courses]
    return {Certificate(word) for word in words if word} | {paper for paper in told if paper}


def behaviours_from(skills: Mapping[str, int]) -> tuple[Behaviour, ...]:
    """Write the behavioural competences among some skills."""
    codes = {skill: code_list("gedragscompetentie").to_code(skill) for skill in skills}
    mastery = code_list("beheersing_gedragscompetentie")
    return tuple(
        Behaviour(
            code_gedragscompetentie=code, code_beheersing_gedragscompetentie=mastery.to_code(str(min(skills[skill], 3)))
        )
        for skill, code in codes.items()
        if code
    )


def speech_from(skills: Mapping[str, int], dutch: Language | None) -> tuple[Speech, ...]:
    """Write the languages among some skills, and the level of Dutch: each as the highest word that is not too much."""
    spoken = {} if dutch is None else {DUTCH: dutch}
    for skill, level in skills.items():
        if skill != DUTCH and code_list("taal").to_code(skill):
            spoken[skill] = max((one for one, most in LEVEL_OF_LANGUAGE.items() if most <= level), key=_rank)
    return tuple(
        Speech(code_taal=code_list("taal").to_code(skill), code_niveau_taalbeheersing_mondeling=_word(level))
        for skill, level in spoken.items()
    )


def _rank(level: Language) -> int:
    return list(Language).index(level)


def _word(level: Language) -> str:
    codes = code_list("niveau_taal").ours
    return max((code for code, word in codes.items() if _rank(Language(word)) <= _rank(level)), key=int)


def crafts_from(skills: Mapping[str, int]) -> tuple[Craft, ...]:
    """Write the practical skills among some skills, by their Dutch labels."""
    names = {skill: name for name, skill in _crafts().items()}
    labels = vocabulary()["label_nl"]
    return tuple(Craft(omschrijving=str(labels[skill])) for skill in skills if skill in names)


def licences_from(papers: Iterable[Certificate]) -> tuple[Licence, ...]:
    """Write the driving licences among some certificates."""
    codes = (code_list("soort_rijbewijs").to_code(paper.value) for paper in papers if paper in LICENCES)
    return tuple(Licence(code_soort_rijbewijs=code) for code in codes if code)


def courses_from(papers: Iterable[Certificate]) -> tuple[Course, ...]:
    """Write the other certificates that the VUM has a place for."""
    return tuple(Course(naam_cursus=paper.nl) for paper in papers if paper in COURSES)


@cache
def _crafts() -> Mapping[str, str]:
    skills = vocabulary().loc[lambda found: found["kind"] == "skill"]
    return {label.casefold(): str(skill) for skill, label in skills["label_nl"].items()}
