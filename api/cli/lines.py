"""What a planner wants to see of lines over months: a line on a scale of months, what is scarce when, how sure."""

from typing import TYPE_CHECKING

from api.cli.output import Lang, say, table
from api.cli.summary import why_not_placed
from api.cli.titles import title

if TYPE_CHECKING:
    from datetime import date

    from instances.schema.trajectory import MonthPrice, Trajectory, TrajectorySolution
    from instances.tables import Instance

MOST_LINES = 20
COUNTED = ("months", "waiting", "organisation", "line")
WAITING = "·"
LETTERS = {
    Lang.NL: {"diagnosis": "D", "development": "O", "training": "S", "placement": "P", "aftercare": "N"},
    Lang.EN: {"diagnosis": "D", "development": "V", "training": "T", "placement": "P", "aftercare": "A"},
}
TEXTS = {
    Lang.NL: {
        "head": "{placed} van {total} deelnemers: een lijn over {months} maanden; {unmatched} niet, elk met een reden.",
        "synthetic": "Let op: alle mensen en plekken zijn verzonnen.",
        "lines": "{shown} van de {placed} lijnen over de maanden, die met de meeste stappen eerst ({letters},"
        " · = wachten); alle lijnen staan in het bestand dat --out schrijft",
        "counts": "telt mee: {parts}",
        "heads": "Deelnemer|Maanden|Plekken|Kosten|Punten",
        "step": "{stage} {title} ({place}) van {begin} tot en met {until}{on}",
        "on": ", loopt door",
        "diagnosis": "diagnose van {begin} tot en met {until}",
        "prices": "Wanneer wat schaars is",
        "prices_heads": "Wat|Regel|Van|Tot en met|In gebruik|Er is|Eén erbij levert op",
        "month": "{points} punten per {unit} per maand",
        "year": "{points} punten per {unit}",
        "end": "Waarde {objective}, bewezen grens {bound}, gat {gap}; {seconds} s met {engine}: {reason}",
    },
    Lang.EN: {
        "head": "{placed} of {total} participants: a line over {months} months; {unmatched} none, each with a reason.",
        "synthetic": "Mind: all people and places are made up.",
        "lines": "{shown} of the {placed} lines over the months, those with most steps first ({letters},"
        " · = waiting); the file that --out writes has all lines",
        "counts": "what counts: {parts}",
        "heads": "Participant|Months|Places|Cost|Points",
        "step": "{stage} {title} ({place}) from {begin} until {until}{on}",
        "on": ", goes on",
        "diagnosis": "diagnosis from {begin} until {until}",
        "prices": "What is scarce when",
        "prices_heads": "What|Rule|From|Until|In use|There is|One more adds",
        "month": "{points} points per {unit} a month",
        "year": "{points} points per {unit}",
        "end": "Value {objective}, proven bound {bound}, gap {gap}; {seconds} s with {engine}: {reason}",
    },
}


def summarise_lines(instance: "Instance", solution: "TrajectorySolution", lang: Lang) -> None:
    """Print the summary."""
    from instances.schema.vocabulary import Stage
    from matching.bounds import integer_bound
    from matching.words import number

    texts = TEXTS[lang]
    placed, unmatched = len(solution.trajectories), len(solution.unmatched)
    if instance.info.synthetic:
        say(texts["synthetic"], style="italic")
    counts = {"placed": placed, "total": placed + unmatched, "unmatched": unmatched}
    say(texts["head"].format(months=solution.horizon_months, **counts), style="bold")
    longest = sorted(solution.trajectories, key=lambda one: (-len(one.legs), one.participant))[:MOST_LINES]
    letters = ", ".join(f"{LETTERS[lang][stage.value]} = {stage.label(lang)}" for stage in Stage)
    rows = [_line(instance, one, solution.horizon_months, lang) for one in longest]
    caption = texts["lines"].format(letters=letters, shown=len(longest), placed=placed)
    table(caption, texts["heads"].split("|"), rows, right=(3, 4))
    why_not_placed(solution.unmatched, lang)
    prices = [_price(instance, price, lang) for price in solution.prices[:10]]
    table(texts["prices"], texts["prices_heads"].split("|"), prices, right=(4, 5, 6))
    known = solution.termination
    end = {
        "objective": number(known.objective, lang),
        "bound": number(integer_bound(known.bound), lang),
        "gap": f"{number(100 * known.gap, lang, 4)} %",
        "seconds": number(solution.seconds, lang),
        "engine": solution.engine,
        "reason": solution.engine_reason.nl if lang is Lang.NL else solution.engine_reason.en,
    }
    say(texts["end"].format(**end))


def _line(instance: "Instance", one: "Trajectory", months: int, lang: Lang) -> tuple[str, ...]:
    from matching.words import euro, number

    scale, steps = [WAITING] * months, []
    for leg in one.legs:
        begin = _month(instance, leg.begin)
        scale[begin : begin + leg.months] = LETTERS[lang][leg.stage] * leg.months
        steps.append(_step(instance, leg.workplace, leg.stage, leg.begin, leg.until, leg.goes_on, lang))
    parts = [f"{title(part.rule, lang)}{_times(part.rule, part.amount)} {_signed(part.points, lang)}"
             for part in one.ledger]  # fmt: skip
    steps.append(TEXTS[lang]["counts"].format(parts=", ".join(parts)))
    cost, points = euro(one.cost_cents, lang), number(one.value, lang)
    return one.participant, "".join(scale), "\n".join(steps), cost, points


def _times(rule: str, amount: int) -> str:
    """How often something between steps counts; a rule has a unit of its own, which says little here."""
    return f" ({amount}×)" if rule in COUNTED else ""


def _signed(points: int, lang: Lang) -> str:
    from matching.words import number

    return number(points, lang) if points < 0 else f"+{number(points, lang)}"


def _step(
    instance: "Instance", place: str | None, stage: str, begin: "date", until: "date", goes_on: bool, lang: Lang
) -> str:
    from instances.schema.vocabulary import Stage
    from matching.words import day

    texts, days = TEXTS[lang], {"begin": day(begin, lang), "until": day(until, lang)}
    if place is None:
        return texts["diagnosis"].format(**days)
    places = instance["workplaces"]
    name = places.loc[places["id"] == place, "title"].iat[0]
    on = texts["on"] if goes_on else ""
    return texts["step"].format(stage=Stage(stage).label(lang), title=name, place=place, on=on, **days)


def _month(instance: "Instance", day: "date") -> int:
    today = instance.info.reference_date
    return (day.year - today.year) * 12 + day.month - today.month


def _price(instance: "Instance", price: "MonthPrice", lang: Lang) -> tuple[str, ...]:
    from matching.words import UNITS, Wording, day, number, quantity

    texts = TEXTS[lang]
    if price.unit == "euro cents":  # a cent is worth next to nothing: say it per thousand euros
        unit = quantity(100_000, price.unit, lang)
        worth = texts["year"].format(points=number(price.price * 100_000, lang), unit=unit)
    else:
        unit = UNITS[price.unit][0 if lang is Lang.NL else 2]
        worth = texts["month"].format(points=number(price.price, lang), unit=unit)
    used, capacity = (quantity(amount, price.unit, lang) for amount in (price.used, price.capacity))
    name = Wording(instance).thing(price.row, lang)
    days = (day(when, lang) for when in (price.begin, price.until))
    return (name, title(price.kind, lang), *days, used, capacity, worth)
