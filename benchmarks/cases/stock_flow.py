"""A synthetic plan of learn-work lines on a scenario tree: stocks of people and places that flow over quarters.

The shape and size of the region's five-year plan (planning rows 1-15: places, their use, ramps, rights of the Wsw,
tracks, waiting, exits, staff, budgets, one-off money), with invented figures: every number is drawn from the seed, in
k EUR and persons. It stands in for the real plan where only the solving is measured, and it makes trees of any form.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from planning.programme import Floats, Ints, Programme
from planning.tree import Tree

HOSTS = 4  # production, other, new company, employers: a line can be at each
WSW = 0  # the first group has rights: placed in full, leaves by itself
BUDGET_YEAR = 4  # quarters
DISCOUNT = 0.99  # a quarter


@dataclass(frozen=True)
class Size:
    """How many `lines`, `groups` (the first is Wsw) and `municipalities`."""

    lines: int = 7
    groups: int = 4
    municipalities: int = 6

    @property
    def sites(self) -> int:
        """A line at a host."""
        return self.lines * HOSTS


@dataclass(frozen=True)
class StockFlow:
    """The programme, and what its columns and rows are.

    `column_node`, `row_node` int (n,), (m,); `columns`, `rows`: name of a block -> indices, shape (N, ...) where a
    block has the same members in every node; `design`: columns that fix the lines' places, in every node.
    """

    programme: Programme
    tree: Tree
    columns: dict[str, Ints]
    rows: dict[str, Ints]
    column_node: Ints
    row_node: Ints

    @property
    def design(self) -> Ints:
        """What is built, cut and moved."""
        return np.concatenate([self.columns[name].ravel() for name in ("build", "cut", "move")])


@dataclass(frozen=True)
class Factors:
    """How the world differs per node, (N,): factors on inflow and wages; Wsw outflow a quarter as a fraction."""

    demand: Floats
    wage: Floats
    outflow: Floats


def factors(tree: Tree, spread: float = 0.15) -> Factors:
    """Let the branches of a node differ: evenly from -spread to +spread in demand, less in wages and outflow.

    A node keeps what happened above it.
    """
    children = np.bincount(tree.parent[1:], minlength=tree.num_nodes)
    swing = np.zeros(tree.num_nodes)
    for node in range(1, tree.num_nodes):
        among = children[tree.parent[node]]
        own = spread * (2 * tree.branch[node] / (among - 1) - 1) if among > 1 else 0.0
        swing[node] = swing[tree.parent[node]] + own
    return Factors(1 + swing, 1 + 0.2 * swing, 0.02 * (1 + swing / 2))


class _Writer:
    """Numbers columns and rows, and gathers the entries."""

    def __init__(self, num_nodes: int) -> None:
        self.num_nodes = num_nodes
        self.columns: dict[str, Ints] = {}
        self.rows: dict[str, Ints] = {}
        self.num_cols = self.num_rows = 0
        self.costs: list[Floats] = []
        self.uppers: list[Floats] = []
        self.bounds: list[tuple[Floats, Floats]] = []
        self.entries: list[tuple[Ints, Ints, Floats]] = []

    def add_columns(self, name: str, *shape: int, cost: object = 0.0, upper: object = np.inf) -> Ints:
        full = (self.num_nodes, *shape)
        block = self.num_cols + np.arange(np.prod(full)).reshape(full)
        self.columns[name], self.num_cols = block, self.num_cols + block.size
        self.costs.append(np.broadcast_to(np.asarray(cost, float), full).ravel())
        self.uppers.append(np.broadcast_to(np.asarray(upper, float), full).ravel())
        return block

    def add_rows(self, name: str, *shape: int, lower: object = -np.inf, upper: object = np.inf) -> Ints:
        full = (self.num_nodes, *shape)
        block = self.num_rows + np.arange(np.prod(full)).reshape(full)
        self.rows[name], self.num_rows = block, self.num_rows + block.size
        ends = [np.broadcast_to(np.asarray(end, float), full).ravel() for end in (lower, upper)]
        self.bounds.append((ends[0], ends[1]))
        return block

    def add(self, rows: NDArray[np.int64], columns: NDArray[np.int64], value: object) -> None:
        row, column, entry = np.broadcast_arrays(rows, columns, np.asarray(value, float))
        self.entries.append((row.ravel(), column.ravel(), entry.ravel()))


def draw(tree: Tree, seed: int = 1, size: Size | None = None, known: Factors | None = None) -> StockFlow:
    """Draw the plan on a tree; equal seeds and sizes give equal lines, people and prices whatever the tree."""
    size, known = size or Size(), known or factors(tree)
    rng = np.random.default_rng(seed)
    nodes, lines, tracks, towns, sites = tree.num_nodes, size.lines, size.groups - 1, size.municipalities, size.sites
    groups = size.groups
    parent, child = tree.parent[1:], np.arange(1, nodes)
    weight = tree.probability * DISCOUNT**tree.period
    late = tree.period >= 8  # the new company exists

    share = rng.dirichlet(np.full(towns, 4.0))
    people = 18.0 * lines * towns
    start = rng.uniform(0.7, 1.3, (groups, towns, sites))
    start[:, :, 2::HOSTS] = 0.0
    start[:, :, 3::HOSTS] *= 0.2
    start *= people * share[None, :, None] / start.sum((0, 2))[None, :, None]
    inflow = 0.07 * start[1:].sum(2) * rng.uniform(0.9, 1.3, (tracks, towns))
    leaving = rng.uniform(0.05, 0.12, (tracks, HOSTS)) * np.array([1.0, 1.0, 1.1, 1.4])
    success = rng.uniform(0.2, 0.4, (tracks, HOSTS)) * np.array([0.8, 0.9, 1.0, 1.6])
    at = np.tile(np.arange(HOSTS), lines)
    tariff = rng.uniform(1.5, 3.5, (groups, 1, sites)) + np.array([1.2, 0.8, 0.5, 0.0])[at]
    welcome = rng.uniform(0.05, 0.25, (tracks, 1, sites))
    idle = np.array([1.6, 1.0, 0.7, 0.1])[at] * rng.uniform(0.8, 1.2, sites)

    world = _Writer(nodes)
    cap = world.add_columns("places", sites)
    build = world.add_columns("build", sites, upper=np.where(at[None, :] == 2, np.where(late[:, None], 8.0, 0.0), 4.0))
    cut = world.add_columns("cut", sites)
    move = world.add_columns("move", lines, HOSTS - 2, upper=np.where(late[:, None, None], 6.0, 3.0))
    x = world.add_columns("people", groups, towns, sites)
    entry = world.add_columns("entry", tracks, towns, sites, cost=weight[:, None, None, None] * welcome)
    along = world.add_columns("along", tracks, towns, lines, HOSTS - 2)
    waiting = world.add_columns("waiting", tracks, towns, cost=0.6 * weight[:, None, None])
    staff = world.add_columns("staff")
    leave = world.add_columns("leave")
    redundant = world.add_columns("redundant", cost=40.0 * weight)
    hire = world.add_columns("hire", cost=2.0 * weight)
    deficit = world.add_columns("deficit", towns, cost=weight[:, None])
    surplus = world.add_columns("surplus", towns)
    impulse = world.add_columns("impulse", towns)
    own = world.add_columns("own", towns, cost=weight[:, None])
    short = world.add_columns("short", cost=25.0 * weight)

    # Wsw people leave by themselves, and every one of them is placed.
    staying = np.ones(nodes)
    for node in child:
        staying[node] = staying[tree.parent[node]] * (1 - known.outflow[node])
    wsw = staying[:, None] * start[WSW].sum(1)
    rights = world.add_rows("rights", towns, lower=wsw, upper=wsw)
    world.add(rights[:, :, None], x[:, WSW], 1.0)

    # Places: what was, plus what was built and moved in, less what was cut and moved out, a quarter before.
    opening = 1.02 * start.sum((0, 1)) + 1
    places = world.add_rows("capacity", sites, lower=np.vstack([opening, np.zeros((nodes - 1, sites))]),
                            upper=np.vstack([opening, np.zeros((nodes - 1, sites))]))  # fmt: skip
    world.add(places, cap, 1.0)
    for block, sign in ((cap, -1.0), (build, -1.0), (cut, 1.0)):
        world.add(places[child], block[parent], sign)
    by_line = places.reshape(nodes, lines, HOSTS)
    world.add(by_line[child][:, :, :1], move[parent], 1.0)
    world.add(by_line[child][:, :, 2:], move[parent], -1.0)
    use = world.add_rows("use", sites, upper=0.0)
    world.add(use[:, None, None, :], x, 1.0)
    world.add(use, cap, -1.0)
    world.add(use[child], build[parent], 0.3)
    ramp = world.add_rows("ramp", upper=0.02 * people)
    world.add(ramp[:, None], build, 1.0)
    world.add(ramp[:, None, None], move, 1.0)

    # Tracks: those who stay, those who enter, those who go along with their line.
    begun = np.concatenate([start[None, 1:], np.zeros((nodes - 1, tracks, towns, sites))])
    track = world.add_rows("track", tracks, towns, sites, lower=begun, upper=begun)
    world.add(track, x[:, 1:], 1.0)
    world.add(track[child], entry[child], -1.0)
    world.add(track[child], x[parent, 1:], -(1 - leaving[:, None, at]))
    by_host = track.reshape(nodes, tracks, towns, lines, HOSTS)
    world.add(by_host[child][..., :1], along[child], 1.0)
    world.add(by_host[child][..., 2:], along[child], -1.0)
    arrived = known.demand[:, None, None] * inflow
    queue = world.add_rows("waiting", tracks, towns, lower=arrived, upper=arrived)
    world.add(queue, waiting, 1.0)
    world.add(queue[child], waiting[parent], -0.9)
    world.add(queue[..., None], entry, 1.0)
    goal = 0.012 * people * (1 + 0.05 * tree.period)
    exits = world.add_rows("exits", lower=goal)
    world.add(exits[:, None, None, None], x[:, 1:], (leaving * success)[:, None, at])
    world.add(exits, short, 1.0)

    # Staff follows places; nobody more leaves by himself than a share of who is there.
    crew = world.add_rows("staff", lower=np.r_[0.09 * people, np.zeros(nodes - 1)],
                          upper=np.r_[0.09 * people, np.zeros(nodes - 1)])  # fmt: skip
    world.add(crew, staff, 1.0)
    for block, sign in ((staff, -1.0), (leave, 1.0), (redundant, 1.0), (hire, -1.0)):
        world.add(crew[child], block[parent], sign)
    quits = world.add_rows("quits", upper=0.0)
    world.add(quits, leave, 1.0)
    world.add(quits, staff, -0.015)
    needed = world.add_rows("needed", upper=0.0)
    world.add(needed[:, None], cap, 0.06 + 0.02 * (at < 2))
    world.add(needed, staff, -1.0)

    # Money: a frozen budget per municipality, one-off money shared out, impulse money kept over the years.
    spent = (tariff * start).sum((0, 2)) + share * (idle @ opening + 4.0 * 0.09 * people)
    budget = world.add_rows("budget", towns, lower=0.86 * spent, upper=0.86 * spent)
    wage = (known.wage * 1.006**tree.period)[:, None, None, None]
    world.add(budget[:, None, :, None], x, wage * tariff)
    world.add(budget[:, :, None], cap[:, None, :], share[:, None] * idle)
    world.add(budget, staff[:, None], 4.0 * known.wage[:, None] * share)
    world.add(budget, deficit, -1.0)
    world.add(budget, surplus, 1.0)
    once = world.add_rows("one_off", towns, lower=0.0, upper=0.0)
    world.add(once, impulse, 1.0)
    world.add(once, own, 1.0)
    for block, price in ((build, 4.0), (cut, 1.0)):
        world.add(once[:, :, None], block[:, None, :], -price * share[:, None])
    world.add(once[:, :, None], move.reshape(nodes, 1, -1), -3.0 * share[:, None])
    world.add(once[:, :, None], along.reshape(nodes, 1, -1), -0.3 * share[:, None])
    given = 0.01 * spent.sum() * share
    purse = world.add_rows("impulse", towns, upper=given * (1 + tree.period[:, None] // BUDGET_YEAR))
    for at_node, row in enumerate(purse):
        world.add(row, impulse[tree.path(at_node)], 1.0)
    return _gathered(world, tree)


def _gathered(world: _Writer, tree: Tree) -> StockFlow:
    rows, columns, values = (np.concatenate(part) for part in zip(*world.entries, strict=True))
    matrix = sparse.csc_array((values, (rows, columns)), (world.num_rows, world.num_cols))
    lower, upper = (np.concatenate(part) for part in zip(*world.bounds, strict=True))
    cost, ceiling = np.concatenate(world.costs), np.concatenate(world.uppers)
    programme = Programme(
        cost, np.zeros(world.num_cols), ceiling, matrix, lower, upper, np.zeros(world.num_cols, np.bool_)
    )
    nodes = [np.concatenate([np.repeat(np.arange(tree.num_nodes), block[0].size) for block in blocks.values()])
             for blocks in (world.columns, world.rows)]  # fmt: skip
    return StockFlow(programme, tree, world.columns, world.rows, nodes[0], nodes[1])
