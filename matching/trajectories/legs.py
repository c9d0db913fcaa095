"""What a line over time may look like, and what it is worth.

A **leg** is a stay: pair i (a participant at a workplace) in the months start ≤ t < stop of the horizon 0..H - 1; month
0 is the month of the reference date. A **line** is a sequence of legs of one participant. It may be chosen when

    start      i is eligible under every pair rule; start is not before the place and the person can begin, and a
               course begins in a month in which a group starts
    length     stop - start is one of the months of its step; a last step lasts as long as the place; no stay ends after
               the place does. What goes on beyond the horizon is cut there
    order      steps go up: temporary protection, development, training, trial, job (`trajectory.step_of_kind`)
    next       after a temporary protected place follows, at once, a place of the kind that it names as its next step,
               unless it goes on at the end of the horizon

What a change of hands costs is said in two places, and each change is counted once, in one of them. The pair rules
of the part `continuity` (coach, organisation, line, promises) compare a place with where someone is today: they speak
for the first leg alone. `trajectory.toml` speaks for every change from one leg to the next. With v_i the value of the
pair in the matching of single places and κ_i ≥ 0 what those rules took off it, points:

    month_i = v_i + κ_i                        ∀ pairs i, points a month: whatever a month in the place is worth
    change_i = κ_i · min(change months, H)     ∀ pairs i, points a line that begins with i

    points = Σ_legs month_i (stop - start)  -  change_(first leg)
             - waiting · months before the first leg and between legs (after diagnosis)
             - Σ_next legs (organisation · [another organisation] + line · [another line])           ∀ lines

A change is one decision, so it is weighed once, not in each month that follows: else the same hand-over would cost
eight times more before a stay of two years than before one of three months. The weight of a rule was chosen beside the
value of one month; a change weighs as much as that in each month of a year (`trajectory.change_months`), as the weights
between legs do, and no more often than there are months. Over one month `points` is v_i: the matching of single places.
A hand-over between coaches does not occur between legs: in the documents a participant keeps one coach.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, Stage, ValuePart
from instances.tables import SEPARATOR
from matching.data import UNKNOWN_DAY, Ints, MatchingData, among
from matching.eligibility import judge
from matching.pairs import START_NEEDS, Pairs
from matching.rule import Rulebook

NEEDS = (
    *START_NEEDS,
    "participant.stage",
    "workplace.end_on",
    "workplace.course",
    "workplace.line",
    "workplace.temporary_months",
    "workplace.next_step",
    "courses",
)
FIRST_STEP, LAST_STEP = 1, 5
LASTS = 0  # a length: as long as the place lasts
FOREVER = 2**30
WEEKS_YEAR = 52
NO_LEG = -1
IN_DIAGNOSIS = among(Stage, Stage.DIAGNOSIS)
Lines = NDArray[np.int32]  # (c, LAST_STEP, 3): pair, start and stop of each leg in order; NO_LEG where there is none


def month_of(data: MatchingData, days: Any) -> NDArray[np.int64]:
    """Months of the horizon in which days (since 1970) lie."""
    months = np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    found: NDArray[np.int64] = months - np.datetime64(data.today, "D").astype("datetime64[M]").astype(np.int64)
    return found


@dataclass(frozen=True)
class Weights:
    """What counts against a line, points: a month of waiting, another organisation, another learn-work line.

    `change_months`: how many months' worth of what the pair rules say of the change from today counts, once.
    """

    waiting: int
    organisation: int
    line: int
    change_months: int

    @classmethod
    def stated(cls) -> Self:
        """Those of `instances/parameters/trajectory.toml`."""
        names = ("waiting_points", "organisation_points", "line_points", "change_months")
        return cls(*(int(figure(f"trajectory.{name}").number()) for name in names))


@dataclass(frozen=True)
class Legs:
    """The legs of n pairs (sorted by participant) over a horizon of `months`, H.

    `value` int64 (n,): of a month; `change` int64 (n,) >= 0: of beginning with the pair; `step` int8 (n,); `follow`
    int8 (n,): kind that must follow, -1 = any; `kind` int8 (n,); `organisation`, `line` int32 (n,); `can_start` bool
    (n, H); `last` int64 (n,): first month after the place; `lengths`: (months, pairs that may stay so long);
    `free_from` int64 (P,): first month after diagnosis.
    """

    pairs: Pairs
    months: int
    weights: Weights
    value: NDArray[np.int64]
    change: NDArray[np.int64]
    step: NDArray[np.int8]
    follow: NDArray[np.int8]
    kind: NDArray[np.int8]
    organisation: Ints
    line: Ints
    can_start: NDArray[np.bool_]
    last: NDArray[np.int64]
    lengths: tuple[tuple[int, NDArray[np.intp]], ...]
    free_from: NDArray[np.int64]

    @classmethod
    def of(cls, pairs: Pairs, value: NDArray[Any], rulebook: Rulebook, months: int) -> Self:
        """Work out the legs of these pairs (needs NEEDS); `value` (n,), points, of each as a single place."""
        data, kind = pairs.data, pairs.workplace("kind")
        temporary = pairs.workplace("temporary_months")
        step = _table("step_of_kind")[kind].astype(np.int8)
        step[~np.isnan(temporary)] = int(figure("trajectory.step_temporary").number())
        end = pairs.workplace("end_on")
        last = np.where(end == UNKNOWN_DAY, FOREVER, month_of(data, np.maximum(end, 0)) + 1)
        diagnosis = int(figure("trajectory.diagnosis_months").number())
        free_from = np.where(IN_DIAGNOSIS[data.participants["stage"]], diagnosis, 0).astype(np.int64)
        weights, against = Weights.stated(), _against_change(pairs, rulebook)
        return cls(
            pairs, months, weights, value + against, against * min(weights.change_months, months), step,
            np.where(np.isnan(temporary), -1, pairs.workplace("next_step")).astype(np.int8), kind,
            pairs.workplace("organisation"), pairs.workplace("line"), _can_start(pairs, free_from, months), last,
            _lengths(pairs, step, temporary), free_from,
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.value)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """int64 (P + 1,): the pairs of participant p are first[p] to first[p + 1]."""
        return np.searchsorted(self.pairs.p, np.arange(self.pairs.data.num_participants + 1)).astype(np.int64)

    def stays(self, among: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Lengths with those of the sorted pairs `among` that may stay so long, as positions in `among`."""
        for length, members in self.lengths:
            spots = np.searchsorted(among, members)
            spots[spots == len(among)] = 0
            here = spots[among[spots] == members] if len(among) else spots[:0]
            if len(here):
                yield length, here

    def handover(self, before: NDArray[Any], after: NDArray[Any]) -> NDArray[np.int64]:
        """Points that each change from one pair to the next costs."""
        moved = (self.organisation[before] != self.organisation[after]) * self.weights.organisation
        points: NDArray[np.int64] = moved + (self.line[before] != self.line[after]) * self.weights.line
        return points

    def legal(self, pair: NDArray[np.intp], start: NDArray[Any], stop: NDArray[Any]) -> NDArray[np.bool_]:
        """Whether each leg has a start and a length that it may have."""
        inside = (start >= 0) & (start < stop) & (stop <= self.months)
        ok = np.zeros(len(pair), bool)
        last = self.last[pair]
        for length, members in self.lengths:
            if length == LASTS:
                fits = stop == np.minimum(self.months, last)
            else:
                fits = (stop == np.minimum(start + length, self.months)) & (start + length <= last)
            ok |= fits & np.isin(pair, members)
        found: NDArray[np.bool_] = ok & inside & self.can_start[pair, np.clip(start, 0, self.months - 1)]
        return found

    def points(self, lines: Lines) -> NDArray[np.int64]:
        """Points of each line, int64 (c,)."""
        pair, start, stop = (lines[:, :, part] for part in range(3))
        there = pair != NO_LEG
        total: NDArray[np.int64] = (np.where(there, self.value[pair], 0) * (stop - start)).sum(1)
        total -= self.change[pair[:, 0]]
        total -= self.weights.waiting * np.maximum(0, start[:, 0] - self.free_from[self.pairs.p[pair[:, 0]]])
        for k in range(1, LAST_STEP):
            change = self.handover(pair[:, k - 1], pair[:, k]) + self.weights.waiting * (start[:, k] - stop[:, k - 1])
            total -= np.where(there[:, k], change, 0)
        return total


def _table(name: str) -> NDArray[np.int64]:
    """A figure per kind of place, int64 (11,)."""
    value = figure(f"trajectory.{name}").value
    assert isinstance(value, dict)
    return np.array([int(value[kind.value]) for kind in PlaceKind])


def _against_change(pairs: Pairs, rulebook: Rulebook) -> NDArray[np.int64]:
    """What the pair rules on continuity cost each pair, κ, points, int64 (n,)."""
    rules = tuple(rule for rule in rulebook.pair_rules if rule.CARD.part is ValuePart.CONTINUITY)
    points: NDArray[np.int64] = judge(pairs, replace(rulebook, pair_rules=rules)).points.sum(0, dtype=np.int64)
    return points


def _can_start(pairs: Pairs, free_from: NDArray[np.int64], months: int) -> NDArray[np.bool_]:
    """From the first possible month on; a course with start dates only in the months of those that can be reached."""
    data, course = pairs.data, pairs.workplace("course")
    first = np.maximum(month_of(data, pairs.start), free_from[pairs.p])
    starts = first[:, None] <= np.arange(months)
    for number, text in enumerate(data.table("courses")["start_dates"]):
        if not text:
            continue
        members = np.flatnonzero(course == number)
        days = np.array(text.split(SEPARATOR), "datetime64[D]").astype(np.int64)
        group = np.zeros((len(members), months), bool)
        for day, month in zip(days, month_of(data, days), strict=True):
            if 0 <= month < months:
                group[pairs.start[members] <= day, month] = True
        starts[members] &= group
    return starts


def _lengths(
    pairs: Pairs, step: NDArray[np.int8], temporary: NDArray[np.float32]
) -> tuple[tuple[int, NDArray[np.intp]], ...]:
    """Months that a pair may stay: those of its step; a course its weeks; a temporary place no more than its own."""
    stated, course = figure("trajectory.months_of_step").value, pairs.workplace("course")
    assert isinstance(stated, dict)
    weeks = pairs.data.table("courses")["weeks"].to_numpy(np.int64)
    own = np.append(np.ceil(weeks * 12 / WEEKS_YEAR - 1e-9), 0)[course].astype(np.int64)  # -1: no course, 0 months
    found: dict[int, list[NDArray[np.intp]]] = {}
    for key, months in stated.items():
        mine = step == int(key)
        for length in months or [LASTS]:
            stay = np.minimum(length, np.where(np.isnan(temporary), FOREVER, temporary)).astype(np.int64)
            for one in np.unique(stay[mine & (own == 0)]):
                found.setdefault(int(one), []).append(np.flatnonzero(mine & (own == 0) & (stay == one)))
    for one in np.unique(own[own > 0]):
        found.setdefault(int(one), []).append(np.flatnonzero(own == one))
    return tuple((length, np.unique(np.concatenate(members))) for length, members in sorted(found.items()))
