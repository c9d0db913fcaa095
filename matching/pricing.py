"""Proposals: for one person the best places, for one place the best people, ranked by value minus prices.

With prices y from a joint matching, a coach who takes the top proposal acts almost as well as the joint optimum: what
a place is worth to others is already taken off. People who have a place in the solution keep their claim on it until
someone decides otherwise; their own claim is set free for their own proposals.
"""

from dataclasses import dataclass

import numpy as np

from instances.errors import InvalidField, Problem
from instances.schema.solution import MatchingSolution
from instances.schema.view import PairView
from instances.tables import Instance
from matching.data import Ints
from matching.eligibility import judge
from matching.opened import OpenInstance
from matching.pairs import Pairs
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
            found, wanted = solution.provenance.instance, f"a solution made from this version of {instance.info.name}"
            raise InvalidField([Problem("solution", 0, "provenance.instance_hash", found, wanted)])
        return cls(OpenInstance.of(instance), solution)

    def index(self, table: str, key: str) -> int:
        """Row of a participant or workplace.

        Raises:
            InvalidField: there is none with this id.
        """
        row = self.opened.wording.row(table, key)
        if row < 0:
            raise InvalidField([Problem(table, 0, "id", key, f"the id of one of the {table} of this instance")])
        return row

    def propose_places(self, participant: str, k: int = 5) -> list[PairView]:
        """The k eligible places of highest net value for a participant, best first."""
        p = self.index("participants", participant)
        w = np.arange(self.opened.data.num_workplaces, dtype=np.int32)
        return self.best(np.full(len(w), p, np.int32), w, k)

    def propose_people(self, workplace: str, k: int = 5) -> list[PairView]:
        """The k eligible participants of highest net value for a workplace, best first."""
        w = self.index("workplaces", workplace)
        p = np.arange(self.opened.data.num_participants, dtype=np.int32)
        return self.best(p, np.full(len(p), w, np.int32), k)

    def best(self, p: Ints, w: Ints, k: int) -> list[PairView]:
        """View the k eligible pairs of highest net value, ties by position."""
        pairs = Pairs(self.opened.data, p, w)
        verdicts = judge(pairs, self.opened.rulebook)
        keep = np.flatnonzero(verdicts.eligible)
        fitting = Pairs(self.opened.data, p[keep], w[keep])
        net, fits = self._net(fitting, verdicts.value[keep])
        order = np.argsort(-net, kind="stable")
        order = order[fits[order]][:k]
        return self.look(fitting.p[order], fitting.w[order])

    def _net(self, pairs: Pairs, value: Ints) -> tuple[np.ndarray, np.ndarray]:
        """Net value of each pair, and whether it would fit if nobody else were placed."""
        prices = price_sheet(self.solution)
        net, fits = value.astype(np.float64), np.ones(len(pairs), bool)
        for rule in self.opened.rulebook.row_rules:
            made = rule.rows(pairs)
            price = np.array([prices.get((rule.CARD.code, key), 0.0) for key in made.keys])
            np.subtract.at(net, made.option, price[made.row] * made.amount)
            fits[made.option[made.amount > made.capacity[made.row]]] = False
        return net, fits

    def look(self, p: Ints, w: Ints) -> list[PairView]:
        """View pairs beside what the other people of the solution take."""
        assigned = {found.participant: found.workplace for found in self.solution.assignments}
        asked = set(self.opened.instance["participants"]["id"].iloc[p])
        others = [couple for couple in assigned.items() if couple[0] not in asked or len(asked) > 1]
        taken = units_taken(self.opened, pairs_of(self.opened, others))
        views = look(self.opened, p, w, price_sheet(self.solution), assigned, taken)
        return [self._with_waiting(view) for view in views]

    def _with_waiting(self, view: PairView) -> PairView:
        """Count the other people without a place who could go there too."""
        w = self.opened.wording.row("workplaces", view.workplace)
        ids = [found.participant for found in self.solution.unmatched if found.participant != view.participant]
        p = np.array([self.opened.wording.row("participants", one) for one in ids], np.int32)
        fitting = judge(Pairs(self.opened.data, p, np.full(len(p), w, np.int32)), self.opened.rulebook).eligible
        return view.model_copy(update={"waiting": int(fitting.sum())})
