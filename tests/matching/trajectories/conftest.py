"""Small synthetic instances in which every line over months can be tried."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from instances.tables import Instance
from matching.candidates import candidates
from matching.eligibility import screen
from matching.examples import example_instance
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.rule import Example
from matching.trajectories.legs import NEEDS, Legs
from matching.trajectories.opening import Opening
from matching.trajectories.rows import MonthRows

MONTHS = 7
KINDS = ("line_slot", "work_experience", "training", "trial", "regular", "secondment")
COURSE = {"id": "k", "name_nl": "Cursus", "name_en": "Course", "weeks": 8, "start_dates": ("2026-10-05", "2027-01-04")}


def _place(number: int, **changes: Any) -> dict[str, Any]:
    usual = {"id": f"w{number}", "title": "Plek", "organisation": "employer", "kind": "regular", "line": "verpakken"}
    hours = {"postcode": "6231", "hours_min": 16.0, "hours_max": 36.0, "guidance_hours": 4.0, "price_cents": 200_000}
    return usual | hours | changes


@pytest.fixture(scope="session")
def place() -> Callable[..., dict[str, Any]]:
    """Make the row of a workplace: `place(0, kind="trial")` is w0."""
    return _place


@pytest.fixture(scope="session")
def make() -> Callable[..., Instance]:
    """Make an instance with people p0, p1, ... who differ in `people`, and these places; the ordinary pair has none."""

    def made(people: list[dict[str, Any]], places: list[dict[str, Any]], **tables: Any) -> Instance:
        late = {name: tables.pop(name) for name in ("placements",) if name in tables}  # they name these people
        base = example_instance(Example("months", None, tables={"courses": (COURSE,), **tables}))
        usual = {name: value for name, value in base["participants"].to_dict("records")[0].items() if name != "id"}
        rows = [{**usual, "id": f"p{number}", **change} for number, change in enumerate(people)]
        none = {"participant_skills": [], "workplace_skills": [], "placements": []}
        return base.replace(participants=rows, workplaces=places, **{**none, **late})

    return made


@pytest.fixture(scope="session")
def random_instance(make: Callable[..., Instance]) -> Callable[[int], Instance]:
    """One to three people and one to four places of any kind, on tight slots, guidance, coaches and money."""

    @cache
    def made(seed: int) -> Instance:
        rng = np.random.default_rng(seed)
        people = [
            {
                "stage": rng.choice(["diagnosis", "development", "placement"]),
                "available_on": rng.choice([None, "2026-10-15"]),
                "guidance_hours": float(rng.choice([0.0, 1.0, 2.5])),
                "wished_lines": rng.choice(["", "groen", "verpakken"]),
            }
            for _ in range(rng.integers(1, 4))
        ]
        places = []
        for number in range(rng.integers(1, 5)):
            kind = str(rng.choice(KINDS))
            changes: dict[str, Any] = {
                "kind": kind,
                "line": rng.choice(["verpakken", "groen"]),
                "organisation": rng.choice(["employer", "mob"]),
                "slots": int(rng.integers(0, 3)),
                "guidance_hours": float(rng.choice([1.0, 3.0, 5.0])),
                "price_cents": int(rng.integers(0, 20) * 30_000),
                "end_on": rng.choice([None, None, "2026-12-15"]),
                "course": "k" if kind == "training" and rng.random() < 0.5 else None,
            }
            if kind == "line_slot" and rng.random() < 0.4:
                changes |= {"temporary_months": int(rng.integers(1, 5)), "next_step": str(rng.choice(KINDS))}
            places.append(_place(number, **changes))
        left = int(rng.integers(0, 30) * 30_000)
        budgets = [{"municipality": "GM0935", "stream": "reintegration", "year": 2026, "amount_cents": left}]
        before = [
            {"participant": f"p{number}", "workplace": "w0", "status": "ended", "start_on": "2025-01-06",
             "end_on": "2026-08-14"}
            for number in range(len(people)) if rng.random() < 0.5
        ]  # fmt: skip
        return make(people, places, budgets=budgets, placements=before)

    return made


@dataclass(frozen=True)
class Parts:
    """What the engine works with."""

    opened: OpenInstance
    legs: Legs
    rows: MonthRows
    opening: Opening


@pytest.fixture(scope="session")
def parts(random_instance: Callable[[int], Instance]) -> Callable[[int], Parts]:
    """The parts of a random instance over `MONTHS`, made once."""

    @cache
    def made(seed: int) -> Parts:
        instance, months = random_instance(seed), MONTHS
        opened = OpenInstance.of(instance, also=NEEDS)
        found = screen(opened.data, opened.rulebook, candidates(opened.data, opened.rulebook))
        legs = Legs.of(Pairs(opened.data, found.p, found.w), found.value, opened.rulebook, months)
        rows = MonthRows.of(legs, opened.rulebook.row_rules)
        return Parts(opened, legs, rows, Opening.of(legs, rows, found.protected, found.promised))

    return made


STEP = {"line_slot": 2, "work_experience": 2, "training": 3, "trial": 4, "regular": 5, "secondment": 5}
STAY = {1: (3, 6, 12), 2: (3, 6, 12), 3: (3, 6), 4: (2,), 5: ()}


class Everything:
    """All lines of all people, tried one by one with plain loops over the documents' own words."""

    def __init__(self, made: Parts) -> None:
        self.made, self.months = made, made.legs.months
        instance = made.opened.instance
        self.people = instance["participants"].to_dict("records")
        self.places = instance["workplaces"].to_dict("records")

    def stays(self, pair: int) -> list[tuple[int, int]]:
        """(start, stop) of every leg of a pair; month 0 is September 2026."""
        legs, place = self.made.legs, self.places[self.made.legs.pairs.w[pair]]
        person = self.people[legs.pairs.p[pair]]
        temporary = place["temporary_months"]
        step = self.step(pair)
        lengths = {2} if place["course"] == "k" else set(STAY[step])  # 8 weeks: two months
        if temporary == temporary and temporary is not None:
            lengths = {min(length, int(temporary)) for length in lengths}
        end = 4 if place["end_on"] is not None and str(place["end_on"]) != "NaT" else 999  # until December
        first = max(2 if person["stage"] == "diagnosis" else 0, 1 if str(person["available_on"]) != "NaT" else 0)
        groups = {1, 4} if place["course"] == "k" else set(range(self.months))
        if place["course"] == "k" and str(person["available_on"]) != "NaT":
            groups = {4}  # the group of 5 October begins before 15 October
        found = []
        for start in range(first, self.months):
            if start not in groups:
                continue
            for length in lengths:
                if start + length <= end:
                    found.append((start, min(start + length, self.months)))
            if not lengths and start < min(end, self.months):
                found.append((start, min(end, self.months)))
        return sorted(set(found))

    def step(self, pair: int) -> int:
        """The step that a pair stands on."""
        place = self.places[self.made.legs.pairs.w[pair]]
        temporary = place["temporary_months"]
        return 1 if temporary is not None and temporary == temporary else STEP[place["kind"]]

    @cache  # noqa: B019 - as long-lived as the tests
    def lines(self, p: int) -> list[tuple[list[tuple[int, int, int]], int]]:
        """Every line of a participant with its points."""
        legs = self.made.legs
        mine = [i for i in range(len(legs)) if legs.pairs.p[i] == p]
        found = []

        def extend(line: list[tuple[int, int, int]], points: int) -> None:
            if line and self._may_end(line[-1]):
                found.append((line, points))
            for pair in mine:
                if line and self.step(pair) <= self.step(line[-1][0]):
                    continue
                for start, stop in self.stays(pair):
                    if line and start < line[-1][2]:
                        continue
                    if line and not self._may_end(line[-1]) and not self._follows(line[-1], pair, start):
                        continue
                    gain = int(legs.value[pair]) * (stop - start) - self._against(p, line, pair, start)
                    extend([*line, (pair, start, stop)], points + gain)

        extend([], 0)
        return found

    def _place(self, pair: int) -> dict[str, Any]:
        return self.places[self.made.legs.pairs.w[pair]]

    def _may_end(self, leg: tuple[int, int, int]) -> bool:
        return self.step(leg[0]) != 1 or leg[2] == self.months

    def _follows(self, leg: tuple[int, int, int], pair: int, start: int) -> bool:
        return start == leg[2] and self._place(pair)["kind"] == self._place(leg[0])["next_step"]

    def _against(self, p: int, line: list[tuple[int, int, int]], pair: int, start: int) -> int:
        if not line:
            change = int(self.made.legs.change[pair])
            return change + 20 * (start - (2 if self.people[p]["stage"] == "diagnosis" else 0))
        before, after = self._place(line[-1][0]), self._place(pair)
        moved = 300 * (before["organisation"] != after["organisation"]) + 200 * (before["line"] != after["line"])
        return 20 * (start - line[-1][2]) + moved

    @cache  # noqa: B019
    def best(self) -> int:
        """Most points of any choice of lines that every row allows in every month (money: over each calendar year)."""
        rules = [(rule.CARD, rule.rows(self.made.legs.pairs)) for rule in self.made.opened.rulebook.row_rules]
        every = [self.lines(p) for p in range(len(self.people))]
        years = [range(min(4, self.months)), range(4, self.months)]

        def spent(line: list[tuple[int, int, int]]) -> np.ndarray:
            parts = []
            for card, rows in rules:
                used = np.zeros((len(rows.keys), self.months), np.int64)
                for pair, start, stop in line:
                    for k in np.flatnonzero(rows.option == pair):
                        amount = int(rows.amount[k])
                        if card.code == "municipal_budget":
                            amount = int(np.rint(amount * self._rate(pair)))
                        used[rows.row[k], start:stop] += amount
                if card.code == "municipal_budget":
                    used = np.stack([used[:, list(year)].sum(1) for year in years], axis=1)
                parts.append(used.reshape(-1))
            return np.concatenate(parts)

        room = np.concatenate(
            [
                np.repeat(rows.capacity, self.months)
                if card.code != "municipal_budget"
                else (rows.capacity[:, None] * [len(year) for year in years]).reshape(-1)
                for card, rows in rules
            ]
        )
        weighed = [
            sorted(((points, spent(line)) for line, points in lines if points > 0), key=lambda one: -one[0])
            for lines in every
        ]
        ceiling = [sum(lines[0][0] for lines in weighed[p:] if lines) for p in range(len(weighed) + 1)]

        def most(p: int, left: np.ndarray) -> int:
            if p == len(weighed):
                return 0
            found = most(p + 1, left)
            for points, used in weighed[p]:
                if points + ceiling[p + 1] <= found:
                    break  # not even with the best of everyone who is left
                if (used <= left).all():
                    found = max(found, points + most(p + 1, left - used))
            return found

        return most(0, room)

    def _rate(self, pair: int) -> float:
        place = self._place(pair)
        if place["kind"] == "trial":
            return 6.0  # two months: 12 / 2
        if place["kind"] == "training":
            return 6.0 if place["course"] == "k" else 4.0  # two months, or three at the shortest
        return 1.0


@pytest.fixture(scope="session")
def everything(parts: Callable[[int], Parts]) -> Callable[[int], Everything]:
    """All lines of a random instance, tried once."""

    @cache
    def made(seed: int) -> Everything:
        return Everything(parts(seed))

    return made
