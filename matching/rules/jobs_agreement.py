"""Jobs agreement: a job of the target group counts for as many jobs as its hours make of 25.5.

    shortfall = ⌈max(0, H - h_pw · [w counts])⌉   ∀ pairs (p, w), p in the target-group register, hours a week

H = 25.5 (`law.agreement_job_hours`), h_pw what the person can and the place offers. Work for a regular employer counts:
a job, and a secondment for the employer who hires. 0 for everybody else, and for people in sheltered work and under the
Wsw, who have duties of their own. Where the register or the hours are not known, half of H counts.
Source: Wet banenafspraak (general knowledge, not checked).
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, Regime, RuleMode, ValuePart
from matching.data import among
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="jobs_agreement",
    number=29,
    nl="Telt voor de banenafspraak",
    en="Counts for the jobs agreement",
    unit="hours",
    needs=(
        "participant.target_group",
        "participant.regime",
        "participant.hours_week",
        "workplace.kind",
        "workplace.hours_max",
    ),
    mode=RuleMode.SOFT,
    source="Wet banenafspraak (general knowledge, not checked)",
    weight=2.0,
    part=ValuePart.REGULAR,
    unknown_amount=13,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Voor de banenafspraak is deze plek goed.",
        misses="Voor de banenafspraak telt werk bij een gewone werkgever. Een hele baan is {whole} uur per week."
        " Wat hier telt: {counted_hours} per week.",
        unknown="Het is niet bekend of deze plek meetelt voor de banenafspraak. In het doelgroepregister:"
        " {participant.target_group}. Uren die de deelnemer kan: {participant.hours_week} per week.",
    ),
    en=Texts(
        fits="This place is good for the jobs agreement.",
        misses="For the jobs agreement work for a regular employer counts. A whole job is {whole} hours a week. What"
        " counts here: {counted_hours} a week.",
        unknown="It is not known whether this place counts for the jobs agreement. In the target-group register:"
        " {participant.target_group}. Hours that the participant can work: {participant.hours_week} a week.",
    ),
)
EXAMPLES = (
    Example("not in the register", 0, {"target_group": False}, {"kind": "line_slot"}),
    Example("a whole job", 0, {"hours_week": 25.5}),
    # 25.5 - 20 = 5.5, and a begun hour counts
    Example(
        "twenty hours",
        6,
        {"hours_week": 20.0},
        nl="Voor de banenafspraak telt werk bij een gewone werkgever. Een hele baan is 25,5 uur per week."
        " Wat hier telt: 20 uur per week.",
    ),
    Example("the place has sixteen hours", 10, {"hours_week": 32.0}, {"hours_max": 16.0}),
    Example("seconded", 0, {"hours_week": 32.0}, {"kind": "secondment"}),
    Example("a line does not count", 26, {"hours_week": 32.0}, {"kind": "line_slot"}),
    Example("under the Wsw", 0, {"regime": "wsw_mtb"}, {"kind": "line_slot"}),
    Example("register not known", None, {"target_group": None}),
    Example("hours not known", None, {"hours_week": None}),
    Example("hours not known, but it does not count anyway", 26, {"hours_week": None}, {"kind": "line_slot"}),
)
COUNTS = among(
    PlaceKind, PlaceKind.REGULAR, PlaceKind.REGULAR_LKS, PlaceKind.SECONDMENT, PlaceKind.SECONDMENT_GROUP
)  # fmt: skip
OWN_DUTY = among(Regime, Regime.SHELTERED, Regime.WSW_MTB, Regime.WSW_WOZL)


def shortfall(pairs: Pairs) -> Shortfall:
    """Hours missed of a whole job of the agreement."""
    whole = figure("law.agreement_job_hours").number()
    group, able = pairs.participant("target_group"), pairs.participant("hours_week")
    counts = COUNTS[pairs.workplace("kind")]
    concerned = (group != 0) & ~OWN_DUTY[pairs.participant("regime")]
    counted = np.where(counts, np.minimum(able, pairs.workplace("hours_max")), 0.0)
    amount = np.where(concerned, np.ceil(np.maximum(0.0, whole - np.nan_to_num(counted))), 0).astype(np.int32)
    unknown = concerned & ((group < 0) | np.isnan(counted))
    return Shortfall(amount, unknown, {"whole": np.full(len(pairs), whole), "counted_hours": np.floor(counted)})
