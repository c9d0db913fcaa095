"""Pairs of a participant and a workplace, as two arrays of indices: what rules read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import Advice, Day, Mode, Stream
from instances.travel import runs
from matching.data import IS_SHELTERED, UNKNOWN_DAY, Ints, MatchingData, among

MODES = tuple(Mode)
DAY_MINUTES = 24 * 60
SUNDAY = 1 << tuple(Day).index(Day.SUN)
JOURNEY_NEEDS = ("participant.postcode", "participant.modes", "workplace.postcode")
WINDOW_NEEDS = ("workplace.from_time", "workplace.until_time", "participant.from_time", "participant.until_time")
SHIFT_NEEDS = (*WINDOW_NEEDS, "workplace.days", "participant.days")
LIMIT_NEEDS = ("participant.max_travel_minutes", "participant.limited_mobility")
START_NEEDS = ("workplace.start_on", "participant.available_on")
SHELTER_NEEDS = ("workplace.kind", "workplace.stream", "workplace.temporary_months")
ADVICE_NEEDS = ("participant.sheltered_advice", "participant.sheltered_advice_on")
PAYS_SHELTER = among(Stream, Stream.SHELTERED)
IS_POSITIVE = among(Advice, Advice.POSITIVE)


@dataclass(frozen=True)
class Journey:
    """The fastest way to work, one entry per pair.

    `minutes` float32, one way, door to door, infinite where no journey is known; `mode` int8 code of `Mode`, -1 where
    there is none; `source` int8 index in `data.travel.sources`.
    """

    minutes: NDArray[np.float32]
    mode: NDArray[np.int8]
    source: NDArray[np.int8]


class Pairs:
    """n pairs over one data set; every array that it gives has shape (n,)."""

    def __init__(self, data: MatchingData, p: Ints, w: Ints) -> None:
        self.data, self.p, self.w = data, p, w

    def __len__(self) -> int:
        return len(self.p)

    def participant(self, field: str) -> Any:
        """A field of the participant of each pair."""
        return self.data.participants[field][self.p]

    def workplace(self, field: str) -> Any:
        """A field of the workplace of each pair."""
        return self.data.workplaces[field][self.w]

    def organisation(self, field: str) -> Any:
        """A field of the organisation where the workplace is."""
        return self.data.organisations[field][self.workplace("organisation")]

    def municipality(self, field: str) -> Any:
        """A field of the municipality that pays for the participant."""
        return self.data.municipalities[field][self.participant("municipality")]

    def listed(self, field: str, target: Ints) -> NDArray[np.int8]:
        """Rank of `target` in a list of the participant (0 = first), -1 where it is not listed."""
        ranks: NDArray[np.int8] = self.data.participants[field].rank(self.p, target)
        return ranks

    @cached_property
    def _times(self) -> dict[Mode, tuple[Any, NDArray[np.float32], NDArray[np.int8]]]:
        """Per mode: which pairs can use it, the minutes and the source for those pairs."""
        modes = self.participant("modes")
        origin, destination = self.participant("postcode"), self.workplace("postcode")
        found: dict[Mode, tuple[Any, NDArray[np.float32], NDArray[np.int8]]] = {}
        for bit, mode in enumerate(MODES):
            who = slice(None) if mode is Mode.WALK else np.flatnonzero(modes & (1 << bit))
            minutes, source = self.data.travel.minutes(origin[who], destination[who], mode)
            found[mode] = (who, minutes, source)
        return found

    def _fastest(self, times: dict[Mode, tuple[Any, NDArray[np.float32], NDArray[np.int8]]]) -> Journey:
        minutes = np.full(len(self), np.inf, np.float32)
        best, source = np.full(len(self), -1, np.int8), np.zeros(len(self), np.int8)
        for mode, (who, taken, origin) in times.items():
            better = taken < minutes[who]
            minutes[who] = np.where(better, taken, minutes[who])
            best[who] = np.where(better, np.int8(MODES.index(mode)), best[who])
            source[who] = np.where(better, origin, source[who])
        return Journey(minutes, best, source)

    @cached_property
    def journey(self) -> Journey:
        """The fastest journey, whatever the hour (needs JOURNEY_NEEDS)."""
        return self._fastest(self._times)

    @cached_property
    def window(self) -> tuple[Ints, Ints]:
        """When person and place can both work on a day they share: start and end, minutes after midnight, int32.

        Work over midnight ends after 24:00. Who is free over midnight is free on both sides of it: the side with the
        longer overlap counts. end <= start where they do not meet (needs WINDOW_NEEDS).
        """
        place, person = self.data.workplaces, self.data.participants
        opens, closes = place["from_time"].astype(np.int32), place["until_time"].astype(np.int32)
        closes = np.where(closes <= opens, closes + DAY_MINUTES, closes)
        earliest, latest = np.maximum(person["from_time"], 0), person["until_time"].astype(np.int32)
        overnight = (latest >= 0) & (latest <= earliest)
        latest = np.where(latest < 0, 2 * DAY_MINUTES, np.where(overnight, latest + DAY_MINUTES, latest))
        start, end = np.maximum(opens[self.w], earliest[self.p]), np.minimum(closes[self.w], latest[self.p])
        back = overnight[self.p] * DAY_MINUTES  # the same free hours, begun on the evening before
        before, after = (
            np.maximum(opens[self.w], earliest[self.p] - back),
            np.minimum(closes[self.w], latest[self.p] - back),
        )
        longer = after - before > end - start
        return np.where(longer, before, start).astype(np.int32), np.where(longer, after, end).astype(np.int32)

    @cached_property
    def shift_times(self) -> dict[Mode, tuple[Any, NDArray[np.float32], NDArray[np.int8]]]:
        """As `_times`, of the journeys that get a person there when the work starts and home when it ends.

        Public transport must run when the person leaves home (start minus journey) and at the end; Sunday hours count
        where Sunday is the only day that person and place share (needs also SHIFT_NEEDS).
        """
        who, minutes, source = self._times[Mode.PUBLIC_TRANSPORT]
        start, end = self.window
        sunday = (self.participant("days")[who] & self.workplace("days")[who]) == SUNDAY
        there = runs(Mode.PUBLIC_TRANSPORT, start[who] - minutes, sunday)
        back = runs(Mode.PUBLIC_TRANSPORT, end[who] % DAY_MINUTES, sunday)
        usable = np.where(there & back, minutes, np.float32(np.inf))
        return {**self._times, Mode.PUBLIC_TRANSPORT: (who, usable, source)}

    @cached_property
    def shift_journey(self) -> Journey:
        """The fastest of these journeys (needs also SHIFT_NEEDS)."""
        return self._fastest(self.shift_times)

    @cached_property
    def start(self) -> Ints:
        """First possible day: the latest of today, the start of the place and the day the person is free.

        Days since 1970, int32 (needs START_NEEDS; an unknown day means at once).
        """
        place, person = self.data.workplaces["start_on"], self.data.participants["available_on"]
        first: Ints = np.maximum(np.maximum(place, self.data.today)[self.w], person[self.p])
        return first

    @cached_property
    def shelter(self) -> NDArray[np.bool_]:
        """Structural sheltered places: sheltered by kind or by the purse that pays, without an end (SHELTER_NEEDS)."""
        sheltered = IS_SHELTERED[self.workplace("kind")] | PAYS_SHELTER[self.workplace("stream")]
        found: NDArray[np.bool_] = sheltered & np.isnan(self.workplace("temporary_months"))
        return found


def advice_holds(data: MatchingData) -> NDArray[np.bool_]:
    """Who has positive UWV advice on sheltered work, dated on or before today, bool (P,) (needs ADVICE_NEEDS)."""
    advice, day = data.participants["sheltered_advice"], data.participants["sheltered_advice_on"]
    holds: NDArray[np.bool_] = IS_POSITIVE[advice] & (day != UNKNOWN_DAY) & (day <= data.today)
    return holds


def legal_limit_minutes(data: MatchingData) -> NDArray[np.float32]:
    """Half of the statutory travel time a day, minutes one way, float32 (P,)."""
    half = figure("travel.statutory_day_minutes").number() / 2
    limit: NDArray[np.float32] = np.full(data.num_participants, half, np.float32)
    return limit


def personal_limit_minutes(data: MatchingData) -> NDArray[np.float32]:
    """The person's own limit, else the default, shorter for limited mobility; minutes one way, float32 (P,)."""
    usual = figure("travel.personal_default_minutes").number()
    limited = figure("travel.limited_mobility_minutes").number()
    own = data.participants["max_travel_minutes"]
    default = np.where(data.participants["limited_mobility"] == 1, limited, usual)
    limit: NDArray[np.float32] = np.where(np.isnan(own), default, own).astype(np.float32)
    return limit


# The longest journey that a travel rule allows, by the code of the rule.
TRAVEL_LIMITS = {"legal_travel": legal_limit_minutes, "personal_travel": personal_limit_minutes}
