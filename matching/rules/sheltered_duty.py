"""Duty of sheltered places: each municipality realises places up to its yearly number.

    found_m = max(0, min(duty_m, people_m) - placed_m)                               ∀ municipalities m, people

people_m: people of m with positive UWV advice that holds today and no Wsw contract; placed_m: those of them who are
matched to a structural sheltered place (as in rule 3; a temporary one does not count). An audit: it judges a matching
and steers nothing. Source: Participatiewet art. 10b; Kamerbrief 23 May 2019 (a place for each positive advice, up to
the number that the minister sets).
"""

from collections.abc import Sequence

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.data import IS_WSW, MatchingData
from matching.pairs import ADVICE_NEEDS, SHELTER_NEEDS, Pairs, advice_holds
from matching.rule import Audited, Card, Example, Sentences, Texts

CARD = Card(
    code="sheltered_duty",
    number=5,
    nl="Plicht om beschutte plekken te maken",
    en="Duty to realise sheltered places",
    unit="people",
    needs=("participant.regime", *ADVICE_NEEDS, *SHELTER_NEEDS, "municipality.sheltered_duty"),
    mode=RuleMode.WATCH,
    source="Participatiewet art. 10b; Kamerbrief 23 May 2019",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De gemeenten halen met deze plaatsingen hun aantal beschutte plekken.",
        misses="Gemeente {town} moet dit jaar zorgen voor beschut werk voor {duty_people}. Met een positief advies:"
        " {advice_people}. Nu geplaatst: {placed_people}. Tekort: {miss}.",
    ),
    en=Texts(
        fits="With these placements the municipalities reach their number of sheltered places.",
        misses="The municipality of {town} has to provide sheltered work for {duty_people} this year. With positive"
        " advice: {advice_people}. Placed now: {placed_people}. Short by: {miss}.",
    ),
)
ADVISED = {"sheltered_advice": "positive", "sheltered_advice_on": "2026-03-01"}
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw", **ADVISED}
INSIDE = {"kind": "sheltered_inside"}
EXAMPLES = (
    Example("no duty", 0, ADVISED),
    Example("placed", 0, ADVISED, INSIDE, municipality={"sheltered_duty": 5}),
    Example("Wsw is another law", 0, {**ADVISED, "regime": "wsw_mtb"}, municipality={"sheltered_duty": 5}),
    Example("a secondment with shelter", 0, ADVISED, {"kind": "secondment", "stream": "sheltered"},
            municipality={"sheltered_duty": 5}),
    Example("advice that starts later", 0, {**ADVISED, "sheltered_advice_on": "2027-01-01"},
            municipality={"sheltered_duty": 5}),
    Example("placed, but for half a year", 1, ADVISED, {**INSIDE, "temporary_months": 6, "next_step": "regular"},
            municipality={"sheltered_duty": 5}),
    Example("placed, but not sheltered", 1, ADVISED, municipality={"sheltered_duty": 5}),
    Example(
        "one of two",
        1,
        ADVISED,
        INSIDE,
        municipality={"sheltered_duty": 5},
        tables={"participants": (NEIGHBOUR,)},
        nl="Gemeente Maastricht moet dit jaar zorgen voor beschut werk voor 5 mensen. Met een positief advies: 2"
        " mensen. Nu geplaatst: 1 persoon. Tekort: 1 persoon.",
    ),
)  # fmt: skip


def audit(data: MatchingData, chosen: Pairs) -> Sequence[Audited]:
    """Each municipality that falls short."""
    people, towns = data.participants, data.municipalities
    waits = data.remember(advice_holds) & ~IS_WSW[people["regime"]]
    advised = np.bincount(people["municipality"][waits], minlength=len(towns))
    done = waits[chosen.p] & chosen.shelter
    placed = np.bincount(chosen.participant("municipality")[done], minlength=len(towns))
    duty = towns["sheltered_duty"].astype(np.int64)
    short = np.minimum(duty, advised) - placed
    table = data.instance["municipalities"]
    return [
        Audited(
            table["id"].iloc[town],
            int(short[town]),
            {
                "town": table["name"].iloc[town],
                "duty_people": int(duty[town]),
                "advice_people": int(advised[town]),
                "placed_people": int(placed[town]),
            },
        )
        for town in np.flatnonzero(short > 0)
    ]
