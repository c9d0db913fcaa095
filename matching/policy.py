"""What an instance's policy asks for and does not get: overrides that change nothing.

An override works on a rule in the mode `hard_unless_overridden`. On any other rule it changes nothing, and the person
who decided it should hear so.
"""

from instances.schema.solution import Finding
from instances.schema.vocabulary import RuleMode
from instances.tables import Instance
from matching.rule import Card, Rulebook
from matching.rules import RULES


def check_policy(instance: Instance) -> list[Finding]:
    """Give a finding for each override without effect, in the order of the documents.

    Raises:
        PolicyError: the policy names a rule or mode that does not exist.
    """
    rulebook = Rulebook.of(instance, RULES)
    cards = {rule.CARD.code: rule.CARD for rule in RULES}
    rows = instance["overrides"][["participant", "workplace", "rule"]]
    return [
        _without_effect(participant, workplace, cards[rule], rulebook.settings[rule].mode)
        for participant, workplace, rule in rows.itertuples(index=False)
        if rulebook.settings[rule].mode is not RuleMode.OVERRIDABLE
    ]


def _without_effect(participant: str, workplace: str, card: Card, mode: RuleMode) -> Finding:
    return Finding(
        code="override_without_effect",
        severity="watch",
        amount=1,
        unit="overrides",
        facts={"participant": participant, "workplace": workplace, "rule": card.code, "mode": mode.value},
        nl=f"Deelnemer {participant}, plek {workplace}: de afwijking van de regel {card.nl} ({card.code}) doet niets, "
        f"want die regel staat op: {mode.nl}.",
        en=f"Participant {participant}, workplace {workplace}: the override of the rule {card.en} ({card.code}) does "
        f"nothing, as that rule is set to: {mode.en}.",
    )
