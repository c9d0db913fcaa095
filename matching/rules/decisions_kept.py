"""Pins and acceptances that a matching does not follow, because the law, another rule or a full row forbids them.

    found_pw = 1  if w was pinned for p or accepted, and p is not matched to w       ∀ such decisions (p, w), people

An audit: it judges a matching; rule `decided` is what steers. `leerwerk explain` tells of the pair which rule or which
scarce thing stands in the way. Source: AI Act art. 14 (a person who decided must hear what was done with it).
"""

from collections.abc import Sequence

from instances.schema.vocabulary import Decision, RuleMode
from matching.data import MatchingData
from matching.pairs import Pairs
from matching.rule import Audited, Card, Example, Sentences, Texts

CARD = Card(
    code="decisions_kept",
    number=40,
    nl="Besluiten die niet doorgaan",
    en="Decisions that are not followed",
    unit="people",
    needs=("decisions",),
    mode=RuleMode.WATCH,
    source="AI Act art. 14; GDPR art. 22",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Wat mensen besloten, gaat door.",
        misses="De plek {place} was {decision} voor deelnemer {person}, door {by}. Die gaat niet door. Vraag uitleg"
        " over dit paar: dan ziet u welke regel of welk tekort dat tegenhoudt.",
    ),
    en=Texts(
        fits="What people decided is followed.",
        misses="The place {place} was {decision} for participant {person}, by {by}. That is not followed. Ask for an"
        " explanation of this pair: it names the rule or the scarce thing that stands in the way.",
    ),
)
YES = {
    "participant": "p", "workplace": "w", "decision": "pin", "by": "coach-1", "reason": "agreed", "on": "2026-08-20",
}  # fmt: skip
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
EXAMPLES = (
    Example("nobody decided", 0),
    Example("followed", 0, tables={"decisions": (YES,)}),
    Example("a rejection asks for no place", 0, tables={"workplaces": (OTHER,), "decisions": (
        {**YES, "workplace": "w2", "decision": "rejected", "reason": "travel"},)}),
    Example(
        "pinned to another place",
        1,
        tables={"workplaces": (OTHER,), "decisions": ({**YES, "workplace": "w2"},)},
        nl="De plek Medewerker magazijn was vastgezet voor deelnemer p, door coach-1. Die gaat niet door. Vraag uitleg"
        " over dit paar: dan ziet u welke regel of welk tekort dat tegenhoudt.",
    ),
    Example("two pins, one can be followed", 1, tables={"workplaces": (OTHER,), "decisions": (
        YES, {**YES, "workplace": "w2"})}),
)  # fmt: skip


def audit(data: MatchingData, chosen: Pairs) -> Sequence[Audited]:
    """Each pin or acceptance that is not in the matching, in the order of the documents."""
    people, places = (data.instance[table]["id"].to_numpy(object) for table in ("participants", "workplaces"))
    title = dict(zip(places, data.instance["workplaces"]["title"], strict=True))
    given = set(zip(people[chosen.p], places[chosen.w], strict=True))
    table = data.table("decisions")
    table = table[table["decision"].isin([Decision.PIN.value, Decision.ACCEPTED.value])]
    return [
        Audited(
            person, 1, {"person": person, "place": title[place], "decision": Decision(decision), "by": by},
        )
        for person, place, decision, by in zip(
            table["participant"], table["workplace"], table["decision"], table["by"], strict=True
        )
        if (person, place) not in given
    ]  # fmt: skip
