"""What is told of waiting, in Dutch and English."""

from dataclasses import asdict, dataclass
from typing import Final

from instances.parameters import figure
from instances.schema.solution import Finding
from matching.arrivals.waiting import GroupWaits
from matching.reasons import plain
from matching.words import LANGUAGES, Wording, number, quantity

TEXTS: Final = {
    "nl": {
        "later": "Wachten: {place} past, maar zo'n plek is naar verwachting meer waard voor iemand die later komt."
        " Waarde {value}, verwachte prijs {price}, waarvan {later} voor later.",
        "learn": "Wachten: {place} past, waarde {value} min verwachte prijs {price}, waarvan {later} voor later. Wie er"
        " de komende weken komt, kan de keuze veranderen. Afwachten is naar verwachting {learned} punten waard.",
        "turn": "{place} past en is de prijs waard, maar er is deze week niet genoeg voor iedereen. Waarde {value},"
        " verwachte prijs {price}, waarvan {later} voor later.",
        "group": "{name}: {people} met een keuze, nu geplaatst {placed}. Weken gewacht: gemiddeld {mean}, hoogstens"
        " {longest}. Waarde nu: {relative} % van hun eigen beste.",
    },
    "en": {
        "later": "Wait: {place} fits, but a place of this kind is expected to be worth more to someone who comes later."
        " Value {value}, expected price {price}, of which {later} for later.",
        "learn": "Wait: {place} fits, value {value} minus expected price {price}, of which {later} for later. Who comes"
        " in the next weeks may change the choice. Waiting is expected to be worth {learned} points.",
        "turn": "{place} fits and is worth its price, but there is not enough for everybody this week. Value {value},"
        " expected price {price}, of which {later} for later.",
        "group": "{name}: {people} with a choice, placed now {placed}. Weeks waited: {mean} on average, {longest} at"
        " most. Value now: {relative} % of their own best.",
    },
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
    for lang in LANGUAGES:
        shown = {name: number(amount, lang, 0) for name, amount in asdict(wait).items()}
        text = TEXTS[lang][wait.case]
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
        TEXTS[lang]["group"].format(
            name=name, people=quantity(waits.people, "people", lang), placed=waits.placed,
            mean=number(waits.mean_weeks, lang), longest=waits.longest_weeks,
            relative=number(100 * waits.relative, lang, 0),
        )
        for lang in LANGUAGES
    ]  # fmt: skip
    return plain("group_waits", (told[0], told[1]), waits.people, "people", {"group": waits.group})
