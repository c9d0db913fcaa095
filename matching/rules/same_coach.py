"""Same coach: someone keeps the coach who knows the person, from one stage to the next.

    shortfall = 1  if the coach of p works for another organisation than that of w, and the organisation of w has
                   coaches of its own;  0 otherwise                                     ∀ pairs (p, w), yes or no

An organisation with coaches of its own guides the people on its places itself. To all other places the present coach
goes along. An organisation and its successor count as one. Who has no coach has none to lose; the coach of a diagnosis
hands over wherever the person goes, and what no choice can change is not counted.
Source: promises to residents (council letters 2023): fewer hand-overs; the weight is an assumption of this project.
"""

import numpy as np

from instances.schema.vocabulary import OrganisationKind, RuleMode, ValuePart
from matching.data import Ints, MatchingData, among, houses
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="same_coach",
    number=21,
    nl="De eigen coach blijft",
    en="The same coach stays",
    unit="",
    needs=("participant.coach", "coach.organisation", "organisation.kind", "organisation.successor_of"),
    mode=RuleMode.SOFT,
    source="council letters 2023: fewer hand-overs; the weight is an assumption",
    weight=30.0,  # as much as a quarter of an hour of travel, less than a step towards regular work
    part=ValuePart.CONTINUITY,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Door deze plek verliest de deelnemer geen coach.",
        misses="Op deze plek krijgt de deelnemer een andere coach: {organisation.name} heeft eigen coaches.",
    ),
    en=Texts(
        fits="This place does not cost the participant a coach.",
        misses="At this place the participant gets another coach: {organisation.name} has coaches of its own.",
    ),
)
LINE = {"kind": "line_slot", "organisation": "wozl"}
THEIRS = {"id": "c2", "organisation": "wozl", "hours_week": 28.0}
EXAMPLES = (
    Example("the coach goes along to an employer", 0),
    Example("a place of the coach's own organisation", 0, {}, {"kind": "line_slot", "organisation": "mtb"}),
    Example("a place of its successor", 0, {}, {"kind": "line_slot", "organisation": "mob"}),
    Example("an organisation without coaches", 0, {}, LINE),
    Example(
        "an organisation with coaches of its own",
        1,
        {},
        LINE,
        tables={"coaches": (THEIRS,)},
        nl="Op deze plek krijgt de deelnemer een andere coach: WOZL heeft eigen coaches.",
    ),
    Example("no coach to lose", 0, {"coach": None}, LINE, tables={"coaches": (THEIRS,)}),
    Example(
        "the diagnosis hands over in any case",
        0,
        {"coach": "c3"},
        LINE,
        tables={
            "organisations": ({"id": "annex", "name": "Annex", "kind": "diagnosis"},),
            "coaches": (THEIRS, {"id": "c3", "organisation": "annex", "hours_week": 28.0}),
        },
    ),
)
HANDS_OVER = among(OrganisationKind, OrganisationKind.DIAGNOSIS)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where another coach takes over."""
    house, staffed = pairs.data.remember(_houses_with_coaches)
    keeper = pairs.data.remember(_house_of_coach)[pairs.p]
    there = house[pairs.workplace("organisation")]
    return Shortfall(((keeper >= 0) & (keeper != there) & staffed[there]).astype(np.int32))


def _houses_with_coaches(data: MatchingData) -> tuple[Ints, np.ndarray]:
    """The house of each organisation, int32 (O,); which houses have coaches, bool (number of houses,)."""
    house = houses(data)
    staffed = np.zeros(len(house), bool)
    staffed[house[data.coaches["organisation"]]] = True
    return house, staffed


def _house_of_coach(data: MatchingData) -> Ints:
    """The house that the coach of each participant works for, int32 (P,), -1 = none that could stay."""
    house, coach = data.remember(houses), data.participants["coach"]
    employer = data.coaches["organisation"]
    stays = ~HANDS_OVER[data.organisations["kind"][employer]]
    found: Ints = np.append(np.where(stays, house[employer], -1), -1)[coach].astype(np.int32)
    return found
