"""What must hold between cells: ids used once, references that exist, and pairs of values that do not contradict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from instances.doors.report import LIMIT, Report
from instances.doors.values import text
from instances.errors import InconsistentInstance, UnknownReference, Wanted
from instances.schema import TABLES
from instances.skills import vocabulary
from instances.tables import SEPARATOR, columns

KEYS: dict[str, tuple[str, ...]] = {
    "budgets": ("municipality", "stream", "year"),
    "policy": ("rule",),
    "participant_skills": ("participant", "skill"),
    "participant_certificates": ("participant", "certificate"),
    "couples": ("participant", "other"),
    "workplace_skills": ("workplace", "skill"),
    "placements": ("participant", "workplace", "start_on"),
    "overrides": ("participant", "workplace", "rule"),
    "decisions": ("participant", "workplace"),
    "travel_times": ("origin", "destination", "mode"),
    "lasting_model": ("fitted_on",),
    "plan": ("name",),
    "plan_goals": ("goal",),
    "plan_learning": ("quarter",),
    "plan_keys": ("pool", "municipality"),
    "plan_budgets": ("municipality", "year"),
    "plan_deficits": ("pool", "year"),
    "plan_lines": ("line",),
    "plan_places": ("line", "host"),
    "plan_moves": ("from_host", "to_host"),
    "plan_allowed": ("group", "host"),
    "plan_start": ("group", "municipality", "line", "host"),
    "plan_waiting": ("group", "municipality"),
    "plan_cohorts": ("group", "municipality", "age_from"),
    "plan_demand": ("group", "municipality", "year"),
    "plan_exits": ("year",),
    "plan_patches": ("scenario", "order"),
}
NUM_IDS_SHOWN = 20  # a target table of at most so many rows is listed in the sentence


@dataclass(frozen=True)
class Order:
    """Of one row of a table, `low` may not be above `high`; nor equal to it when `apart`."""

    table: str
    low: str
    high: str
    apart: bool = False


ORDERS = (
    Order("participants", "from_time", "until_time", apart=True),
    Order("workplaces", "from_time", "until_time", apart=True),
    Order("workplaces", "hours_min", "hours_max"),
    Order("workplaces", "start_on", "end_on"),
    Order("placements", "start_on", "end_on"),
    Order("plan_activities", "from_year", "until_year"),
    Order("plan_hosts", "open_from", "open_until"),
    Order("plan_places", "least_places", "most_places"),
    Order("plan_sites", "least_m2", "start_m2"),
    Order("plan_cohorts", "age_from", "age_until", apart=True),
    Order("plan_patches", "from_year", "until_year"),
)


@dataclass(frozen=True)
class Table:
    """The cells of one table after parsing: NaN where a cell failed, columns left out that are not there.

    `whole` is False when rows or the id could not be read; then references to it are not judged.
    """

    document: str
    frame: pd.DataFrame
    whole: bool


def key(table: str) -> tuple[str, ...]:
    """Give the fields that together name a row; none for the single row of `instance`."""
    return ("id",) if "id" in columns(table) else KEYS.get(table, ())


def check_relations(tables: Mapping[str, Table], report: Report) -> None:
    """Tell every double key, unknown reference and contradiction; cells that failed before are passed over."""
    for name, table in tables.items():
        if name == "instance" and table.whole and len(table.frame) != 1:
            wanted = Wanted(
                f"precies één rij die zegt wat dit geheel is; het zijn er {len(table.frame)}",
                f"exactly one row that says what this instance is; there are {len(table.frame)}",
            )
            report.tell(InconsistentInstance, table.document, wanted)
        if table.frame.empty:
            continue
        _check_key(table, key(name), report)
        for field, column in columns(name).items():
            if column.to and field in table.frame:
                known = _known_ids(column.to, tables)
                if known is not None:
                    _check_reference(table, field, column.to, known, report)
    for order in ORDERS:
        _check_order(tables[order.table], order, report)
    _check_succession(tables["organisations"], report)
    _check_couples(tables["couples"], report)


def _check_key(table: Table, fields: tuple[str, ...], report: Report) -> None:
    if not fields or not set(fields) <= set(table.frame) or not table.frame.duplicated(list(fields)).any():
        return
    filled = table.frame[list(fields)].dropna()
    double = filled.duplicated()
    if not double.any():
        return
    numbered = filled.assign(_row=filled.index)
    again = numbered[double].head(LIMIT)
    first = again.merge(numbered[~double], on=list(fields), how="left", suffixes=("", "_first"))["_row_first"]
    alone = fields == ("id",)
    nl = "een id dat" if alone else f"{' en '.join(fields)} die samen"
    en = "an id" if alone else f"{' and '.join(fields)} that together are"
    ends = "nog niet voorkomt" if alone else "nog niet voorkomen"
    sentences = [
        Wanted(f"{nl} {ends}: rij {row} heeft hetzelfde", f"{en} not used before: row {row} has the same")
        for row in first
    ]
    values = text(filled.loc[double, fields[0]])
    for field in fields[1:]:
        values = values + ", " + text(filled.loc[double, field])
    report.tell_rows(InconsistentInstance, table.document, ", ".join(fields), values, sentences)


def _known_ids(to: str, tables: Mapping[str, Table]) -> "pd.Index[str] | None":
    """Give the ids of a table or of the skills vocabulary; None where they cannot be judged here (`rules`)."""
    if to == "skills":
        ids: pd.Series[str] = vocabulary().index.to_series()
    elif to in TABLES and tables[to].whole:
        ids = tables[to].frame["id"].dropna()
    else:
        return None
    return pd.Index(ids)


def _check_reference(table: Table, field: str, to: str, known: "pd.Index[str]", report: Report) -> None:
    cells = table.frame[field]
    codes, distinct = pd.factorize(cells)
    unknown = {item for entry in distinct for item in entry.split(SEPARATOR)} - {"", *known}
    if not unknown:
        return
    missing = [SEPARATOR.join(item for item in entry.split(SEPARATOR) if item in unknown) for entry in distinct]
    found = pd.Series(pd.array([*missing, ""], dtype="str").take(codes), index=cells.index)
    listed = f": {', '.join(known)}" if 0 < len(known) <= NUM_IDS_SHOWN else ""
    lacks = Wanted(f"een id uit {to}, maar {to} heeft geen rijen", f"an id that {to} has, but {to} has no rows")
    wanted = Wanted(f"een id uit {to}{listed}", f"an id that {to} has{listed}") if len(known) else lacks
    report.tell_rows(UnknownReference, table.document, field, found[found != ""], wanted)


def _check_order(table: Table, order: Order, report: Report) -> None:
    if not {order.low, order.high} <= set(table.frame):
        return
    low, high = table.frame[order.low], table.frame[order.high]
    wrong = (low >= high) if order.apart else (low > high)
    wrong &= low.notna() & high.notna()
    if not wrong.any():
        return
    nl, en = ("boven", "a value above") if order.apart else ("niet onder", "a value not below")
    sentences = [
        Wanted(
            f"een waarde {nl} {order.low}; dat is {bound} in dezelfde rij",
            f"{en} {order.low}, which is {bound} in the same row",
        )
        for bound in text(low[wrong]).head(LIMIT)
    ]
    report.tell_rows(InconsistentInstance, table.document, order.high, text(high[wrong]), sentences)


def _check_succession(table: Table, report: Report) -> None:
    """Tell organisations that are, step by step, their own predecessor."""
    if not {"id", "successor_of"} <= set(table.frame):
        return
    named = table.frame.dropna(subset=["id", "successor_of"])
    before = dict(zip(named["id"], named["successor_of"], strict=True))
    circular = [name in _walk(before, before[name]) for name in named["id"]]
    wanted = Wanted(
        "een voorganger die niet terugleidt naar de organisatie zelf",
        "a predecessor that does not lead back to the organisation itself",
    )
    report.tell_rows(InconsistentInstance, table.document, "successor_of", named.loc[circular, "successor_of"], wanted)


def _check_couples(table: Table, report: Report) -> None:
    """Tell couples of one person, and couples that stand there again the other way round."""
    if not {"participant", "other"} <= set(table.frame):
        return
    both = table.frame[["participant", "other"]].dropna()
    one, other = both["participant"], both["other"]
    alone = one == other
    report.tell_rows(
        InconsistentInstance,
        table.document,
        "other",
        one[alone],
        Wanted("een ander dan de deelnemer zelf", "another person than the participant"),
    )
    ordered = pd.DataFrame({"low": one.where(one < other, other), "high": other.where(one < other, one)})
    turned = ordered.duplicated() & ~both.duplicated()
    wanted = Wanted(
        "een tweetal dat er nog niet staat; het staat er al, andersom",
        "a couple that does not stand there yet; it does, the other way round",
    )
    values = one[turned] + ", " + other[turned]
    report.tell_rows(InconsistentInstance, table.document, "participant, other", values, wanted)


def _walk(before: Mapping[str, str], start: str) -> Iterable[str]:
    seen = {start}
    while (start := before.get(start, "")) and start not in seen:
        seen.add(start)
    return seen
