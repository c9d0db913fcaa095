"""The instances that can be generated, and how each is put together from people, market, places and money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from instances.generate import abilities, attitude, demands, groups, history, market, money, outcomes, people
from instances.generate.draw import Random, number, rows_of
from instances.generate.world import World, heuvelland, land, region_participants
from instances.skills import lines as line_table
from instances.tables import Instance

REFERENCE = date(2026, 1, 5)
NOTE = "Alle mensen, plekken en bedragen zijn verzonnen. All people, places and amounts are made up."


@dataclass(frozen=True)
class Preset:
    """A world and a number of participants (None: as many as the figures of the region say).

    `as_region`: as many workplaces per participant as in the region, else one for ten.
    """

    title: str
    num_participants: int | None
    world: Callable[[Random, int], World]
    as_region: bool


def _region(_random: Random, num_participants: int) -> World:
    return heuvelland(num_participants)


def _limburg(random: Random, num_participants: int) -> World:
    return land(random, num_participants, "Limburg")


PRESETS = {
    "district": Preset("Een tiende van Maastricht-Heuvelland", 200, _region, as_region=True),
    "region": Preset("Maastricht-Heuvelland", None, _region, as_region=True),
    "province": Preset("Limburg", 10_000, _limburg, as_region=False),
    "nation": Preset("Nederland", 100_000, land, as_region=False),
}


def build(name: str, seed: int, participants: int | None) -> Instance:
    """Make the instance of a preset, with another number of participants if asked; places grow in proportion."""
    preset = PRESETS[name]
    num_people = participants or preset.num_participants or region_participants()
    streams = [np.random.default_rng(sequence) for sequence in np.random.SeedSequence(seed).spawn(10)]
    world = preset.world(streams[0], num_people)
    lines = line_table().index.to_list()
    made = people.people(streams[1], world, num_people, len(lines), REFERENCE)
    abilities.add_abilities(streams[2], made)
    sites = market.employers(streams[3], world, num_people)
    num_places = None if preset.as_region else round(num_people * number("places_per_participant"))
    offer = market.places(streams[4], world, num_people, sites, lines, num_places)
    demands.add_demands(streams[4], offer, lines, REFERENCE)
    abilities.add_wishes(streams[5], made, lines, list(sites.id))
    certificates = abilities.certificates(streams[5], made, REFERENCE)
    skills = abilities.skills(streams[5], made, lines)
    coaches = people.coaches(streams[5], world, num_people, region_participants())
    people.give_coaches(streams[5], world, made, coaches)
    placements = history.placements(streams[6], world, made, offer, REFERENCE)
    free = groups.without_place(made, placements)
    groups.add_exemptions(streams[9], made, free, REFERENCE)
    groups.add_room_for_intensive(made, offer, placements)
    instance = Instance.of(
        {
            "instance": [_info(name, preset.title, seed)],
            "organisations": pd.concat([world.organisations, sites.frame()], ignore_index=True),
            "municipalities": money.municipalities(world, num_people),
            "lines": _lines(world),
            "courses": demands.courses(),
            "coaches": coaches,
            "budgets": money.budgets(world, made, offer, REFERENCE),
            "participants": made.frame(),
            "participant_skills": skills,
            "participant_certificates": certificates,
            "couples": groups.couples(streams[9], world, made, free),
            "workplaces": offer.frame(),
            "workplace_skills": demands.place_skills(streams[6], offer, lines),
            "placements": placements,
            "outcomes": outcomes.outcomes(streams[8], world, num_people, REFERENCE),
        }
    )
    return attitude.add_attitude(streams[7], instance, made)


def _info(name: str, title: str, seed: int) -> dict[str, object]:
    return {
        "name": name,
        "title": f"{title} (verzonnen / synthetic)",
        "reference_date": REFERENCE,
        "synthetic": True,
        "seed": seed,
        "note": NOTE,
    }


def _lines(world: World) -> pd.DataFrame:
    found = line_table()
    return rows_of(
        "lines",
        {
            "id": found.index.to_list(),
            **{name: found[name].to_list() for name in ("name_nl", "name_en", "sector")},
            "organisation": [world.companies[0] if world.companies[0] == "mtb" else None] * len(found),
        },
        len(found),
    )
