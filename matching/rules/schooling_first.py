"""Young people: who is under 27 and has no starting qualification goes to school or training first.

    shortfall = 0                            if p is not under 27, or w is training (or has a course)
                max(0, q - education_p)      otherwise                                   ∀ pairs (p, w), levels

q = 3, the VUM level of a starting qualification (`law.starting_qualification_level`); under 27 by the year of birth
(`law.youth_below_age`). Unknown where the year of birth, or the education of someone young, is not known and could
count. Assumed: that a young person without that level could still follow some training; the law only asks for it where
that holds, and the documents do not say. So the rule weighs by default; an owner who knows can make it hard.
Source: regional ordinance 2016 ("scholing boven werk"); Participatiewet art. 13; the weight is an assumption.
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, RuleMode, ValuePart
from matching.better import Better, Way
from matching.data import among
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="schooling_first",
    number=39,
    nl="Jongeren: scholing gaat voor",
    en="Young people: schooling comes first",
    unit="levels",
    needs=("participant.birth_year", "participant.education", "workplace.kind", "workplace.course"),
    mode=RuleMode.SOFT,
    source="regional ordinance 2016 (CVDR409247); Participatiewet art. 13; the weight is an assumption",
    # training lies 7 steps of 40 from regular work: two levels short outweigh that, one level half of it
    weight=150.0,
    part=ValuePart.DEVELOPMENT,
    unknown_amount=1,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regel dat scholing voor jongeren voorgaat, staat deze plek niet in de weg.",
        misses="De deelnemer is jong en mist nog {miss} opleiding voor een goede start op de arbeidsmarkt."
        " Dan gaat scholing voor, en dit is geen scholing.",
        unknown="De leeftijd of de opleiding van de deelnemer is niet bekend. Voor jongeren zonder diploma gaat"
        " scholing voor. Vraag dit na.",
    ),
    en=Texts(
        fits="The rule that schooling comes first for young people does not stand in the way of this place.",
        misses="The participant is young and is {miss} of education short of a good start on the labour market."
        " Then schooling comes first, and this is no schooling.",
        unknown="The age or the education of the participant is not known. For young people without a diploma"
        " schooling comes first. Ask for this.",
    ),
)
YOUNG = {"birth_year": 2004}
AGAINST = ("workplace.kind",)  # for the young schooling goes before regular work
BETTER = (Better("participant.education", Way.RAISE),)
EXAMPLES = (
    Example("not young", 0, {"education": 1}),
    Example("turns 27 this year", 0, {"birth_year": 1999, "education": 1}),
    Example("young, with a starting qualification", 0, {**YOUNG, "education": 3}),
    Example("training", 0, {**YOUNG, "education": 1}, {"kind": "training"}),
    Example(
        "work with a course",
        0,
        {**YOUNG, "education": 1},
        {"kind": "line_slot", "course": "k"},
        tables={"courses": ({"id": "k", "name_nl": "Cursus", "name_en": "Course", "weeks": 8},)},
    ),
    Example(
        "vmbo: one level short",
        1,
        {**YOUNG, "education": 2},
        nl="De deelnemer is jong en mist nog 1 niveau opleiding voor een goede start op de arbeidsmarkt."
        " Dan gaat scholing voor, en dit is geen scholing.",
    ),
    Example("primary school only: two levels short", 2, {**YOUNG, "education": 1}),
    Example("education not known", None, {**YOUNG, "education": None}),
    Example("year of birth not known", None, {"birth_year": None, "education": 1}),
    Example("year of birth not known, but qualified", 0, {"birth_year": None, "education": 4}),
)
IS_TRAINING = among(PlaceKind, PlaceKind.TRAINING)


def shortfall(pairs: Pairs) -> Shortfall:
    """Levels of education that are missing where the place teaches none."""
    age = pairs.data.year - pairs.participant("birth_year")
    wanted = figure("law.starting_qualification_level").number()
    lacks = np.maximum(0, wanted - pairs.participant("education"))
    work = ~IS_TRAINING[pairs.workplace("kind")] & (pairs.workplace("course") < 0)
    grown, lacks_none = age >= figure("law.youth_below_age").number(), lacks == 0  # False where not known
    asked = work & ~grown & ~lacks_none
    unknown = asked & (np.isnan(age) | np.isnan(lacks))
    return Shortfall(np.where(asked & ~unknown, lacks, 0).astype(np.int32), unknown)
