"""Apart: two people who should not work together never get the same workplace.

    x_iw + x_jw ≤ 1          ∀ couples {i, j} that are kept apart, ∀ workplaces w, people

The table `couples` names them; why they are kept apart is not read. Source: practice of group leaders; domain study,
rule 35 (an assumption of this project).
"""

import numpy as np

from instances.schema.vocabulary import CoupleKind, RuleMode
from matching.data import MatchingData, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Rows, Sentences, Texts

CARD = Card(
    code="apart",
    number=35,
    nl="Mensen die niet samen kunnen werken",
    en="People who cannot work together",
    unit="people",
    needs=("couples",),
    mode=RuleMode.HARD,
    source="practice of group leaders; assumption of this project",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Op deze plek werkt niemand met wie de deelnemer niet kan samenwerken.",
        misses="Op deze plek komt iemand met wie de deelnemer niet kan samenwerken. Zij kunnen hier niet allebei.",
    ),
    en=Texts(
        fits="Nobody works at this place with whom the participant cannot work.",
        misses="Someone comes to this place with whom the participant cannot work. They cannot both be here.",
    ),
)
NEIGHBOUR = {"id": "p2", "municipality": "GM0935", "postcode": "6211", "regime": "pw"}
BOTH = {"participants": (NEIGHBOUR,), "couples": ({"participant": "p2", "other": "p", "kind": "apart"},)}
OTHER = {"id": "w2", "title": "Medewerker magazijn", "organisation": "employer", "kind": "regular", "postcode": "6231"}
EXAMPLES = (
    Example("one of the two", 0, tables=BOTH),
    Example(
        "both of them",
        -1,
        {},
        {"slots": 2},
        tables=BOTH,
        also=(("p2", "w"),),
        nl="Op deze plek komt iemand met wie de deelnemer niet kan samenwerken. Zij kunnen hier niet allebei.",
    ),
    Example("each at a place of their own", 0, tables={**BOTH, "workplaces": (OTHER,)}, also=(("p2", "w2"),)),
    Example("nobody to keep apart", None, {}, {"slots": 2}, tables={"participants": (NEIGHBOUR,)}, also=(("p2", "w"),)),
    Example(
        "a couple that helps one another",
        None,
        {},
        {"slots": 2},
        tables={**BOTH, "couples": ({"participant": "p2", "other": "p", "kind": "together"},)},
        also=(("p2", "w"),),
    ),
)


def rows(options: Pairs) -> Rows:
    """One row per couple and workplace that at least one of the two can be given."""
    who, couple, names = options.data.remember(_sides)
    # options of one participant are many, couples of one participant few: each side looks up its options
    order = np.argsort(options.p, kind="stable")
    first = np.searchsorted(options.p[order], who)
    count = np.searchsorted(options.p[order], who, side="right") - first
    spot = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    option = order[np.repeat(first, count) + spot]
    pair = np.repeat(couple, count).astype(np.int64) * max(1, options.data.num_workplaces) + options.w[option]
    found, row = np.unique(pair, return_inverse=True)
    places = options.data.instance["workplaces"]["id"].to_numpy(object)
    of, where = np.divmod(found, max(1, options.data.num_workplaces))
    return Rows(
        [f"{names[k]}/{places[w]}" for k, w in zip(of, where, strict=True)],
        np.ones(len(found), np.int64),
        option.astype(np.int32),
        row.astype(np.int32),
        np.ones(len(option), np.int64),
    )


def _sides(data: MatchingData) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Row of the participant and number of the couple for each side of a couple, int32 (2C,); the couples by name."""
    table = data.table("couples")
    table = table[(table["kind"] == CoupleKind.APART.value) & (table["participant"] != table["other"])]
    couples = sorted({tuple(sorted(couple)) for couple in zip(table["participant"], table["other"], strict=True)})
    who = row_of(data.instance, "participants", [person for couple in couples for person in couple])
    return who, np.repeat(np.arange(len(couples), dtype=np.int32), 2), ["/".join(couple) for couple in couples]
