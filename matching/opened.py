"""An instance opened for judging: its rules with their settings, its arrays behind the fence, its sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from instances.schema.vocabulary import OnUnknown
from instances.tables import Instance
from matching.data import MatchingData
from matching.money import COST_NEEDS
from matching.pairs import Pairs
from matching.policies import OWN, under
from matching.rule import Rule, Rulebook
from matching.rules import RULES
from matching.words import Wording


@dataclass(frozen=True)
class OpenInstance:
    """Everything that a room needs to judge pairs of one instance and to talk about them.

    `policy`: the name of the policy that the rulebook follows; `instance` for the instance's own.
    """

    instance: Instance
    rulebook: Rulebook
    data: MatchingData
    wording: Wording = field(repr=False)
    policy: str = OWN

    @classmethod
    def of(
        cls, instance: Instance, rules: Sequence[Rule] = RULES, policy: str = OWN, also: Iterable[str] = ()
    ) -> "OpenInstance":
        """Apply the policy, the instance's own or a named one, and open the fence.

        It lets through what the active rules read, what costs are made of, and the fields that a caller reads `also`.

        Raises:
            PolicyError: there is no such policy, or it names a rule or mode that does not exist.
        """
        rulebook = Rulebook.of(under(instance, policy), rules)
        data = MatchingData.of(instance, (*rulebook.needs, *COST_NEEDS, *also))
        return cls(instance, rulebook, data, Wording(instance), policy)

    def on(self, instance: Instance) -> "OpenInstance":
        """Open another instance, such as a changed copy, under the same policy."""
        return OpenInstance.of(instance, policy=self.policy)

    def facts(self, p: int, w: int, number: int) -> dict[str, Any]:
        """Facts that pair rule `number` gives for one pair, for its sentence."""
        pair = Pairs(self.data, np.array([p], np.int32), np.array([w], np.int32))
        found = self.rulebook.pair_rules[number].shortfall(pair).facts
        return {name: values[0] for name, values in found.items()}

    def asks(self, code: str) -> bool:
        """Whether a rule passes on what is unknown and wants it asked."""
        return self.rulebook.settings[code].unknown is OnUnknown.ASK
