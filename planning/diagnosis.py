"""Why no plan exists, in the words of the blocks: demands that clash, and the cheapest way out.

Balances are given: what there is, is what there was plus what came. Of the other rows, those of law (`LAW`) give way
last: a unit of them weighs as much as a thousand of any other.
"""

import numpy as np

from instances.schema.plan_answer import Demand, PlanClash
from instances.schema.solution import Said
from instances.tables import Instance
from matching.engines.engine import Monitor
from planning import units
from planning.assumptions import names
from planning.clash import minimal_clash, relaxation
from planning.opening import OpenPlan
from planning.worth import CARDS, WHAT

LAW = ("rights", "duty", "employer_share")
WEIGHT_OF_LAW = 1000.0
NO_WAY_OUT = Said(
    nl="Ook als alles mag meegeven wat geen balans is, bestaat er geen plan.",
    en="Even where everything gives way that is no balance, there is no plan.",
)


def clash(instance: Instance, scenario: str, monitor: Monitor) -> PlanClash | None:
    """Find demands that cannot go together and what has to give way; None where a plan exists.

    Raises:
        InconsistentInstance: there is no plan in the documents, or no such scenario.
    """
    plan = OpenPlan.of(instance, scenario)
    labels = plan.labels.rows
    balance = np.array([row.block not in CARDS or not CARDS[row.block].unit for row in labels])
    law = np.array([row.block in LAW for row in labels])
    found = minimal_clash(plan.programme, balance, monitor)
    if found is None:
        return None
    weights = np.where(balance, np.inf, np.where(law, WEIGHT_OF_LAW, 1.0))
    way_out = relaxation(plan.programme, weights, monitor)
    called = {lang: names(instance, lang) for lang in ("nl", "en")}

    def demand(row: int, amount: float = 0.0) -> Demand:
        label, card = labels[row], CARDS[labels[row].block]
        said = Said(**{lang: _said(plan, row, amount, lang, called[lang]) for lang in ("nl", "en")})
        period = plan.data.calendar.name(label.node)
        return Demand(block=card.code, key=label.key, period=period, amount=abs(amount), unit=card.unit, said=said)

    bounds = tuple(_bound(plan, int(column), called) for column in found.columns)
    return PlanClash(
        minimal=found.is_minimal,
        demands=(*(demand(int(row)) for row in found.rows), *bounds),
        relaxation=tuple(
            demand(int(row), float(amount)) for row, amount in zip(way_out.rows, way_out.amounts, strict=True)
        ),
        said=_conclusion(len(found.rows) + len(bounds)) if way_out.complete else NO_WAY_OUT,
    )


def _said(plan: OpenPlan, row: int, amount: float, lang: str, called: dict[str, str]) -> str:
    """A demand in words: the title of its block, for whom and where, when, and how much it has to give way."""
    label, card = plan.labels.rows[row], CARDS[plan.labels.rows[row].block]
    parts = [WHAT[part][lang == "en"] if part in WHAT else called.get(part, part) for part in label.key if part]
    text = f"{card.nl if lang == 'nl' else card.en}: {', '.join([*parts, plan.data.calendar.name(label.node)])}"
    if not amount:
        return text
    return f"{text}; {units.said(abs(amount), card.unit, lang)} {'te kort' if lang == 'nl' else 'short'}"


def _bound(plan: OpenPlan, column: int, called: dict[str, dict[str, str]]) -> Demand:
    """A limit on one figure of the plan."""
    one = plan.labels.variables[column]
    period = plan.data.calendar.name(one.node)
    where = {lang: ", ".join([*(called[lang].get(part, part) for part in one.key if part), period]) for lang in called}
    said = Said(nl=f"Grens in de documenten: {where['nl']}", en=f"Limit in the documents: {where['en']}")
    return Demand(block=one.name, key=one.key, period=period, said=said)


def _conclusion(count: int) -> Said:
    return Said(
        nl=f"Deze {count} eisen kunnen niet samen; zonder een ervan wel.",
        en=f"These {count} demands cannot be met together; without one of them they can.",
    )
