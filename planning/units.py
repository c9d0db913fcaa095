"""The units of a plan in words: 1 plek, 3 plekken."""

from matching.words import number

WORDS = {
    "place": ("plek", "plekken", "place", "places"),
    "places": ("plek", "plekken", "place", "places"),
    "person": ("persoon", "mensen", "person", "people"),
    "people": ("persoon", "mensen", "person", "people"),
    "persons": ("persoon", "mensen", "person", "people"),
    "person-years": ("mensjaar", "mensjaren", "person-year", "person-years"),
    "k euro": ("duizend euro", "duizend euro", "thousand euro", "thousand euro"),
    "fte": ("fte", "fte", "fte", "fte"),
    "m2": ("m2", "m2", "m2", "m2"),
}
OF_FIELD = {
    "euro cents": "euro", "year": "jaar", "quarter": "kwartaal", "period": "periode", "periods": "perioden",
    "places": "plekken", "place": "plek", "people": "mensen", "person": "persoon", "persons": "mensen",
    "units": "eenheden", "unit": "eenheid", "months": "maanden", "quarters": "kwartalen", "years": "jaren",
    "100 places": "100 plekken",
}  # fmt: skip


def said(amount: float, unit: str, lang: str) -> str:
    """An amount with its unit, rounded to one decimal."""
    one, several = WORDS[unit][:2] if lang == "nl" else WORDS[unit][2:]
    return f"{number(amount, lang)} {one if round(amount, 1) == 1 else several}"


def many(unit: str, lang: str) -> str:
    """The unit alone, of many."""
    return WORDS[unit][1 if lang == "nl" else 3]


def of_field(unit: str, lang: str) -> str:
    """The unit of a field of the documents for people: `euro cents/year` is euro per jaar; money is told in euro."""
    if unit in ("rank", "year"):
        return ""
    known = OF_FIELD if lang == "nl" else {"euro cents": "euro"}
    return " per ".join(known.get(part, part) for part in unit.split("/"))
