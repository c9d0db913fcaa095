"""People are whole: the exact numbers of a plan, rounded so that every total stays what it should be."""

import numpy as np

from instances.schema.solution import Finding
from matching.words import number
from planning.data import PlanData
from planning.programme import Floats, Ints


def whole_people(people: Floats) -> Ints:
    """Round people (N, G, M, P) over places by largest remainder; each (node, group, municipality) keeps its total.

    The total is rounded to the nearest whole person, so whole rights and duties are kept exactly.
    """
    down = np.floor(people + 1e-9).astype(np.int64)
    total = np.rint(people.sum(axis=-1)).astype(np.int64)
    left = total - down.sum(axis=-1)
    rank = np.argsort(np.argsort(down - people, axis=-1, kind="stable"), axis=-1, kind="stable")
    whole: Ints = down + (rank < left[..., None])
    return whole


def effect(data: PlanData, people: Floats, whole: Ints) -> Finding:
    """What rounding does, as a finding: to the places of a line at a host, and to the money.

    places  max_(n,p) |Σ_(g,m) takes_g (whole - exact)|        money  Σ_(n,g,m,p) π_n net (whole - exact), k euro
    """
    takes = np.array([group.places_person for group in data.groups])
    change = whole - people
    places = float(abs(np.einsum("ngmp,g->np", change, takes)).max(initial=0.0))
    chance = data.calendar.tree.probability
    euro = 1000 * float(np.einsum("ngmp,ngmp,n->", change, data.net, chance))
    nl, en = ((number(places, lang), number(euro, lang, 0)) for lang in ("nl", "en"))
    return Finding(
        code="rounding", severity="info", amount=round(euro), unit="euro",
        nl=f"Mensen zijn afgerond op hele: een lijn bij een uitvoerder krijgt daardoor hoogstens {nl[0]} plek meer of "
        f"minder gebruik, en alles samen kost {nl[1]} euro anders. Elk totaal per groep en gemeente blijft.",
        en=f"People are rounded to whole ones: a line at a host is used by at most {en[0]} places more or less, and "
        f"all together costs {en[1]} euro otherwise. Every total per group and municipality stays.",
    )  # fmt: skip
