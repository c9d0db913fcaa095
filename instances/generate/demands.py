"""What the workplaces ask and offer: work and hours, loads, Dutch, papers, skills, guidance and price."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from instances.generate.abilities import AXES, CERTIFICATES, draw_line_skills
from instances.generate.draw import (
    DAYS,
    NEVER,
    Floats,
    Ints,
    Random,
    chosen,
    days_before,
    halves,
    joined,
    listed,
    normal,
    number,
    pick,
    pick_by,
    rows_of,
    table,
    words,
)
from instances.generate.market import AT_EMPLOYER, GROUPS, IN_GROUPS, SECTORS, Places
from instances.generate.people import LANGUAGES
from instances.geography import geography
from instances.schema.vocabulary import Importance, PlaceKind
from instances.skills import lines as line_table
from instances.skills import skills_of_line
from instances.tables import SEPARATOR

KINDS = tuple(kind.value for kind in PlaceKind)
KIND_OF = {
    "temporary": "sheltered_inside", "sheltered_secondment": "secondment",
    "sheltered_secondment_group": "secondment_group",
}  # fmt: skip
SHELTERED = ("sheltered_inside", "sheltered_outside", "sheltered_secondment", "sheltered_secondment_group")
NO_DEMANDS = (*SHELTERED, "temporary", "day_activity", "wsw")
PARTLY = ("work_experience", "trial")
SHIFTED = [AXES.index(axis) for axis in ("stress", "contact", "pace")]
SKILLS_TAUGHT = 3
ADAPTABLE = [AXES.index(axis) for axis in ("lift", "stand", "noise")]


def add_demands(random: Random, made: Places, lines: Sequence[str], reference: date) -> None:
    """Fill the cells of all workplaces."""
    made.cells |= _work(random, made, lines, reference)
    made.cells |= _times(random, made)
    made.cells |= _loads(random, made, lines)
    made.cells |= _papers(random, made, lines)
    made.cells["guidance_hours"] = _guidance(random, made)
    made.cells["price_cents"] = _price(random, made)
    made.cells["contract_months"] = _contract(random, made)


def _work(random: Random, made: Places, lines: Sequence[str], reference: date) -> dict[str, Any]:
    num, wsw = len(made), made.of("wsw")
    kind = np.array([KINDS.index(KIND_OF.get(group, group)) if group != "wsw" else -1 for group in GROUPS])[made.group]
    mix = table("wsw_mix")
    kind[wsw] = np.array([KINDS.index(name) for name in mix])[pick(random, list(mix.values()), int(wsw.sum()))]
    names = line_table()["name_nl"].loc[list(lines)].to_list()
    labels = [found.nl for found in PlaceKind]
    starts = np.array(listed("course_starts"), "datetime64[s]")
    temporary = made.of("temporary")
    next_step = np.where(chosen(random, 0.5, num), KINDS.index("line_slot"), KINDS.index("work_experience"))
    stream = np.select([wsw, made.of(*SHELTERED)], [2, 1], 0)
    return {
        "title": pd.Series(words(names, made.line)) + ", " + pd.Series(words(labels, kind)),
        "organisation": made.organisation,
        "kind": words(KINDS, kind),
        "line": words(lines, made.line),
        "course": words([course[0] for course in listed("courses")], made.course),
        "postcode": words(geography().code.tolist(), made.postcode),
        "temporary_months": np.where(temporary, number("temporary_months"), np.nan),
        "next_step": words(KINDS, np.where(temporary, next_step, -1)),
        "wsw": wsw,
        "stream": words(("reintegration", "sheltered", "wsw"), stream),
        "start_on": np.where(made.of("training"), starts[random.integers(0, len(starts), num)], NEVER),
        "updated_on": days_before(random, reference, 0, int(number("checked_days")), num),
    }


def _times(random: Random, made: Places) -> dict[str, Any]:
    """Hours and shifts; no place asks more hours than its days hold. Groups and companies work in the daytime."""
    num, rosters, day = len(made), table("rosters"), table("company_day")
    shifts = [[day["from"], day["until"], SEPARATOR.join(DAYS[:5])]]
    chances = np.zeros((len(SECTORS), 1 + sum(len(found) for found in rosters.values())))
    for sector, found in rosters.items():
        for start, until, days, weight in found:
            chances[SECTORS.index(sector), len(shifts)] = weight
            shifts.append([start, until, days])
    own = made.of(*(group for group in AT_EMPLOYER if group not in (*IN_GROUPS, *SHELTERED)))
    shift = np.where(own, pick_by(random, chances, made.sector), 0)
    length = np.array([_hours(until) - _hours(start) for start, until, _ in shifts])[shift]
    most = length * np.array([days.count(SEPARATOR) + 1 for *_, days in shifts])[shift]
    asked = [np.array(table("hours_asked")[group], np.float64) for group in GROUPS]
    first = np.cumsum([0, *(len(found) for found in asked)])
    option = first[made.group] + (random.random(num) * np.diff(first)[made.group]).astype(np.int64)
    least_hours, most_hours = np.concatenate(asked)[option].T
    fixed = np.array(listed("shift_hours"), np.float64)[random.integers(0, len(listed("shift_hours")), num)]
    together = chosen(random, made.by_group(table("fixed_shift")), num)
    return {
        "hours_min": np.minimum(least_hours, np.floor(most)),
        "hours_max": np.minimum(most_hours, np.floor(most)),
        "hours_day": np.where(together, np.minimum(fixed, np.floor(2 * length) / 2), 0.0),
        "days": words([days for *_, days in shifts], shift),
        "from_time": words([start for start, *_ in shifts], shift),
        "until_time": words([until for _, until, _ in shifts], shift),
    }


def _hours(clock: str) -> float:
    return int(clock[:2]) + int(clock[3:]) / 60


def _loads(random: Random, made: Places, lines: Sequence[str]) -> dict[str, Any]:
    """The load of the line, more or less by group and by chance; some places can take a load away."""
    num = len(made)
    usual = np.array([table("line_loads")[line] for line in lines])[made.line]
    load = usual.copy()
    load[:, SHIFTED] += np.where(usual[:, SHIFTED] > 0, made.by_group(table("load_shift"))[:, None], 0).astype(np.int64)
    varies = number("load_varies")
    load += pick(random, [varies, 1 - 2 * varies, varies], load.size).reshape(load.shape) - 1
    load = np.clip(load, 0, 4)
    adapted = np.zeros((num, len(AXES)), bool)
    chance = np.repeat(made.by_group(table("adapts"))[:, None], len(ADAPTABLE), axis=1)
    adapted[:, ADAPTABLE] = random.random(chance.shape) < chance
    return {
        **{f"load_{axis}": load[:, spot] for spot, axis in enumerate(AXES)},
        "adaptations": joined(AXES, adapted),
    }


def _papers(random: Random, made: Places, lines: Sequence[str]) -> dict[str, Any]:
    """Dutch and certificates: most in regular work, less on lines, none in sheltered places."""
    num = len(made)
    dutch = np.array([LANGUAGES.index(table("line_dutch")[line]) for line in lines])[made.line]
    dutch += made.of("regular", "regular_lks", "trial") & chosen(random, number("more_dutch"), num)
    dutch -= made.of("line_slot")
    courses = np.array([LANGUAGES.index(course[6]) for course in listed("courses")])
    dutch = np.where(made.of("training"), courses[made.course], np.where(made.of(*NO_DEMANDS), -1, dutch))
    chances = np.array([[table("line_certificates")[line].get(name, 0.0) for name in CERTIFICATES] for line in lines])
    chance = chances[made.line]
    chance[made.sector == SECTORS.index("care"), CERTIFICATES.index("vog")] = 1.0
    weight = np.where(made.of(*NO_DEMANDS, "line_slot", "training"), 0.0, np.where(made.of(*PARTLY), 0.5, 1.0))
    return {
        "min_dutch": words(LANGUAGES, dutch),
        "certificates": joined(CERTIFICATES, random.random(chance.shape) < chance * weight[:, None]),
    }


def _guidance(random: Random, made: Places) -> Floats:
    """A leader's hours shared by the people per leader, or what an employer offers each."""
    offered = table("guidance_offered")
    low = made.by_group({group: found[0] for group, found in offered.items()})
    high = made.by_group({group: found[1] for group, found in offered.items()})
    each = halves(random.uniform(low, high))
    led = made.by_group(table("people_per_leader"))
    hours = np.where(led > 0, made.slots * number("leader_hours") / np.maximum(led, 1), made.slots * each)
    return halves(hours)


def _price(random: Random, made: Places) -> Ints:
    """Euro cents per placement in the year."""
    shapes = {group: [mean, (high - low) / 5, low, high] for group, (mean, low, high) in table("price").items()}
    shape = np.array([shapes.get(group, [0.0, 0.0, 0.0, 0.0]) for group in GROUPS])
    euro = np.round(normal(random, shape[made.group]), -1)
    course = np.array([course[7] for course in listed("courses")], np.float64)[made.course]
    euro = np.where(made.of("training"), course + number("training_guidance_price"), euro)
    return (euro * 100).astype(np.int64)


def _contract(random: Random, made: Places) -> Floats:
    """Months of contract that a job offers, or that is meant to follow a trial; not always known."""
    months, weights = (np.array(found, np.float64) for found in zip(*listed("contract_months"), strict=True))
    drawn = months[pick(random, weights, len(made))]
    known = made.of("regular", "regular_lks", "trial") & ~chosen(random, number("contract_unknown"), len(made))
    return np.where(known, drawn, np.nan)


def place_skills(random: Random, made: Places, lines: Sequence[str]) -> pd.DataFrame:
    """Draw what places ask of skill: mostly essential at employers, welcome on lines, nothing in sheltered places."""
    count = pick(random, listed("place_skills_mix"), len(made)) + 1
    count[made.of(*NO_DEMANDS, "training")] = 0
    where, skill = draw_line_skills(random, made.line, count, lines)
    level = np.round(random.normal(made.by_group(table("skill_level_asked"), 1.0)[where], 0.5))
    essential = ~made.of("line_slot")[where] & chosen(random, 0.6, len(where))
    cells = {
        "workplace": pd.array(made.cells["id"], dtype="str").take(where),
        "skill": skill,
        "level": np.clip(level, 1, 4).astype(np.int64),
        "importance": np.where(essential, Importance.ESSENTIAL.value, Importance.SOMEWHAT.value),
    }
    return rows_of("workplace_skills", cells, len(where))


def courses() -> pd.DataFrame:
    """The courses, each teaching the first skills of its line."""
    found = listed("courses")
    starts = SEPARATOR.join(listed("course_starts"))
    return rows_of(
        "courses",
        {
            "id": [course[0] for course in found],
            "line": [course[1] for course in found],
            "name_nl": [course[2] for course in found],
            "name_en": [course[3] for course in found],
            "weeks": [course[4] for course in found],
            "start_dates": [starts] * len(found),
            "teaches": [SEPARATOR.join(skills_of_line(course[1])[:SKILLS_TAUGHT]) for course in found],
            "certificate": [None if course[5] == "none" else course[5] for course in found],
            "min_dutch": [course[6] for course in found],
            "price_cents": [course[7] * 100 for course in found],
        },
        len(found),
    )
