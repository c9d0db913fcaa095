"""Proposals: for one person the best places, for one place the best people, ranked by value minus prices.

With prices y from a joint matching, a coach who takes the top proposal acts almost as well as the joint optimum: what
a place is worth to others is already taken off. People who have a place in the solution keep their claim on it until
someone decides otherwise; their own claim is set free for their own proposals.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from instances.errors import InvalidField, Problem, Wanted
from instances.schema.solution import MatchingSolution
from instances.schema.view import PairView
from instances.tables import Instance
from matching.board import Board
from matching.data import Ints, row_of
from matching.eligibility import judge
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.problem import Floats
from matching.views import look, pairs_of, price_sheet, units_taken


@dataclass(frozen=True)
class Desk:
    """An instance and a solution, opened for looking at pairs."""

    opened: OpenInstance
    solution: MatchingSolution

    @classmethod
    def of(cls, instance: Instance, solution: MatchingSolution) -> "Desk":
        """Open both; the solution must belong to the instance.

        Raises:
            InvalidField: the solution was made from other documents.
        """
        if solution.provenance.instance_hash != instance.digest:
            found, wanted = (
                solution.provenance.instance,
                Wanted(
                    f"een oplossing van deze versie van {instance.info.name}",
                    f"a solution made from this version of {instance.info.name}",
                ),
            )
            raise InvalidField([Problem("solution", 0, "provenance.instance_hash", found, wanted)])
        return cls(OpenInstance.of(instance, policy=solution.provenance.policy), solution)

    @classmethod
    def of_earlier(cls, instance: Instance, solution: MatchingSolution) -> "Desk":
        """Open an instance beside a solution of an earlier version of it, for its prices: someone new has come since.

        People and places that are gone are left out, and places that a rule now blocks; who is new has no place yet.

        Raises:
            InvalidField: the solution was made from another instance.
        """
        if solution.provenance.instance != instance.info.name:
            found, wanted = (
                solution.provenance.instance,
                Wanted(f"een oplossing van {instance.info.name}", f"a solution made from {instance.info.name}"),
            )
            raise InvalidField([Problem("solution", 0, "provenance.instance", found, wanted)])
        people, places = set(instance["participants"]["id"]), set(instance["workplaces"]["id"])
        opened = OpenInstance.of(instance, policy=solution.provenance.policy)
        kept = [one for one in solution.assignments if one.participant in people and one.workplace in places]
        allowed = judge(pairs_of(opened, [(one.participant, one.workplace) for one in kept]), opened.rulebook).eligible
        still = {
            "assignments": tuple(one for one, fits in zip(kept, allowed, strict=True) if fits),
            "unmatched": tuple(one for one in solution.unmatched if one.participant in people),
        }
        return cls(opened, solution.model_copy(update=still))

    @cached_property
    def board(self) -> Board:
        """The whole problem beside the solution; made when first asked for."""
        return Board.of(self.opened, self.solution)

    @cached_property
    def assigned(self) -> dict[str, str]:
        """The workplace of each placed participant."""
        return {found.participant: found.workplace for found in self.solution.assignments}

    @cached_property
    def taken(self) -> dict[tuple[str, str], int]:
        """Units that the solution uses of each scarce thing, by (row rule, key)."""
        return units_taken(self.opened, pairs_of(self.opened, list(self.assigned.items())))

    def index(self, table: str, key: str) -> int:
        """Row of a participant or workplace.

        Raises:
            InvalidField: there is none with this id.
        """
        row = self.opened.wording.row(table, key)
        if row < 0:
            raise InvalidField(
                [
                    Problem(
                        table,
                        0,
                        "id",
                        key,
                        Wanted(f"een id uit de tabel {table}", f"the id of one of the {table} of this instance"),
                    )
                ]
            )
        return row

    def propose_places(self, participant: str, k: int = 5) -> list[PairView]:
        """The k eligible places of highest net value for a participant, best first."""
        p = self.index("participants", participant)
        w = np.arange(self.opened.data.num_workplaces, dtype=np.int32)
        return self.best(np.full(len(w), p, np.int32), w, k)

    def propose_people(self, workplace: str, k: int = 5) -> list[PairView]:
        """The k eligible participants for whom a workplace is best, compared with what else each could get.

        Ranked by net_pw - max(0, max_{w'} net_pw'): zero for whom nothing is better, below zero for whom something is.
        """
        w = self.index("workplaces", workplace)
        everyone = np.arange(self.opened.data.num_participants, dtype=np.int32)
        fitting, net = self._fitting(everyone, np.full(len(everyone), w, np.int32))
        best = np.array([self._best_net(int(p)) for p in fitting.p])
        order = np.lexsort((-net, best - net))[:k]
        return self.look(fitting.p[order], fitting.w[order])

    def best(self, p: Ints, w: Ints, k: int) -> list[PairView]:
        """View the k eligible pairs of highest net value, in the order of what is told; ties by position."""
        fitting, net = self._fitting(p, w)
        order = np.argsort(-net, kind="stable")[:k]
        return sorted(self.look(fitting.p[order], fitting.w[order]), key=lambda view: view.net, reverse=True)

    def _best_net(self, p: int) -> float:
        """Highest net value that a participant can get anywhere, at least 0."""
        w = np.arange(self.opened.data.num_workplaces, dtype=np.int32)
        return float(self._fitting(np.full(len(w), p, np.int32), w)[1].max(initial=0.0))

    def _fitting(self, p: Ints, w: Ints) -> tuple[Pairs, Floats]:
        """The pairs that are eligible and would fit if nobody else were placed, with the net value of each."""
        verdicts = judge(Pairs(self.opened.data, p, w), self.opened.rulebook)
        keep = np.flatnonzero(verdicts.eligible)
        pairs = Pairs(self.opened.data, p[keep], w[keep])
        prices = price_sheet(self.solution)
        net, fits = verdicts.value[keep].astype(np.float64), np.ones(len(pairs), bool)
        for rule in self.opened.rulebook.row_rules:
            made = rule.rows(pairs)
            price = np.array([prices.get((rule.CARD.code, key), 0.0) for key in made.keys])
            np.subtract.at(net, made.option, price[made.row] * made.amount)
            fits[made.option[made.amount > made.capacity[made.row]]] = False
        fits |= verdicts.protected[keep]
        return Pairs(self.opened.data, pairs.p[fits], pairs.w[fits]), net[fits]

    def look(self, p: Ints, w: Ints) -> list[PairView]:
        """View pairs beside what the people of the solution take; own claims are free for one's own pairs."""
        views = look(self.opened, p, w, price_sheet(self.solution), self.assigned, self.taken)
        waiting = {one: self._waiting(int(one)) for one in np.unique(w)}
        return [
            view.model_copy(update={"waiting": len(waiting[place] - {view.participant})})
            for view, place in zip(views, w, strict=True)
        ]

    def _waiting(self, w: int) -> set[str]:
        """The people without a place who could go to workplace w."""
        ids = np.array([found.participant for found in self.solution.unmatched], object)
        p = row_of(self.opened.instance, "participants", ids)
        fitting, _ = self._fitting(p, np.full(len(p), w, np.int32))
        return set(self.opened.wording.raw("participants", "id")[fitting.p])
