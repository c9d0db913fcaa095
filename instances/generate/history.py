"""Placements that are, were or are promised, and the facts that follow from them.

Who has a place can do that work: what the place asks never exceeds what the file says about that person.
"""

from datetime import date

import numpy as np
import pandas as pd

from instances.generate.abilities import AXES
from instances.generate.demands import SHELTERED
from instances.generate.draw import (
    DAYS,
    NEVER,
    Dates,
    Ints,
    Mask,
    Random,
    chosen,
    days_before,
    halves,
    number,
    pick,
    rank_within,
    rows_of,
    table,
    words,
)
from instances.generate.market import Places
from instances.generate.people import People
from instances.generate.world import World
from instances.geography import distance_km, geography
from instances.parameters import figure
from instances.schema.vocabulary import Mode
from instances.tables import SEPARATOR
from instances.travel import EmbeddedTimes

REACH_MINUTES = 75  # one way; whoever would travel longer is brought by the company's bus
NEAR_KM = 6.0
WORKWEEK = SEPARATOR.join(DAYS[:5])
TRIES = 60  # pairs looked at for each promise


def placements(random: Random, world: World, made: People, offer: Places, reference: date) -> pd.DataFrame:
    """Seat Wsw and sheltered people, promise some places, and give some a past (changes cells to fit)."""
    wsw = _seat(random, made.is_wsw, world.wsw_company[made.municipality], offer, offer.of("wsw"))
    placed = made.is_sheltered & chosen(random, number("sheltered_placed"), len(made))
    sheltered = _seat(random, placed, world.company[made.municipality], offer, offer.of(*SHELTERED))
    for who, where in (wsw, sheltered):
        _fit(made, offer, who, where)
    waiting = ~made.is_wsw & ~made.is_sheltered
    promised = _promise(random, world, made, offer, waiting)
    past_who = np.flatnonzero(waiting & chosen(random, number("ended"), len(made)))
    past_where = random.choice(np.flatnonzero(~offer.of("wsw", "training", *SHELTERED)), len(past_who))
    made.cells["waiting_since"][sheltered[0]] = NEVER
    ended = days_before(random, reference, 60, 1100, len(past_who))
    lasted = random.integers(14, 500, len(past_who)).astype("timedelta64[D]").astype("timedelta64[s]")
    parts = [
        _rows(made, offer, *wsw, "current", days_before(random, reference, 365, 9000, len(wsw[0]))),
        _rows(made, offer, *sheltered, "current", days_before(random, reference, 60, 2500, len(sheltered[0]))),
        _rows(made, offer, *promised, "promised", days_before(random, reference, -60, -7, len(promised[0]))),
    ]
    reasons = table("end_reasons")
    parts.append(_rows(made, offer, past_who, past_where, "ended", ended - lasted))
    parts[-1]["end_on"] = ended
    parts[-1]["reason"] = words(list(reasons), pick(random, list(reasons.values()), len(past_who)))
    return pd.concat(parts, ignore_index=True)


def _rows(made: People, offer: Places, who: Ints, where: Ints, status: str, start: Dates) -> pd.DataFrame:
    cells = {
        "participant": pd.array(made.cells["id"], dtype="str").take(who),
        "workplace": pd.array(offer.cells["id"], dtype="str").take(where),
        "status": status,
        "start_on": start,
    }
    return rows_of("placements", cells, len(who))


def _seat(random: Random, who: Mask, company: Ints, offer: Places, usable: Mask) -> tuple[Ints, Ints]:
    """Give each of `who` a free slot among the usable places in the area of the own company.

    Returns positions of people and workplaces; people for whom no slot is left are not seated.
    """
    people = random.permutation(np.flatnonzero(who))
    units = random.permutation(np.repeat(np.flatnonzero(usable), offer.slots[usable]))
    groups = pd.DataFrame({"group": company[people], "who": people})
    groups["rank"] = rank_within(groups["group"].to_numpy())
    slots = pd.DataFrame({"group": offer.company[units], "where": units})
    slots["rank"] = rank_within(slots["group"].to_numpy())
    seats = groups.merge(slots, on=["group", "rank"]).sort_values("who")
    return seats["who"].to_numpy(), seats["where"].to_numpy()


def _fit(made: People, offer: Places, who: Ints, where: Ints) -> None:
    """Bring the facts of people in line with the work that they already do, and the guidance with the people."""
    cells = made.cells
    for axis in AXES:
        cells[f"capacity_{axis}"][who] = np.fmax(cells[f"capacity_{axis}"][who], offer.cells[f"load_{axis}"][where])
    cells["hours_week"][who] = np.fmax(cells["hours_week"][who], offer.cells["hours_min"][where])
    for cell in ("vetoed_lines", "vetoed_organisations"):
        vetoes = pd.Series(cells[cell])
        vetoes.iloc[who] = ""
        cells[cell] = vetoes.array
    _fit_journey(made, offer, who, where)
    needed = np.bincount(where, cells["guidance_hours"][who], len(offer))
    offer.cells["guidance_hours"] = np.maximum(offer.cells["guidance_hours"], halves(needed))


def _fit_journey(made: People, offer: Places, who: Ints, where: Ints) -> None:
    """Who has a place gets there: as far as needed, and by the company's bus (a car) where nothing else would do."""
    times, modes = EmbeddedTimes(), pd.Series(made.cells["modes"])
    home, site = made.postcode[who].astype(np.int32), offer.postcode[where].astype(np.int32)
    minutes = {mode: times.minutes(home, site, mode)[0] for mode in Mode}
    usable = {mode: modes.iloc[who].str.split(";").map(set).map(lambda own, mode=mode: mode in own) for mode in Mode}
    best = np.min([np.where(usable[mode], minutes[mode], np.inf) for mode in Mode], axis=0)
    driven = best > REACH_MINUTES
    modes.iloc[who[driven]] = modes.iloc[who[driven]] + ";car"
    best = np.where(driven, np.minimum(best, minutes[Mode.CAR]), best)
    limit = made.cells["max_travel_minutes"][who]
    usual = figure("travel.personal_default_minutes").number()
    made.cells["max_travel_minutes"][who] = np.where(best > np.fmin(limit, usual), np.ceil(best), limit)
    made.cells["limited_mobility"][who] = False
    made.cells["modes"] = modes.array


def _promise(random: Random, world: World, made: People, offer: Places, waiting: Mask) -> tuple[Ints, Ints]:
    """Promise places near home to people for whom nothing stands in the way, one a person and one a workplace."""
    num = round(number("promised") * waiting.sum())
    if num == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    places = offer.cells
    # plain places only: no papers, no fixed shift, the daytime of weekdays, paid from the re-integration purse
    plain = (
        offer.of("work_experience", "line_slot", "secondment", "trial")
        & (pd.Series(places["certificates"]) == "").to_numpy(bool)
        & (places["hours_day"] == 0)
        & ~(places["contract_months"] < figure("law.trial_intended_contract_months").number())
        & (pd.Series(places["days"]) == WORKWEEK).to_numpy(bool)
        & (pd.Series(places["from_time"]) >= "07:00").to_numpy(bool)
        & (pd.Series(places["until_time"]) <= "18:00").to_numpy(bool)
    )
    free = (
        waiting
        & (pd.Series(made.cells["vetoed_lines"]) == "").to_numpy(bool)
        & (pd.Series(made.cells["vetoed_organisations"]) == "").to_numpy(bool)
        & pd.isna(made.cells["budget_cents"])
        & pd.isna(pd.Series(made.cells["from_time"])).to_numpy(bool)
        & pd.Series(made.cells["days"]).str.startswith("mon;tue;wed;thu;fri").to_numpy(bool)
        & pd.Series(made.cells["dutch"]).isin(["B1", "B2", "C1", "C2"]).to_numpy(bool)
        & pd.Series(made.cells["modes"]).str.contains("bike").to_numpy(bool)
        & ~(made.cells["max_travel_minutes"] < 60)
        & ~made.cells["limited_mobility"]
        & pd.isna(made.cells["available_on"])
    )
    who = random.choice(np.flatnonzero(free), num * TRIES)
    where = random.choice(np.flatnonzero(plain), num * TRIES)
    fits = (
        distance_km(geography(), made.postcode[who].astype(np.int32), offer.postcode[where].astype(np.int32)) < NEAR_KM
    )
    fits &= places["hours_min"][where] <= made.cells["hours_week"][who]
    fits &= (
        places["price_cents"][where] + made.cells["budget_used_cents"][who]
        <= 100 * world.cap_euro[made.municipality[who]]
    )
    fits &= made.cells["guidance_hours"][who] <= places["guidance_hours"][where]
    for axis in AXES:
        fits &= places[f"load_{axis}"][where] <= made.cells[f"capacity_{axis}"][who]
    asks_much = pd.Series(places["min_dutch"]).isin(["B2", "C1", "C2"]).to_numpy(bool)
    fits &= ~asks_much[where]
    pairs = pd.DataFrame({"who": who[fits], "where": where[fits]})
    pairs = pairs.drop_duplicates("who").drop_duplicates("where").head(num)
    return pairs["who"].to_numpy(), pairs["where"].to_numpy()
