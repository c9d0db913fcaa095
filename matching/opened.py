"""An instance opened for judging: its rules with their settings, its arrays behind the fence, its sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from instances.schema.vocabulary import OnUnknown
from instances.tables import Instance
from matching.data import MatchingData
from matching.pairs import Pairs
from matching.rule import Rule, Rulebook
from matching.rules import RULES
from matching.words import Wording


@dataclass(frozen=True)
class OpenInstance:
    """Everything that a room needs to judge pairs of one instance and to talk about them."""

    instance: Instance
    rulebook: Rulebook
    data: MatchingData
    wording: Wording = field(repr=False)

    @classmethod
    def of(cls, instance: Instance, rules: Sequence[Rule] = RULES, also: Iterable[str] = ()) -> "OpenInstance":
        """Apply the policy and open the fence for the active rules, and for the fields that a caller reads `also`.

        Raises:
            PolicyError: the policy names a rule or mode that does not exist.
        """
        rulebook = Rulebook.of(instance, rules)
        return cls(instance, rulebook, MatchingData.of(instance, (*rulebook.needs, *also)), Wording(instance))

    def facts(self, p: int, w: int, number: int) -> dict[str, Any]:
        """Facts that pair rule `number` gives for one pair, for its sentence."""
        pair = Pairs(self.data, np.array([p], np.int32), np.array([w], np.int32))
        found = self.rulebook.pair_rules[number].shortfall(pair).facts
        return {name: values[0] for name, values in found.items()}

    def asks(self, code: str) -> bool:
        """Whether a rule passes on what is unknown and wants it asked."""
        return self.rulebook.settings[code].unknown is OnUnknown.ASK
