"""Who does and does not work well together, how much intensive guidance a group takes, and who is exempt from work."""

from datetime import date

import numpy as np
import pandas as pd

from instances.generate.draw import NEVER, Mask, Random, chosen, days_before, pick, rows_of, table, words
from instances.generate.market import Places
from instances.generate.people import People
from instances.generate.world import World
from instances.parameters import figure
from instances.schema.vocabulary import PlacementStatus


def without_place(made: People, placements: pd.DataFrame) -> Mask:
    """Mark people who have no place and no promise of one, bool (n,)."""
    placed = placements.loc[placements["status"] != PlacementStatus.ENDED.value, "participant"]
    free: Mask = ~pd.Series(made.cells["id"]).isin(placed).to_numpy(bool) & ~made.is_wsw & ~made.is_sheltered
    return free


def add_exemptions(random: Random, made: People, free: Mask, reference: date) -> None:
    """Exempt some people far from work for a while (adds the cell `exempt_until`)."""
    shape = table("exempt")
    low, high = shape["days"]
    exempt = chosen(random, shape["share"], len(made)) & free & (made.ladder <= shape["ladder"])
    made.cells["exempt_until"] = np.where(exempt, days_before(random, reference, -high, -low, len(made)), NEVER)


def add_room_for_intensive(made: People, offer: Places, placements: pd.DataFrame) -> None:
    """Limit the people with intensive guidance per group (adds `max_intensive`); who is there now stays within it."""
    most = np.ceil(offer.by_group(table("intensive_room"), np.nan) * offer.slots)
    now = placements[placements["status"] == PlacementStatus.CURRENT.value]
    who, where = (
        pd.Index(cells["id"]).get_indexer(now[name])
        for cells, name in ((made.cells, "participant"), (offer.cells, "workplace"))
    )
    intensive = made.cells["guidance_hours"][who] >= figure("guidance.intensive_hours").number()
    offer.cells["max_intensive"] = np.maximum(most, np.bincount(where[intensive], minlength=len(offer)))


def couples(random: Random, world: World, made: People, free: Mask) -> pd.DataFrame:
    """Draw couples among people who know the same line of the same company; nobody is in two of them."""
    people = random.permutation(np.flatnonzero(free))
    group = world.company[made.municipality[people]] * (1 + made.line.max()) + made.line[people]
    people = people[np.argsort(group, kind="stable")]
    group = np.sort(group)
    first = np.arange(0, len(people) - 1, 2)
    first = random.permutation(first[group[first] == group[first + 1]])
    ids = pd.array(made.cells["id"], dtype="str")
    parts = []
    for kind, share in table("couples").items():
        these, first = np.split(first, [round(share * len(people) / 2)])
        reasons = table("couple_reasons")[kind]
        cells = {
            "participant": ids.take(people[these]),
            "other": ids.take(people[these + 1]),
            "kind": kind,
            "reason": words(list(reasons), pick(random, list(reasons.values()), len(these))),
        }
        parts.append(rows_of("couples", cells, len(these)))
    return pd.concat(parts, ignore_index=True)
