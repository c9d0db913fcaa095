"""What scarce things are worth, in words: the duals of a plan, block by block."""

from instances.schema.plan_solution import BindingBlock, Dual
from planning.assumptions import names
from planning.backend.highs import Live
from planning.backend.outcome import Outcome
from planning.blocks import BLOCKS
from planning.opening import OpenPlan
from planning.ranges import reach

CARDS = {block.CARD.code: block.CARD for block in BLOCKS}
FELT = 1e-4  # k euro per unit; less is not told
WHAT = {
    "starts": ("nieuwe plekken van de organisatie als geheel", "new places of the organisation as a whole"),
    "builds": ("nieuwe plekken bij", "new places at"),
    "moves": ("plekken die verhuizen van", "places that move from"),
    "cuts": ("plekken die eindigen bij", "places that end at"),
}


def duals(plan: OpenPlan, live: Live, outcome: Outcome, num_ranges: int = 0) -> tuple[Dual, ...]:
    """Every scarce thing that has a value, the strongest first; of `num_ranges` of them how far the value holds.

    The objective is in k euro and smaller is better. A unit of money is told per euro, all others per unit in euro.
    """
    if not len(outcome.duals):
        return ()
    told = [
        row
        for row, label in enumerate(plan.labels.rows)
        if label.block in CARDS and CARDS[label.block].unit and abs(outcome.duals[row]) > FELT
    ]
    told.sort(key=lambda row: -abs(_euro(plan, row, float(outcome.duals[row]))))
    ranges = reach(live, outcome, told[:num_ranges])
    words = {lang: names(plan.data.instance, lang) for lang in ("nl", "en")}
    last = {end.node for end in plan.data.calendar.year_ends}
    found = []
    for row in told:
        label = plan.labels.rows[row]
        card, calendar = CARDS[label.block], plan.data.calendar
        per_year = label.node in last and card.code in YEARLY
        period = str(calendar.year(label.node)) if per_year else calendar.name(label.node)
        value = _euro(plan, row, float(outcome.duals[row]))
        scale = 1000.0 if card.unit == "k euro" else 1.0
        known = ranges.get(row)
        found.append(
            Dual(
                block=card.code,
                key=label.key,
                period=period,
                value=value,
                unit="euro" if card.unit == "k euro" else card.unit,
                least=known[0] * scale if known else None,
                most=known[1] * scale if known else None,
                nl=_sentence(card.binding_nl, card.key, label.key, period, value, words["nl"], 0),
                en=_sentence(card.binding_en, card.key, label.key, period, value, words["en"], 1),
                branch=calendar.branch[label.node],
            )
        )
    return tuple(found)


YEARLY = ("budget", "participant", "company", "one_off", "impulse", "exits")


def binding(plan: OpenPlan, outcome: Outcome) -> tuple[BindingBlock, ...]:
    """How many rows of each block hold the plan back."""
    found = []
    for block in BLOCKS:
        rows = [row for row, label in enumerate(plan.labels.rows) if label.block == block.CARD.code]
        if rows and len(outcome.duals):
            held = int((abs(outcome.duals[rows]) > FELT).sum())
            found.append(
                BindingBlock(block=block.CARD.code, rows=len(rows), binding=held, nl=block.CARD.nl, en=block.CARD.en)
            )
    return tuple(found)


def _euro(plan: OpenPlan, row: int, dual: float) -> float:
    unit = CARDS[plan.labels.rows[row].block].unit
    return dual if unit == "k euro" else dual * 1000


def _sentence(
    text: str,
    fields: tuple[str, ...],
    key: tuple[str, ...],
    period: str,
    value: float,
    words: dict[str, str],
    lang: int,
) -> str:
    facts = {name: words.get(part, part) for name, part in zip(fields, key, strict=True)}
    if "what" in facts:
        facts["what"] = WHAT[key[0]][lang]
    verb = (("scheelt", "kost"), ("saves", "costs"))[lang][value > 0]
    said = text.format(**facts, period=period, effect=f"{verb} {amount(abs(value), lang)} euro")
    return " ".join(said.split()).replace(" .", ".")


def amount(euro: float, lang: int) -> str:
    """An amount for people: whole euros from ten on, cents below; Dutch point and comma."""
    text = f"{euro:,.0f}" if euro >= 10 else f"{euro:,.2f}"
    return text if lang else text.translate(str.maketrans(",.", ".,"))
