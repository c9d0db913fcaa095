"""Generalised assignment where each agent has several resources, and each job takes some of all of them.

Format of a file: whole numbers `m n s`; m rows of n costs; for each of the s resources m rows of n uses; for each
resource m capacities. Problem, solving and judging are those of `gap`.
"""

from pathlib import Path

import numpy as np

from benchmarks.cases.gap import Instance, numbers_of
from instances.errors import Problem, UnreadableDocument, Wanted

FORMAT = Wanted(
    "hele getallen: `agents jobs resources`, kosten, gebruik per middel, ruimte per middel",
    "whole numbers: `agents jobs resources`, costs, uses for each resource, capacities for each resource",
)


def read(path: Path) -> Instance:
    """Read the one instance of a file, plain or `.gz`.

    Raises:
        UnreadableDocument: the file cannot be read, or its numbers do not add up.
    """
    numbers = numbers_of(path, FORMAT)
    m, n, s = (int(size) for size in numbers[:3]) if len(numbers) >= 3 else (0, 0, 0)
    if not m * n * s or len(numbers) != 3 + m * n * (1 + s) + m * s:
        raise UnreadableDocument([Problem(str(path), 0, "", str(len(numbers)), FORMAT)])
    cost, use, capacity = np.split(numbers[3:], [m * n, m * n * (1 + s)])
    name = path.name.removesuffix(".gz").removesuffix(".txt")
    return Instance(name, cost.reshape(m, n), use.reshape(s, m, n), capacity.reshape(s, m))
