"""What a planner wants to see of a matching: who is placed where, money, why not, what is scarce, how sure."""

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from api.cli.output import Lang, say, sentence, table
from api.cli.titles import title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instances.schema.solution import MatchingSolution, Price, Unmatched
    from instances.tables import Instance

TOLD_FIRST = ("changes", "fairness", "fair_level", "fair_group")
TEXTS = {
    Lang.NL: {
        "head": "{placed} van {total} deelnemers geplaatst; {unmatched} niet, elk met een reden.",
        "synthetic": "Let op: alle mensen en plekken zijn verzonnen.",
        "kinds": "Geplaatst per soort plek en gemeente",
        "kind": "Soort plek",
        "total": "Totaal",
        "money": "Geld tegen budget",
        "money_heads": "Gemeente|Geldstroom|Uitgegeven|Beschikbaar|Deel",
        "reasons": "Waarom niet geplaatst (vaakst genoemde eerste reden)",
        "reasons_heads": "Mensen|Reden",
        "prices": "Vijf schaarse dingen waar het meest van afhangt",
        "prices_heads": "Wat|Regel|In gebruik|Er is|Eén erbij levert op",
        "points": "{points} punten per {unit}",
        "end": "Waarde {objective}, bewezen grens {bound}, gat {gap}; {seconds} s met {engine}: {reason}",
    },
    Lang.EN: {
        "head": "{placed} of {total} participants placed; {unmatched} not, each with a reason.",
        "synthetic": "Mind: all people and places are made up.",
        "kinds": "Placed per kind of place and municipality",
        "kind": "Kind of place",
        "total": "Total",
        "money": "Money against budget",
        "money_heads": "Municipality|Purse|Spent|Available|Share",
        "reasons": "Why not placed (most frequent first reason)",
        "reasons_heads": "People|Reason",
        "prices": "Five scarce things that most depends on",
        "prices_heads": "What|Rule|In use|There is|One more adds",
        "points": "{points} points per {unit}",
        "end": "Value {objective}, proven bound {bound}, gap {gap}; {seconds} s with {engine}: {reason}",
    },
}


def summarise(instance: "Instance", solution: "MatchingSolution", lang: Lang) -> None:
    """Print the summary."""
    from matching.bounds import integer_bound
    from matching.words import number

    texts = TEXTS[lang]
    placed, unmatched = len(solution.assignments), len(solution.unmatched)
    if instance.info.synthetic:
        say(texts["synthetic"], style="italic")
    say(texts["head"].format(placed=placed, total=placed + unmatched, unmatched=unmatched), style="bold")
    for finding in solution.findings:
        if finding.code in TOLD_FIRST:
            say(sentence(finding, lang))
    _kinds(instance, solution, lang)
    _money(instance, solution, lang)
    why_not_placed(solution.unmatched, lang)
    _prices(instance, solution, lang)
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


def _names(instance: "Instance") -> dict[str, str]:
    table_ = instance["municipalities"]
    return dict(zip(table_["id"], table_["name"], strict=True))


def _kinds(instance: "Instance", solution: "MatchingSolution", lang: Lang) -> None:
    from instances.schema.vocabulary import PlaceKind

    names, texts = _names(instance), TEXTS[lang]
    counts = Counter((one.kind, one.municipality) for one in solution.assignments)
    present = sorted({municipality for _, municipality in counts})
    if len(present) > 8:  # a wide table helps nobody: keep the totals
        present = []
    rows = []
    for kind in PlaceKind:
        total = sum(count for (found, _), count in counts.items() if found == kind.value)
        if total:
            rows.append([kind.label(lang), *(counts[kind.value, one] or "" for one in present), total])
    heads = [texts["kind"], *(names[one] for one in present), texts["total"]]
    table(texts["kinds"], heads, rows, right=range(1, len(heads)))


def _money(instance: "Instance", solution: "MatchingSolution", lang: Lang) -> None:
    from instances.schema.policy import Budget
    from matching.words import euro, number

    names, texts, year = _names(instance), TEXTS[lang], instance.info.reference_date.year
    spent: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in solution.assignments:
        for cost in one.costs:
            if cost.stream is not None:
                spent[one.municipality, cost.stream] += cost.cents
    rows = []
    for budget in instance.documents("budgets"):
        assert isinstance(budget, Budget)
        used, available = spent[budget.municipality, budget.stream], budget.amount_cents - budget.committed_cents
        if used and budget.year == year:
            share = f"{number(100 * used / max(1, available), lang, 0)} %"
            purse = budget.stream.label(lang)
            rows.append((names[budget.municipality], purse, euro(used, lang), euro(available, lang), share))
    table(texts["money"], texts["money_heads"].split("|"), rows[:40], right=(2, 3, 4))


def why_not_placed(unmatched: "Sequence[Unmatched]", lang: Lang) -> None:
    """Print the most frequent first reasons of those without a place."""
    texts = TEXTS[lang]
    counts = Counter(one.reasons[0].code for one in unmatched)
    rows = [(count, title(code, lang)) for code, count in counts.most_common(7)]
    table(texts["reasons"], texts["reasons_heads"].split("|"), rows, right=(0,))


def _prices(instance: "Instance", solution: "MatchingSolution", lang: Lang) -> None:
    texts = TEXTS[lang]
    rows = [_price(instance, price, lang) for price in solution.prices[:5]]
    table(texts["prices"], texts["prices_heads"].split("|"), rows, right=(2, 3, 4))


def _price(instance: "Instance", price: "Price", lang: Lang) -> tuple[str, ...]:
    from matching.words import UNITS, Wording, number, quantity

    texts = TEXTS[lang]
    if price.unit == "euro cents":  # a cent is worth next to nothing: say it per thousand euros
        worth = texts["points"].format(
            points=number(price.price * 100_000, lang), unit=quantity(100_000, price.unit, lang)
        )
    else:
        unit = UNITS[price.unit][0 if lang is Lang.NL else 2]
        worth = texts["points"].format(points=number(price.price, lang), unit=unit)
    used, capacity = (quantity(amount, price.unit, lang) for amount in (price.used, price.capacity))
    name = Wording(instance).thing(price.row, lang)
    return (name, title(price.kind, lang), used, capacity, worth)
