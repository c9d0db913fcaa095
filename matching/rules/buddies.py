"""Buddies: two people who help one another get the same workplace.

    found_c = Σ_{p in c} [p has a place and the other of c is not at that place]      ∀ couples c that belong together

people. An audit: the good of being together depends on both choices at once (x_iw · x_jw). Rows can only forbid a
combination and a value belongs to one person, so no linear rule can steer this without pretending that the other's
place is already known. What comes out is told, and a planner decides.
Source: practice of group leaders; domain study, rule 35 (an assumption of this project).
"""

from collections.abc import Sequence

from instances.schema.vocabulary import CoupleKind, RuleMode
from matching.data import MatchingData
from matching.pairs import Pairs
from matching.rule import Audited, Card, Example, Sentences, Texts

CARD = Card(
    code="buddies",
    number=35,
    nl="Maatjes bij elkaar",
    en="Buddies together",
    unit="people",
    needs=("couples",),
    mode=RuleMode.WATCH,
    source="practice of group leaders; assumption of this project",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Wie elkaar helpen, werken op dezelfde plek.",
        misses="Twee maatjes krijgen niet dezelfde plek: {person} en {other} helpen elkaar op het werk.",
    ),
    en=Texts(
        fits="People who help one another work at the same place.",
        misses="Two buddies do not get the same place: {person} and {other} help one another at work.",
    ),
)
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw"}
BOTH = {"participants": (NEIGHBOUR,), "couples": ({"participant": "p2", "other": "p", "kind": "together"},)}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
EXAMPLES = (
    Example("no buddies", 0, tables={"participants": (NEIGHBOUR,)}),
    Example("together", 0, {}, {"slots": 2}, tables=BOTH, also=(("p2", "w"),)),
    Example(
        "only one of them has a place",
        1,
        tables=BOTH,
        nl="Twee maatjes krijgen niet dezelfde plek: p en p2 helpen elkaar op het werk.",
    ),
    Example("each at another place", 2, tables={**BOTH, "workplaces": (OTHER,)}, also=(("p2", "w2"),)),
)


def audit(data: MatchingData, chosen: Pairs) -> Sequence[Audited]:
    """Each couple that belongs together and is not."""
    people = data.instance["participants"]["id"].to_numpy(object)
    place = dict(zip(people[chosen.p], chosen.w.tolist(), strict=True))
    table = data.table("couples")
    table = table[(table["kind"] == CoupleKind.TOGETHER.value) & (table["participant"] != table["other"])]
    couples = sorted({tuple(sorted(couple)) for couple in zip(table["participant"], table["other"], strict=True)})
    return [
        Audited(f"{person}/{other}", (person in place) + (other in place), {"person": person, "other": other})
        for person, other in couples
        if place.get(person) != place.get(other)
    ]
