"""Decisions of people: what a named person decided about a pair stands until that person or another changes it.

    shortfall = 1  if w was excluded or rejected for p                          ∀ pairs (p, w), yes or no
                0  otherwise
    promised    if w was pinned for p, or accepted by p and the employer

Pinned and accepted pairs that nothing blocks are placed before anything is weighed, and before older promises
(`stability`). One that the law or a full row forbids is not placed; audit `decisions_kept` then says so.
Source: AI Act art. 14, GDPR art. 22 (people decide); domain.md section 3 (coded reasons).
"""

import numpy as np
from numpy.typing import NDArray

from instances.schema.vocabulary import Decision, DecisionReason, RuleMode
from matching.data import Ints, MatchingData, row_of
from matching.pairs import Pairs
from matching.rule import Card, Example, Sentences, Shortfall, Texts

CARD = Card(
    code="decided",
    number=40,
    nl="Wat mensen besloten",
    en="What people decided",
    unit="",
    needs=("decisions",),
    mode=RuleMode.HARD,
    source="AI Act art. 14; GDPR art. 22",
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Niemand heeft besloten dat deze plek niet mag.",
        misses="Op {decided_on} besloot {by}: deze plek niet. De plek is {decision}. Reden: {reason}.",
    ),
    en=Texts(
        fits="Nobody decided against this place.",
        misses="On {decided_on} {by} decided against this place. It was {decision}. Reason: {reason}.",
    ),
)
NO = {
    "participant": "p", "workplace": "w", "decision": "rejected", "by": "coach-1", "reason": "travel",
    "on": "2026-08-20",
}  # fmt: skip
EXAMPLES = (
    Example("nobody decided", 0),
    Example("pinned", 0, tables={"decisions": ({**NO, "decision": "pin", "reason": "agreed"},)}),
    Example("accepted", 0, tables={"decisions": ({**NO, "decision": "accepted", "reason": "agreed"},)}),
    Example(
        "rejected",
        1,
        tables={"decisions": (NO,)},
        nl="Op 20 augustus 2026 besloot coach-1: deze plek niet. De plek is afgewezen. Reden: de reis.",
    ),
    Example("excluded", 1, tables={"decisions": ({**NO, "decision": "exclude", "reason": "displacement"},)}),
)
FOR = (Decision.PIN.value, Decision.ACCEPTED.value)
AGAINST = (Decision.EXCLUDE.value, Decision.REJECTED.value)


def shortfall(pairs: Pairs) -> Shortfall:
    """1 where a person decided against the pair."""
    table, row = pairs.data.table("decisions"), _row(pairs)
    against = np.append(table["decision"].isin(AGAINST).to_numpy(bool), False)[row]
    days = table["on"].to_numpy("datetime64[D]").astype(np.int64).astype(np.int32)
    facts = {
        "decision": np.array([*map(Decision, table["decision"]), Decision.EXCLUDE], object)[row],
        "by": np.array([*table["by"], ""], object)[row],
        "reason": np.array([*map(DecisionReason, table["reason"]), DecisionReason.AGREED], object)[row],
        "decided_on": np.append(days, np.int32(pairs.data.today))[row],
    }
    return Shortfall(against.astype(np.int32), facts=facts)


def promised(pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that were pinned or accepted."""
    decided = pairs.data.table("decisions")["decision"].isin(FOR).to_numpy(bool)
    found: NDArray[np.bool_] = np.append(decided, False)[_row(pairs)]
    return found


def _row(pairs: Pairs) -> Ints:
    """Row of the decision about each pair, int32 (n,); -1 where nobody decided."""
    keys, row = pairs.data.remember(_index)
    if not len(keys):
        return np.full(len(pairs), -1, np.int32)
    asked = pairs.p.astype(np.int64) * pairs.data.num_workplaces + pairs.w
    spot = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: Ints = np.where(keys[spot] == asked, row[spot], -1).astype(np.int32)
    return found


def _index(data: MatchingData) -> tuple[NDArray[np.int64], Ints]:
    """Keys of the pairs that people decided on, sorted, and the row of each in the table."""
    table = data.table("decisions")
    p = row_of(data.instance, "participants", table["participant"]).astype(np.int64)
    w = row_of(data.instance, "workplaces", table["workplace"])
    known = np.flatnonzero((p >= 0) & (w >= 0))
    keys, first = np.unique((p * data.num_workplaces + w)[known], return_index=True)
    return keys, known[first].astype(np.int32)
