"""Certificates: the person has every paper that the place requires, valid on the first day.

    shortfall = number of papers required by w that p lacks, or that end before the first day     ∀ pairs (p, w), papers

The first day is the latest of today, the start of the place and the day the person is free. Unknown when something is
missing but the person was never asked for papers (`certificates_on` empty). Source: VUM cursus, rijbewijs.
"""

from typing import Any

import numpy as np

from instances.schema.vocabulary import Certificate, RuleMode
from matching.better import Better, Way
from matching.data import UNKNOWN_DAY, MatchingData, row_of
from matching.pairs import START_NEEDS, Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="certificates",
    number=16,
    nl="Vereiste papieren",
    en="Required certificates",
    unit="papers",
    needs=("participant.certificates_on", "workplace.certificates", "participant_certificates", *START_NEEDS),
    mode=RuleMode.HARD,
    source="VUM cursus and rijbewijs",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De papieren zijn in orde. De plek vraagt: {workplace.certificates}.",
        misses="De deelnemer mist {miss} voor deze plek, of het papier verloopt voor de eerste dag:"
        " {missing_certificates}.",
        unknown="De plek vraagt: {missing_certificates}. Aan de deelnemer is nog niet gevraagd welke papieren er zijn.",
    ),
    en=Texts(
        fits="The certificates are in order. The place asks: {workplace.certificates}.",
        misses="The participant lacks {miss} for this place, or it ends before the first day: {missing_certificates}.",
        unknown="The place asks: {missing_certificates}. The participant was not yet asked for certificates.",
    ),
)
BETTER = (
    Better("participant_certificates", Way.ADD, "de deelnemer dit haalt of verlengt: {items}",
           "the participant obtains or renews: {items}", most=2, item="certificate"),
    Better("workplace.certificates", Way.REMOVE, "de plek dit niet meer vraagt: {items}",
           "the place no longer asks: {items}", most=2),
)  # fmt: skip
FORKLIFT = {"certificates": ("forklift",)}
PAPER = {"participant": "p", "certificate": "forklift"}
EXAMPLES = (
    Example("nothing is asked", 0),
    Example("has the paper", 0, {}, FORKLIFT, tables={"participant_certificates": (PAPER,)}),
    Example(
        "valid on the first day and no longer",
        0,
        {"available_on": "2026-12-01"},
        FORKLIFT,
        tables={"participant_certificates": ({**PAPER, "valid_until": "2026-12-01"},)},
    ),
    Example(
        "ends the day before the place starts",
        1,
        {},
        {**FORKLIFT, "start_on": "2026-12-01"},
        tables={"participant_certificates": ({**PAPER, "valid_until": "2026-11-30"},)},
    ),
    Example(
        "two papers are missing",
        2,
        {},
        {"certificates": ("vog", "forklift")},
        nl="De deelnemer mist 2 papieren voor deze plek, of het papier verloopt voor de eerste dag: verklaring omtrent"
        " gedrag (VOG) en heftruckcertificaat.",
    ),
    Example("never asked, but nothing is required", 0, {"certificates_on": None}),
    Example("never asked", None, {"certificates_on": None}, FORKLIFT),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """Papers that are missing on the first day."""
    missing = np.zeros(len(pairs), np.int32)
    required = pairs.workplace("certificates")
    asked = np.flatnonzero(required)
    if len(asked):
        valid = pairs.data.remember(_valid_until)
        start, who, required = pairs.start[asked], pairs.p[asked], required[asked]
        lacking = np.zeros(len(asked), np.int32)
        for bit in range(len(Certificate)):
            some = np.flatnonzero(required >> bit & 1)
            lacking[some] |= (valid[bit, who[some]] < start[some]).astype(np.int32) << bit
        missing[asked] = lacking
    amount = np.bitwise_count(missing).astype(np.int32)
    unknown = (amount > 0) & (pairs.participant("certificates_on") == UNKNOWN_DAY)
    return Shortfall(amount, unknown, {"missing_certificates": missing})


def _valid_until(data: MatchingData) -> Any:
    """Last day on which each paper of each person counts, int32 (7, P); UNKNOWN_DAY where there is no such paper."""
    table = data.table("participant_certificates")
    last = np.full((len(Certificate), data.num_participants), UNKNOWN_DAY, np.int32)
    paper = table["certificate"].map([word.value for word in Certificate].index).to_numpy(int)
    who = row_of(data.instance, "participants", table["participant"])
    days = table["valid_until"].to_numpy("datetime64[D]")
    until = np.where(np.isnat(days), np.iinfo(np.int32).max, days.astype(np.int64)).astype(np.int32)
    np.maximum.at(last, (paper, who), until)
    return last
