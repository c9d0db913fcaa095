"""Who the participants are: municipality, regime, stage, coach and the facts of the file.

The number of people per municipality and regime is exact (largest remainders); everything else is drawn.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from instances.generate.draw import (
    NEVER,
    Floats,
    Ints,
    Mask,
    Random,
    apportion,
    chosen,
    days_before,
    ids,
    listed,
    normal,
    number,
    pick,
    pick_by,
    rank_within,
    rows_of,
    table,
    words,
)
from instances.generate.world import World
from instances.geography import geography
from instances.schema.vocabulary import Advice, Language, Regime, Stage

REGIMES = tuple(regime.value for regime in Regime)
STAGES = tuple(stage.value for stage in Stage)
LANGUAGES = tuple(level.value for level in Language)
WSW = (REGIMES.index("wsw_mtb"), REGIMES.index("wsw_wozl"))
SHELTERED = REGIMES.index("sheltered")


@dataclass(eq=False)
class People:
    """n people while they are being made: what other steps need as arrays, and the cells of their documents.

    `municipality` position in the world; `regime`, `stage` codes; `ladder` 1-6; `line` the line someone knows, as a
    position in the list of lines; `postcode` index in the geography.
    """

    municipality: Ints
    regime: Ints
    stage: Ints
    ladder: Ints
    line: Ints
    postcode: Ints
    cells: dict[str, Any]

    def __len__(self) -> int:
        return len(self.regime)

    @property
    def is_wsw(self) -> Mask:
        """Employed under the Wsw."""
        mask: Mask = np.isin(self.regime, WSW)
        return mask

    @property
    def is_sheltered(self) -> Mask:
        """In sheltered work under the Participation Act."""
        mask: Mask = self.regime == SHELTERED
        return mask

    def frame(self) -> pd.DataFrame:
        """The table of participants."""
        return rows_of("participants", self.cells, len(self))


def people(random: Random, world: World, num_people: int, num_lines: int, reference: date) -> People:
    """Draw the participants of a world."""
    municipality, regime = _who(random, world, num_people)
    num = len(regime)
    made = People(
        municipality=municipality,
        regime=regime,
        stage=np.zeros(num, np.int64),
        ladder=pick(random, listed("ladder_mix"), num) + 1,
        line=random.integers(0, num_lines, num),
        postcode=world.homes(random, municipality),
        cells={},
    )
    works = made.is_wsw | made.is_sheltered
    made.ladder[works] = 5
    made.stage[:] = pick_by(random, np.array(listed("stage_by_ladder")), made.ladder - 1)
    made.stage[works] = STAGES.index("placement")
    made.cells = {
        "id": ids("p", num),
        "municipality": words(world.code, municipality),
        "postcode": words(geography().code.tolist(), made.postcode),
        "regime": words(REGIMES, regime),
        "stage": words(STAGES, made.stage),
        "ladder_step": made.ladder,
        **_file(random, made, reference),
        **_wage_value(random, made, reference),
        **_track(random, made, reference),
    }
    return made


def _who(random: Random, world: World, num_people: int) -> tuple[Ints, Ints]:
    """Municipality and regime of everyone, in random order."""
    mix = table("regime_mix")
    others = num_people - world.num_wsw
    by_place = apportion(others, world.households)
    regime = np.repeat([REGIMES.index(name) for name in mix], apportion(others, list(mix.values())))
    random.shuffle(regime)
    wsw_regime = np.where(np.array(world.companies)[world.wsw_company] == "wozl", WSW[1], WSW[0])
    municipality = np.r_[
        np.repeat(np.arange(len(by_place)), by_place), np.repeat(np.arange(len(by_place)), world.wsw_people)
    ]
    regime = np.r_[regime, np.repeat(wsw_regime, world.wsw_people)]
    order = random.permutation(num_people)
    return municipality[order], regime[order]


def _file(random: Random, made: People, reference: date) -> dict[str, Any]:
    """What the file says: age, register, distance, advice, language, education."""
    num, wsw = len(made), made.is_wsw
    unknown = table("unknown_share")
    age = normal(random, np.where(wsw[:, None], table("age")["wsw"], table("age")["others"]))
    in_register = np.array([table("target_group").get(name, 1.0) for name in REGIMES])[made.regime]
    near = chosen(random, np.array(listed("short_distance_by_ladder"))[made.ladder - 1], num) & ~made.is_sheltered
    states = [advice.value for advice in Advice]
    advice = np.array([states.index(name) for name in table("advice_mix")])[
        pick(random, list(table("advice_mix").values()), num)
    ]
    advice[made.is_sheltered] = states.index("positive")
    asked = np.isin(advice, (states.index("positive"), states.index("negative"))) & ~wsw
    dutch = np.array([LANGUAGES.index(level) for level in table("dutch_mix")])[
        pick(random, list(table("dutch_mix").values()), num)
    ]
    dutch[chosen(random, unknown["dutch"], num)] = -1
    education = pick(random, listed("education_mix"), num) + 1.0
    education[chosen(random, unknown["education"], num)] = np.nan
    return {
        "birth_year": reference.year - np.round(age).astype(np.int64),
        "target_group": chosen(random, in_register, num),
        "distance": words(("short", "large"), np.where(wsw, -1, np.where(near, 0, 1))),
        "sheltered_advice": words(states, np.where(wsw, -1, advice)),
        "sheltered_advice_on": np.where(asked, days_before(random, reference, 30, 2800, num), NEVER),
        "dutch": words(LANGUAGES, dutch),
        "education": education,
    }


def _wage_value(random: Random, made: People, reference: date) -> dict[str, Any]:
    """Wage value of the people who work or will work with subsidy or in sheltered work, measured or estimated."""
    num, shapes = len(made), table("wage_value")
    shape = np.array([shapes.get(name, [np.nan, 1.0, 0.0, 150.0]) for name in REGIMES])[made.regime]
    measured = chosen(random, number("wage_value_measured"), num) & ~np.isnan(shape[:, 0])
    noise: Floats = random.normal(0, number("wage_value_noise"), num)
    value = normal(random, shape) + np.where(measured, 0, noise)
    return {
        "wage_value": np.round(np.clip(value, shape[:, 2], shape[:, 3])),
        "wage_value_on": np.where(measured, days_before(random, reference, 20, 700, num), NEVER),
    }


def _track(random: Random, made: People, reference: date) -> dict[str, Any]:
    """What went before and what may still be spent."""
    num, wsw = len(made), made.is_wsw
    others = ~wsw & ~made.is_sheltered
    own, protected, later = table("own_budget"), table("protected_before"), table("available_later")
    budget = np.round(random.uniform(own["lowest"], own["highest"], num), -2) * 100
    used = np.array(listed("budget_used"), np.float64)[made.stage] * random.uniform(0, 2, num)
    waiting = np.minimum(random.exponential(number("waiting_days"), num), 2000).astype(np.int64)
    since = (np.datetime64(reference, "D") - waiting.astype("timedelta64[D]")).astype("datetime64[s]")
    start = np.where(
        chosen(random, later["share"], num) & others, days_before(random, reference, -later["days"], -1, num), NEVER
    )
    willing = pick(random, listed("wsw_voluntary_mix"), num)
    return {
        "wsw_voluntary_move": pd.array(np.where(wsw, np.array([0, 1, np.nan])[willing], np.nan), dtype="boolean"),
        "needs_stability_first": chosen(random, number("needs_stability"), num) & others,
        "protected_months_used": np.where(
            chosen(random, protected["share"], num) & others, random.integers(1, protected["months"] + 1, num), 0
        ),
        "budget_cents": np.where(chosen(random, own["share"], num) & others, budget, np.nan),
        "budget_used_cents": np.where(others, np.round(used, -1) * 100, 0).astype(np.int64),
        "waiting_since": np.where(others, since, NEVER),
        "available_on": start,
        "updated_on": days_before(random, reference, 0, int(number("checked_days")), num),
    }


def coaches(random: Random, world: World, num_participants: int, region_people: int) -> pd.DataFrame:
    """The coaches of a world, as many per participant as in the region; each organisation has at least one."""
    in_region = sum(table("coaches").values())
    total = max(len(world.coaches), round(in_region * num_participants / region_people))
    heads = 1 + apportion(total - len(world.coaches), list(world.coaches.values()))
    organisation = np.repeat(list(world.coaches), heads)
    low, high = listed("aftercare_hours")
    return rows_of(
        "coaches",
        {
            "id": ids("c", total),
            "organisation": organisation,
            "hours_week": np.full(total, number("coach_hours")),
            "aftercare_hours": random.integers(low, high + 1, total).astype(np.float64),
        },
        total,
    )


def give_coaches(random: Random, world: World, made: People, staff: pd.DataFrame) -> None:
    """Give everyone but Wsw people a coach of the organisation that has them now (adds the cell `coach`).

    In diagnosis that is the diagnosis organisation, in placement the placement service, where the world has them;
    half of development and training is with the development company, the rest with the social service. Wsw people
    are guided by the leader of their place.
    """
    names = list(world.coaches)
    service = np.array([names.index(name) for name in world.social_service])[made.municipality]
    company = np.array([names.index(world.companies[c]) for c in world.company])[made.municipality]
    organisation = np.where(chosen(random, 0.5, len(made)) | made.is_sheltered, company, service)
    for stage, name in (("diagnosis", "annex"), ("placement", "podium24")):
        if name in names:
            there = (made.stage == STAGES.index(stage)) & ~made.is_sheltered
            organisation[there] = names.index(name)
    coach_of = staff["organisation"].map({name: position for position, name in enumerate(names)}).to_numpy()
    heads = np.bincount(coach_of, minlength=len(names))
    first = np.r_[0, np.cumsum(heads)[:-1]]
    order = random.permutation(len(made))
    coach = np.empty(len(made), np.int64)
    coach[order] = first[organisation[order]] + rank_within(organisation[order]) % heads[organisation[order]]
    without = made.is_wsw | chosen(random, number("no_coach"), len(made))
    made.cells["coach"] = words(staff["id"].to_list(), np.where(without, -1, coach))
