"""The skills vocabulary: what the learn-work lines teach and ask, in Dutch and English, with ESCO addresses.

A choice by hand from ESCO: eleven to seventeen practical skills a line, and sixteen that every line needs
(transversal). ESCO describes whole professions; here it lends its words, not its requirements.
`instances/data/README.md` tells how the tables were made.
"""

from functools import cache
from importlib import resources

import pandas as pd

from instances.tables import SEPARATOR


@cache
def vocabulary() -> pd.DataFrame:
    """Give the skills by id: uri, label_nl, label_nl_source (esco, translation), label_en, lines, transversal."""
    skills = _table("skills.csv").set_index("id")
    skills["transversal"] = skills["transversal"] == "true"
    return skills


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
