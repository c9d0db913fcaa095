"""What codes are called in front of people: rules by the title of their card, parts of a value by their label, other
reasons by a word of their own.
"""

from api.cli.output import Lang

OTHERS = {
    "base": {Lang.NL: "basis", Lang.EN: "base"},
    "floor": {Lang.NL: "ondergrens", Lang.EN: "floor"},
    "months": {Lang.NL: "maanden op een plek", Lang.EN: "months at a place"},
    "waiting": {Lang.NL: "maanden wachten", Lang.EN: "months of waiting"},
    "organisation": {Lang.NL: "naar een andere organisatie", Lang.EN: "to another organisation"},
    "line": {Lang.NL: "naar een andere leer-werklijn", Lang.EN: "to another learn-work line"},
    "reach": {Lang.NL: "Niets binnen de reisgrens", Lang.EN: "Nothing within the travel limit"},
    "home": {Lang.NL: "Postcode niet gevonden", Lang.EN: "Postcode not found"},
    "horizon": {Lang.NL: "Begint niet binnen de maanden", Lang.EN: "Does not begin within the months"},
    "wait_later": {Lang.NL: "Wacht: meer waard voor wie later komt", Lang.EN: "Waits: worth more to who comes later"},
    "wait_learn": {Lang.NL: "Wacht: afwachten helpt de keuze", Lang.EN: "Waits: waiting helps the choice"},
    "wait_turn": {Lang.NL: "Deze week niet genoeg voor iedereen", Lang.EN: "Not enough for everybody this week"},
    "time": {Lang.NL: "Berekening stopte eerder", Lang.EN: "The run stopped earlier"},
}


def title(code: str, lang: Lang) -> str:
    """The title of a rule, or of a reason that is no rule."""
    from matching.rules import RULES

    if code in OTHERS:
        return OTHERS[code][lang]
    card = next(rule.CARD for rule in RULES if rule.CARD.code == code)
    return card.nl if lang is Lang.NL else card.en


def part_title(part: str, lang: Lang) -> str:
    """The label of a part of the value, or of what stands around the parts: base and floor."""
    from instances.schema.vocabulary import ValuePart

    return OTHERS[part][lang] if part in OTHERS else ValuePart(part).label(lang)
