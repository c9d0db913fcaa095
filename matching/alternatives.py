"""Other matchings that are nearly as good and as different as can be, for everybody or for a chosen group.

Let e = 1..j be the matchings we have (the first is the solution asked about), G the group, F the value asked for:

    max  Σ_e Σ_{p in G} [p has something else than in e]        s.t.  Σ_o v_o x_o ≥ F and all rows
      =  const + Σ_o d_o x_o,     d_o = #{e: p has no place in e} - #{e: p has o in e}    ∀ options o of p in G

F = ⌈(1 - within) · proven bound⌉, so that whoever meets it is that near the optimum. The floor gets a multiplier: for a
weight θ > 0 points a difference, an engine solves max Σ (v_o + θ d_o) x_o (an option worth 0 or less is never taken
and drops out). A larger θ gives more differences and less value; halving on θ finds the most that keeps F. With the
engine's bound D_θ every matching of value F or more has

    Σ_o d_o x_o ≤ (D_θ - F) / θ,

so what was found is set beside what is proven to be out of reach. Between two weights something may be missed: the
matchings are real and checked, the farthest of all only where both numbers are equal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, floor, sqrt

import numpy as np
from numpy.typing import NDArray

from instances.errors import InvalidField, Problem, Wanted
from instances.schema.alternative import Alternative, Alternatives, Move, NearFree
from instances.schema.solution import Limit, MatchingSolution, Said
from instances.solutions import digest
from instances.tables import Instance
from matching.bounds import terminated
from matching.checker import check
from matching.engines.engine import EngineResult, Monitor
from matching.pricing import Desk
from matching.problem import NO_OPTION, AssignmentProblem, Floats, Ints
from matching.report import Run, Timings
from matching.solver import Prepared, SolveOptions, prepare
from matching.sturdiness import sturdiness
from matching.views import price_sheet

ROUNDS = 6  # weights tried for each alternative
LIGHTEST, HEAVIEST = 1, 1024  # points a difference: from less than a minute of travel to more than a whole place
ENGINE = "alternatives"
METHOD = Said(
    nl="Zo veel mogelijk andere plekken, bij een waarde die is afgesproken.",
    en="As many other places as possible, at a value that was agreed.",
)


@dataclass(frozen=True)
class Far:
    """The most different matching found, int32 (P,), or None; its distance, and the most that any can have."""

    chosen: Ints | None
    distance: int
    at_most: int


def farthest(
    problem: AssignmentProblem, earlier: list[Ints], group: NDArray[np.bool_], least: int,
    solve: Callable[[AssignmentProblem], EngineResult],
) -> Far:  # fmt: skip
    """Look for a matching worth `least` that differs most from the `earlier` ones for the `group`, bool (P,)."""
    differs, const = _differences(problem, earlier, group)
    best, distance, value, at_most = None, 0, 0, const + int(differs.clip(min=0).sum())
    light, heavy = float(LIGHTEST), float(HEAVIEST)
    for _ in range(ROUNDS):
        weight = max(1, round(sqrt(light * heavy)))
        found, bound = _weighted(problem, problem.value + weight * differs, solve)
        at_most = min(at_most, const + floor((bound - least) / weight + 1e-6))
        if problem.objective(found) < least:
            heavy = weight
            continue
        light = weight
        far, worth = const + int(differs[found[found >= 0]].sum()), problem.objective(found)
        if (far, worth) > (distance, value) and all((found != one)[group].any() for one in earlier):
            best, distance, value = found, far, worth
    return Far(best, distance, max(distance, at_most))


def _differences(
    problem: AssignmentProblem, earlier: list[Ints], group: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], int]:
    """d_o of each option, int64 (n,), and the constant."""
    differs, const = np.zeros(problem.num_options, np.int64), 0
    for one in earlier:
        differs += (group & (one < 0))[problem.participant]
        placed = one[group & (one >= 0)]
        differs[placed] -= 1
        const += len(placed)
    return differs, const


def _weighted(
    problem: AssignmentProblem, value: NDArray[np.int64], solve: Callable[[AssignmentProblem], EngineResult]
) -> tuple[Ints, float]:
    """The best matching under other values, as options of `problem`, and the bound of that run."""
    keep = np.flatnonzero(value > 0)
    result = solve(replace(problem.select(keep), value=value[keep]))
    chosen = np.full(problem.num_participants, NO_OPTION, np.int32)
    some = result.chosen >= 0
    chosen[some] = keep[result.chosen[some]]
    return chosen, result.termination.bound


def alternatives(
    instance: Instance, base: MatchingSolution, k: int, within: float, group: str = "", *,
    near: float = 20.0, scenarios: int = 0, options: SolveOptions | None = None,
) -> Alternatives:  # fmt: skip
    """Find up to k alternatives to a solution, each worth at least (1 - `within`) of its proven bound.

    They follow the policy that the solution follows.

    `group`: `municipality=CODE`, `participants=ID,ID`, or empty for everybody. `near`: points within which a place
    counts as nearly free. `scenarios`: runs with other values, to see what is fragile.

    Raises:
        InvalidField: the solution does not belong to the instance or is not sound, or the group names nobody.
    """
    Desk.of(instance, base)
    if any(finding.severity == "error" for finding in check(instance, base)):
        raise InvalidField(
            [
                Problem(
                    "solution",
                    0,
                    "assignments",
                    "",
                    Wanted(
                        "een oplossing die `leerwerk check` goed vindt", "a solution that `leerwerk check` finds sound"
                    ),
                )
            ]
        )
    options = options or SolveOptions()
    ready = prepare(instance, Timings(), base.provenance.policy)
    members = group_of(instance, group) & (ready.kept < 0)
    first = _options_of(ready, base)
    fixed = ready.problem.objective(ready.kept)
    least = ceil((1 - within) * base.termination.bound - 1e-6)
    limits = replace(options.limits, time_limit=options.limits.time_limit / max(1, k * ROUNDS + scenarios))
    prices = _prices(ready, base)
    asked: dict[str, str | float] = {"alternative_to": digest(base), "within": within, "group": group}

    def solve(problem: AssignmentProblem) -> EngineResult:
        return options.choice(problem).engine.solve(problem, limits, Monitor(limits))

    earlier, made, far = [first], list[Alternative](), None
    while len(made) < k:
        far = farthest(ready.rest, earlier, members, least - fixed, solve)
        if far.chosen is None:
            break
        earlier.append(far.chosen)
        known = terminated(ready.rest.objective(far.chosen), base.termination.bound - fixed, Limit.METHOD)
        solution = ready.concluded(EngineResult(far.chosen, known, prices), Run(ENGINE, METHOD, limits, asked=asked))
        made.append(_described(instance, base, solution, far, members))
    choosing = np.zeros(len(members), bool)
    choosing[ready.rest.participant] = True
    last = None if far is None or far.chosen is not None else far
    return Alternatives(
        asked=k, within=within, least=least, group=group, num_in_group=int((members & choosing).sum()),
        alternatives=tuple(made), near=_near_free(ready, first, members, prices, near),
        sturdiness=sturdiness(ready, first, scenarios, options.limits.seed, solve),
        said=_said(k, len(made), last, within),
    )  # fmt: skip


def group_of(instance: Instance, text: str) -> NDArray[np.bool_]:
    """Who belongs to a group, bool (P,), as `alternatives` describes it.

    Raises:
        InvalidField: no such field, or nobody belongs to it.
    """
    people = instance["participants"]
    field, _, value = text.partition("=")
    if not text:
        return np.ones(len(people), bool)
    column = {"municipality": "municipality", "participants": "id"}.get(field)
    if column is None:
        raise InvalidField(
            [
                Problem(
                    "group",
                    0,
                    "",
                    text,
                    Wanted("municipality=CODE of participants=ID,ID", "municipality=CODE or participants=ID,ID"),
                )
            ]
        )
    wanted = value.split(",")
    unknown = sorted(set(wanted) - set(people[column]))
    if unknown:
        raise InvalidField(
            [
                Problem(
                    "group",
                    0,
                    field,
                    ",".join(unknown),
                    Wanted(f"{field} die deelnemers hebben", f"{field} that participants have"),
                )
            ]
        )
    members: NDArray[np.bool_] = people[column].isin(wanted).to_numpy(bool)
    return members


def _options_of(ready: Prepared, base: MatchingSolution) -> Ints:
    """The solution as options of the rest, int32 (P,)."""
    wording, rest = ready.opened.wording, ready.rest
    num_places = max(1, len(ready.opened.instance["workplaces"]))
    keys = rest.participant.astype(np.int64) * num_places + rest.workplace
    chosen = np.full(rest.num_participants, NO_OPTION, np.int32)
    for one in base.assignments:
        p, w = wording.row("participants", one.participant), wording.row("workplaces", one.workplace)
        kept = ready.kept[p]
        if kept >= 0 and ready.problem.workplace[kept] == w:
            continue
        spot = int(np.searchsorted(keys, p * num_places + w))
        if kept >= 0 or spot == len(keys) or keys[spot] != p * num_places + w:
            wanted = Wanted(
                "een oplossing die eerst de plekken houdt die voorgaan, met paren die leerwerk bekijkt",
                "a solution that keeps the places that come first, with pairs that leerwerk considers",
            )
            raise InvalidField([Problem("solution", 0, "assignments", f"{one.participant}, {one.workplace}", wanted)])
        chosen[p] = spot
    return chosen


def _prices(ready: Prepared, base: MatchingSolution) -> Floats:
    """The prices of the solution for each row, float64 (R,)."""
    sheet = price_sheet(base)
    return np.array([sheet.get((block.code, key), 0.0) for block in ready.problem.blocks for key in block.keys])


def _described(
    instance: Instance, base: MatchingSolution, solution: MatchingSolution, far: Far, members: NDArray[np.bool_]
) -> Alternative:
    wrong = [finding for finding in check(instance, solution) if finding.severity == "error"]
    assert not wrong, wrong
    before, after = ({one.participant: one.workplace for one in found.assignments} for found in (base, solution))
    people = instance["participants"]["id"].to_numpy(object)
    moves = tuple(
        Move(participant=person, before=before.get(person), after=after.get(person))
        for person in people
        if before.get(person) != after.get(person)
    )
    mine = set(people[members])
    loss = base.termination.objective - solution.termination.objective
    others = sum(move.before is not None and move.after is not None for move in moves)
    lose, gain = sum(move.after is None for move in moves), sum(move.before is None for move in moves)
    nl = f"{loss} punten minder: {others} krijgen een andere plek, {gain} nu wel een plek, {lose} nu geen plek."
    en = f"{loss} points less: {others} get another place, {gain} get a place, {lose} lose theirs."
    return Alternative(
        solution=solution, loss=loss, moves=moves, num_in_group=sum(move.participant in mine for move in moves),
        distance=far.distance, distance_at_most=far.at_most, said=Said(nl=nl, en=en),
    )  # fmt: skip


def _near_free(
    ready: Prepared, first: Ints, members: NDArray[np.bool_], prices: Floats, near: float
) -> tuple[NearFree, ...]:
    """Options of the group whose slack is at most `near`, apart from what the solution gives, cheapest first."""
    rest, raw = ready.rest, ready.opened.wording.raw
    slack = rest.slack(prices)
    wanted = (slack <= near) & members[rest.participant] & rest.fits_alone()
    wanted[first[first >= 0]] = False
    options = np.flatnonzero(wanted)
    options = options[np.lexsort((slack[options], rest.participant[options]))]
    people, places = raw("participants", "id"), raw("workplaces", "id")
    return tuple(
        NearFree(participant=people[rest.participant[o]], workplace=places[rest.workplace[o]], slack=float(slack[o]))
        for o in options
    )


def _said(k: int, found: int, last: Far | None, within: float) -> Said:
    """What was found and what is proven, in words; `last` is the search that found no more."""
    share = f"{100 * within:g}"
    nl = f"{found} van de {k} gevraagde alternatieven gevonden, elk binnen {share.replace('.', ',')} % van het beste."
    en = f"{found} of the {k} alternatives asked for were found, each within {share} % of the best."
    if last is not None and found == 0 and last.at_most <= 0:
        nl += " Meer zijn er niet: dat is bewezen."
        en += " There are no more: that is proven."
    elif last is not None:
        nl += " Of er meer zijn, is niet bewezen."
        en += " Whether there are more is not proven."
    return Said(nl=nl, en=en)
