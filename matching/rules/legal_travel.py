"""Legal travel time: nobody is sent farther than the law can ask of anyone, there and back in one day.

    shortfall = ⌈max(0, minutes_pw - L / 2)⌉        ∀ pairs (p, w), minutes one way

L = 180 minutes a day (`travel.statutory_day_minutes`), minutes_pw the fastest journey one way, door to door, that runs
at the hours of work. Unknown, and then blocked, when a postcode is not known: there is no journey to judge.
Source: Participatiewet art. 18.
"""

import numpy as np

from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.pairs import JOURNEY_NEEDS, SHIFT_NEEDS, Pairs, legal_limit_minutes
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="legal_travel",
    number=10,
    nl="Wettelijke reistijd",
    en="Legal travel time",
    unit="minutes",
    needs=(*JOURNEY_NEEDS, *SHIFT_NEEDS),
    mode=RuleMode.HARD,
    source="Participatiewet art. 18: three hours a day",
    unknown=OnUnknown.BLOCK,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De reis blijft binnen wat de wet toelaat: {travel_minutes} heen, hoogstens {limit_minutes}.",
        misses="De reis duurt {travel_minutes} heen. Dat is {miss} langer dan de wet van iemand mag vragen.",
        unknown="Er is geen reis te berekenen. De postcode van de deelnemer of die van de plek is niet gevonden."
        " Controleer ze eerst.",
    ),
    en=Texts(
        fits="The journey stays within what the law allows: {travel_minutes} one way, at most {limit_minutes}.",
        misses="The journey takes {travel_minutes} one way. That is {miss} longer than the law may ask of anyone.",
        unknown="No journey can be worked out. The postcode of the participant or that of the place was not found."
        " Check them first.",
    ),
)
FAR = {"origin": "6211", "destination": "6231", "source": "example"}
EXAMPLES = (
    Example("25 minutes by bike", 0),
    Example(
        "exactly an hour and a half",
        0,
        {"max_travel_minutes": 180},
        tables={"travel_times": ({**FAR, "mode": "bike", "minutes": 90}, {**FAR, "mode": "walk", "minutes": 300})},
    ),
    Example(
        "seven minutes too far",
        7,
        {"max_travel_minutes": 180},
        tables={"travel_times": ({**FAR, "mode": "bike", "minutes": 96.5}, {**FAR, "mode": "walk", "minutes": 300})},
        nl="De reis duurt 97 minuten heen. Dat is 7 minuten langer dan de wet van iemand mag vragen.",
    ),
    Example("the bus does not run yet, on foot it is too far", 20, {"modes": ("public_transport",)},
            {"from_time": "05:30"}),
    Example(
        "a postcode that does not exist",
        None,
        {"postcode": "1000"},
        nl="Er is geen reis te berekenen. De postcode van de deelnemer of die van de plek is niet gevonden. Controleer"
        " ze eerst.",
    ),
)  # fmt: skip


def shortfall(pairs: Pairs) -> Shortfall:
    """Minutes one way beyond half the daily limit."""
    minutes = pairs.shift_journey.minutes
    limit = pairs.data.remember(legal_limit_minutes)[pairs.p]
    over = np.ceil(np.clip(minutes - limit, 0, NEVER)).astype(np.int32)
    return Shortfall(over, np.isinf(minutes), {"travel_minutes": minutes, "limit_minutes": limit})
