"""The skills vocabulary: what the learn-work lines teach and ask, in Dutch and English, with ESCO addresses.

Three kinds stand beside one another, so that one rule weighs them all:

    skill       a choice by hand from ESCO: eleven to seventeen practical skills a line, and sixteen that every line
                needs (transversal). ESCO describes whole professions; here it lends its words, not its requirements.
    behaviour   the 25 behavioural competences of the VUM (codes 24100-24126, up to version 2 of its interface), what
                people call attitude
    language    a language that one speaks at work, asked as welcome; the floor for safety is `workplace.min_dutch`

`competentnl_uri` and `competentnl_relation` (exact, close, broad, narrow, as SKOS has them) are the place for the
address of the same skill in CompetentNL. They are empty until someone with access to its register fills them in.
`instances/data/README.md` tells how the tables were made.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import pandas as pd

from instances.schema.vocabulary import Language
from instances.tables import SEPARATOR

# Level 0-4 of `ParticipantSkill.level` for what other lists say; what is not listed there is not known.
LEVEL_OF_MASTERY: Mapping[int, int] = MappingProxyType({1: 3, 2: 2, 3: 1, 4: 0})  # VUM: good, sufficient, poor, not
LEVEL_OF_LANGUAGE: Mapping[Language, int] = MappingProxyType(
    {
        Language.A0: 0,
        Language.A1: 1,
        Language.A2: 1,
        Language.B1: 2,
        Language.B2: 3,
        Language.C1: 4,
        Language.C2: 4,
    }
)
DUTCH = "speak_dutch"  # the one language whose level the participant's own record holds


@cache
def vocabulary() -> pd.DataFrame:
    """Give the skills by id.

    Columns: kind, uri (ESCO; "" for other kinds), label_nl, label_nl_source (esco, translation, vum), label_en,
    lines, transversal, vum_code, competentnl_uri, competentnl_relation; text, "" where there is none.
    """
    skills = _table("skills.csv").assign(kind="skill")
    found = pd.concat([skills, _table("vum_skills.csv")], ignore_index=True).fillna("").set_index("id")
    found["transversal"] = found["transversal"] == "true"
    return found


@cache
def lines() -> pd.DataFrame:
    """Give the 13 learn-work lines by id: name_nl, name_en, sector, occupations (ESCO addresses joined by ";")."""
    return _table("lines.csv").set_index("id")


@cache
def skills_of_line(line: str) -> tuple[str, ...]:
    """Give the ids of the practical skills of one line, in the order of the vocabulary; none for an unknown line."""
    return tuple(str(skill) for skill, names in vocabulary()["lines"].items() if line in names.split(SEPARATOR))


def _table(name: str) -> pd.DataFrame:
    with (resources.files("instances") / "data" / name).open(encoding="utf-8") as rows:
        return pd.read_csv(rows, dtype="str", keep_default_na=False)
