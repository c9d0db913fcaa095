"""`leerwerk explore`: what is still open around a plan, what aims cost one another, what clashes, what to foresee."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.alternatives import share_of
from api.cli.output import AsJson, AsLang, Exit, Lang, bad_input_explained, print_json, say, sign_of_life, table

if TYPE_CHECKING:
    from instances.schema.plan_answer import Closing, Foresight, Front, NearPlans, PlanClash

MOST_GIVING_WAY = 10
TEXTS = {
    Lang.NL: {
        "near": "Plannen die hoogstens {within} duurder zijn (doelwaarde nu {objective} duizend euro)",
        "front": "Wat minder kost",
        "front_heads": "Hoeveel|Andere doelen (duizend euro)|Eén minder kost (duizend euro)|",
        "knee": "hierna koopt elke stap het minst",
        "no_goal": "Dit plan heeft dit doel niet.",
        "closing": "Wat de sluitingsdatum van {host} kost (doelwaarde, duizend euro)",
        "closing_heads": "Dicht vanaf|Doelwaarde|Meer dan nu",
        "as_it_is": "zoals nu",
        "no_plan": "geen plan",
        "clash": "Deze eisen botsen",
        "relaxation": "De goedkoopste uitweg",
        "feasible": "Er bestaat een plan: er botst niets.",
        "infeasible": "Er bestaat geen plan; vraag met --clash waarom.",
        "no_tree": "De documenten hebben geen takken (tabel plan_branches); er is één toekomst.",
        "not_minimal": "(Dat dit de kleinste groep is, is niet bewezen.)",
    },
    Lang.EN: {
        "near": "Plans that are at most {within} dearer (objective now {objective} thousand euro)",
        "front": "What less costs",
        "front_heads": "Amount|Other goals (thousand euro)|One less costs (thousand euro)|",
        "knee": "beyond this each step buys least",
        "no_goal": "This plan does not have this goal.",
        "closing": "What the closing date of {host} costs (objective, thousand euro)",
        "closing_heads": "Closed from|Objective|More than now",
        "as_it_is": "as it is",
        "no_plan": "no plan",
        "clash": "These demands clash",
        "relaxation": "The cheapest way out",
        "feasible": "A plan exists: nothing clashes.",
        "infeasible": "No plan exists; ask why with --clash.",
        "no_tree": "The documents have no branches (table plan_branches); there is one future.",
        "not_minimal": "(That this is the smallest group is not proven.)",
    },
}


def explore(
    instance: Annotated[Path, typer.Argument(help="Folder, .xlsx or .json of an instance.")],
    scenario: Annotated[str, typer.Option(help="Apply this scenario first.")] = "",
    within: Annotated[str, typer.Option(help="What is open in plans at most so much dearer, such as 2%.")] = "",
    less: Annotated[str, typer.Option(help="What less of this goal costs, such as exits_short or protected.")] = "",
    points: Annotated[int, typer.Option(min=2, max=40, help="With --less: plans on the front.")] = 8,
    closing: Annotated[str, typer.Option(help="What each closing date of this host costs.")] = "",
    clash: Annotated[bool, typer.Option("--clash", help="Which demands cannot be met together.")] = False,
    foresight: Annotated[bool, typer.Option("--foresight", help="What knowing the future would be worth.")] = False,
    time_limit: Annotated[float, typer.Option(min=0, help="Seconds for all of it.")] = 600.0,
    as_json: AsJson = False,
    lang: AsLang = Lang.NL,
) -> None:
    """Ask further about a plan; several questions may be asked at once."""
    from instances.reader import read_instance
    from instances.schema.plan_words import Goal
    from matching.engines.engine import Limits, Monitor
    from planning import diagnosis, exploring
    from planning.closing import closing_dates
    from planning.foresight import foresight as foreseen

    if not (within or less or closing or clash or foresight):
        raise typer.BadParameter("ask something: --within, --less, --closing, --clash or --foresight")
    if less and less not in set(Goal):
        raise typer.BadParameter(f"--less is one of {', '.join(Goal)}")
    share = share_of(within) if within else None
    answers: dict[str, object] = {}
    with bad_input_explained(as_json, lang):
        read = read_instance(instance)
        with sign_of_life(as_json) as show:
            monitor = Monitor(Limits(time_limit=time_limit), show)
            if share is not None:
                answers["near"] = exploring.near_plans(read, scenario, share, monitor)
            if less:
                answers["front"] = exploring.front_of(read, scenario, Goal(less), points, monitor)
            if closing:
                answers["closing"] = closing_dates(read, scenario, closing, monitor)
            if clash:
                answers["clash"] = diagnosis.clash(read, scenario, monitor)
            if foresight:
                answers["foresight"] = foreseen(read, scenario, monitor)
    if as_json:
        print_json(answers)
    else:
        for name, answer in answers.items():
            SHOWN[name](answer, lang)
    if answers.get("clash") is not None or any(answers.get(name, "") is None for name in ("near", "front")):
        raise typer.Exit(Exit.FINDINGS)


def _near(found: "NearPlans | None", lang: Lang) -> None:
    from matching.words import number

    texts = TEXTS[lang]
    if found is None:
        say(texts["infeasible"], style="bold")
        return
    within, objective = f"{number(100 * found.within, lang)} %", number(found.objective, lang)
    say(texts["near"].format(within=within, objective=objective), style="bold")
    for one in found.reaches:
        say(f"  - {one.said.nl if lang is Lang.NL else one.said.en}")


def _front(found: "Front | None", lang: Lang) -> None:
    from matching.words import number

    texts = TEXTS[lang]
    if found is None:
        say(texts["no_goal"], style="bold")
        return
    say(found.said.nl if lang is Lang.NL else found.said.en, style="bold")
    rows = [
        (number(one.amount, lang), number(one.rest, lang), "" if one.price is None else number(one.price, lang),
         texts["knee"] if one.knee else "")
        for one in found.points
    ]  # fmt: skip
    table(texts["front"], texts["front_heads"].split("|"), rows, right=(0, 1, 2))


def _closing(found: "Closing", lang: Lang) -> None:
    from matching.words import number

    texts = TEXTS[lang]
    stays = found.dates[0].objective
    rows = []
    for one in found.dates:
        day = one.closes_on.isoformat() if one.closes_on else texts["as_it_is"]
        cost = texts["no_plan"] if one.objective is None else number(one.objective, lang)
        more = "" if one.objective is None or stays is None else number(one.objective - stays, lang)
        rows.append((day, cost, more))
    name = found.nl if lang is Lang.NL else found.en
    table(texts["closing"].format(host=name), texts["closing_heads"].split("|"), rows, right=(1, 2))


def show_clash(found: "PlanClash | None", lang: Lang) -> None:
    """Tell what clashes and what has to give way, the largest first and each thing once, in its worst period."""
    texts = TEXTS[lang]
    if found is None:
        say(texts["feasible"], style="bold")
        return
    say(texts["clash"], style="bold")
    for one in found.demands:
        say(f"  - {one.said.nl if lang is Lang.NL else one.said.en}")
    say(found.said.nl if lang is Lang.NL else found.said.en)
    if not found.minimal:
        say(texts["not_minimal"])
    worst = {(one.block, one.key): one for one in sorted(found.relaxation, key=lambda one: one.amount)}
    say(texts["relaxation"], style="bold")
    for one in sorted(worst.values(), key=lambda one: -one.amount)[:MOST_GIVING_WAY]:
        say(f"  - {one.said.nl if lang is Lang.NL else one.said.en}")


def _foresight(found: "Foresight | None", lang: Lang) -> None:
    texts = TEXTS[lang]
    say(texts["no_tree"] if found is None else found.said.nl if lang is Lang.NL else found.said.en, style="bold")


SHOWN: dict[str, Callable[[Any, Lang], None]] = {
    "near": _near,
    "front": _front,
    "closing": _closing,
    "clash": show_clash,
    "foresight": _foresight,
}
