"""Lasting: how likely it is that the person still has this place after a year, from how past placements went.

    shortfall = 100 (1 - chance_pw), rounded                       ∀ pairs (p, w), percentage points

`matching.chances` has the formula of the chance. Off by default: it is an estimate, and the people who answer for the
policy decide whether it counts. It is one part of the value; no policy can make it block. Unknown when a fact of the
model is not known, or when the instance holds no model; then 60 units are counted, as four in ten past placements
last a year.
Source: model fitted by `leerwerk learn`; trial placements of Wajong for the level (trouw.nl, March 2018).
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, ValuePart
from matching.better import Better, Way
from matching.chances import FACT_NEEDS, chance, facts_of, latest_model
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="lasting",
    number=42,
    nl="Kans op een blijvende plek",
    en="Chance of a lasting place",
    unit="percentage points",
    needs=(*FACT_NEEDS, "lasting_model"),
    mode=RuleMode.OFF,
    source="estimate from past placements; weight is an assumption",
    weight=2.0,  # from a chance of 30 to one of 60 percent: 60 points, as much as half an hour of travel
    part=ValuePart.LASTING,
    unknown_amount=60,
    estimate=True,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Schatting uit eerdere plaatsingen: bijna iedereen in zo'n situatie heeft na een jaar nog deze plek.",
        misses="Schatting uit eerdere plaatsingen: van de 100 mensen in zo'n situatie hebben er {of_hundred} na een"
        " jaar nog deze plek. Dit zegt niets over hoe het met deze ene deelnemer gaat.",
        unknown="De kans op een blijvende plek is niet te schatten. Er ontbreken gegevens.",
    ),
    en=Texts(
        fits="Estimate from past placements: nearly everyone in such a situation still has this place after a year.",
        misses="Estimate from past placements: of 100 people in such a situation {of_hundred} still have this place"
        " after a year. It does not say how this one participant will do.",
        unknown="The chance of a lasting place cannot be estimated. Facts are missing.",
    ),
)
AGAINST = ("workplace.slots",)  # where more people share the same guidance, each of them has less of it
BETTER = (Better("participant.ladder_step", Way.RAISE),)
HALF = {"fitted_on": "2026-08-01", "source": "example", "outcomes": 1000, "base_percent": 50.0}
COURSE = {
    "id": "inpakken",
    "name_nl": "Inpakken",
    "name_en": "Packing",
    "weeks": 10,
    "start_dates": ("2026-10-05",),
    "teaches": ("pack_goods",),
    "min_dutch": "B2",
}
CAN_DO = {"participant_skills": ({"participant": "p", "skill": "pack_goods", "level": 2},)}
EXAMPLES = (
    Example("nearly everyone stays", 0, tables={"lasting_model": ({**HALF, "base_percent": 99.9},)}),
    Example(
        # z = logit(0.5) - 0.04 · 25 minutes = -1  ->  1 / (1 + e) = 0.269
        "25 minutes by bike",
        73,
        tables={"lasting_model": ({**HALF, "travel_minutes": 0.04},)},
        nl="Schatting uit eerdere plaatsingen: van de 100 mensen in zo'n situatie hebben er 27 na een jaar nog deze"
        " plek. Dit zegt niets over hoe het met deze ene deelnemer gaat.",
    ),
    Example(
        # z = 0.5 · step 4 + 1 (the line is wished) - 0.5 · 6 steps = 0  ->  0.5
        "a slot on a line that was wished",
        50,
        workplace={"kind": "line_slot"},
        tables={"lasting_model": ({**HALF, "ladder_step": 0.5, "wished": 1.0, "steps": 0.5},)},
    ),
    Example(
        # avoided: z = -1 -> 0.269; the wish is for other work
        "work that the person avoids",
        73,
        {"wished_lines": ("groen",), "avoided_lines": ("verpakken",)},
        tables={"lasting_model": ({**HALF, "avoided": 1.0, "wished": 2.0},)},
    ),
    Example(
        # level 2 of 3, halved by guidance (the course asks too much Dutch): 100 / 3 / 2 = 16.7 percent; 2 hours more
        # than the slot offers:
        # z = -0.06 · 16.7 - 0.5 · 2 = -2  ->  0.119
        "a gap, and guidance too little",
        88,
        {"guidance_hours": 6.0},
        tables={
            **CAN_DO,
            "workplace_skills": ({"workplace": "w", "skill": "pack_goods", "level": 3},),
            "courses": (COURSE,),
            "lasting_model": ({**HALF, "missing_percent": 0.06, "guidance_short_hours": 0.5},),
        },
    ),
    Example(
        "the latest model counts",
        25,
        tables={"lasting_model": ({**HALF, "fitted_on": "2026-08-31", "base_percent": 75.0}, HALF)},
    ),
    Example("no model", None, tables={"lasting_model": ()}),
    Example("ladder step not known", None, {"ladder_step": None}, tables={"lasting_model": (HALF,)}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Percentage points away from certainty."""
    model = latest_model(pairs.data)
    facts = facts_of(pairs)
    found = np.full(len(pairs), np.nan) if model is None else chance(model, facts)
    unknown = np.isnan(found)
    amount = np.rint(100 * (1 - np.where(unknown, 1, found))).astype(np.int32)
    return Shortfall(amount, unknown, {"of_hundred": 100 - amount})
