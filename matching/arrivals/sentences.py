"""What is told of waiting, in Dutch and English."""

from dataclasses import asdict, dataclass
from typing import Final

from instances.parameters import figure
from instances.schema.solution import Finding
from matching.arrivals.waiting import GroupWaits
from matching.reasons import plain
from matching.words import LANGUAGES, Wording, number, quantity

TEXTS: Final = {
    "later": (
        (
            "Wachten: {place} past, maar zo'n plek is naar verwachting meer waard voor iemand die later komt. Waarde"
            " {value}, verwachte prijs {price}, waarvan {later} voor later."
        ),
        (
            "Wait: {place} fits, but a place of this kind is expected to be worth more to someone who comes later."
            " Value {value}, expected price {price}, of which {later} for later."
        ),
    ),
    "learn": (
        (
            "Wachten: {place} past, waarde {value} min verwachte prijs {price}, waarvan {later} voor later. Wie er in"
            " de komende weken komen, kan de keuze veranderen. Afwachten is naar verwachting {learned} punten waard."
        ),
        (
            "Wait: {place} fits, value {value} minus expected price {price}, of which {later} for later. Who comes in"
            " the next weeks may change the choice. Waiting is expected to be worth {learned} points."
        ),
    ),
    "turn": (
        (
            "{place} past en is de prijs waard, maar er is deze week niet genoeg voor iedereen. Waarde {value},"
            " verwachte prijs {price}, waarvan {later} voor later."
        ),
        (
            "{place} fits and is worth its price, but there is not enough for everybody this week. Value {value},"
            " expected price {price}, of which {later} for later."
        ),
    ),
    "group": (
        (
            "{name}: {people} met een keuze, {placed} nu geplaatst; wachttijd gemiddeld {mean} en hoogstens {longest}"
            " weken; waarde nu {relative} % van hun eigen beste."
        ),
        (
            "{name}: {people} with a choice, {placed} placed now; waited {mean} weeks on average and {longest} at most;"
            " value now {relative} % of their own best."
        ),
    ),
}
KEPT: Final = plain(
    "kept_for_later",
    ("Deze plek blijft deze week vrij voor wie later komt.", "This place stays free this week, for who comes later."),
)


@dataclass(frozen=True)
class Wait:
    """Of who waits, at the best place, points: `value`, expected `price`, of which `later`; what waiting may teach."""

    value: int
    price: float
    later: float
    learned: float

    @property
    def case(self) -> str:
        """Which sentence tells it."""
        if self.value <= self.price:
            return "later"
        return "learn" if self.learned > figure("arrivals.worth_waiting").number() else "turn"


def wait_finding(wording: Wording, p: int, w: int, wait: Wait) -> Finding:
    """Why participant p waits, told at workplace w, the best for p."""
    told = []
    for lang, text in zip(LANGUAGES, TEXTS[wait.case], strict=True):
        shown = {name: number(amount, lang, 0) for name, amount in asdict(wait).items()}
        told.append(text.format(place=wording.cell("workplaces", "title", w, lang), **shown))
    facts = {name: number(amount, "en", 0) for name, amount in asdict(wait).items()}
    facts |= {
        "participant": str(wording.raw("participants", "id")[p]),
        "workplace": str(wording.raw("workplaces", "id")[w]),
    }
    return plain(f"wait_{wait.case}", (told[0], told[1]), round(wait.later), "points", facts)


def group_finding(waits: GroupWaits, name: str) -> Finding:
    """How long a group waits, and what it gets now."""
    told = [
        text.format(
            name=name, people=quantity(waits.people, "people", lang), placed=waits.placed,
            mean=number(waits.mean_weeks, lang), longest=waits.longest_weeks,
            relative=number(100 * waits.relative, lang, 0),
        )
        for lang, text in zip(LANGUAGES, TEXTS["group"], strict=True)
    ]  # fmt: skip
    return plain("group_waits", (told[0], told[1]), waits.people, "people", {"group": waits.group})
