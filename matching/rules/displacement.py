"""No displacement: at an employer, only so many of the people at work are unpaid or subsidised.

    Σ_{(p, w) at e, w unpaid or subsidised} x_pw ≤ max(0, ⌊share staff_e⌋ - non_regular_e)  ∀ employers e, people

share = 20 % (`law.displacement_max_share`). Unpaid or subsidised: trial placements, work experience places, jobs with
wage-cost subsidy and secondments. An employer whose staff is not known has no row; the sheltered companies and their
lines are no employers in this sense. Source: Participatiewet art. 10a, Wet verdringingstoets papers; share assumed.
"""

import numpy as np

from instances.parameters import figure
from instances.schema.vocabulary import OrganisationKind, PlaceKind, RuleMode
from matching.data import among
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="displacement",
    number=25,
    nl="Geen verdringing van gewone banen",
    en="No displacement of regular jobs",
    unit="people",
    needs=("workplace.kind", "organisation.kind", "organisation.staff", "organisation.non_regular_staff"),
    mode=RuleMode.HARD,
    source="Participatiewet art. 10a; Wet verdringingstoets papers; the share is an assumption",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Bij {organisation.name} is nog ruimte voor werk zonder loon of met subsidie: {capacity}.",
        misses="Bij {organisation.name} is te weinig ruimte voor nog iemand zonder loon of met subsidie. Zo werken er"
        " nu {organisation.non_regular_staff} van de {organisation.staff}. Nog vrij na andere plaatsingen: {left}.",
    ),
    en=Texts(
        fits="{organisation.name} has room for work that is unpaid or subsidised: {capacity}.",
        misses="{organisation.name} has too little room for one more person whose work is unpaid or subsidised. Now"
        " that is {organisation.non_regular_staff} of the {organisation.staff}. Left, with others placed: {left}.",
    ),
)
TRIAL = {"kind": "trial"}
EXAMPLES = (
    # 20 % of 15 people is 3, of 12 people 2.4: three places and two
    Example("one of three places", 2, {}, TRIAL, {"staff": 15}),
    Example("the last place", 0, {}, TRIAL, {"staff": 12, "non_regular_staff": 1}),
    Example(
        "no room left",
        -1,
        {},
        TRIAL,
        {"staff": 12, "non_regular_staff": 3},
        nl="Bij Pakhuis Voorbeeld is te weinig ruimte voor nog iemand zonder loon of met subsidie. Zo werken er nu"
        " 3 van de 12. Nog vrij na andere plaatsingen: 0 mensen.",
    ),
    Example("a regular job displaces nobody", None, organisation={"staff": 1}),
    Example("staff not known", None, {}, TRIAL, {"staff": None}),
    Example("a line is no employer", None, {}, {"kind": "trial", "organisation": "mtb"}),
)
COUNTS = among(
    PlaceKind,
    PlaceKind.REGULAR_LKS,
    PlaceKind.SECONDMENT,
    PlaceKind.SECONDMENT_GROUP,
    PlaceKind.TRIAL,
    PlaceKind.WORK_EXPERIENCE,
)
IS_EMPLOYER = among(OrganisationKind, OrganisationKind.EMPLOYER)


def rows(options: Pairs) -> Rows:
    """One row per employer with known staff."""
    employers = options.data.organisations
    staff = employers["staff"]
    judged = np.flatnonzero(IS_EMPLOYER[employers["kind"]] & ~np.isnan(staff))
    row_of_employer = np.full(len(employers), -1, np.int32)
    row_of_employer[judged] = np.arange(len(judged), dtype=np.int32)
    share = figure("law.displacement_max_share").number() / 100
    most = np.floor(share * staff[judged] + 1e-6) - employers["non_regular_staff"][judged]
    row = row_of_employer[options.workplace("organisation")]
    option = np.flatnonzero((row >= 0) & COUNTS[options.workplace("kind")]).astype(np.int32)
    return Rows(
        options.data.instance["organisations"]["id"].to_numpy(object)[judged].tolist(),
        np.maximum(0, most).astype(np.int64),
        option,
        row[option],
        np.ones(len(option), np.int64),
    )
