"""The performance table of README.md, made from the CSV files alone, so that it cannot drift from what was measured.

A cell is the gap that the engine proves and its CPU seconds, medians over the seeds. Greedy and deferred acceptance
prove next to nothing; theirs is the distance to the best bound that anyone has in that row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median

from benchmarks.family import SIDE_BY_SIDE, Family, Figures
from benchmarks.registry import FAMILIES, family
from benchmarks.results import RESULTS, read
from instances.errors import Problem, UnreadableDocument, Wanted

START, END = "<!-- figures: from benchmarks/results, by `leerwerk bench figures` -->", "<!-- /figures -->"
OURS, LINEAR = "auto", "plain_highs_lp"
COLUMNS = {
    OURS: "leerwerk",
    "greedy": "greedy",
    "deferred_acceptance": "deferred acceptance",
    "plain_highs_mip": "HiGHS",
    "pulp_highs": "HiGHS (PuLP)",
    "pulp_cbc": "CBC (PuLP)",
    "plain_cpsat": "CP-SAT",
    LINEAR: "HiGHS, linear bound only",
}
HASTY = ("greedy", "deferred_acceptance")
NOTICEABLE = 0.05  # a peer is better when it needs so much less
UNITS = {"cpu_seconds": " CPU s", "peak_mb": " MB"}
VERSIONS = ("python", "highspy", "ortools", "pulp", "numpy", "scipy", "numba")


@dataclass(frozen=True)
class Case:
    """All rows of one case: whoever solved it, at whatever seed."""

    family: Family
    told: str
    rows: Sequence[Figures]

    @property
    def engines(self) -> list[str]:
        """Who took it."""
        return list(dict.fromkeys(self.who(row) for row in self.rows))

    def who(self, row: Figures) -> str:
        """Whose row it is: an engine, a policy, a rule."""
        return str(row.get(self.family.who) or "")

    @property
    def told_of(self) -> list[str]:
        """Whom of them the README tells of."""
        return [who for who in self.engines if who in self.family.told or not self.family.told]

    def of(self, engine: str) -> list[Figures]:
        """The rows of one engine."""
        return [row for row in self.rows if self.who(row) == engine]

    def gap(self, row: Figures) -> float:
        """The gap of a row; infinite where nothing was found, or where another's matching disproves the bound."""
        if not row.get("feasible") or row.get("placed") == 0:
            return inf
        sign = -1 if self.family.minimise else 1
        beside = [one for one in self.rows if one["seed"] == row["seed"]]
        found = max(sign * _number(one, "objective") for one in beside if one.get("feasible"))
        if found > sign * _number(row, "bound") + 0.5:
            return inf
        if row.get("engine") not in HASTY:
            return _number(row, "gap")
        bounds = (sign * _number(one, "bound") for one in beside if one.get("bound") is not None)
        best = min(bound for bound in bounds if bound + 0.5 >= found)
        return (best - sign * _number(row, "objective")) / max(1.0, abs(best))

    def score(self, engine: str) -> tuple[float, float]:
        """What counts: the gap, where it is beyond the one asked for; then CPU seconds. Medians over the seeds."""
        rows = self.of(engine)
        gap = median(max(self.gap(row), _number(row, "wanted_gap")) for row in rows)
        return gap, median(_number(row, "cpu_seconds") for row in rows)

    def cell(self, engine: str) -> str:
        """What is told of one engine."""
        rows = self.of(engine)
        if not rows:
            return ""
        seconds = f"{_digits(median(_number(row, 'cpu_seconds') for row in rows))} s"
        if any(row["status"] == "stopped" for row in rows):
            return f"stopped after {seconds}"
        if engine == LINEAR:
            return seconds
        gap = median(self.gap(row) for row in rows)
        if gap == inf:
            return f"nothing in {seconds}"
        return f"optimal in {seconds}" if gap == 0 else f"{_digits(100 * gap)} % in {seconds}"

    def better_peers(self) -> list[str]:
        """The peers that reach more than we do, or as much in noticeably less time."""
        if OURS not in self.engines:
            return []
        gap, seconds = self.score(OURS)
        return [
            COLUMNS[engine]
            for engine in self.engines
            if engine not in (OURS, LINEAR) and engine in COLUMNS
            and self.score(engine) < (gap, (1 - NOTICEABLE) * seconds)
        ]  # fmt: skip


def cases(tables: Iterable[Sequence[Figures]]) -> list[Case]:
    """All cases, families in the order of the registry, cases in that of their file."""
    found: dict[tuple[str, str], list[Figures]] = {}
    for row in (row for rows in tables for row in rows):
        found.setdefault((str(row["family"]), family(str(row["family"])).case(row)), []).append(row)
    return [Case(family(name), f"{told} ({_limits(rows)})", rows) for (name, told), rows in found.items()]


def render(results: Path = RESULTS) -> str:
    """Everything between the two markers."""
    files = (results / f"{one.name}.csv" for one in FAMILIES)
    tables = [read(path) for path in files if path.exists()]
    known = cases(tables)
    beside = [case for case in known if case.family.shown == SIDE_BY_SIDE and len(case.engines) > 1]
    alone = [case for case in known if case not in beside]
    engines = [engine for engine in COLUMNS if any(engine in case.engines for case in beside)]
    lines = [_line(["case (wanted gap, limit, seed)", *(COLUMNS[engine] for engine in engines)]), _rule(len(engines))]
    lines += [_line([case.told, *(case.cell(engine) for engine in engines)]) for case in beside]
    peers = [f"{' and '.join(better)} at {case.told}" for case in beside if (better := case.better_peers())]
    lines += ["", f"Where a peer is better: {'; '.join(peers)}." if peers else "In none of these a peer is better."]
    lines += ["", _line(["case (wanted gap, limit, seed)", "by", "figures"]), _rule(2)] if alone else []
    lines += [_line([case.told, _by(engine), _figures(case, engine)]) for case in alone for engine in case.told_of]
    return "\n".join([*lines, "", _surroundings(row for rows in tables for row in rows)])


def update(readme: Path, results: Path = RESULTS) -> None:
    """Write the table into a README, between its markers.

    Raises:
        UnreadableDocument: the README has no markers.
    """
    text = readme.read_text("utf-8")
    if START not in text or END not in text:
        raise UnreadableDocument(
            [Problem(str(readme), 0, "", "", Wanted(f"de regels {START} en {END}", f"the lines {START} and {END}"))]
        )
    before, rest = text.split(START, 1)
    readme.write_text(f"{before}{START}\n{render(results)}\n{END}{rest.split(END, 1)[1]}", "utf-8")


def _limits(rows: Sequence[Figures]) -> str:
    seeds = sorted({int(_number(row, "seed")) for row in rows})
    told = f"{seeds[0]}-{seeds[-1]}" if len(seeds) > 1 else f"{seeds[0]}"
    limits = [] if rows[0].get("wanted_gap") is None else [f"{100 * _number(rows[0], 'wanted_gap'):g} %"]
    limits += [] if rows[0].get("time_limit") is None else [f"{rows[0]['time_limit']:g} s"]
    return ", ".join([*limits, f"seeds {told}" if len(seeds) > 1 else f"seed {told}"])


def _by(engine: str) -> str:
    return COLUMNS.get(engine, engine.replace("_", " "))


def _figures(case: Case, engine: str) -> str:
    rows, told = case.of(engine), []
    for name in case.family.shown:
        numbers = [_number(row, name) for row in rows if row.get(name) is not None]
        if numbers:
            told.append(_figure(name, median(numbers)))
    return ", ".join(told)


def _figure(name: str, number: float) -> str:
    if name == "gap":
        return f"gap {_digits(100 * number)} %"
    if name.startswith("share"):
        return f"{name.replace('_', ' ')} {100 * number:.2f} %"
    if name in UNITS:
        return f"{_digits(number)}{UNITS[name]}"
    return f"{name.replace('_', ' ')} {_digits(number)}"


def _surroundings(rows: Iterable[Figures]) -> str:
    kept = list(rows)

    def each(name: str) -> str:
        return " and ".join(dict.fromkeys(str(row[name]) for row in kept if row.get(name) is not None))

    versions = ", ".join(f"{name} {each(name)}" for name in VERSIONS if each(name))
    machine = f"{each('cores')} cores ({each('cpu') or 'of a kind that was not noted'})"
    return f"Measured on {each('measured')}, {machine}, one thread; {versions}."


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(more: int) -> str:
    return f"|{'---|' * (more + 1)}"


def _digits(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.2g}"


def _number(row: Figures, name: str) -> float:
    value = row.get(name)
    return inf if value is None else float(value)
