"""Which figures behind a plan are not as in another plan, and in words: what is, what was, and where it comes from."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from instances.schema.plan_comparison import Change
from instances.schema.plan_solution import PlanSolution
from instances.schema.solution import Finding, Said
from instances.schema.vocabulary import Status
from instances.tables import columns
from matching.words import number
from planning import units
from planning.assumptions import called

MOST_CHANGES = 12  # fields that are told
FEW = 3  # so many changed rows of a field are told one by one
LANGUAGES = ("nl", "en")


def changes(first: PlanSolution, plan: PlanSolution) -> Iterator[Change]:
    """Figures of the documents that are not as in the first plan; a row that came or went has an empty other side."""
    before, after = ({(row.table, row.row): row for row in one.assumptions} for one in (first, plan))
    for place in dict.fromkeys([*before, *after]):
        old, new = before.get(place), after.get(place)
        known = new or old
        was, now = (one.values if one else {} for one in (old, new))
        for field in known.values if known else ():
            if known and was.get(field) != now.get(field):
                yield Change(
                    table=place[0], row=place[1], field=field, before=was.get(field), after=now.get(field),
                    source=known.source, status=known.status,
                )  # fmt: skip


def changed(found: list[Change], known: Mapping[str, Said]) -> Iterator[Finding]:
    """Tell them: few rows of a field one by one, more together."""
    fields = [(place, list(rows)) for place, rows in groupby(found, key=lambda one: (one.table, one.field))]
    for (table, field), rows in fields[:MOST_CHANGES]:
        several = [rows] if len(rows) > FEW else [[row] for row in rows]
        for some in several:
            nl, en = (_change(table, field, some, known, lang) for lang in LANGUAGES)
            yield told("changed", len(some), "figures", nl, en)
    if len(fields) > MOST_CHANGES:
        rest = len(fields) - MOST_CHANGES
        yield told("changed", rest, "fields", f"En nog {rest} andere velden.", f"And {rest} other fields.")


def _change(table: str, field: str, rows: list[Change], known: Mapping[str, Said], lang: str) -> str:
    """`Bevroren budget (Vaals, 2027): 450.000 in plaats van 500.000 euro. Bron: ... (aangenomen).`"""
    column, last = columns(table)[field], rows[-1]
    title = column.title if lang == "nl" else field.removesuffix("_cents").replace("_", " ").capitalize()
    unit = units.of_field(column.unit, lang)
    sources = ", ".join(dict.fromkeys(f"{one.source} ({Status(one.status).label(lang)})" for one in rows))
    if len(rows) == 1:
        now, was = (_value(value, field, lang) for value in (last.after, last.before))
        text = {"nl": f"{now} in plaats van {was}", "en": f"{now} instead of {was}"}[lang]
        title = f"{title} ({called(known, last.row, lang)})" if last.row else title
        return f"{title}: {text}{unit and ' ' + unit}. {'Bron' if lang == 'nl' else 'Source'}: {sources}."
    text = {"nl": f"{len(rows)} cijfers anders", "en": f"{len(rows)} figures differ"}[lang]
    pairs = [(one.before, one.after) for one in rows]
    if all(isinstance(part, int | float) and not isinstance(part, bool) for pair in pairs for part in pair):
        ratios = [float(after or 0) / float(before) for before, after in pairs if before]
        if ratios and max(ratios) - min(ratios) < 1e-3:
            text += f", {'maal' if lang == 'nl' else 'times'} {number(ratios[0], lang, 3)}"
        elif ratios:
            low, high = number(min(ratios), lang, 2), number(max(ratios), lang, 2)
            text += {"nl": f", van maal {low} tot maal {high}", "en": f", from times {low} to times {high}"}[lang]
    return f"{title}: {text}. {'Bron' if lang == 'nl' else 'Source'}: {sources}."


def _value(value: bool | float | str | None, field: str, lang: str) -> str:
    if value is None or value == "":
        return "leeg" if lang == "nl" else "empty"
    if isinstance(value, bool):
        return {"nl": ("nee", "ja"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, str):
        return value
    return number(value / 100 if field.endswith("_cents") else value, lang, 2)


def told(code: str, amount: int, unit: str, nl: str, en: str, **facts: str) -> Finding:
    """A finding for information."""
    return Finding(code=code, severity="info", amount=amount, unit=unit, facts=facts, nl=nl, en=en)
