"""Overrides: who set a rule aside for a pair, when and why; and overrides that change nothing.

An override works on a rule in the mode `hard_unless_overridden`. On any other rule it changes nothing, and the person
who decided it should hear so.
"""

from instances.schema.solution import Finding
from instances.schema.vocabulary import RuleMode
from instances.tables import Instance
from matching.rule import Card, Rulebook
from matching.rules import RULES
from matching.words import day

SET_ASIDE = {
    "nl": "{sentence} Toch toegelaten door {by} op {on}. Reden: {reason}",
    "en": "{sentence} Allowed all the same by {by} on {on}. Reason: {reason}",
}
BY_LAW = {
    "nl": "{sentence} De wet beschermt deze plek, dus de deelnemer houdt die.",
    "en": "{sentence} The law protects this place, so the participant keeps it.",
}


def set_aside(instance: Instance, finding: Finding, p: int, w: int) -> Finding:
    """Add to the finding of a rule that would block the pair (p, w) who set the rule aside, when and why.

    Where nobody did, the law did: the pair is protected.
    """
    table = instance["overrides"]
    participant, workplace = instance["participants"]["id"].iat[p], instance["workplaces"]["id"].iat[w]
    mine = (table["participant"] == participant) & (table["workplace"] == workplace) & (table["rule"] == finding.code)
    if not mine.any():
        told = {lang: text.format(sentence=getattr(finding, lang)) for lang, text in BY_LAW.items()}
        return finding.model_copy(update=told)
    row = table[mine].iloc[0]
    told = {
        lang: text.format(
            sentence=getattr(finding, lang),
            by=row["by"],
            on=day(row["on"], lang),
            reason=row["reason"].rstrip(".") + ".",
        )
        for lang, text in SET_ASIDE.items()
    }
    decided = {"by": row["by"], "on": row["on"].date().isoformat(), "reason": row["reason"]}
    return finding.model_copy(update={**told, "facts": {**finding.facts, **decided}})


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
