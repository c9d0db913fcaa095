"""What the participants can do: hours, times, what they can bear, guidance, travel, papers, skills and wishes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from instances.generate.draw import (
    DAYS,
    NEVER,
    Dates,
    Floats,
    Ints,
    Mask,
    Random,
    chosen,
    days_before,
    even_normal,
    halves,
    joined,
    joined_codes,
    listed,
    number,
    pick,
    pick_by,
    rows_of,
    table,
    words,
)
from instances.generate.people import REGIMES, People
from instances.schema.vocabulary import Axis, Certificate, Mode
from instances.skills import skills_of_line, vocabulary

AXES = tuple(axis.value for axis in Axis)
MODES = tuple(mode.value for mode in Mode)
CERTIFICATES = tuple(certificate.value for certificate in Certificate)


def add_abilities(random: Random, made: People) -> None:
    """Draw hours, times, capacities, guidance and travel (adds cells)."""
    made.cells |= _hours(random, made)
    made.cells |= _capacities(random, made)
    made.cells["guidance_hours"] = _guidance(random, made)
    made.cells |= _travel(random, made)


def _hours(random: Random, made: People) -> dict[str, Any]:
    num, wsw = len(made), made.is_wsw
    shapes, school, late = table("hours_week"), table("childcare"), table("late_start")
    shape = np.array([shapes[name] for name in REGIMES], np.float64)[made.regime]
    drawn = shape[:, 0] + shape[:, 1] * even_normal(random, made.regime)
    week = np.round(np.clip(drawn, shape[:, 2], shape[:, 3]))
    bound = chosen(random, school["share"], num) & ~wsw
    week = np.where(bound & ~made.is_sheltered, np.minimum(week, school["most_hours"]), week)
    num_days = np.where(week >= number("full_days_from"), 5, np.clip(np.ceil(week / 5), 2, 5)).astype(np.int64)
    spare = random.integers(0, 3, num) / 2
    day = np.clip(np.ceil(2 * week / num_days) / 2 + spare, 3, 8)
    # the weekdays of someone with fewer than five are drawn; the weekend is extra
    works = random.random((num, 5)).argsort(axis=1).argsort(axis=1) < num_days[:, None]
    free = ~bound & ~wsw
    weekend = table("weekend")
    days = np.column_stack(
        (works, chosen(random, weekend["sat"], num) & free, chosen(random, weekend["sun"], num) & free)
    )
    starts_late = chosen(random, late["share"], num) & free
    unknown = chosen(random, table("unknown_share")["hours_week"], num) & free
    return {
        "hours_week": np.where(unknown, np.nan, week),
        "hours_day": np.where(unknown, np.nan, np.minimum(day, np.where(bound, 6, 8))),
        "days": joined(DAYS, days),
        "from_time": words((school["from"], late["from"]), np.where(bound, 0, np.where(starts_late, 1, -1))),
        "until_time": words((school["until"],), np.where(bound, 0, -1)),
    }


def _capacities(random: Random, made: People) -> dict[str, Any]:
    """Most people have no limit on most axes (level 4); a sort of limit touches one or more of its axes."""
    num = len(made)
    level = np.full((num, len(AXES)), 4.0)
    mix = np.array(listed("limited_levels_by_ladder"))
    factor = np.array(listed("limits_by_ladder"))[made.ladder - 1]
    factor = np.where(made.is_wsw | made.is_sheltered, number("limits_at_work"), factor)
    for sort, axes in table("limited_axes").items():
        has = chosen(random, table("limits")[sort] * factor, num)
        touched = chosen(random, number("further_axis"), num * len(axes)).reshape(num, len(axes))
        touched[np.arange(num), random.integers(0, len(axes), num)] = True
        touched &= has[:, None]
        for position, axis in enumerate(axes):
            drawn, spot = pick_by(random, mix, made.ladder - 1), AXES.index(axis)
            level[:, spot] = np.where(touched[:, position], np.minimum(level[:, spot], drawn), level[:, spot])
    level[chosen(random, table("unknown_share")["capacity"], level.size).reshape(level.shape)] = np.nan
    return {f"capacity_{axis}": level[:, spot] for spot, axis in enumerate(AXES)}


def _guidance(random: Random, made: People) -> Floats:
    mean = np.array(listed("guidance_by_ladder"))[made.ladder - 1]
    mean = np.where(
        made.is_sheltered, number("guidance_sheltered"), np.where(made.is_wsw, number("guidance_wsw"), mean)
    )
    return halves(np.clip(random.normal(mean, number("guidance_spread")), 0, 8))


def _travel(random: Random, made: People) -> dict[str, Any]:
    num, share, limits = len(made), table("modes"), table("travel_limits")
    on_foot = chosen(random, number("walking_only"), num)
    # the shares are over all people; who does not only walk has at least public transport
    part = {mode: found / (1 - number("walking_only")) for mode, found in share.items()}
    nothing = np.prod([1 - found for mode, found in part.items() if mode != "public_transport"])
    part["public_transport"] = (part["public_transport"] - nothing) / (1 - nothing)
    can = {mode: chosen(random, found, num) & ~on_foot for mode, found in part.items()}
    can["public_transport"] |= ~on_foot & ~np.logical_or.reduce(list(can.values()))
    can["ebike"] = can["bike"] & chosen(random, number("ebike_of_bike"), num)
    can["walk"] = np.ones(num, bool)
    minutes = np.array(limits["minutes"], np.float64)[pick(random, limits["mix"], num)]
    return {
        "modes": joined(MODES, np.column_stack([can[mode] for mode in MODES])),
        "max_travel_minutes": np.where(minutes == 0, np.nan, minutes),
        "limited_mobility": chosen(random, number("limited_mobility"), num),
    }


def add_wishes(random: Random, made: People, lines: Sequence[str], employers: Sequence[str]) -> None:
    """Draw wished, avoided and refused lines and refused employers (adds cells); no line stands in two of them."""
    num = len(made)
    first = np.where(chosen(random, number("wish_own_line"), num), made.line, random.integers(0, len(lines), num))
    order = _order_with_first(random, first, len(lines))
    wishes = pick(random, listed("wish_count_mix"), num)
    made.cells["wished_lines"] = joined_codes(lines, np.where(np.arange(3) < wishes[:, None], order[:, :3], -1))
    for spot, (cell, share) in enumerate((("avoided_lines", "avoids_line"), ("vetoed_lines", "vetoes_line")), start=3):
        marked = chosen(random, number(share), num) & ~made.is_wsw
        made.cells[cell] = joined_codes(lines, np.where(marked, order[:, spot], -1)[:, None])
    refused = random.integers(0, len(employers), num)
    marked = chosen(random, number("vetoes_organisation"), num) & ~made.is_wsw
    made.cells["vetoed_organisations"] = joined_codes(employers, np.where(marked, refused, -1)[:, None])


def _order_with_first(random: Random, first: Ints, num_lines: int) -> Ints:
    """Five different lines for each person, the given one in front, int64 (n, 5)."""
    keys = random.random((len(first), num_lines))
    keys[np.arange(len(first)), first] = -1
    return np.argsort(keys, axis=1)[:, :5]


def skills(random: Random, made: People, lines: Sequence[str]) -> pd.DataFrame:
    """Draw the skills of everyone: some of the line they know, and some general ones."""
    general = vocabulary().index[vocabulary()["transversal"]].to_list()
    count = pick(random, listed("skill_count_mix"), len(made)) + 1
    who, skill = draw_line_skills(random, made.line, count, lines)
    num_general = min(int(number("transversal_skills")), len(general))
    extra = random.random((len(made), len(general))).argsort(axis=1)[:, :num_general]
    who = np.r_[who, np.repeat(np.arange(len(made)), num_general)]
    skill = np.r_[skill, np.array(general)[extra.ravel()]]
    level = np.round(random.normal(0.8 + made.ladder[who] / 3, 0.7))
    evidence = table("evidence_mix")
    made_rows = pd.DataFrame({"who": who, "skill": skill}).drop_duplicates().index
    cells = {
        "participant": pd.array(made.cells["id"], dtype="str").take(who),
        "skill": skill,
        "level": np.clip(level, 1, 4).astype(np.int64),
        "evidence": words(list(evidence), pick(random, list(evidence.values()), len(who))),
    }
    rows = rows_of("participant_skills", cells, len(who)).iloc[made_rows]
    return rows.sort_values(["participant", "skill"], ignore_index=True)


def draw_line_skills(random: Random, line: Ints, count: Ints, lines: Sequence[str]) -> tuple[Ints, Any]:
    """Draw `count` different skills of the line of each row: positions of the rows and skill ids, both (k,)."""
    skills_of = [skills_of_line(name) for name in lines]
    known = np.array([len(found) for found in skills_of])
    width = known.max()
    ids_of = np.array([[*found, *[""] * (width - len(found))] for found in skills_of])
    keys = random.random((len(line), width))
    keys[np.arange(width) >= known[line][:, None]] = 2.0
    order = np.argsort(keys, axis=1)
    rows, spots = np.nonzero(np.arange(width) < np.minimum(count, known[line])[:, None])
    return rows, ids_of[line[rows], order[rows, spots]]


def certificates(random: Random, made: People, reference: date) -> pd.DataFrame:
    """Draw the certificates of everyone (adds the cell `certificates_on`); some have run out."""
    num = len(made)
    drives = pd.Series(made.cells["modes"]).str.contains("car").to_numpy(bool)
    rides = pd.Series(made.cells["modes"]).str.contains("moped").to_numpy(bool)
    car_share = drives.mean()
    rest = max(0.0, number("licence_b") - car_share) / (1 - car_share)
    has: dict[str, Mask] = {name: chosen(random, share, num) for name, share in table("certificates").items()}
    has["licence_b"] = drives | chosen(random, rest, num)
    has["licence_am"] = rides
    asked = chosen(random, number("certificates_asked"), num)
    made.cells["certificates_on"] = np.where(asked, days_before(random, reference, 0, 365, num), NEVER)
    who, which = np.nonzero(np.column_stack([has[name] for name in CERTIFICATES]))
    years = np.array([table("certificate_years").get(name, 0) for name in CERTIFICATES])[which]
    return rows_of(
        "participant_certificates",
        {
            "participant": pd.array(made.cells["id"], dtype="str").take(who),
            "certificate": words(CERTIFICATES, which),
            "valid_until": _valid_until(random, years, reference),
        },
        len(who),
    )


def _valid_until(random: Random, years: Ints, reference: date) -> Dates:
    """Most papers still count: the last day lies up to a tenth of their life back, or in the rest of it ahead."""
    days = np.round(random.uniform(-0.1, 0.9, len(years)) * years * 365).astype("timedelta64[D]")
    end = (np.datetime64(reference, "D") + days).astype("datetime64[s]")
    return np.where(years > 0, end, NEVER)
