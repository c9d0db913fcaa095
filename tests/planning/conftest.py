"""What the tests of the backend share: programmes small enough to work out by hand, and random ones."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pulp
import pytest
from scipy import sparse

from benchmarks.cases.stock_flow import Size, StockFlow, draw
from instances.generate import generate
from instances.tables import Instance, frame
from planning.programme import Programme
from planning.tree import Tree


@pytest.fixture(scope="session")
def write() -> Callable[..., Programme]:
    """Write a programme by hand: cost, rows as (entries, lower, upper), and upper bounds of columns."""

    def written(
        cost: Sequence[float], rows: Sequence[tuple[Sequence[float], float, float]],
        upper: float | Sequence[float] = np.inf, whole: bool = False, offset: float = 0.0,
    ) -> Programme:  # fmt: skip
        entries = np.array([row[0] for row in rows], float).reshape(len(rows), len(cost))
        lower, high = np.array([row[1:] for row in rows], float).reshape(-1, 2).T
        return Programme(
            np.array(cost, float), np.zeros(len(cost)), np.broadcast_to(np.asarray(upper, float), len(cost)).copy(),
            sparse.csc_array(entries), lower, high, np.full(len(cost), whole), offset,
        )  # fmt: skip

    return written


@pytest.fixture(scope="session")
def region_plan() -> Instance:
    """The plan of the region without people and workplaces, which count for nothing in it."""
    unused = ("participants", "participant_skills", "workplaces", "workplace_skills", "placements", "outcomes")
    return generate("region").replace(**{name: frame(name, []) for name in unused})


class Sketch:
    """A programme written with names: columns come into being where they are first used."""

    def __init__(self) -> None:
        self.columns: dict[Hashable, tuple[float, float, float, bool]] = {}
        self.rows: list[tuple[Mapping[Hashable, float], float, float]] = []

    def column(
        self, name: Hashable, cost: float = 0.0, lower: float = 0.0, upper: float = np.inf, whole: bool = False
    ) -> Hashable:
        """Add a column; gives its name."""
        self.columns[name] = (cost, lower, upper, whole)
        return name

    def row(self, entries: Mapping[Hashable, float], lower: float = -np.inf, upper: float = np.inf) -> None:
        """Add lower ≤ Σ entries ≤ upper."""
        self.rows.append((entries, lower, upper))

    def at(self, *names: Hashable) -> np.ndarray:
        """Where the named columns stand."""
        order = list(self.columns)
        return np.array([order.index(name) for name in names])

    def programme(self) -> Programme:
        """The arrays."""
        place = {name: j for j, name in enumerate(self.columns)}
        matrix = sparse.lil_array((len(self.rows), len(place)))
        for i, (entries, _, _) in enumerate(self.rows):
            for name, entry in entries.items():
                matrix[i, place[name]] += entry
        cost, lower, upper, whole = np.array(list(self.columns.values()), float).T
        sides = np.array([row[1:] for row in self.rows], float)
        return Programme(cost, lower, upper, sparse.csc_array(matrix), sides[:, 0], sides[:, 1], whole > 0)


@pytest.fixture
def sketch() -> Sketch:
    """An empty sheet to write a programme on by name."""
    return Sketch()


@pytest.fixture(scope="session")
def published() -> Callable[[str], dict[str, Any]]:
    """A published case by name."""
    folder = Path(__file__).parent / "data"
    return lambda name: json.loads((folder / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def stock_flow() -> StockFlow:
    """A small plan of lines over two years: one line at four hosts, two groups, two municipalities."""
    return draw(Tree.branching(8, {}), 1, Size(1, 2, 2))


@pytest.fixture(scope="session")
def cbc() -> Callable[[Programme], tuple[str, float]]:
    """A second opinion: the programme as a PuLP model, solved by CBC -> its status and objective."""

    def solved(programme: Programme) -> tuple[str, float]:
        model = pulp.LpProblem("second_opinion", pulp.LpMinimize)
        columns = [
            model.add_variable(
                f"x{j}", _finite(programme.lower[j]), _finite(programme.upper[j]),
                cat=pulp.LpInteger if programme.integral[j] else pulp.LpContinuous,
            )
            for j in range(len(programme.cost))
        ]  # fmt: skip
        model += pulp.lpSum_vars_coefs(zip(columns, programme.cost.tolist(), strict=True)) + programme.offset
        by_row = programme.matrix.tocsr()
        for i, (lower, upper) in enumerate(
            zip(programme.row_lower.tolist(), programme.row_upper.tolist(), strict=True)
        ):
            at = slice(by_row.indptr[i], by_row.indptr[i + 1])
            terms = zip((columns[j] for j in by_row.indices[at]), by_row.data[at].tolist(), strict=True)
            use = pulp.lpSum_vars_coefs(terms)
            if lower == upper:
                model += use == lower
                continue
            if np.isfinite(lower):
                model += use >= lower
            if np.isfinite(upper):
                model += use <= upper
        stats = model.solve(pulp.COIN_CMD(msg=False))
        return stats.status_str, float(pulp.value(model.objective))

    return solved


def _finite(bound: float) -> float | None:
    return float(bound) if np.isfinite(bound) else None
