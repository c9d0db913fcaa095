"""Behaviour and languages: what was written down about people, and what workplaces welcome.

People who are further on the ladder master more. A place that asks skills may welcome behaviour and a language on top;
neither is ever essential here, because attitude can be learnt on the job.
"""

import numpy as np
import pandas as pd

from instances.generate.draw import Floats, Random, chosen, listed, number, pick, pick_by, rows_of, table
from instances.generate.people import People
from instances.schema.vocabulary import Evidence, Importance
from instances.skills import LEVEL_OF_MASTERY
from instances.tables import Instance


def add_attitude(random: Random, instance: Instance, made: People) -> Instance:
    """Give an instance whose people and places also have behaviour and languages."""
    people, places = instance["participant_skills"], instance["workplace_skills"]
    return instance.replace(
        participant_skills=pd.concat([people, _of_people(random, made)]).sort_values(
            ["participant", "skill"], ignore_index=True
        ),
        workplace_skills=pd.concat([places, _welcomed(random, places["workplace"].unique())]).sort_values(
            "workplace", ignore_index=True, kind="stable"
        ),
    )


def _of_people(random: Random, made: People) -> pd.DataFrame:
    """Behaviour by ladder step, as far as someone wrote it down; languages other than Dutch."""
    num, asked = len(made), list(table("behaviour_welcome"))
    mix, level_of = np.array(listed("mastery_by_ladder"), np.float64), np.array([*LEVEL_OF_MASTERY.values()])
    mastery = np.column_stack([pick_by(random, mix, made.ladder - 1) for _ in asked])
    written = chosen(random, number("behaviour_written"), mastery.size).reshape(mastery.shape)
    spoken = table("languages_spoken")
    speaks = np.column_stack([chosen(random, share, num) for share in spoken.values()])
    fluency = 1 + pick(random, listed("language_level_mix"), speaks.size).reshape(speaks.shape)
    level = np.hstack([np.where(written, level_of[mastery], 0), np.where(speaks, fluency, 0)])
    who, which = np.nonzero(level)
    return rows_of(
        "participant_skills",
        {
            "participant": pd.array(made.cells["id"], dtype="str").take(who),
            "skill": np.array([*asked, *spoken])[which],
            "level": level[who, which],
            "evidence": Evidence.OBSERVED.value,
        },
        len(who),
    )


def _welcomed(random: Random, places: Floats) -> pd.DataFrame:
    """What the given workplaces welcome: behaviour at level 2 (sufficient), a language at level 2 (B1)."""
    shares = {**table("behaviour_welcome"), **table("languages_welcome")}
    marked = np.column_stack([chosen(random, share, len(places)) for share in shares.values()])
    where, which = np.nonzero(marked)
    return rows_of(
        "workplace_skills",
        {
            "workplace": pd.array(places, dtype="str").take(where),
            "skill": np.array(list(shares))[which],
            "level": 2,
            "importance": Importance.SOMEWHAT.value,
        },
        len(where),
    )
