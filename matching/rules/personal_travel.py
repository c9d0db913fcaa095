"""Personal travel limit: the journey stays within what this person can manage.

    shortfall = ⌈max(0, minutes_pw - limit_p)⌉      ∀ pairs (p, w), minutes one way

limit_p is what the person said; else 60 minutes, with limited mobility 30 (`travel.personal_default_minutes`,
`travel.limited_mobility_minutes`); minutes_pw the fastest journey at any hour. Unknown, and then blocked, when a
postcode is not known: there is no journey to judge. A named person may override with a reason.
Source: VUM maximaleReistijd; the defaults are assumptions.
"""

import numpy as np

from instances.schema.vocabulary import OnUnknown, RuleMode
from matching.pairs import JOURNEY_NEEDS, LIMIT_NEEDS, Pairs, personal_limit_minutes
from matching.rule import NEVER, Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="personal_travel",
    number=11,
    nl="Persoonlijke reisgrens",
    en="Personal travel limit",
    unit="minutes",
    needs=(*JOURNEY_NEEDS, *LIMIT_NEEDS),
    mode=RuleMode.OVERRIDABLE,
    source="VUM maximaleReistijd; defaults are assumptions",
    unknown=OnUnknown.BLOCK,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De reis past: {travel_minutes} heen {travel_mode}, de grens is {limit_minutes}.",
        misses="De reis duurt {travel_minutes} heen {travel_mode}. Dat is {miss} langer dan de grens van deze deelnemer"
        " ({limit_minutes}).",
        unknown="Er is geen reis te berekenen. De postcode van de deelnemer of die van de plek is niet gevonden."
        " Controleer ze eerst.",
    ),
    en=Texts(
        fits="The journey fits: {travel_minutes} one way {travel_mode}, the limit is {limit_minutes}.",
        misses="The journey takes {travel_minutes} one way {travel_mode}. That is {miss} longer than the limit of this"
        " participant ({limit_minutes}).",
        unknown="No journey can be worked out. The postcode of the participant or that of the place was not found."
        " Check them first.",
    ),
)
HALF = {"origin": "6211", "destination": "6231", "mode": "bike", "minutes": 25.5, "source": "example"}
EXAMPLES = (
    Example("25 minutes of at most 25", 0, {"max_travel_minutes": 25}),
    Example(
        "seven minutes too far",
        7,
        {"max_travel_minutes": 18},
        nl="De reis duurt 25 minuten heen met de fiets. Dat is 7 minuten langer dan de grens van deze deelnemer"
        " (18 minuten).",
    ),
    Example("half a minute counts as one", 8, {"max_travel_minutes": 18}, tables={"travel_times": (HALF,)}),
    Example("on foot only, an hour is the usual limit", 50, {"modes": (), "max_travel_minutes": None}),
    Example(
        "limited mobility: half an hour is the usual limit",
        80,
        {"modes": (), "max_travel_minutes": None, "limited_mobility": True},
    ),
    Example(
        "a postcode that does not exist",
        None,
        {"postcode": "1000"},
        nl="Er is geen reis te berekenen. De postcode van de deelnemer of die van de plek is niet gevonden. Controleer"
        " ze eerst.",
    ),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Minutes one way beyond the person's limit."""
    journey = pairs.journey
    limit = pairs.data.remember(personal_limit_minutes)[pairs.p]
    over = np.ceil(np.clip(journey.minutes - limit, 0, NEVER)).astype(np.int32)
    return Shortfall(
        over,
        np.isinf(journey.minutes),
        {"travel_minutes": journey.minutes, "travel_mode": journey.mode, "limit_minutes": limit},
    )
