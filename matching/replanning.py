"""Matching again after the world changed: from where it stood, and where asked with a limit on who loses a place.

Prices and places of the previous solution are where the engine starts (`start`): after a small change that is a
fraction of the work, and most people keep what they have, for nothing pushes them away. A limit on changes is a promise
instead: of the K people of this instance who have a place in the previous solution, at most N may get another or none:

    Σ_{options that keep a previous place} x_o ≥ K - N            a floor, see `matching.floors`

Who cannot keep the place, because a rule now blocks it, the law puts them elsewhere or the place is gone, counts among
the N. Where that alone is more than N, all others keep their places and the solution says so. Places that the law
protects, pins and promises come first as always.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from instances.errors import InvalidField, Problem, Wanted
from instances.schema.solution import Finding, MatchingSolution
from instances.solutions import digest
from instances.tables import Instance
from matching.data import row_of
from matching.engines.engine import Start
from matching.floors import Floor
from matching.problem import NO_OPTION, AssignmentProblem, Ints
from matching.words import quantity

MOST_NAMED = 10


def keeps(problem: AssignmentProblem, place: Ints) -> NDArray[np.bool_]:
    """Which options keep someone at the previous workplace, for `place` int32 (P,), bool (n,)."""
    kept: NDArray[np.bool_] = (problem.workplace == place[problem.participant]) & (problem.workplace >= 0)
    return kept


@dataclass(frozen=True)
class Replan:
    """What was, and how much of it may change.

    `places`: previous workplace of each participant who had one; `prices`: points per unit by (row rule, key);
    `max_changes`: people who may lose their place, None = no limit; `digest`: that of the previous solution.
    """

    places: Mapping[str, str]
    prices: Mapping[tuple[str, str], float]
    max_changes: int | None
    digest: str = ""

    @property
    def asked(self) -> dict[str, str | float | None]:
        """What the provenance of a solution says of it."""
        return {"previous": self.digest, "max_changes": self.max_changes}

    @classmethod
    def of(cls, instance: Instance, previous: MatchingSolution, max_changes: int | None = None) -> "Replan":
        """Take the people of this instance out of a previous solution; people who are no longer there do not count.

        Raises:
            InvalidField: the previous solution is about nobody of this instance.
        """
        known = set(instance["participants"]["id"])
        places = {one.participant: one.workplace for one in previous.assignments if one.participant in known}
        if not places and previous.assignments:
            wanted = Wanted(
                f"een oplossing die mensen van {instance.info.name} plaatst",
                f"a solution that places people of {instance.info.name}",
            )
            raise InvalidField([Problem("previous", 0, "assignments", previous.provenance.instance, wanted)])
        prices = {(one.kind, one.row): one.price for one in previous.prices}
        return cls(places, prices, max_changes, digest(previous))

    def workplace_of(self, instance: Instance) -> Ints:
        """Row of the previous workplace of each participant, int32 (P,); -1 = had none, or it is gone."""
        found = np.full(len(instance["participants"]), -1, np.int32)
        p = row_of(instance, "participants", self.places)
        found[p] = row_of(instance, "workplaces", self.places.values())
        return found

    def start(self, problem: AssignmentProblem, place: Ints) -> Start:
        """Where the previous run stood, in terms of `problem`; for `place` as above."""
        prices = [self.prices.get((block.code, key), 0.0) for block in problem.blocks for key in block.keys]
        chosen = np.full(problem.num_participants, NO_OPTION, np.int32)
        options = np.flatnonzero(keeps(problem, place))
        chosen[problem.participant[options]] = options
        return Start(np.array(prices), chosen)

    def floor(self, problem: AssignmentProblem, place: Ints, kept: int, max_changes: int) -> Floor:
        """The floor over the options of `problem`, for `place` as above, when `kept` people keep theirs already."""
        return Floor("changes", keeps(problem, place).astype(np.int64), len(self.places) - max_changes - kept)

    def told(self, solution: MatchingSolution, *, impossible: bool = False) -> Finding:
        """Count, from the documents alone, who keeps the place, moves, or has none now."""
        now = {one.participant: one.workplace for one in solution.assignments}
        moved = [person for person, place in self.places.items() if now.get(person, place) != place]
        left = [person for person in self.places if person not in now]
        changes = len(moved) + len(left)
        allowed, over = self.max_changes, self.max_changes is not None and changes > self.max_changes
        nl = (
            f"{quantity(len(self.places), 'people', 'nl')} met een plek in de vorige oplossing:"
            f" {len(self.places) - changes} houden die, {len(moved)} krijgen een andere, {len(left)} hebben er nu geen."
        )
        en = (
            f"{quantity(len(self.places), 'people', 'en')} with a place in the previous solution:"
            f" {len(self.places) - changes} keep it, {len(moved)} get another, {len(left)} have none now."
        )
        if allowed is not None:
            nl += f" Er mochten er {allowed} veranderen."
            en += f" {allowed} were allowed to change."
        if over:
            nl += " Dat is niet gelukt: " + (
                "het kan niet, bewezen." if impossible else "de berekening vond geen betere, bewezen is dat niet."
            )
            en += " That was not reached: " + (
                "it is proven impossible." if impossible else "the run found none better, which is no proof."
            )
        named = {"moved": ", ".join(moved[:MOST_NAMED]), "left": ", ".join(left[:MOST_NAMED])}
        facts = {"had": str(len(self.places)), "allowed": "all" if allowed is None else str(allowed), **named}
        severity = "watch" if over else "info"
        return Finding(code="changes", severity=severity, amount=changes, unit="people", facts=facts, nl=nl, en=en)
