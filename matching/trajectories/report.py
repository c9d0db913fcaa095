"""Makes the solution document of lines over months out of what a run recorded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.solution import Part
from instances.schema.trajectory import Leg, MonthPrice, Trajectory
from instances.schema.vocabulary import Stage, ValuePart
from instances.tables import SEPARATOR
from matching.data import MatchingData
from matching.eligibility import Verdicts, judge
from matching.money import cost_cents
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.problem import Floats
from matching.report import ledger
from matching.rule import Per
from matching.trajectories.legs import NO_LEG, Legs, Lines, month_of
from matching.trajectories.rows import YEAR_MONTHS, MonthRows, stay_rate

FREE = 1e-9  # points per unit: below this a thing is not scarce


@dataclass(frozen=True)
class Teller:
    """Writes legs down; `verdicts` are those of the pairs of `legs`."""

    opened: OpenInstance
    legs: Legs
    verdicts: Verdicts

    @classmethod
    def of(cls, opened: OpenInstance, pairs: Pairs, months: int) -> Self:
        """Look up these pairs (those of the lines to be told; sorted by participant)."""
        verdicts = judge(pairs, opened.rulebook)
        return cls(opened, Legs.of(pairs, verdicts.value, opened.rulebook, months), verdicts)

    @cached_property
    def _yearly(self) -> Floats:
        """What each pair costs in a year, euro cents, float64 (n,)."""
        pairs = self.legs.pairs
        whole_year = Pairs(pairs.data.in_year(pairs.data.year), pairs.p, pairs.w)
        yearly: Floats = cost_cents(whole_year) * stay_rate(self.legs)
        return yearly

    def trajectories(self, lines: Lines) -> tuple[Trajectory, ...]:
        """Write lines as documents."""
        return tuple(self._trajectory([tuple(map(int, leg)) for leg in line if leg[0] != NO_LEG]) for line in lines)

    def _trajectory(self, line: list[tuple[int, ...]]) -> Trajectory:
        p = int(self.legs.pairs.p[line[0][0]])
        waited, told = int(self.legs.free_from[p]), []
        if waited and line[0][1] >= waited:
            told.append(self._diagnosis(waited))
        before = NO_LEG
        for pair, start, stop in line:
            told += self._stay(pair, start, stop, waited, before)
            before, waited = pair, stop
        return Trajectory(
            participant=self.opened.wording.raw("participants", "id")[p],
            legs=tuple(told),
            value=sum(leg.value for leg in told),
            cost_cents=sum(leg.cost_cents for leg in told),
            ledger=added(leg.ledger for leg in told),
        )

    def _diagnosis(self, months: int) -> Leg:
        data = self.legs.pairs.data
        stop = min(months, self.legs.months)
        return Leg(
            begin=_date(data.today), until=_date(first_day(data, stop) - 1), workplace=None,
            stage=Stage.DIAGNOSIS.value, months=stop, goes_on=months > stop, value=0, cost_cents=0, ledger=(), month=(),
        )  # fmt: skip

    def _stay(self, pair: int, start: int, stop: int, waited: int, before: int) -> list[Leg]:
        """One leg, or two where aftercare follows on the same place."""
        legs = self.legs
        stages = figure("trajectory.stage_of_step").value
        aftercare = figure("trajectory.aftercare_after_months").value
        assert isinstance(stages, dict)
        assert isinstance(aftercare, dict)
        stage = stages[str(int(legs.step[pair]))]
        kind = self.opened.wording.raw("workplaces", "kind")[legs.pairs.w[pair]]
        cut = min(stop, start + aftercare.get(kind, legs.months)) if stage == Stage.PLACEMENT else stop
        against = []
        if start > waited:
            points = -legs.weights.waiting * (start - waited)
            against.append(Part(part=ValuePart.URGENCY, rule="waiting", amount=start - waited, points=points))
        against += self._change(pair) if before == NO_LEG else self._handover(before, pair)
        told = [self._leg(pair, start, cut, stage, tuple(against))]
        if cut < stop:
            told.append(self._leg(pair, cut, stop, Stage.AFTERCARE.value, ()))
        return told

    def _change(self, pair: int) -> list[Part]:
        """What the rules on continuity say of the first leg, which they compare with today: once."""
        times = min(self.legs.weights.change_months, self.legs.months)
        return [
            part.model_copy(update={"points": times * part.points})
            for part in ledger(self.opened, self.verdicts, pair)
            if part.part == ValuePart.CONTINUITY and part.points
        ]

    def _handover(self, before: int, pair: int) -> Iterator[Part]:
        """What changes from one leg to the next."""
        legs = self.legs
        for name, weight in (("organisation", legs.weights.organisation), ("line", legs.weights.line)):
            if getattr(legs, name)[before] != getattr(legs, name)[pair]:
                yield Part(part=ValuePart.CONTINUITY, rule=name, amount=1, points=-weight)

    def _leg(self, pair: int, start: int, stop: int, stage: str, against: tuple[Part, ...]) -> Leg:
        legs, months = self.legs, stop - start
        parts = (Part(part="months", rule="months", amount=months, points=months * int(legs.value[pair])), *against)
        data = legs.pairs.data
        until = first_day(data, stop) - 1
        if stop == legs.last[pair]:
            until = min(until, int(legs.pairs.workplace("end_on")[pair]))
        return Leg(
            begin=_date(self._first_on(pair, start)),
            until=_date(until),
            workplace=self.opened.wording.raw("workplaces", "id")[legs.pairs.w[pair]],
            stage=stage,
            months=months,
            goes_on=stop == legs.months < legs.last[pair],
            value=sum(part.points for part in parts),
            cost_cents=round(float(self._yearly[pair]) * months / YEAR_MONTHS),
            ledger=parts,
            month=tuple(part for part in ledger(self.opened, self.verdicts, pair) if part.part != ValuePart.CONTINUITY),
        )

    def _first_on(self, pair: int, start: int) -> int:
        """First day of a leg: in its month, when person and place can; of a course the day on which a group starts."""
        legs, data = self.legs, self.legs.pairs.data
        first = max(first_day(data, start), int(legs.pairs.start[pair]), data.today)
        course = int(legs.pairs.workplace("course")[pair])
        text = str(data.table("courses")["start_dates"].iat[course]) if course >= 0 else ""
        if not text:
            return first
        days = np.array(text.split(SEPARATOR), "datetime64[D]").astype(np.int64)
        inside = days[(month_of(data, days) == start) & (days >= first)]
        return int(inside.min()) if len(inside) else first


def first_day(data: MatchingData, month: int) -> int:
    """First day of a month of the horizon, days since 1970."""
    this_month = np.datetime64(data.today, "D").astype("datetime64[M]")
    return int((this_month + np.timedelta64(month, "M")).astype("datetime64[D]").astype(np.int64))


def _date(day: int) -> date:
    found: date = np.datetime64(day, "D").item()
    return found


def added(ledgers: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Ledgers added up rule by rule, in the order in which rules first appear."""
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for part in (part for parts in ledgers for part in parts):
        amount, points = total.get((part.part, part.rule), (0, 0))
        total[part.part, part.rule] = (amount + part.amount, points + part.points)
    return tuple(
        Part(part=part, rule=rule, amount=amount, points=points) for (part, rule), (amount, points) in total.items()
    )


def month_prices(
    opened: OpenInstance, rows: MonthRows, used: NDArray[np.int64], spread: Floats
) -> tuple[MonthPrice, ...]:
    """Prices of rows per run of months in which they are nearly equal, those with most value at stake first.

    `used` int64 (R, H) units in use, `spread` float64 (R, H) prices per unit and month; `rows` as they were before
    anything was kept.
    """
    units = {rule.CARD.code: rule.CARD for rule in opened.rulebook.row_rules}
    data, found = opened.data, []
    for row in map(int, np.flatnonzero((spread > FREE).any(1))):
        code, key = rows.name(row)
        for start, stop in _runs(spread[row], bool(rows.yearly[row]), int(rows.start[row]), int(rows.stop[row])):
            price = float(spread[row, start:stop].mean())
            money = units[code].per is Per.YEAR
            taken, there = used[row, start:stop], rows.room[row, start:stop]
            one = MonthPrice(
                begin=_date(max(first_day(data, start), data.today)),
                until=_date(first_day(data, stop) - 1),
                row=key,
                kind=code,
                unit=units[code].unit,
                price=price * (stop - start) if money else price,
                used=int(taken.sum()) // YEAR_MONTHS if money else int(taken.max()),
                capacity=int(there.sum()) // YEAR_MONTHS if money else int(there.min()),
            )
            found.append((price * float(there.sum()), one))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def _runs(prices: Floats, whole: bool, start: int, stop: int) -> list[tuple[int, int]]:
    """Runs of months with a price, told in tenths of the highest; what rounds to none of them is not scarce."""
    if whole:
        return [(start, stop)]
    level = np.rint(prices / prices.max() * 10).astype(int)
    cuts = np.flatnonzero(np.diff(level)) + 1
    edges = [0, *cuts.tolist(), len(prices)]
    return [(a, b) for a, b in pairwise(edges) if level[a] > 0]
