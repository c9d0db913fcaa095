"""Past placements with a known truth, so that what a model learns from them can be checked.

    P(lasted) = 1 / (1 + exp(-(a + Σ_t truth_t · x_t)))                              ∀ past placements

The truth per fact stands in `generator.lasting_truth`. a is chosen so that the mean chance is what practice shows: the
share that stays after the trial times the share of those that is still there after a year. Everyone who lasted also
stayed; of the others so many stayed that the first share comes out too. Age and municipality have no influence.
"""

from datetime import date

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.special import expit

from instances.generate.draw import (
    Random,
    chosen,
    days_before,
    ids,
    listed,
    number,
    pick,
    rows_of,
    table,
    words,
)
from instances.generate.world import World
from instances.schema.vocabulary import AgeGroup, PlaceKind


def outcomes(random: Random, world: World, num_people: int, reference: date) -> pd.DataFrame:
    """Draw past placements of the years before the last one, so that each has had its year."""
    num = round(min(number("outcomes_most"), num_people * number("outcomes_per_person")))
    facts = _facts(random, num)
    truth = table("lasting_truth")
    score = sum(truth[name] * facts[name].astype(np.float64) for name in truth)
    stays, remains = number("trial_stays"), number("remains_a_year")
    level = brentq(lambda a: expit(a + score).mean() - stays * remains, -50, 50)
    lasted = chosen(random, expit(level + score), num)
    left_later = stays * (1 - remains) / (1 - stays * remains)
    ages = [table("outcome_ages")[age.value] for age in AgeGroup]
    for name, share in table("outcome_unknown").items():
        facts[name] = np.where(chosen(random, share, num), np.nan, facts[name])
    return rows_of(
        "outcomes",
        {
            "id": ids("o", num),
            "start_on": days_before(random, reference, 370, 370 + int(number("outcome_days")), num),
            **facts,
            "stayed": lasted | chosen(random, left_later, num),
            "lasted": lasted,
            "audit_age": words([age.value for age in AgeGroup], pick(random, ages, num)),
            "audit_municipality": words(list(world.code), pick(random, world.households, num)),
        },
        num,
    )


def _facts(random: Random, num: int) -> dict[str, np.ndarray]:
    kinds = [kind.value for kind in PlaceKind]
    mix = table("outcome_kinds")
    wish = pick(random, listed("outcome_wish_mix"), num)
    gap = np.round(np.minimum(100, random.gamma(1.2, number("outcome_gap") / 1.2, num)))
    short = random.exponential(number("outcome_guidance_short"), num) * chosen(random, 0.5, num)
    return {
        "steps": pick(random, [mix.get(kind, 0.0) for kind in kinds], num),
        "ladder_step": (1 + pick(random, listed("outcome_ladder_mix"), num)).astype(np.float64),
        "travel_minutes": np.round(np.minimum(90, random.gamma(3, number("outcome_travel") / 3, num))),
        "missing_percent": gap,
        "wished": wish == 0,
        "avoided": wish == 2,
        "guidance_short_hours": np.round(np.minimum(20, short) * 2) / 2,
    }
