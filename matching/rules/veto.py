"""Veto: a person is not sent to a line or an organisation that the person refuses.

    shortfall = 1  if the line of w is in vetoed_lines_p or its organisation in vetoed_organisations_p;  0 otherwise

∀ pairs (p, w), yes or no. Source: Inspectie SZW / Berenschot 2019 (a match is a process of two sides).
"""

import numpy as np

from instances.schema.vocabulary import RuleMode
from matching.better import Better, Way
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="veto",
    number=30,
    nl="Wat de deelnemer weigert",
    en="What the participant refuses",
    unit="",
    needs=("participant.vetoed_lines", "participant.vetoed_organisations", "workplace.line", "workplace.organisation"),
    mode=RuleMode.HARD,
    source="Inspectie SZW / Berenschot 2019",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="De deelnemer heeft dit werk en deze organisatie niet geweigerd.",
        misses="De deelnemer wil hier niet werken. Geweigerd werk: {participant.vetoed_lines}. Geweigerde organisaties:"
        " {participant.vetoed_organisations}.",
    ),
    en=Texts(
        fits="The participant did not refuse this work or this organisation.",
        misses="The participant does not want to work here. Refused work: {participant.vetoed_lines}. Refused"
        " organisations: {participant.vetoed_organisations}.",
    ),
)
BETTER = (Better("participant.vetoed_lines", Way.REMOVE), Better("participant.vetoed_organisations", Way.REMOVE))
EXAMPLES = (
    Example("refuses something else", 0, {"vetoed_lines": ("groen",), "vetoed_organisations": ("mtb",)}),
    Example("a place outside the lines", 0, {"vetoed_lines": ("verpakken",)}, {"line": None}),
    Example(
        "refuses the line",
        1,
        {"vetoed_lines": ("verpakken", "groen")},
        nl="De deelnemer wil hier niet werken. Geweigerd werk: Verpakken en Groen. Geweigerde organisaties: geen.",
    ),
    Example("refuses the organisation", 1, {"vetoed_organisations": ("employer",)}),
)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where the person refuses."""
    line = pairs.listed("vetoed_lines", pairs.workplace("line")) >= 0
    organisation = pairs.listed("vetoed_organisations", pairs.workplace("organisation")) >= 0
    return Shortfall((line | organisation).astype(np.int32))
