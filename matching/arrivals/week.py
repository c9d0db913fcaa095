"""This week's choice: whom to place now, whom to let wait and why, and what everything scarce is expected to be worth.

All rules judge as in `matching.solver`; places that the law protects and promises come first. The pool is another
instance whose people are judged against the places of this one. What the termination proves is about this week alone:
its gap is what this week leaves to later ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from instances.schema.solution import EmptySlots, Finding, Limit, MatchingSolution, Said, Unmatched
from instances.tables import Instance
from matching.arrivals.chances import Chances
from matching.arrivals.crowd import gathered
from matching.arrivals.expected import Now, Pool
from matching.arrivals.people import PREFIX, weeks_ahead, weeks_of_year, weeks_waited, with_people
from matching.arrivals.policy import Patience, Priced, Weighed
from matching.arrivals.sentences import KEPT, Wait, group_finding, wait_finding
from matching.arrivals.waiting import by_group
from matching.bounds import terminated
from matching.engines.engine import EngineResult, Monitor, Progress
from matching.engines.fill import Chosen
from matching.engines.relaxation import relax
from matching.problem import AssignmentProblem, Floats
from matching.report import Run, Timings
from matching.rule import Per
from matching.solver import Prepared, SolveOptions, prepare

ENGINE = "arrivals"
WHY = Said(
    nl="Waarde min verwachte prijs, met rekening voor wie later komt.",
    en="Value minus expected price, with an eye to who comes later.",
)


@dataclass(frozen=True)
class Later:
    """What is assumed of the weeks to come. `pool`: an instance; `to_come`: people, none = as many as in the pool."""

    pool: Instance
    weeks_left: int
    to_come: int | None = None


def decide(
    instance: Instance, later: Later, options: SolveOptions, on_progress: Callable[[Progress], None] | None = None
) -> MatchingSolution:
    """Choose for everybody who waits now; the prices of the solution are the expected ones.

    Raises:
        PolicyError, SolverFailure: as `matching.solver.solve`.
    """
    timings, monitor = Timings(), Monitor(options.limits, on_progress)
    ready = prepare(instance, timings, options.policy)
    pool = _pool(ready, later, options.policy)
    timings.mark("pool")
    today = relax(ready.rest, monitor)
    yearly = frozenset(rule.CARD.code for rule in ready.opened.rulebook.row_rules if rule.CARD.per is Per.YEAR)
    weeks, people = weeks_of_year(), ready.rest.num_participants
    by_week = _by_week(pool, later)
    policy = Priced.of(pool, Chances.published(ready.rest, yearly), Patience.published(), options.limits.seed, by_week)
    now = Now(
        week=weeks - 1 - later.weeks_left,
        weeks=weeks,
        batch=ready.rest,
        waited=weeks_waited(instance),
        last=np.zeros(people, bool),
        arrived=0,
        held=np.zeros(ready.rest.num_rows, np.int64),
    )
    weighed = policy.weigh(now)
    chosen = policy.choose(now)
    timings.mark("engine")
    value = ready.rest.objective(chosen)
    known = terminated(value, max(float(value), today.bound), Limit.METHOD)
    found = EngineResult(chosen, known, weighed.prices, {"expected_to_come": float(by_week.sum())})
    solution = ready.concluded(found, Run(ENGINE, WHY, options.limits, timings))
    return _told(ready, solution, Choice(now, chosen, weighed, today.prices))


def _pool(ready: Prepared, later: Later, policy: str) -> Pool:
    """The people of the pool over the rows of this week's problem, in the weeks that are left."""
    both = with_people(ready.opened.instance, later.pool, PREFIX)
    judged = prepare(both, Timings(), policy).problem
    who = np.flatnonzero(both["participants"]["id"].str.startswith(PREFIX) & (np.diff(judged.first) > 0))
    weeks, ahead = weeks_of_year(), weeks_ahead(both)[who]
    week = (weeks - later.weeks_left + ahead) % weeks
    return Pool(_on_rows_of(ready.rest, gathered(judged, who)), week, weeks)


def _by_week(pool: Pool, later: Later) -> Floats:
    """People expected in each week that is left, float64 (W,); spread over the weeks as in the pool."""
    by_week = pool.by_week()
    by_week[: pool.weeks - later.weeks_left] = 0  # what came so far is not in the documents: no say in the count
    if later.to_come is not None and later.weeks_left:
        share = by_week + (np.arange(pool.weeks) >= pool.weeks - later.weeks_left)  # one more: no week without people
        by_week = later.to_come * share / share.sum()
    return by_week


def _on_rows_of(here: AssignmentProblem, other: AssignmentProblem) -> AssignmentProblem:
    """The other problem over the rows of this one, which are known by their names; rows it has alone are left out."""
    rows = {name: row for row, name in enumerate(_names(other))}
    use, wanted = other.use.tocsr(), [rows.get(name, -1) for name in _names(here)]
    padded = sparse.vstack([use, sparse.csr_array((1, other.num_options), dtype=np.int64)], format="csr")
    taken = sparse.csc_array(padded[np.array(wanted, np.intp) % padded.shape[0]])
    return replace(other, use=taken, capacity=here.capacity, blocks=here.blocks)


def _names(problem: AssignmentProblem) -> list[tuple[str, str]]:
    return [(block.code, key) for block in problem.blocks for key in block.keys]


@dataclass(frozen=True)
class Choice:
    """What was seen, chosen, int32 (B,), and weighed this week; `today`: prices (R,) as if nobody came later."""

    now: Now
    chosen: Chosen
    weighed: Weighed
    today: Floats


def _told(ready: Prepared, solution: MatchingSolution, choice: Choice) -> MatchingSolution:
    """The solution, with the reasons of who waits and of places that stay free, and the waiting by municipality."""
    wording, batch, weighed = ready.opened.wording, choice.now.batch, choice.weighed
    room = replace(batch, capacity=batch.capacity - batch.used(choice.chosen))
    fits = np.flatnonzero(room.fits_alone())
    best = _best_option(batch, weighed.net, fits)
    index = {key: p for p, key in enumerate(wording.raw("participants", "id"))}

    def reasons(one: Unmatched) -> Unmatched:
        p = index[one.participant]
        option = int(best[p])
        if option < 0:
            return one
        price = float(batch.value[option] - weighed.net[option])
        now_price = float((batch.use[:, [option]].T @ choice.today)[0])
        waits = Wait(
            value=int(batch.value[option]),
            price=price,
            later=max(0.0, price - now_price),
            learned=float(weighed.wait[p] - weighed.now[p]),
        )
        told = wait_finding(wording, p, int(batch.workplace[option]), waits)
        return Unmatched(participant=one.participant, reasons=(told,))

    return solution.model_copy(
        update={
            "unmatched": tuple(reasons(one) for one in solution.unmatched),
            "empty": tuple(
                place.model_copy(
                    update={"reasons": tuple(KEPT if one.code == "time" else one for one in place.reasons)}
                )
                for place in solution.empty
            ),
            "findings": (*_groups(ready, choice), *solution.findings),
        }
    )


def _kept_for_later(place: EmptySlots) -> EmptySlots:
    """An empty place; where someone fits who was not given it, it is kept."""
    return place.model_copy(update={"reasons": tuple(KEPT if one.code == "time" else one for one in place.reasons)})


def _best_option(batch: AssignmentProblem, net: Floats, fits: NDArray[np.intp]) -> NDArray[np.intp]:
    """The option of highest net value of each participant among `fits`, -1 = none, intp (B,)."""
    best = np.full(batch.num_participants, -1, np.intp)
    order = fits[np.argsort(net[fits], kind="stable")]
    best[batch.participant[order]] = order
    return best


def _groups(ready: Prepared, choice: Choice) -> tuple[Finding, ...]:
    """How long the people of each municipality wait, and what they get now."""
    instance = ready.opened.instance
    towns, names = instance["participants"]["municipality"].to_numpy().astype(str), instance["municipalities"]
    name = dict(zip(names["id"], names["name"], strict=True))
    figures = by_group(ready.rest, choice.chosen, choice.now.waited, towns)
    return tuple(group_finding(one, name[one.group]) for one in figures)
