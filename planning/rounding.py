"""People are whole: the exact numbers of a plan, rounded so that every total stays what it should be."""

import numpy as np

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
