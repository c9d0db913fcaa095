"""One toy per block: a change of the documents of `tiny` under which that block holds the plan back.

A toy is patches (table, row, field, value; the row as in a scenario), and rows that are added. Each is small enough to
say why the block must bind.
"""

from dataclasses import dataclass

from instances.schema.plan_scenarios import PlanPatch
from instances.schema.plan_words import Operation
from instances.tables import Instance, frame
from planning.scenarios import patched

type Change = tuple[str, str, str, str]


@dataclass(frozen=True)
class Toy:
    """`why`: why the block must bind; `patches`; `rows`: rows added to a table."""

    why: str
    patches: tuple[Change, ...] = ()
    rows: tuple[tuple[str, dict[str, object]], ...] = ()

    def of(self, instance: Instance) -> Instance:
        """The instance of the toy."""
        for table, fields in self.rows:
            old = [row.model_dump() for row in instance.documents(table)]
            instance = instance.replace(**{table: frame(table, [*old, fields])})
        return patched(
            instance,
            [
                PlanPatch(
                    scenario="toy", order=at, table=table, row=row, field=field, operation=Operation.SET, value=value
                )
                for at, (table, row, field, value) in enumerate(self.patches, start=1)
            ],
        )


SQUEEZED: Change = ("plan_budgets", "", "structural_cents", "0")
TOYS: dict[str, Toy] = {
    "capacity": Toy("without a budget every place that goes saves its cost", (SQUEEZED,)),
    "limits": Toy("employers have room for one", (("plan_hosts", "employers", "most_places", "1"), SQUEEZED)),
    "pace": Toy("one start a quarter, and moving pays", (("plan", "", "starts_period", "1"), SQUEEZED)),
    "least_size": Toy(
        "employers take four or none, and no more than three can come in a quarter",
        (("plan_places", "groen/employers", "least_places", "4"), SQUEEZED),
    ),
    "use": Toy("fewer places than people who want one", (("plan_demand", "", "people", "60"),)),
    "rights": Toy("every Wsw place costs money that is not there", (SQUEEZED,)),
    "duty": Toy(
        "a duty of two that cost more than they bring",
        (SQUEEZED,),
        (
            ("plan_groups", {"id": "beschut", "name_nl": "Beschut", "name_en": "Sheltered", "kind": "duty",
                             "wage_year_cents": 30_000_00, "production_percent": 40.0}),
            ("plan_allowed", {"group": "beschut", "host": "hal"}),
            ("plan_demand", {"group": "beschut", "municipality": "GM0935", "year": 2026, "people": 2.0}),
            ("plan_goals", {"goal": "sheltered_short", "level": 1, "penalty_cents": 200_000_00}),
        ),
    ),
    "employer_share": Toy(
        "nobody of Wsw may go where the work brings most",
        (("plan_groups", "wsw", "employers_most_percent", "0"), SQUEEZED,
         ("plan_demand", "", "people", "0"), ("plan_start", "leerwerk/*", "people", "0"),
         ("plan_hosts", "employers", "supervision_year_cents", "0")),
    ),
    "tracks": Toy("who is on a track stays, though each costs money", (
        ("plan_demand", "", "people", "0"), ("plan_lines", "", "value_year_cents", "0"), SQUEEZED,
    )),
    "waiting": Toy("more come in than there are places", (("plan_demand", "", "people", "60"),)),
    "exits": Toy("a target out of reach", (("plan_exits", "", "people", "50"),)),
    "transfers": Toy("Wsw people go to employers, where their work brings most", (
        SQUEEZED, ("plan_demand", "", "people", "0"), ("plan_start", "leerwerk/*", "people", "0"),
        ("plan_lines", "groen", "value_year_cents", "3000000"),
    )),
    "site": Toy("rent that nobody can pay: floor goes as soon as it is not needed", (SQUEEZED,)),
    "staff": Toy("salaries that nobody can pay: staff is what is needed and no more", (SQUEEZED,)),
    "pools": Toy("all shared cost is money that is not there", (SQUEEZED,)),
    "budget": Toy("no budget at all", (SQUEEZED,)),
    "participant": Toy("a participant may cost less than the budget would allow", (
        ("plan_budgets", "GM0935/2027", "participant_cents", "500000"),
    )),
    "company": Toy("a path of nothing", (("plan_deficits", "", "most_cents", "0"),)),
    "one_off": Toy("no impulse money", (("plan_budgets", "", "impulse_cents", "0"),)),
    "impulse": Toy("little impulse money, and an office to pay", (("plan_budgets", "", "impulse_cents", "100000"),)),
    "tail": Toy(
        "two futures, and only the worst counts",
        (("plan", "", "tail_weight_percent", "100"), ("plan", "", "tail_percent", "50"), SQUEEZED),
        (
            ("plan_branches", {"id": "cheap", "from_on": "2027-01-01", "chance_percent": 50.0}),
            ("plan_branches", {"id": "dear", "from_on": "2027-01-01", "chance_percent": 50.0, "wage_percent": 120.0}),
        ),
    ),
}  # fmt: skip
NO_ROWS = {"protected"}  # only counts towards a goal
