"""Judges lines over months without knowing any solver; a line that a person made goes through the same door.

Worked out again from the documents: ids and a reason for everybody without a line; each leg under the pair rules; its
start, its length, the order of steps, what follows a temporary place; that stays do not overlap; every row in every
month, and money in every year; every figure that the document states; the places that the law protects; and whether the
claims of the termination agree with one another.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from instances.schema.solution import Finding
from instances.schema.trajectory import Leg, Trajectory, TrajectorySolution
from instances.schema.vocabulary import PlacementStatus, Stage
from instances.tables import Instance
from matching.checker import claims, error, overfull
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.trajectories.legs import LAST_STEP, NEEDS, NO_LEG, Legs, Lines, month_of
from matching.trajectories.report import Teller, first_day
from matching.trajectories.rows import YEAR_MONTHS, MonthRows
from matching.views import pairs_of


def check_trajectories(instance: Instance, solution: TrajectorySolution) -> list[Finding]:
    """Everything that is wrong with lines (severity `error`) or worth knowing (`watch`).

    Judged under the policy that the solution says it follows.
    """
    opened = OpenInstance.of(instance, policy=solution.provenance.policy, also=NEEDS)
    found = list(_identity(opened, solution))
    if found:
        return found
    stays = _Stays.of(opened, solution)
    found += _pair_rules(opened, stays)
    found += _time(stays)
    found += _rows(opened, stays)
    found += _figures(stays)
    found += _protected(opened, solution)
    return [*found, *claims(solution.termination, sum(one.value for one in solution.trajectories))]


@dataclass(frozen=True)
class _Stays:
    """The legs of a document read back: aftercare belongs to the stay before it, a diagnosis takes no room.

    `told` in order of the participants' rows; `lines` point into the pairs of `teller`.
    """

    told: tuple[Trajectory, ...]
    teller: Teller
    lines: Lines

    @classmethod
    def of(cls, opened: OpenInstance, solution: TrajectorySolution) -> "_Stays":
        order = np.argsort([opened.wording.row("participants", one.participant) for one in solution.trajectories])
        told = tuple(solution.trajectories[i] for i in order)
        merged = [_merged(one) for one in told]
        couples = [
            (one.participant, str(legs[0].workplace)) for one, line in zip(told, merged, strict=True) for legs in line
        ]
        teller = Teller.of(opened, pairs_of(opened, couples), solution.horizon_months)
        lines = np.full((len(told), max([LAST_STEP, *map(len, merged)]), 3), NO_LEG, np.int32)
        pair = 0
        for number, line in enumerate(merged):
            for place, legs in enumerate(line):
                start = int(month_of(opened.data, np.datetime64(legs[0].begin, "D").astype(np.int64)))
                lines[number, place] = (pair, start, start + sum(leg.months for leg in legs))
                pair += 1
        return cls(told, teller, lines)

    @property
    def legs(self) -> Legs:
        return self.teller.legs

    @property
    def by_law(self) -> NDArray[np.bool_]:
        """Lines that are one protected place for the whole horizon, bool (c,)."""
        first = self.lines[:, 0]
        whole = (first[:, 1] == 0) & (first[:, 2] == self.legs.months)
        found: NDArray[np.bool_] = self.teller.verdicts.protected[first[:, 0]] & whole & (self.lines[:, 1, 0] == NO_LEG)
        return found


def _merged(one: Trajectory) -> list[list[Leg]]:
    stays: list[list[Leg]] = []
    for leg in one.legs:
        if leg.stage == Stage.AFTERCARE and stays and stays[-1][0].workplace == leg.workplace:
            stays[-1].append(leg)
        elif leg.workplace is not None:
            stays.append([leg])
    return stays


def _identity(opened: OpenInstance, solution: TrajectorySolution) -> Iterator[Finding]:
    """The right instance, ids that exist, everyone exactly once, a place in every line, a reason for everyone else."""
    if solution.provenance.instance_hash != opened.instance.digest:
        yield error(
            "instance",
            "De oplossing hoort bij een andere versie van de gegevens.",
            "The solution belongs to another version of the documents.",
        )
    people, places = set(opened.instance["participants"]["id"]), set(opened.instance["workplaces"]["id"])
    told = [*(one.participant for one in solution.trajectories), *(one.participant for one in solution.unmatched)]
    for name in sorted(set(told) - people):
        yield error("participant", f"Deelnemer {name} bestaat niet.", f"There is no participant {name}.")
    for name in sorted({name for name in told if told.count(name) > 1} if len(set(told)) < len(told) else ()):
        yield error("twice", f"Deelnemer {name} komt twee keer voor.", f"Participant {name} appears twice.")
    for name in sorted(people - set(told)):
        yield error(
            "forgotten",
            f"Deelnemer {name} heeft geen lijn en geen reden.",
            f"Participant {name} has neither a line nor a reason.",
        )
    for one in solution.trajectories:
        for place in sorted({leg.workplace for leg in one.legs if leg.workplace is not None} - places):
            yield error("workplace", f"Plek {place} bestaat niet.", f"There is no workplace {place}.")
        if not any(leg.workplace is not None for leg in one.legs):
            yield error(
                "workplace",
                f"De lijn van {one.participant} heeft geen plek.",
                f"The line of {one.participant} has no place.",
            )
    for without in solution.unmatched:
        if not without.reasons:
            name = without.participant
            yield error("reason", f"Bij {name} ontbreekt een reden.", f"{name} has no reason.")


def _pair_rules(opened: OpenInstance, stays: _Stays) -> Iterator[Finding]:
    """Each leg under each pair rule: what blocks is an error, what was set aside is told."""
    verdicts, pairs = stays.teller.verdicts, stays.legs.pairs
    for k, rule in enumerate(verdicts.rules):
        for i in map(int, np.flatnonzero(verdicts.blocked[k] | verdicts.overridden[k])):
            texts = [
                text.unknown if verdicts.unknown[k, i] else text.misses
                for text in (rule.SENTENCES.nl, rule.SENTENCES.en)
            ]
            severity = "error" if verdicts.blocked[k, i] else "watch"
            facts = {name: values[i] for name, values in verdicts.facts[k].items()}
            p, w, amount = int(pairs.p[i]), int(pairs.w[i]), int(verdicts.amount[k, i])
            yield opened.wording.finding(rule.CARD, severity, (texts[0], texts[1]), p, w, amount=amount, facts=facts)


def _time(stays: _Stays) -> Iterator[Finding]:
    """Start and length of every leg, and from each leg to the next: time, order, what must follow."""
    legs, by_law = stays.legs, stays.by_law
    for number, line in enumerate(stays.lines):
        name = stays.told[number].participant
        taken = line[line[:, 0] != NO_LEG].astype(np.int64)
        pair, start, stop = taken.T
        if not by_law[number] and not legs.legal(pair, start, stop).all():
            yield error(
                "length",
                f"In de lijn van {name} begint of duurt een stap anders dan mag.",
                f"In the line of {name} a step begins or lasts otherwise than it may.",
            )
        before, after = pair[:-1], pair[1:]
        if (start[1:] < stop[:-1]).any():
            yield error("overlap", f"{name} heeft twee plekken tegelijk.", f"{name} has two places at once.")
        if (legs.step[after] <= legs.step[before]).any():
            yield error("order", f"De stappen van {name} gaan niet omhoog.", f"The steps of {name} do not go up.")
        bound = legs.follow[pair] >= 0
        follows = np.append((legs.kind[after] == legs.follow[before]) & (start[1:] == stop[:-1]), False)
        if (bound & ~follows & (stop < legs.months)).any() and not by_law[number]:
            yield error(
                "next_step",
                f"Na de tijdelijke beschermde plek van {name} komt niet meteen de volgende stap.",
                f"The temporary protected place of {name} is not followed at once by its next step.",
            )


def _rows(opened: OpenInstance, stays: _Stays) -> Iterator[Finding]:
    """Each scarce thing in each month, money in each year; where the law alone asks too much, that is told."""
    rows = MonthRows.of(stays.legs, opened.rulebook.row_rules)
    blocks = rows.fine(np.arange(rows.num_rows))
    taken, room = rows.taken(stays.lines, blocks), rows.capacity(blocks)
    used, by_law = taken.sum(1), taken @ stays.by_law.astype(np.int64)
    cards = {rule.CARD.code: rule.CARD for rule in opened.rulebook.row_rules}
    for k in map(int, np.flatnonzero(used > room)):
        code, key = rows.name(int(blocks.row[k]))
        per = YEAR_MONTHS if rows.yearly[blocks.row[k]] else 1
        severity = "watch" if used[k] == by_law[k] else "error"
        month = np.datetime64(first_day(opened.data, int(blocks.start[k])), "D").astype("datetime64[M]")
        when = key if per > 1 else f"{key} {month}"
        yield overfull(cards[code], when, severity, -(-int(used[k]) // per), int(room[k]) // per)


def _figures(stays: _Stays) -> Iterator[Finding]:
    """Every figure of a line as the documents have it."""
    if stays.lines.shape[1] > LAST_STEP:
        return  # more legs than there are steps: the order is wrong, and told
    for one, found in zip(stays.told, stays.teller.trajectories(stays.lines), strict=True):
        if one != found:
            wrong = ", ".join(name for name, value in found if getattr(one, name) != value)
            yield error(
                "figures",
                f"De lijn van {one.participant} klopt niet met de gegevens: {wrong}.",
                f"The line of {one.participant} is not as the documents have it: {wrong}.",
            )


def _protected(opened: OpenInstance, solution: TrajectorySolution) -> Iterator[Finding]:
    """Everyone whose place the law protects has that place, all the time."""
    placements = opened.instance["placements"]
    now = placements[placements["status"] == PlacementStatus.CURRENT.value]
    couples = list(zip(now["participant"], now["workplace"], strict=True))
    pairs = pairs_of(opened, couples)
    order = np.argsort(pairs.p, kind="stable")
    pairs = Pairs(opened.data, pairs.p[order], pairs.w[order])
    mine = Teller.of(opened, pairs, solution.horizon_months).verdicts.protected
    had = {
        (one.participant, leg.workplace)
        for one in solution.trajectories
        for leg in one.legs
        if sum(other.months for other in one.legs if other.workplace == leg.workplace) == solution.horizon_months
    }
    for i in map(int, order[mine]):
        if couples[i] not in had:
            participant, workplace = couples[i]
            yield error(
                "protected",
                f"De wet beschermt de plek van {participant} op {workplace}, maar die staat niet in de oplossing.",
                f"The law protects the place of {participant} at {workplace}, but it is not in the solution.",
            )
