"""The units of a plan in words: 1 plek, 3 plekken."""

from matching.words import number

WORDS = {
    "place": ("plek", "plekken", "place", "places"),
    "places": ("plek", "plekken", "place", "places"),
    "person": ("persoon", "mensen", "person", "people"),
    "persons": ("persoon", "mensen", "person", "people"),
    "person-years": ("mensjaar", "mensjaren", "person-year", "person-years"),
    "k euro": ("duizend euro", "duizend euro", "thousand euro", "thousand euro"),
    "fte": ("fte", "fte", "fte", "fte"),
    "m2": ("m2", "m2", "m2", "m2"),
}


def said(amount: float, unit: str, lang: str) -> str:
    """An amount with its unit, rounded to one decimal."""
    one, many = WORDS[unit][:2] if lang == "nl" else WORDS[unit][2:]
    return f"{number(amount, lang)} {one if round(amount, 1) == 1 else many}"
