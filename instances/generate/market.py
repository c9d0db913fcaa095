"""Employers and workplaces: how many, of which kind, where, and for which line.

Groups refine the kinds of place: `temporary` is a protected place for at most a year, `wsw` is reserved for Wsw people,
`sheltered_*` are the ways in which sheltered work is done. Numbers of slots per group are exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from instances.generate.draw import (
    Floats,
    Ints,
    Random,
    apportion,
    chosen,
    ids,
    listed,
    number,
    pick,
    pick_by,
    rank_within,
    rows_of,
    table,
    words,
)
from instances.generate.world import World, region_participants
from instances.geography import geography
from instances.schema.vocabulary import Sector

SECTORS = tuple(sector.value for sector in Sector)
AT_EMPLOYER = (
    "regular", "regular_lks", "trial", "secondment", "secondment_group", "work_experience",
    "sheltered_outside", "sheltered_secondment", "sheltered_secondment_group",
)  # fmt: skip
AT_COMPANY = ("line_slot", "training", "temporary", "sheltered_inside", "day_activity", "wsw")
GROUPS = (*AT_EMPLOYER, *AT_COMPANY)
IN_GROUPS = ("secondment_group", "sheltered_outside", "sheltered_secondment_group")
LARGEST_SHARE = 0.15  # of a site's staff that a group may be, so that it displaces nobody


@dataclass(eq=False)
class Places:
    """W workplaces while they are being made.

    `group` position in GROUPS; `line` position in the lines; `course` position in the courses, -1 = none; `company`
    position in the world, -1 at employers; `sector` position in SECTORS; `postcode` index in the geography; `slots`.
    """

    group: Ints
    line: Ints
    course: Ints
    company: Ints
    organisation: Any
    sector: Ints
    postcode: Ints
    slots: Ints
    cells: dict[str, Any]

    def __len__(self) -> int:
        return len(self.group)

    def by_group(self, values: dict[str, Any], otherwise: float = 0.0) -> Floats:
        """Look a number up for the group of each workplace, float64 (W,)."""
        return np.array([values.get(name, otherwise) for name in GROUPS], np.float64)[self.group]

    def of(self, *names: str) -> Any:
        """Mark the workplaces of these groups, bool (W,)."""
        return np.isin(self.group, [GROUPS.index(name) for name in names])

    def frame(self) -> pd.DataFrame:
        """The table of workplaces."""
        return rows_of("workplaces", {**self.cells, "slots": self.slots}, len(self))


@dataclass(eq=False)
class Employers:
    """Sites of employers: `sector` position in SECTORS, `postcode` index in the geography, people on the site."""

    id: Any
    sector: Ints
    postcode: Ints
    staff: Ints
    non_regular: Ints

    def frame(self) -> pd.DataFrame:
        """The organisations of kind employer."""
        num = len(self.sector)
        return rows_of(
            "organisations",
            {
                "id": self.id,
                "name": "Werkgever " + pd.Series(np.arange(1, num + 1)).astype("str") + " (verzonnen)",
                "kind": "employer",
                "sector": words(SECTORS, self.sector),
                "postcode": words(geography().code.tolist(), self.postcode),
                "staff": self.staff,
                "non_regular_staff": self.non_regular,
            },
            num,
        )


def employers(random: Random, world: World, num_people: int) -> Employers:
    """Draw employer sites in proportion to the people, some of them just outside the region."""
    num = max(len(SECTORS), round(number("employer_sites") * num_people / region_participants()))
    shape, near, mix = table("staff"), table("neighbour_sites"), table("sector_mix")
    postcode = world.postcode[pick(random, world.people, num)]
    if len(world.neighbours):
        outside = world.neighbours[random.integers(0, len(world.neighbours), num)]
        postcode = np.where(chosen(random, near["share"], num), outside, postcode)
    staff = np.round(
        np.clip(random.lognormal(np.log(shape["median"]), shape["sigma"], num), shape["lowest"], shape["highest"])
    )
    share = random.beta(1, 1 / number("non_regular") - 1, num)
    sector = np.array([SECTORS.index(name) for name in mix])[pick(random, list(mix.values()), num)]
    return Employers(ids("e", num), sector, postcode, staff.astype(np.int64), np.floor(staff * share).astype(np.int64))


def places(
    random: Random, world: World, num_people: int, sites: Employers, lines: Sequence[str], num_places: int | None
) -> Places:
    """Draw the workplaces of a world: `num_places` rows, or as many as the region has for these people."""
    slots = _slots_by_group(world, num_people)
    rows = _rows_by_group(slots, len(lines), num_places)
    parts = [_at_employer(random, group, rows[group], slots[group], world, sites, lines) for group in AT_EMPLOYER]
    parts += [_at_company(random, group, rows[group], slots[group], world, lines) for group in AT_COMPANY]
    whole = {name: np.concatenate([part[name] for part in parts if len(part["slots"])]) for name in parts[0]}
    made = Places(**whole, cells={})
    made.cells["id"] = ids("w", len(made))
    return made


def _slots_by_group(world: World, num_people: int) -> dict[str, int]:
    scale = num_people / region_participants()
    slots = {group: round(found * scale) for group, found in table("place_slots").items()}
    mix = table("sheltered_mix")
    slots |= dict(zip(mix, apportion(slots.pop("sheltered"), list(mix.values())).tolist(), strict=True))
    return {**slots, "wsw": world.num_wsw}


def _rows_by_group(slots: dict[str, int], num_lines: int, num_places: int | None) -> dict[str, int]:
    """Workplaces per group: by the mean number of slots in the region, or sharing `num_places` in that proportion."""
    usual = {group: slots[group] / size for group, size in table("place_group").items()}
    if num_places is not None:
        usual = dict(zip(usual, apportion(num_places, list(usual.values())).tolist(), strict=True))
    rows = {group: min(slots[group], max(1, round(found))) for group, found in usual.items()}
    if num_places is None:
        rows["line_slot"] = min(slots["line_slot"], max(rows["line_slot"], num_lines))
    return rows


def _at_employer(
    random: Random, group: str, num: int, slots: int, world: World, sites: Employers, lines: Sequence[str]
) -> dict[str, Any]:
    """Places at employers: larger sites more often, work as the sector has it; groups where they are a small part."""
    weight = sites.staff.astype(np.float64) if group in IN_GROUPS else np.sqrt(sites.staff)
    site = pick(random, weight, num)
    mix = table("line_mix_by_sector")
    chances = np.array([[mix[sector].get(line, 0.0) for line in lines] for sector in SECTORS])
    taken = _spread(slots, random.exponential(1, num))
    if group in IN_GROUPS:
        needed = np.ceil((sites.non_regular[site] + taken) / LARGEST_SHARE).astype(np.int64)
        np.maximum.at(sites.staff, site, needed)
    return {
        "group": np.full(num, GROUPS.index(group)),
        "line": pick_by(random, chances, sites.sector[site]),
        "course": np.full(num, -1),
        "company": world.serving(sites.postcode[site]),
        "organisation": pd.array(sites.id, dtype="str").take(site).to_numpy(object),
        "sector": sites.sector[site],
        "postcode": sites.postcode[site],
        "slots": taken,
    }


def _at_company(random: Random, group: str, num: int, slots: int, world: World, lines: Sequence[str]) -> dict[str, Any]:
    """Places at the development companies, in proportion to the people that each serves; lines take turns."""
    serves = world.wsw_company if group == "wsw" else world.company
    people = np.bincount(serves, world.wsw_people if group == "wsw" else world.households, len(world.companies))
    # a company with Wsw people has at least one place for them
    rows = apportion(num, people) if group != "wsw" else np.maximum(apportion(num, people), people > 0)
    company = np.repeat(np.arange(len(people)), rows)
    turn = rank_within(company)
    course = np.full(len(company), -1)
    line = (turn + random.integers(0, len(lines), len(people))[company]) % len(lines)
    if group == "training":
        courses = listed("courses")
        course = (turn + random.integers(0, len(courses), len(people))[company]) % len(courses)
        line = np.array([lines.index(found[1]) for found in courses])[course]
    if group == "wsw":
        taken = np.concatenate([_spread(int(total), np.ones(part)) for total, part in zip(people, rows, strict=True)])
        taken += chosen(random, number("wsw_vacancy"), len(company))
    else:
        size = np.array([table("line_size")[name] for name in lines], np.float64)
        own = np.bincount(company * len(lines) + line, minlength=len(people) * len(lines))[company * len(lines) + line]
        taken = _spread(slots, size[line] * people[company] / own)
    return {
        "group": np.full(len(company), GROUPS.index(group)),
        "line": line,
        "course": course,
        "company": company,
        "organisation": np.array(world.companies, object)[company],
        "sector": np.full(len(company), SECTORS.index("other")),
        "postcode": _company_postcode(random, world, company, line, serves, lines),
        "slots": taken,
    }


def _spread(total: int, weights: Floats) -> Ints:
    """Share `total` slots out over workplaces, at least one each."""
    return 1 + apportion(total - len(weights), weights) if len(weights) else np.empty(0, np.int64)


def _company_postcode(
    random: Random, world: World, company: Ints, line: Ints, serves: Ints, lines: Sequence[str]
) -> Ints:
    """A main site, or for lines that work on location somewhere in a municipality that the company serves."""
    sites = world.company_sites
    width = max(len(found) for found in sites)
    choice = np.array([(found * width)[:width] for found in sites])
    main = choice[company, random.integers(0, width, len(company))]
    weights = np.where(serves == np.arange(len(sites))[:, None], world.households, 0.0)
    served = weights.sum(axis=1) > 0
    there = world.homes(random, pick_by(random, np.where(served[:, None], weights, 1.0), company))
    away = chosen(random, np.array([table("on_location").get(name, 0.0) for name in lines])[line], len(line))
    return np.where(away & served[company], there, main)
