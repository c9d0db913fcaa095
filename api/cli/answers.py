"""How answers to "why", "why not" and "what if" are printed for people."""

from typing import TYPE_CHECKING

from api.cli.output import Lang, say, sentence, table
from api.cli.titles import title
from api.cli.views import in_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instances.schema.answer import (
        Bar,
        Clash,
        Competition,
        Difference,
        Evidence,
        Explanation,
        Forced,
        Openings,
        Repairs,
    )
    from instances.schema.solution import Said
    from instances.tables import Instance
    from matching.words import Wording

SHOWN = 6
HEADINGS = {
    "waterfall": {Lang.NL: "Van waarde naar netto", Lang.EN: "From value to net"},
    "ages": {Lang.NL: "Eerst nakijken", Lang.EN: "Check first"},
    "rivals": {Lang.NL: "Wat schaars is, en wie het ook wil", Lang.EN: "What is scarce, and who else wants it"},
    "repairs": {Lang.NL: "Wat zou het mogelijk maken", Lang.EN: "What would make it possible"},
    "forced": {Lang.NL: "Als het toch zou gebeuren", Lang.EN: "If it were done all the same"},
    "nearest": {Lang.NL: "Wat het dichtst bij komt", Lang.EN: "What comes nearest"},
    "extra": {Lang.NL: "De kleinste uitweg", Lang.EN: "The smallest way out"},
}
BARS = {Lang.NL: ("Stap", "Punten", "Samen"), Lang.EN: ("Step", "Points", "Together")}
LOSS = {
    Lang.NL: "Deze plek afdwingen kost bij de prijzen van nu {loss:.0f} punten.",
    Lang.EN: "Forcing this place costs {loss:.0f} points at the prices of now.",
}
PRICE = {Lang.NL: "Prijs: {title}, {thing}", Lang.EN: "Price: {title}, {thing}"}
CHECK = {Lang.NL: "{title}: {text}", Lang.EN: "{title}: {text}"}
MORE = {Lang.NL: "En nog {count} andere.", Lang.EN: "And {count} more."}


def explained(told: "Explanation", instance: "Instance", lang: Lang) -> None:
    """Why, or why not, with what would make it otherwise."""
    view = told.asked or told.placed
    if view is None:
        say(told.nl if lang is Lang.NL else told.en, style="bold")
        for finding in told.unmatched:
            say(f"  – {sentence(finding, lang)}")
        if told.nearest:
            _heading("nearest", lang)
        for near in told.nearest:
            say(f"  {near.title} ({near.workplace})")
            _repairs(near.repairs, lang, "    ")
        return
    in_full(view, lang)
    _bars(told.waterfall, instance, lang)
    _ages(told.evidence, lang)
    _rivals(told.rivals, lang)
    if told.repairs is not None:
        _heading("repairs", lang)
        _repairs(told.repairs, lang, "  ")
    if told.loss is not None:
        _heading("forced", lang)
        say("  " + LOSS[lang].format(loss=told.loss))
    if told.forced is not None:
        say("  " + _said(told.forced.said, lang))


def opened(found: "Openings", lang: Lang) -> None:
    """What would open a place to more people."""
    say(_said(found.said, lang), style="bold")
    for one in found.openings:
        say(f"  + {_said(one.said, lang)} ({', '.join(one.participants[:SHOWN])})")


def changed(found: "Difference", lang: Lang) -> None:
    """What one hypothetical change does."""
    say(_said(found.said, lang), style="bold")
    if found.after is not None:
        in_full(found.after, lang)


def demanded(clash: "Clash", forced: "Forced | None", lang: Lang) -> None:
    """Whether demands can be met together, and what that costs."""
    say(_said(clash.said, lang), style="bold")
    if clash.relaxation:
        _heading("extra", lang)
    for extra in clash.relaxation:
        say(f"  + {_said(extra.said, lang)}")
    if forced is not None:
        say(f"  {_said(forced.said, lang)}")


def _said(said: "Said", lang: Lang) -> str:
    return said.nl if lang is Lang.NL else said.en


def _heading(name: str, lang: Lang) -> None:
    say()
    say(HEADINGS[name][lang], style="bold")


def _bars(bars: "Sequence[Bar]", instance: "Instance", lang: Lang) -> None:
    from matching.words import Wording

    say()
    wording = Wording(instance)
    rows = ((_bar(bar.code, wording, lang), f"{bar.points:+.0f}", f"{bar.total:.0f}") for bar in bars)
    table(HEADINGS["waterfall"][lang], BARS[lang], rows, right=(1, 2))


def _bar(code: str, wording: "Wording", lang: Lang) -> str:
    rule, _, key = code.partition(":")
    return PRICE[lang].format(title=title(rule, lang), thing=wording.thing(key, lang)) if key else title(rule, lang)


def _ages(found: "Sequence[Evidence]", lang: Lang) -> None:
    """Each sentence once, with the rules that lean on it."""
    rules: dict[str, list[str]] = {}
    for one in found:
        if one.said is not None:
            rules.setdefault(_said(one.said, lang), []).append(title(one.rule, lang))
    if rules:
        _heading("ages", lang)
    for text, titles in rules.items():
        say("  ? " + CHECK[lang].format(title=", ".join(titles), text=text))


def _rivals(found: "Sequence[Competition]", lang: Lang) -> None:
    if found:
        _heading("rivals", lang)
    for one in found:
        say(f"  ◆ {_said(one.said, lang)}")


def _repairs(found: "Repairs", lang: Lang, indent: str) -> None:
    say(indent + _said(found.said, lang))
    for one in found.repairs[:SHOWN]:
        say(f"{indent}+ {_said(one.said, lang)}")
    if len(found.repairs) > SHOWN:
        say(f"{indent}{MORE[lang].format(count=len(found.repairs) - SHOWN)}")
