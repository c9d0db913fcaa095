"""What a placement is in the terms that money asks for: hours, days, wage value, kind of contract.

Days are counted from 1 January of the budget year: 0 is that day, `num_days` the end of the year. Who is at a place
now has been there since the placement began; its whole part of this year counts (what a municipality committed
elsewhere leaves these places out). Everybody else starts on the first possible day. Where costs are asked by the
year (`MatchingData.in_year`), every stay has begun on 1 January and lasts the year.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, PlacementStatus, Regime, Stream
from instances.subsidies import youth_share
from matching.data import IS_SHELTERED, IS_WSW, UNKNOWN_DAY, Ints, MatchingData, among, row_of
from matching.pairs import START_NEEDS, Pairs

type Floats = NDArray[np.float64]
type Mask = NDArray[np.bool_]

STAY_NEEDS = (
    *START_NEEDS,
    "workplace.end_on",
    "workplace.temporary_months",
    "workplace.contract_months",
    "placements",
)
SUBSIDY_NEEDS = (
    "participant.regime",
    "participant.birth_year",
    "participant.target_group",
    "participant.wage_value",
    "participant.wage_value_on",
    "participant.hours_week",
    "workplace.hours_min",
    "workplace.hours_max",
)
IS_JOB = among(PlaceKind, PlaceKind.REGULAR, PlaceKind.REGULAR_LKS)
HAS_LKS = among(PlaceKind, PlaceKind.REGULAR_LKS)
IS_TRIAL = among(PlaceKind, PlaceKind.TRIAL)
PAYS_SHELTERED = among(Stream, Stream.SHELTERED)
PAYS_WSW = among(Stream, Stream.WSW)
IS_UWV = among(Regime, Regime.WAJONG)
ADULT = 21


class Terms:
    """The terms of n pairs; every array has shape (n,). Each reads only the fields that it needs."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs, self.data = pairs, pairs.data

    @cached_property
    def new_year(self) -> int:
        """1 January of the budget year, days since 1970."""
        return int(np.datetime64(f"{self.data.year}-01-01", "D").astype(np.int64))

    @cached_property
    def num_days(self) -> int:
        """Days in the budget year."""
        return int(np.datetime64(f"{self.data.year + 1}-01-01", "D").astype(np.int64)) - self.new_year

    @cached_property
    def _held_since(self) -> tuple[NDArray[np.intp], Ints]:
        """Pairs that are a placement now, as positions, and the day each began, days since 1970."""
        keys, since = self.data.remember(_current)
        at, found = find(self.pairs, keys)
        return at, since[found]

    @cached_property
    def is_current(self) -> Mask:
        """The participant is at this place now."""
        mask = np.zeros(len(self.pairs), bool)
        mask[self._held_since[0]] = True
        return mask

    @cached_property
    def since(self) -> Ints:
        """First day of the placement, possibly in an earlier year."""
        first = self.pairs.start.astype(np.int32)
        at, since = self._held_since
        first[at] = since
        since = (first - np.int32(self.new_year)).astype(np.int32)
        return np.minimum(since, 0) if self.data.whole_year else since

    @cached_property
    def until(self) -> Ints:
        """Day after the last one: the end of the place, the stay or the contract, or the end of the year."""
        if self.data.whole_year:
            return np.full(len(self.pairs), self.num_days, np.int32)
        last = np.full(self.data.num_workplaces, np.iinfo(np.int32).max, np.int64)
        place = self.data.workplaces
        ends = place["end_on"] != UNKNOWN_DAY
        last[ends] = place["end_on"][ends] + 1 - self.new_year
        until = np.minimum(last[self.pairs.w], self.num_days)
        months = _months(self.data)[self.pairs.w]
        short = np.flatnonzero(months > 0)
        ended = self.months_later(self.since[short], months[short])
        until[short] = np.minimum(until[short], ended)
        return np.maximum(until, 0).astype(np.int32)

    def months_later(self, day: Ints, months: Ints | int) -> Ints:
        """The same day of the month so many months later (days from 1 January); the 31st of a short month runs over."""
        dates = (day.astype(np.int64) + self.new_year).astype("datetime64[D]")
        month = dates.astype("datetime64[M]")
        later = month + np.asarray(months).astype("timedelta64[M]")
        days = (later.astype("datetime64[D]") + (dates - month)).astype(np.int64)
        return np.asarray(days - self.new_year, np.int32)

    @cached_property
    def hours_known(self) -> Mask:
        """How long a week the person can work is known."""
        return np.asarray(~np.isnan(self.pairs.participant("hours_week")))

    @cached_property
    def hours(self) -> Floats:
        """Contract hours a week: what the person can work, within what the place offers."""
        assumed = figure("money.assumed_hours_week").number()
        able = np.where(self.hours_known, self.pairs.participant("hours_week"), assumed)
        least, most = self.pairs.workplace("hours_min"), self.pairs.workplace("hours_max")
        return np.asarray(np.maximum(np.minimum(able, most), least), np.float64)

    @cached_property
    def wage_share(self) -> Floats:
        """Minimum wage of the person as a share of that of an adult: youth below 21 by age in the budget year."""
        born = self.pairs.participant("birth_year")
        return youth_share(np.where(np.isnan(born), ADULT, self.data.year - born))

    @cached_property
    def wage_value(self) -> Floats:
        """Wage value in % of the minimum wage: the one of the file, else the assumed one of the regime."""
        assumed = figure("money.assumed_wage_value").value
        assert isinstance(assumed, dict)
        regimes = np.array([assumed.get(regime.value, assumed["other"]) for regime in Regime], np.float64)
        own = self.pairs.participant("wage_value")
        return np.asarray(np.where(np.isnan(own), regimes[self.pairs.participant("regime")], own), np.float64)

    @cached_property
    def is_measured(self) -> Mask:
        """The wage value was measured at this very place: a wage value belongs to a job, not to a person."""
        day, value = self.pairs.participant("wage_value_on"), self.pairs.participant("wage_value")
        here = self.is_current & (day != UNKNOWN_DAY) & (day - self.new_year >= self.since)
        return np.asarray(here & ~np.isnan(value))

    @cached_property
    def is_wsw(self) -> Mask:
        """A Wsw employee on a Wsw place."""
        return np.asarray(IS_WSW[self.pairs.participant("regime")] & PAYS_WSW[self.pairs.workplace("stream")])

    @cached_property
    def is_sheltered(self) -> Mask:
        """A structural sheltered place under the Participation Act, by its kind or by the purse that pays."""
        stream, kind = self.pairs.workplace("stream"), self.pairs.workplace("kind")
        lasting = np.isnan(self.pairs.workplace("temporary_months"))
        sheltered = (IS_SHELTERED[kind] | PAYS_SHELTERED[stream]) & lasting & ~PAYS_WSW[stream]
        return np.asarray(sheltered & ~IS_WSW[self.pairs.participant("regime")])

    @cached_property
    def is_job(self) -> Mask:
        """A job with an employer, with or without subsidy."""
        return np.asarray(IS_JOB[self.pairs.workplace("kind")])

    @cached_property
    def is_entitled(self) -> Mask:
        """Wage-cost subsidy: a sheltered place, or a job made for it and a person not outside the target group.

        And a wage value, known or assumed, below 100 %. Not known to be in the group counts as in it: the subsidy is
        then an estimate, never silently nothing.
        """
        made_for_it = HAS_LKS[self.pairs.workplace("kind")] & (self.pairs.participant("target_group") != 0)
        lost = self.wage_value < figure("law.lks_wage_value_below").number()
        return np.asarray((made_for_it | self.is_sheltered) & lost)


def find(pairs: Pairs, keys: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the pairs that are among `keys` (sorted, p · W + w): their positions, and where each key stands."""
    if not len(keys):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    width = max(1, pairs.data.num_workplaces)
    holds = np.zeros(pairs.data.num_participants, bool)
    holds[keys // width] = True
    asked = np.flatnonzero(holds[pairs.p])
    wanted = pairs.p[asked].astype(np.int64) * width + pairs.w[asked]
    spot = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[spot] == wanted
    return asked[hit], spot[hit]


def _current(data: MatchingData) -> tuple[NDArray[np.int64], Ints]:
    """Current placements: sorted keys p · W + w, and the first day of each (the earliest where there are more)."""
    rows = data.table("placements")
    rows = rows[rows["status"] == PlacementStatus.CURRENT.value]
    p = row_of(data.instance, "participants", rows["participant"]).astype(np.int64)
    w = row_of(data.instance, "workplaces", rows["workplace"])
    since = rows["start_on"].to_numpy("datetime64[D]").astype(np.int64)
    keys = p * max(1, data.num_workplaces) + w
    order = np.lexsort((since, keys))
    order = order[(p[order] >= 0) & (w[order] >= 0)]
    keys, first = np.unique(keys[order], return_index=True)
    return keys, since[order[first]].astype(np.int32)


def _months(data: MatchingData) -> Ints:
    """Longest stay at each workplace in months, 0 = no end: a temporary place, a trial, the contract of a job."""
    place = data.workplaces
    trial = IS_TRIAL[place["kind"]] * figure("law.trial_max_months").number()
    contract = np.where(IS_JOB[place["kind"]], np.nan_to_num(place["contract_months"]), 0)
    months = np.maximum(np.nan_to_num(place["temporary_months"]), trial)
    return np.asarray(np.maximum(months, contract), np.int32)
