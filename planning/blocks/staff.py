"""Staff: enough for the places they serve; they leave by themselves, go over to another class, are hired, or end.

    fte_(n,s) = fte_(a,s) - leave_(a,s) - end_(a,s) + hire_(a,s) - over_(a,s→) + over_(a,→s)             ∀ n, s; fte
    leave_(a,s) <= attrition_s Δ fte_(a,s);   hire, end <= their limits per period
    fte_(n,s) >= fixed_s + ratio_s Σ_(p at hosts of s) cap_(n,p)        while one of the hosts is open; fte_root = start

Whose place is filled again when they leave by themselves costs nothing extra, so leaving is a choice up to the limit.
Salaries are shared cost of the pool, w Δ salary fte. Ending a job and going over cost once; ended jobs count (goal
`redundancies`). Source: planning.md, row 12; Williams, Model Building in Mathematical Programming, manpower planning.
"""

from instances.schema.plan_words import Goal
from planning.block import Card
from planning.data import CENTS, PlanData
from planning.model import Model, Term

CARD = Card(
    code="staff",
    nl="Formatie",
    en="Staff",
    source="fixed staff and a ratio to places; natural attrition before redundancy",
    key=("staff",),
    unit="fte",
    binding_nl="De formatie van {staff} is net genoeg in {period}. Een fte meer nodig {effect}.",
    binding_en="The staff of {staff} is just enough in {period}. One fte more needed {effect}.",
)
BALANCE, ATTRITION = "staff_balance", "staff_attrition"


def write(model: Model, data: PlanData) -> None:
    """Variables fte, leave, end, hire, over; up to three rows per node and class."""
    at_class = {staff.id: s for s, staff in enumerate(data.staff)}
    for node in data.calendar.nodes:
        for s in range(len(data.staff)):
            _variables(model, data, node, s)
    for node in data.calendar.nodes:
        for s, staff in enumerate(data.staff):
            _need(model, data, node, s)
            before = data.calendar.parent(node)
            if before < 0:
                continue
            terms: list[Term] = [(model.at["fte"][node, s], 1.0), (model.at["fte"][before, s], -1.0)]
            for name, sign in (("leave", 1.0), ("end", 1.0), ("hire", -1.0), ("over", 1.0)):
                if (before, s) in model.at[name]:
                    terms.append((model.at[name][before, s], sign))
            terms += [
                (model.at["over"][before, at_class[other.id]], -1.0)
                for other in data.staff
                if other.retrain_to == staff.id and (before, at_class[other.id]) in model.at["over"]
            ]
            model.row(BALANCE, (staff.id,), node, terms, "=", 0.0)


def _variables(model: Model, data: PlanData, node: int, s: int) -> None:
    staff, key = data.staff[s], (data.staff[s].id,)
    root = data.calendar.parent(node) < 0
    fte = model.variable(
        "fte", (node, s), key, lower=staff.start_fte if root else 0.0, upper=staff.start_fte if root else None
    )
    salary = data.wages[node] * data.calendar.length * staff.salary_year_cents / CENTS
    model.shared[node, data.pool_at[staff.pool]].append((fte, salary))
    if data.calendar.next_start(node) is None:
        return
    leave = model.variable("leave", (node, s), key)
    rate = staff.attrition_percent / 100 * data.calendar.length
    model.row(ATTRITION, key, node, [(leave, 1.0), (fte, -rate)], "<=", 0.0)
    model.variable("hire", (node, s), key, upper=data.per_period(staff.hires_quarter))
    end = model.variable("end", (node, s), key, upper=data.per_period(staff.cuts_quarter))
    model.one_off[node].append((end, staff.severance_cents / CENTS))
    model.aim(Goal.REDUNDANCIES, node, [(end, 1.0)])
    if staff.retrain_to is not None:
        over = model.variable("over", (node, s), (staff.id, staff.retrain_to))
        model.one_off[node].append((over, staff.retrain_cents / CENTS))


def _need(model: Model, data: PlanData, node: int, s: int) -> None:
    staff = data.staff[s]
    hosts = [data.host_at[host] for host in staff.hosts]
    if not any(data.open[node, h] for h in hosts):
        return
    served: list[Term] = [
        (model.at["cap"][node, p], -staff.fte_100_places / 100)
        for h in hosts
        for p in data.places_at[h]
        if (node, p) in model.at["cap"]
    ]
    model.row(CARD.code, (staff.id,), node, [(model.at["fte"][node, s], 1.0), *served], ">=", staff.fixed_fte)
