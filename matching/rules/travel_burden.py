"""Travel burden: of two places that fit, the nearer one is better.

    shortfall = ⌈minutes_pw⌉      ∀ pairs (p, w), minutes one way by the fastest way to travel at the hours of work

Unknown when a postcode is not known; then 45 minutes are counted. Source: none; a wish of every participant.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, ValuePart
from matching.pairs import JOURNEY_NEEDS, SHIFT_NEEDS, Pairs
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="travel_burden",
    number=11,
    nl="Reistijd",
    en="Travel time",
    unit="minutes",
    needs=(*JOURNEY_NEEDS, *SHIFT_NEEDS),
    mode=RuleMode.SOFT,
    source="assumption of this project",
    weight=2.0,  # an ordinary journey of 25 minutes costs 50 of 1,000 points, the longest usual one (60) 120
    part=ValuePart.TRAVEL,
    unknown_amount=45,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De plek is vlak bij huis.",
        misses="De reis duurt {miss} heen, {travel_mode}.",
        unknown="De reistijd is niet bekend. Controleer de postcode van de deelnemer en die van de plek.",
    ),
    en=Texts(
        fits="The place is right beside home.",
        misses="The journey takes {miss} one way, {travel_mode}.",
        unknown="The travel time is not known. Check the postcode of the participant and that of the place.",
    ),
)
NEXT_DOOR = {"origin": "6211", "destination": "6231", "mode": "walk", "minutes": 0, "source": "example"}
HALF = {**NEXT_DOOR, "mode": "bike", "minutes": 25.5}
EXAMPLES = (
    Example("lives at work", 0, tables={"travel_times": (NEXT_DOOR,)}),
    Example("25 minutes by bike", 25, nl="De reis duurt 25 minuten heen, met de fiets."),
    Example("half a minute counts as one", 26, tables={"travel_times": (HALF,)}),
    Example("on foot only", 110, {"modes": ()}, nl="De reis duurt 110 minuten heen, lopend."),
    Example("the bus does not run yet", 110, {"modes": ("public_transport",)}, {"from_time": "05:30"}),
    Example("a postcode that does not exist", None, {"postcode": "1000"}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Minutes one way."""
    journey = pairs.shift_journey
    amount = np.ceil(np.minimum(journey.minutes, NEVER)).astype(np.int32)
    return Shortfall(amount, np.isinf(journey.minutes), {"travel_mode": journey.mode})
