"""Legal travel time: nobody is sent farther than the law can ask of anyone, there and back in one day.

    shortfall = ⌈max(0, minutes_pw - L / 2)⌉        ∀ pairs (p, w), minutes one way

L = 180 minutes a day (`travel.statutory_day_minutes`), minutes_pw the fastest journey one way, door to door.
Unknown when a postcode is not known. Source: Participatiewet art. 18.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.pairs import JOURNEY_NEEDS, Pairs, legal_limit_minutes
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="legal_travel",
    number=10,
    nl="Wettelijke reistijd",
    en="Legal travel time",
    unit="minutes",
    needs=JOURNEY_NEEDS,
    mode=RuleMode.HARD,
    source="Participatiewet art. 18: three hours a day",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De reis blijft binnen wat de wet toelaat: {travel_minutes} heen, hoogstens {limit_minutes}.",
        misses="De reis duurt {travel_minutes} heen. Dat is {miss} langer dan de wet van iemand mag vragen.",
        unknown="De reistijd is niet bekend. Controleer de postcode van de deelnemer en die van de plek.",
    ),
    en=Texts(
        fits="The journey stays within what the law allows: {travel_minutes} one way, at most {limit_minutes}.",
        misses="The journey takes {travel_minutes} one way. That is {miss} longer than the law may ask of anyone.",
        unknown="The travel time is not known. Check the postcode of the participant and that of the place.",
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
    Example("a postcode that does not exist", None, {"postcode": "1000"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Minutes one way beyond half the daily limit."""
    minutes = pairs.journey.minutes
    limit = pairs.data.remember("legal_limit", legal_limit_minutes)[pairs.p]
    over = np.ceil(np.clip(minutes - limit, 0, NEVER)).astype(np.int32)
    return Shortfall(over, np.isinf(minutes), {"travel_minutes": minutes, "limit_minutes": limit})
