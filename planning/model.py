"""A plan as a PuLP model: variables and rows with what they mean beside them; compiled once to arrays.

    minimise  Σ_goal penalty_goal Σ_node π_node d_node amount_(goal, node)

Blocks add variables (>= 0), rows and goals. A row is a list of terms (variable, coefficient), a sense and a side.
Money that several blocks spend is collected as lists of terms, so that the block that shares it out needs no other:

    spent[node, municipality]   what people cost their own municipality       k euro/period
    shared[node, pool]          what a pool pays                              k euro/period
    one_off[node]               one-off cost of what is decided at a node     k euro/period
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from pulp import LpAffineExpression, LpMinimize, LpProblem, LpVariable
from pulp import constants as pulp_words
from scipy import sparse

from instances.schema.plan_words import Goal
from planning.programme import Floats, Key, Labels, Programme, Row, Variable

type Term = tuple[LpVariable, float]
type At = tuple[int, ...]

SENSES = {"<=": pulp_words.LpConstraintLE, "=": pulp_words.LpConstraintEQ, ">=": pulp_words.LpConstraintGE}


class Model:
    """What the blocks have written so far.

    `at`: variables by name and position, node first: `model.at["cap"][node, place]`; what cannot be is not there.
    `parts`: terms of every goal, per node, not weighed and not discounted.
    """

    def __init__(self) -> None:
        self.problem = LpProblem("plan", LpMinimize)
        self.at: defaultdict[str, dict[At, LpVariable]] = defaultdict(dict)
        self.spent: defaultdict[At, list[Term]] = defaultdict(list)
        self.shared: defaultdict[At, list[Term]] = defaultdict(list)
        self.shared_fixed: defaultdict[At, float] = defaultdict(float)
        self.one_off: defaultdict[int, list[Term]] = defaultdict(list)
        self.one_off_fixed: defaultdict[int, float] = defaultdict(float)
        self.parts: defaultdict[Goal, dict[int, list[Term]]] = defaultdict(dict)
        self.extra: list[Term] = []
        self.rows: list[Row] = []
        self.variables: list[Variable] = []
        self.positions: list[tuple[str, At]] = []

    def variable(
        self, name: str, position: At, key: Key, *, lower: float = 0.0, upper: float | None = None, whole: bool = False
    ) -> LpVariable:
        """Add a variable; `position` starts with its node, `key` are the ids of the rest of it."""
        made = self.problem.add_variable(f"x{len(self.variables)}", lower, upper, "Integer" if whole else "Continuous")
        self.at[name][position] = made
        self.variables.append(Variable(name, key, position[0]))
        self.positions.append((name, position))
        return made

    def row(self, block: str, key: Key, node: int, terms: list[Term], sense: str, side: float) -> None:
        """Add  Σ terms (sense) side."""
        expression = LpAffineExpression.from_list(terms, constant=-float(side))
        expression.sense = SENSES[sense]
        self.problem.addConstraint(expression)
        self.rows.append(Row(block, key, node))

    def aim(self, goal: Goal, node: int, terms: list[Term]) -> None:
        """Count terms towards a goal at a node."""
        self.parts[goal].setdefault(node, []).extend(terms)

    def all_of(self, name: str, *start: int) -> Iterator[tuple[At, LpVariable]]:
        """Variables of a name whose position starts so."""
        size = len(start)
        return ((at, found) for at, found in self.at[name].items() if at[:size] == start)


def compiled(model: Model, costs: dict[Goal, Floats]) -> tuple[Programme, Labels, dict[Goal, Floats]]:
    """Turn the model into arrays, once; `costs` (N,): what one unit of each goal weighs at each node, k euro.

    Gives the programme with the weighted sum as its cost, the labels, and the weighed cost of each goal on its own.
    """
    num = len(model.variables)
    part = {goal: np.zeros(num) for goal in costs}
    for goal, weights in costs.items():
        for node, terms in model.parts[goal].items():
            for variable, coefficient in terms:
                part[goal][variable.id] += weights[node] * coefficient
    extra = np.zeros(num)
    for variable, coefficient in model.extra:
        extra[variable.id] += coefficient
    lower, upper, whole = np.zeros(num), np.full(num, np.inf), np.zeros(num, bool)
    for at, variable in enumerate(model.problem.variables()):
        bound = variable.upBound
        lower[at] = variable.lowBound if variable.lowBound is not None else -np.inf
        upper[at] = np.inf if bound is None else bound
        whole[at] = variable.cat == pulp_words.LpInteger
    matrix, row_lower, row_upper = _rows(model.problem, num)
    cost = extra + sum(part.values(), np.zeros(num))
    programme = Programme(cost, lower, upper, matrix, row_lower, row_upper, whole)
    return programme, Labels(tuple(model.rows), tuple(model.variables)), part


def _rows(problem: LpProblem, num_columns: int) -> tuple[sparse.csc_array, Floats, Floats]:
    columns: list[int] = []
    entries: list[float] = []
    starts, sides, senses = [0], [], []
    for constraint in problem.constraints():
        for variable, coefficient in constraint.items():
            columns.append(variable.id)
            entries.append(coefficient)
        starts.append(len(columns))
        sides.append(-constraint.constant)
        senses.append(constraint.sense)
    side, sense = np.array(sides, float), np.array(senses, int)
    matrix = sparse.csr_array(
        (np.array(entries), np.array(columns, np.int32), np.array(starts)), (len(sides), num_columns)
    )
    return (
        matrix.tocsc(),
        np.where(sense == pulp_words.LpConstraintLE, -np.inf, side),
        np.where(sense == pulp_words.LpConstraintGE, np.inf, side),
    )
