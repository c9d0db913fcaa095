"""From an opened instance to a problem: every candidate pair judged, the eligible ones as options over scarce rows."""

import numpy as np

from matching.candidates import candidates
from matching.eligibility import Screening, screen
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.problem import AssignmentProblem


def judge_all(opened: OpenInstance) -> Screening:
    """Judge every pair worth looking at."""
    return screen(opened.data, opened.rulebook, candidates(opened.data, opened.rulebook))


def write_problem(opened: OpenInstance, screening: Screening) -> AssignmentProblem:
    """Write the eligible pairs as options, with the rows of all active row rules; option k is pair k."""
    pairs = Pairs(opened.data, screening.p, screening.w)
    rows = [(rule.CARD.code, rule.rows(pairs)) for rule in opened.rulebook.row_rules]
    value = screening.value.astype(np.int64)
    return AssignmentProblem.of(opened.data.num_participants, screening.p, screening.w, value, rows)
