"""Promises that a matching does not keep: people who were promised a place and get another one, or none.

    found_p = 1  if p was promised one or more places and is matched to none of them     ∀ participants p, people

An audit: it judges a matching; rule `stability` is what steers. Source: promises to residents (council letters 2023).
"""

from collections.abc import Sequence

from instances.schema.vocabulary import PlacementStatus, RuleMode
from matching.data import MatchingData
from matching.pairs import Pairs
from matching.rule import Audited, Card, Example, Sentences, Texts

CARD = Card(
    code="promises",
    number=36,
    nl="Toezeggingen die niet doorgaan",
    en="Promises that are not kept",
    unit="people",
    needs=("placements",),
    mode=RuleMode.WATCH,
    source="council letters 2023: fewer changes and hand-overs",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Wie een plek is toegezegd, krijgt die plek.",
        misses="Deelnemer {person} krijgt niet wat is toegezegd: {place}.",
    ),
    en=Texts(
        fits="Everyone who was promised a place gets that place.",
        misses="Participant {person} does not get what was promised: {place}.",
    ),
)
PROMISE = {"participant": "p", "workplace": "w", "status": "promised", "start_on": "2026-10-01"}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw"}
EXAMPLES = (
    Example("nothing was promised", 0),
    Example("kept", 0, tables={"placements": (PROMISE,)}),
    Example(
        "one of two promises kept",
        0,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2"}, PROMISE)},
    ),
    Example(
        "another place",
        1,
        tables={"workplaces": (OTHER,), "placements": ({**PROMISE, "workplace": "w2"},)},
        nl="Deelnemer p krijgt niet wat is toegezegd: Medewerker magazijn.",
    ),
    Example(
        "no place at all",
        1,
        tables={"participants": (NEIGHBOUR,), "placements": ({**PROMISE, "participant": "p2"},)},
    ),
)


def audit(data: MatchingData, chosen: Pairs) -> Sequence[Audited]:
    """Each person whose promise is broken, with the first place that was promised."""
    people, places = (data.instance[table]["id"].to_numpy(object) for table in ("participants", "workplaces"))
    title = dict(zip(places, data.instance["workplaces"]["title"], strict=True))
    given = set(zip(people[chosen.p], places[chosen.w], strict=True))
    table = data.table("placements")
    table = table[table["status"] == PlacementStatus.PROMISED.value]
    promised: dict[str, list[str]] = {}
    for person, place in zip(table["participant"], table["workplace"], strict=True):
        promised.setdefault(person, []).append(place)
    return [
        Audited(person, 1, {"person": person, "place": title[kept_for[0]]})
        for person, kept_for in promised.items()
        if not any((person, place) in given for place in kept_for)
    ]
