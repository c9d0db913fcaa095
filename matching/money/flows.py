"""What a placement costs, flow by flow: what for, who pays, and how it runs through the year.

    cents(t) = Σ pieces rate · (clock[min(t, end)] - clock[min(t, start)])        t days from 1 January, per flow

A flow is a cost (`to_employer` false), or money that a payer hands to the employer, who then pays so much less.
Rounded to cents at the end of each month on the running total, so months add up to the year to the cent.

| flow | what | who pays |
|---|---|---|
| `price` | the price of the place, over the days of the stay in this year | the municipality, purse of the place |
| `wage` | minimum wage with employer's costs, in a job or a sheltered place | the employer |
| `subsidy` | LKS: 50 % of W in 6 months at a new place, then by wage value | the municipality; UWV for Wajong |
| `benefit` | LKV in a job of the target group, 3 years | the state |
| `coaching` | job coach of people under UWV, by the conditions of rule 28 | UWV |
| `learning` | practical learning: a course at an employer | the state |
| `wsw_wage`, `wsw_subsidy` | wage of a Wsw employee per standard unit, and the state's part | the company; the state |

Own coaches of the region cost hours (rule `caseload`), not euros: their wages are in no purse that placements share.
Benefits that are saved are no flow. Where no wage is known the minimum wage stands in, and the flow is an estimate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instances.parameters import figure
from instances.schema.vocabulary import CostKind, OrganisationKind, Payer, PlaceKind, Stream
from instances.subsidies import (
    coach_shares,
    coaching,
    employer_factor,
    flat_rate,
    hour_wages,
    subsidy_rate,
    wage_a_week_hour,
    wage_cost_benefit,
    wage_factor,
)
from matching.data import Ints, among
from matching.money.terms import IS_UWV, STAY_NEEDS, SUBSIDY_NEEDS, Floats, Mask, Terms
from matching.pairs import Pairs

STREAMS = tuple(Stream)
OTHERS = (Payer.UWV, Payer.EMPLOYER, Payer.STATE)
PURSES: tuple[tuple[Payer, Stream | None], ...] = (
    *((Payer.MUNICIPALITY, stream) for stream in STREAMS),
    *((payer, None) for payer in OTHERS),
)
UWV, EMPLOYER, STATE = (len(STREAMS) + place for place in range(len(OTHERS)))
LKS_PURSE = STREAMS.index(Stream.WAGE_SUBSIDY)
KINDS = tuple(CostKind)
COST_NEEDS = (
    *STAY_NEEDS,
    *SUBSIDY_NEEDS,
    "workplace.kind",
    "workplace.price_cents",
    "workplace.stream",
    "workplace.course",
    "workplace.organisation",
    "organisation.kind",
    "participant.guidance_hours",
)
AT_EMPLOYER = among(OrganisationKind, OrganisationKind.EMPLOYER)
IS_TRAINING = among(PlaceKind, PlaceKind.TRAINING)


@dataclass(frozen=True)
class Piece:
    """Euro cents that run at a rate between two days, float64 and int32 (k,); `clock` float64 (days + 1,)."""

    rate: Floats
    start: Ints
    end: Ints
    clock: Floats

    def at(self, day: int) -> Floats:
        """Cents up to a day of the year."""
        first = np.clip(self.start, 0, day)
        run: Floats = self.clock[np.clip(self.end, first, day)] - self.clock[first]
        return self.rate * run


@dataclass(frozen=True)
class Flow:
    """One flow over k of the pairs.

    `pair` int (k,) positions of the pairs, increasing; `what` int8 (k,) position in `KINDS`; `purse` int8 (k,)
    position in `PURSES`; `estimate` bool (k,); `month_ends` days from 1 January (12,), the last is the year.
    """

    pair: NDArray[np.intp]
    what: NDArray[np.int8]
    purse: NDArray[np.int8]
    estimate: Mask
    pieces: tuple[Piece, ...]
    month_ends: tuple[int, ...]
    to_employer: bool = False

    def _until(self, day: int) -> NDArray[np.int64]:
        total: Floats = sum((piece.at(day) for piece in self.pieces), np.zeros(len(self.pair)))
        return np.rint(total).astype(np.int64)

    @cached_property
    def year(self) -> NDArray[np.int64]:
        """Euro cents in the budget year, int64 (k,)."""
        return self._until(self.month_ends[-1])

    @cached_property
    def months(self) -> NDArray[np.int64]:
        """Euro cents in each month, int64 (k, 12); the sum is `year`."""
        running = np.stack([self._until(day) for day in self.month_ends], axis=1)
        return np.diff(running, axis=1, prepend=0)


class Flows:
    """Makes the flows of n pairs, each over the pairs that it concerns."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs, self.terms = pairs, Terms(pairs)
        year = pairs.data.year
        days = np.arange(f"{year}-02", f"{year + 1}-02", dtype="datetime64[M]").astype("datetime64[D]")
        self.month_ends = tuple((days.astype(np.int64) - self.terms.new_year).tolist())
        num_days = self.terms.num_days
        self.days = np.arange(num_days + 1, dtype=np.float64)
        self.years = self.days / num_days
        # cents of minimum wage that an adult has earned for one hour a week, by the end of each day
        earned = np.cumsum(hour_wages(year)) * wage_a_week_hour() * 100 / num_days
        self.earned = np.r_[0.0, earned]

    def all(self) -> tuple[Flow, ...]:
        """Every flow."""
        return (
            *self.municipal(), self.wage(), self.benefit(), self.coaching(), self.learning(),
            self.wsw_wage(), self.wsw_subsidy(),
        )  # fmt: skip

    def municipal(self) -> tuple[Flow, ...]:
        """The flows that the purses of municipalities pay (the second also UWV)."""
        return self.price(), self.subsidy()

    def _flow(
        self, among: Mask, what: Any, purse: Any, estimate: Any, pieces: Callable[[Any], tuple[Piece, ...]], *,
        to_employer: bool = False,
    ) -> Flow:  # fmt: skip
        """Make a flow over the marked pairs; `pieces` gets their positions."""
        at = np.flatnonzero(among)
        codes = [np.broadcast_to(np.asarray(one, np.int8), len(among))[at] for one in (what, purse)]
        unsure = np.broadcast_to(np.asarray(estimate, bool), len(among))[at]
        return Flow(at, codes[0], codes[1], unsure, pieces(at), self.month_ends, to_employer)

    def price(self) -> Flow:
        """The price of the place, spread over the days of the stay; nothing where the stay begins next year."""
        price, stream = self.pairs.workplace("price_cents"), self.pairs.workplace("stream")
        kind = self.pairs.workplace("kind")
        what = np.select(
            [stream == STREAMS.index(Stream.SHELTERED), stream == STREAMS.index(Stream.WSW), IS_TRAINING[kind]],
            [KINDS.index(one) for one in (CostKind.SHELTERED, CostKind.WSW, CostKind.TRAINING)],
            KINDS.index(CostKind.TRACK),
        )

        def pieces(at: Any) -> tuple[Piece, ...]:
            start = np.maximum(self.terms.since[at], 0)
            end = np.maximum(self.terms.until[at], start + 1)
            return (Piece(price[at] / (end - start), start, end, self.days),)

        return self._flow((price > 0) & (self.terms.since < self.terms.num_days), what, stream, False, pieces)

    def _wage_rate(self, at: Any) -> Floats:
        """Hours a week times the share of the adult minimum wage: what runs on the clock `earned`."""
        rate: Floats = self.terms.hours[at] * self.terms.wage_share[at]
        return rate

    def _span(self, at: Any) -> tuple[Ints, Ints]:
        return self.terms.since[at], self.terms.until[at]

    def wage(self) -> Flow:
        """The minimum wage with employer's costs, in a job or a sheltered place."""
        terms = self.terms

        def pieces(at: Any) -> tuple[Piece, ...]:
            return (Piece(self._wage_rate(at) * employer_factor() * wage_factor(), *self._span(at), self.earned),)

        return self._flow(terms.is_job | terms.is_sheltered, KINDS.index(CostKind.WAGE), EMPLOYER, True, pieces)

    def subsidy(self) -> Flow:
        """LKS: flat in the first months at a new place, then by wage value."""
        terms = self.terms

        def pieces(at: Any) -> tuple[Piece, ...]:
            rate, (start, end) = self._wage_rate(at), self._span(at)
            flat_until = terms.months_later(start, int(figure("law.lks_flat_months").number()))
            change = np.where(terms.is_current[at], start, np.minimum(flat_until, end)).astype(np.int32)
            own = rate * subsidy_rate(terms.wage_value[at])
            return Piece(rate * flat_rate(), start, change, self.earned), Piece(own, change, end, self.earned)

        payer = np.where(IS_UWV[self.pairs.participant("regime")], UWV, LKS_PURSE)
        sure = terms.is_measured & terms.hours_known & ~np.isnan(self.pairs.participant("birth_year"))
        return self._flow(terms.is_entitled, KINDS.index(CostKind.LKS), payer, ~sure, pieces, to_employer=True)

    def benefit(self) -> Flow:
        """LKV for three years of a job of someone in the target group."""
        terms = self.terms

        def pieces(at: Any) -> tuple[Piece, ...]:
            start, end = self._span(at)
            last = terms.months_later(start, 12 * int(figure("money.lkv_years").number()))
            return (Piece(wage_cost_benefit(terms.hours[at]) * 100, start, np.minimum(end, last), self.years),)

        inside = terms.is_job & (self.pairs.participant("target_group") == 1)
        return self._flow(inside, KINDS.index(CostKind.LKV), STATE, ~terms.hours_known, pieces, to_employer=True)

    def coaching(self) -> Flow:
        """Job coach of people under UWV who need guidance in a job: most of what the regime gives."""
        terms = self.terms
        needs = self.pairs.participant("guidance_hours") > 0
        inside = terms.is_job & IS_UWV[self.pairs.participant("regime")] & needs
        inside &= terms.hours >= figure("law.jobcoach_min_contract_hours").number()
        inside &= terms.wage_value >= figure("law.jobcoach_min_wage_share").number()
        contract = self.pairs.workplace("contract_months")
        inside &= ~(contract < figure("law.jobcoach_min_contract_months").number())  # not known passes, and is asked

        def pieces(at: Any) -> tuple[Piece, ...]:
            start, end = self._span(at)
            hours, made = terms.hours[at], []
            for year in range(1, len(coach_shares()) + 1):
                first, last = terms.months_later(start, 12 * (year - 1)), terms.months_later(start, 12 * year)
                rate = coaching(hours, year) * 100
                made.append(Piece(rate, np.minimum(first, end), np.minimum(last, end), self.years))
            return tuple(made)

        return self._flow(inside, KINDS.index(CostKind.COACHING), UWV, True, pieces)

    def learning(self) -> Flow:
        """Practical learning: a place with a course at an employer, over the days of the stay."""
        inside = (self.pairs.workplace("course") >= 0) & AT_EMPLOYER[self.pairs.organisation("kind")]

        def pieces(at: Any) -> tuple[Piece, ...]:
            most = np.full(len(at), figure("money.practical_learning_max").number() * 100)
            return (Piece(most, *self._span(at), self.years),)

        return self._flow(inside, KINDS.index(CostKind.PRACTICAL_LEARNING), STATE, True, pieces, to_employer=True)

    def _per_unit(self, key: str) -> Callable[[Any], tuple[Piece, ...]]:
        """Euros a year per standard unit of Wsw, by contract hours."""
        cents = figure(key).number() * 100 / figure("law.wsw_unit_hours").number()
        return lambda at: (Piece(self.terms.hours[at] * cents, *self._span(at), self.years),)

    def wsw_wage(self) -> Flow:
        """Wage of a Wsw employee with employer's costs."""
        what = KINDS.index(CostKind.WAGE)
        return self._flow(self.terms.is_wsw, what, EMPLOYER, True, self._per_unit("money.wsw_wage_cost"))

    def wsw_subsidy(self) -> Flow:
        """What the state gives for a Wsw employee."""
        per_unit = self._per_unit("money.wsw_subsidy")
        return self._flow(self.terms.is_wsw, KINDS.index(CostKind.WSW), STATE, True, per_unit, to_employer=True)
