"""What a plan rests on, kept beside its answer: every row of its documents with source and status, and names of ids.

So that two plans can be compared years later without the documents, and every euro leads to a figure with a source.
"""

from collections.abc import Iterator, Mapping

from instances.doors.relations import key
from instances.schema import PLAN_TABLES
from instances.schema.plan_solution import Assumption
from instances.schema.plan_words import Goal, MoneyKind
from instances.schema.solution import Said
from instances.tables import SEPARATOR, Instance

UNUSED = ("plan_scenarios", "plan_patches")  # of all scenarios; the figures have the one that was applied
SHARE = "share_"
WORDS = ("id", "name_nl", "name_en", "title", "source", "status")
NAMED = (
    "plan_activities",
    "plan_programme",
    "plan_pools",
    "plan_staff",
    "plan_sites",
    "plan_hosts",
    "plan_groups",
    "lines",
)  # where two have the same id, the last one is meant


def assumptions(instance: Instance) -> Iterator[Assumption]:
    """Walk the rows of the plan's documents."""
    for table in PLAN_TABLES:
        if table in UNUSED:
            continue
        keys = key(table)
        for document in instance.documents(table):
            fields = document.model_dump(mode="json")
            yield Assumption(
                table=table,
                row="/".join(str(fields[name]) for name in keys),
                values={
                    name: SEPARATOR.join(value) if isinstance(value, list) else value
                    for name, value in fields.items()
                    if name not in keys and name not in WORDS
                },
                source=fields.get("source", ""),
                status=fields.get("status", ""),
            )


def names(instance: Instance, lang: str) -> dict[str, str]:
    """Names for people of all ids that a plan uses; an id without a name stands for itself."""
    found: dict[str, str] = {goal.value: goal.label(lang) for goal in Goal}
    for table in NAMED:
        found.update(zip(instance[table]["id"], instance[table][f"name_{lang}"], strict=True))
    found.update(zip(instance["municipalities"]["id"], instance["municipalities"]["name"], strict=True))
    return {str(one): str(name) for one, name in found.items()}


def in_both(instance: Instance) -> dict[str, Said]:
    """The names in both languages."""
    dutch, english = names(instance, "nl"), names(instance, "en")
    return {one: Said(nl=name, en=english[one]) for one, name in dutch.items()}


def called(known: Mapping[str, Said], row: str, lang: str) -> str:
    """A row for people: the names of the parts of its key."""
    return ", ".join(getattr(known[part], lang) if part in known else part for part in row.split("/"))


def kind_of_money(kind: str, known: Mapping[str, Said], lang: str) -> str:
    """What a kind of money is called; `share_POOL` is what a municipality pays of a pool."""
    if not kind.startswith(SHARE):
        return MoneyKind(kind).label(lang)
    pool = called(known, kind.removeprefix(SHARE), lang)
    return f"aandeel in {pool}" if lang == "nl" else f"share of {pool}"
