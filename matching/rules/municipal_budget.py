"""Municipal budget: every placement is paid by the person's own municipality, from a purse with a bottom.

    Σ_{options (p, w): p of m} cost_pws ≤ max(0, amount_msy - committed_msy)   ∀ m, s, euro cents

m municipalities, s purses, y the budget year; cost_pws is what the option takes from purse s this year: the price of
the place from the purse of the place, wage-cost subsidy from its own purse (`matching.money`). A purse (s) that nobody
budgeted in year y is not limited: its money is not planned in this instance. As soon as one municipality has a budget
for a purse, a municipality without a row has no money in it: a missing row must never turn into free money. A later
year without a budget for a purse has that of the year before: budgets are frozen.
Source: council letters 2023-2025 (each municipality pays for its own people, budgets are frozen); BBV.
"""

import numpy as np

from instances.schema.vocabulary import RuleMode, Stream
from matching.data import MatchingData, row_of
from matching.money import STAY_NEEDS, SUBSIDY_NEEDS, stream_costs
from matching.pairs import Pairs
from matching.rule import Card, Example, Per, Rows, Sentences, Texts

CARD = Card(
    code="municipal_budget",
    number=6,
    nl="De woongemeente betaalt",
    en="The home municipality pays",
    unit="euro cents",
    needs=(
        "participant.municipality",
        "municipality.name",
        "workplace.kind",
        "workplace.price_cents",
        "workplace.stream",
        *STAY_NEEDS,
        *SUBSIDY_NEEDS,
        "budgets",
    ),
    mode=RuleMode.HARD,
    source="council letters 2023-2025: own municipality pays, frozen budgets",
    per=Per.YEAR,
)
SENTENCES = Sentences(
    nl=Texts(
        fits="Gemeente {municipality.name} kan de plek betalen uit het budget voor {purse}.",
        misses="Het budget van gemeente {municipality.name} voor {purse} is niet genoeg. De plek kost {amount} en er"
        " is nog {left}.",
    ),
    en=Texts(
        fits="The municipality of {municipality.name} can pay for the place from its budget for {purse}.",
        misses="The budget of the municipality of {municipality.name} for {purse} is not enough. The place"
        " costs {amount} and {left} is left.",
    ),
)
BUDGET = {"municipality": "GM0935", "stream": "reintegration", "year": 2026, "amount_cents": 500_000}
EXAMPLES = (
    Example("3,000 of 5,000 euros are left", 300_000, {}, {"price_cents": 200_000}, tables={"budgets": (BUDGET,)}),
    Example("costs nothing", None, {}, {"price_cents": 0}, tables={"budgets": (BUDGET,)}),
    Example(
        "most is promised already",
        -50_000,
        {},
        {"price_cents": 200_000},
        tables={"budgets": ({**BUDGET, "committed_cents": 350_000},)},
        nl="Het budget van gemeente Maastricht voor re-integratie is niet genoeg. De plek kost € 2.000 en er is nog"
        " € 1.500.",
    ),
    Example("only others have a budget", -200_000, tables={"budgets": ({**BUDGET, "municipality": "GM0981"},)}),
    Example("nobody budgeted this purse", None, {}, {"stream": "impulse"}, tables={"budgets": (BUDGET,)}),
    # 24 h: W = 14.71 x 24 x 52 x 1.08 = 19,826.73; flat 50 % x 1.235 = 12,243.00 a year, of which 122 of 365 days are
    # left from 1 September: 4,092.18 euros; the budget has 3,000
    Example(
        "wage-cost subsidy from its own purse",
        -109_218,
        {},
        {"kind": "regular_lks"},
        tables={"budgets": ({**BUDGET, "stream": "wage_subsidy", "amount_cents": 300_000},)},
        nl="Het budget van gemeente Maastricht voor loonkostensubsidie is niet genoeg. De plek kost € 4.092 en er is"
        " nog € 3.000.",
    ),
    Example("begins next year", None, {}, {"start_on": "2027-01-04"}, tables={"budgets": (BUDGET,)}),
)
STREAMS = tuple(Stream)


def about(key: str) -> dict[str, Stream]:
    """What a row is about, for its sentences."""
    return {"purse": Stream(key.split(":")[1])}


def rows(options: Pairs) -> Rows:
    """One row per municipality and purse that is budgeted this year."""
    keys, capacity, row_of_cell = options.data.remember(_budget_rows)
    used = tuple(stream for code, stream in enumerate(STREAMS) if (row_of_cell[:, code] >= 0).any())
    cost = stream_costs(options, used)
    option, place = np.nonzero(cost)
    purse = np.array([STREAMS.index(stream) for stream in used], np.int64)[place]
    row = row_of_cell[options.participant("municipality")[option], purse]
    return Rows(keys, capacity, option.astype(np.int32), row, cost[option, place])


def _budget_rows(data: MatchingData) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Keys, capacity int64 (R,), and the row of each (municipality, purse), -1 where the purse is not budgeted."""
    table = data.table("budgets")
    table = table[table["year"].between(data.instance.info.reference_date.year, data.year)]
    table = table[table["year"] == table.groupby("stream")["year"].transform("max")]
    names, streams = data.instance["municipalities"]["id"].to_list(), [stream.value for stream in STREAMS]
    purse = table["stream"].map(streams.index).to_numpy(int)
    left = np.zeros((len(names), len(streams)), np.int64)
    payer = row_of(data.instance, "municipalities", table["municipality"])
    np.add.at(left, (payer, purse), (table["amount_cents"] - table["committed_cents"]).to_numpy(np.int64))
    used = np.unique(purse)
    row = np.full(left.shape, -1, np.int32)
    row[:, used] = np.arange(len(names) * len(used), dtype=np.int32).reshape(len(names), len(used))
    keys = [f"{name}:{streams[number]}:{data.year}" for name in names for number in used]
    return keys, np.maximum(0, left[:, used]).reshape(-1), row
