"""Wage-cost subsidy: for people in the target group whose wage value lies below the minimum wage.

    shortfall = [p not in the register] + [wage value_p ≥ V]         ∀ pairs (p, w) with w a job with wage-cost subsidy

conditions that are not met; V = 100 % (`law.lks_wage_value_below`); 0 at other places (sheltered work has its own
rule). Unknown: not known whether p is in the register, no wage value, or one that was measured more than 12 months ago
(`law.lks_review_months`): it is due for its yearly review. An estimate needs no review; the first months go by the
flat rate. That the subsidy is never more than 70 % of the minimum wage is part of its formula (`instances.subsidies`).
Source: Participatiewet art. 10c and 10d.
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import PlaceKind, RuleMode
from matching.data import UNKNOWN_DAY, among
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="wage_subsidy",
    number=27,
    nl="Loonkostensubsidie voor de doelgroep",
    en="Wage-cost subsidy for the target group",
    unit="conditions",
    needs=(
        "participant.target_group",
        "participant.wage_value",
        "participant.wage_value_on",
        "workplace.kind",
    ),
    mode=RuleMode.HARD,
    source="Participatiewet art. 10c and 10d",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De regels voor loonkostensubsidie staan deze plek niet in de weg.",
        misses="Loonkostensubsidie is voor mensen in het doelgroepregister met een loonwaarde onder 100 procent. In het"
        " register: {participant.target_group}. Loonwaarde in procenten: {participant.wage_value}.",
        unknown="Voor loonkostensubsidie is nodig: een plek in het doelgroepregister en een loonwaarde die hoogstens"
        " {limit_months} oud is. In het register: {participant.target_group}. Loonwaarde in"
        " procenten: {participant.wage_value}. Gemeten op: {participant.wage_value_on}.",
    ),
    en=Texts(
        fits="The rules for wage-cost subsidy do not stand in the way of this place.",
        misses="Wage-cost subsidy is for people in the target-group register with a wage value below 100 percent. In"
        " the register: {participant.target_group}. Wage value in percent: {participant.wage_value}.",
        unknown="Wage-cost subsidy asks for a place in the target-group register and a wage value that is at most"
        " {limit_months} old. In the register: {participant.target_group}. Wage value:"
        " {participant.wage_value} percent. Measured on: {participant.wage_value_on}.",
    ),
)
JOB = {"kind": "regular_lks"}
EXAMPLES = (
    Example("no job with subsidy", 0, {"target_group": False, "wage_value": 120.0}),
    Example("in the group, measured this year", 0, {}, JOB),
    Example("an estimate", 0, {"wage_value_on": None}, JOB),
    Example(
        "not in the register",
        1,
        {"target_group": False},
        JOB,
        nl="Loonkostensubsidie is voor mensen in het doelgroepregister met een loonwaarde onder 100 procent. In het"
        " register: nee. Loonwaarde in procenten: 60.",
    ),
    Example("earns the full wage", 1, {"wage_value": 100.0}, JOB),
    Example("neither", 2, {"target_group": False, "wage_value": 105.0}, JOB),
    # the reference date is 1 September 2026: a year ago is 1 September 2025
    Example("measured just a year ago", 0, {"wage_value_on": "2025-09-01"}, JOB),
    Example("due for review", None, {"wage_value_on": "2025-08-31"}, JOB),
    Example("no wage value", None, {"wage_value": None, "wage_value_on": None}, JOB),
    Example("register not known", None, {"target_group": None}, JOB),
)
HAS_SUBSIDY = among(PlaceKind, PlaceKind.REGULAR_LKS)


def shortfall(pairs: Pairs) -> Shortfall:
    """Conditions that are not met."""
    person, months = pairs.data.participants, figure("law.lks_review_months").number()
    value, group, measured = person["wage_value"], person["target_group"], person["wage_value_on"]
    misses = (group == 0).astype(np.int32) + (value >= figure("law.lks_wage_value_below").number())
    today = np.datetime64(pairs.data.today, "D")
    month = today.astype("datetime64[M]")
    oldest = (month - np.timedelta64(int(months), "M")).astype("datetime64[D]") + (today - month)
    stale = (measured != UNKNOWN_DAY) & (measured < oldest.astype(np.int64))
    unknown = (misses == 0) & ((group < 0) | np.isnan(value) | stale)
    here = HAS_SUBSIDY[pairs.workplace("kind")]
    facts = {"limit_months": np.full(len(pairs), months)}
    return Shortfall(np.where(here, misses[pairs.p], 0).astype(np.int32), here & unknown[pairs.p], facts)
