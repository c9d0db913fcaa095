"""A small instance made by hand, and hypothesis strategies for whole instances, derived from the documents."""

from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from instances.doors.relations import ORDERS, key
from instances.schema import TABLES
from instances.schema.vocabulary import Day, Mode
from instances.skills import vocabulary
from instances.tables import Column, Instance, columns

NASTY = [
    '"',
    "''",
    "a,b",
    "a;b",
    "line\nend",
    "=1+1",
    "'=1+1",
    "@x",
    "-5",
    "+31",
    "\t",
    " x ",
    "NA",
    "null",
    "nan",
    "#N/A",
]
NASTY += ["true", "007", "1e5", "2026-01-31", "Zuid‑Limburg é€😀", "_x0041_", "'s-Hertogenbosch", "\u2028", "\ufeffx"]


@pytest.fixture(scope="session")
def instance() -> Instance:
    """Two people, two places, one line: every table has a row, and no check has anything to say."""
    return Instance.of(
        {
            "instance": [
                {"name": "hand", "title": "Met de hand", "reference_date": date(2026, 1, 1), "synthetic": True}
            ],
            "organisations": [
                {"id": "MTB", "name": "MTB", "kind": "wsw_company", "postcode": "6226"},
                {"id": "MOB", "name": "MOB", "kind": "development_company", "successor_of": "MTB"},
                {"id": "WOZL", "name": "WOZL", "kind": "wsw_company"},
                {"id": "BAKER", "name": "Bakkerij", "kind": "employer", "sector": "retail", "staff": 12},
            ],
            "municipalities": [
                {"id": "GM0935", "name": "Maastricht", "wsw_organisation": "MTB"},
                {"id": "GM0981", "name": "Vaals", "wsw_organisation": "WOZL", "participant_cap_cents": 900_000},
            ],
            "lines": [{"id": "packing", "name_nl": "Inpak", "name_en": "Packing", "organisation": "MTB"}],
            "courses": [
                {
                    "id": "C1", "name_nl": "Heftruck", "name_en": "Forklift", "line": "packing", "weeks": 4,
                    "start_dates": (date(2026, 2, 2), date(2026, 9, 7)), "certificate": "forklift",
                }
            ],
            "coaches": [{"id": "K1", "organisation": "MTB", "hours_week": 27.5, "aftercare_hours": 4}],
            "budgets": [
                {"municipality": "GM0935", "stream": "reintegration", "year": 2026, "amount_cents": 10**8}
            ],
            "policy": [{"rule": "travel", "mode": "hard"}],
            "participants": [
                {
                    "id": "P1", "municipality": "GM0935", "postcode": "6211", "regime": "pw_lks", "coach": "K1",
                    "birth_year": 1990, "wage_value": 62.5, "wage_value_on": date(2025, 11, 3), "hours_week": 27.5,
                    "hours_day": 6.0, "days": (Day.MON, Day.TUE), "from_time": "08:30", "until_time": "14:30",
                    "modes": (Mode.WALK, Mode.BIKE), "wished_lines": ("packing",), "updated_on": date(2025, 12, 1),
                },
                {
                    "id": "P2", "municipality": "GM0981", "postcode": "6291", "regime": "wsw_wozl", "coach": "K1",
                    "modes": (), "hours_week": 0.0, "updated_on": date(2025, 12, 1),
                },
            ],
            "participant_skills": [{"participant": "P1", "skill": vocabulary().index[0], "level": 2}],
            "participant_certificates": [{"participant": "P1", "certificate": "vog"}],
            "couples": [{"participant": "P1", "other": "P2", "kind": "together", "reason": "travel"}],
            "workplaces": [
                {
                    "id": "W1", "title": "Inpakken", "organisation": "MTB", "kind": "line_slot", "line": "packing",
                    "postcode": "6226", "slots": 3, "updated_on": date(2025, 12, 1),
                },
                {
                    "id": "W2", "title": "Bakker, 'vroeg'", "organisation": "BAKER", "kind": "training",
                    "course": "C1", "postcode": "6211", "updated_on": date(2025, 12, 1),
                },
            ],
            "workplace_skills": [{"workplace": "W1", "skill": vocabulary().index[0], "level": 1}],
            "placements": [
                {"participant": "P1", "workplace": "W1", "status": "promised", "start_on": date(2026, 2, 1)}
            ],
            "overrides": [
                {
                    "participant": "P2", "workplace": "W1", "rule": "travel", "by": "K1", "reason": "Rijdt mee",
                    "on": date(2026, 1, 1),
                }
            ],
            "travel_times": [
                {"origin": "6211", "destination": "6226", "mode": "bike", "minutes": 11.5, "source": "met de hand"}
            ],
        }
    )  # fmt: skip


@pytest.fixture(scope="session")
def instances() -> st.SearchStrategy[Instance]:
    """Any valid instance: few rows, but every kind of value that the documents allow."""
    return _instances()


@st.composite
def _instances(draw: st.DrawFn) -> Instance:
    tables: dict[str, list[dict[str, Any]]] = {}
    for table in TABLES:
        ids = {name: [str(row["id"]) for row in rows if "id" in row] for name, rows in tables.items()}
        ids["skills"] = list(vocabulary().index[:5])
        row = st.fixed_dictionaries({name: _cells(column, ids) for name, column in columns(table).items()})
        most = 1 if table == "instance" or table.startswith("plan") else 3
        few = st.lists(row, min_size=int(table == "instance"), max_size=most)
        possible = all(ids.get(column.to) for column in columns(table).values() if _must_refer(column))
        rows = [_in_order(table, row) for row in draw(few)] if possible else []
        if table == "couples":  # of two people, each couple once, whichever way round
            ordered = [tuple(sorted((row["participant"], row["other"]))) for row in rows]
            rows = [row | {"participant": one, "other": two} for row, (one, two) in zip(rows, ordered, strict=True)]
            rows = [row for row in rows if row["participant"] != row["other"]]
        tables[table] = list({tuple(row[name] for name in key(table)): row for row in rows}.values())
    return Instance.of(tables)


def _must_refer(column: Column) -> bool:
    return column.to not in ("", "rules") and not column.nullable and column.kind != "list"


def _in_order(table: str, row: dict[str, Any]) -> dict[str, Any]:
    for order in ORDERS:
        low, high = (row.get(name) for name in (order.low, order.high))
        if order.table == table and low is not None and high is not None:
            if order.apart and low == high:  # the widest that both columns allow
                cells = columns(table)
                low, high = (
                    ("00:00", "23:59") if cells[order.low].kind == "clock" else
                    (int(cells[order.low].minimum or 0), int(cells[order.high].maximum or 0))
                )  # fmt: skip
            row |= dict(zip((order.low, order.high), sorted((low, high)), strict=True))
    return row


def _cells(column: Column, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if column.kind == "list":
        items = _scalars(column, column.item or "string", ids)
        return st.lists(items, max_size=3, unique=True).map(tuple) if _can_fill(column, ids) else st.just(())
    if not _can_fill(column, ids):
        return st.none()
    cells = _scalars(column, column.kind, ids)
    return st.none() | cells if column.nullable else cells


def _can_fill(column: Column, ids: dict[str, list[str]]) -> bool:
    return column.to in ("", "rules") or bool(ids.get(column.to))


def _scalars(column: Column, kind: str, ids: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    if column.to in ids:
        return st.sampled_from(ids[column.to])
    if kind == "word":
        return st.sampled_from([word.value for word in column.words or ()])
    if kind == "integer":
        return st.integers(int(column.minimum or 0), int(column.maximum or 0))
    if kind == "number":
        return st.floats(column.minimum, column.maximum, allow_subnormal=False)
    if kind == "boolean":
        return st.booleans()
    if kind == "date":
        return st.dates(date(1900, 1, 1), date(2100, 12, 31))
    if kind == "clock" or column.pattern:
        return st.from_regex(
            f"{(column.pattern or '').removesuffix('$')}\\Z".replace("[A-Za-z0-9_.:-]{0,63}", "[a0_.:-]{0,5}")
        )
    text = st.sampled_from(NASTY) | st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
    )
    return text.filter(lambda found: len(found) >= column.min_length)
