"""Which pages each role finds in the header, in this order; the first is where its people begin."""

from dataclasses import dataclass

from api.pages.texts import N_
from api.security.person import Person, Role
from api.security.roles import ANYONE, AUDITORS, OVERSEERS


@dataclass(frozen=True)
class Item:
    """A page in the header: its path below the instance, its name, and for whom it is."""

    path: str
    title: str
    roles: frozenset[Role]


NAVIGATION: tuple[Item, ...] = (
    Item("gemeente", N_("Mijn gemeente"), frozenset({Role.CONTROLLER})),
    Item("logboek", N_("Logboek"), AUDITORS),
    Item("plannen", N_("Plannen"), OVERSEERS),
    Item("caseload", N_("Mijn caseload"), frozenset({Role.COACH})),
    Item("koppelen", N_("Koppelen"), OVERSEERS),
    Item("plekken", N_("Plekken"), frozenset({Role.COACH, Role.CONTROLLER, Role.PLANNER})),
    Item("regels", N_("Regels"), ANYONE),
)


def items(person: Person) -> list[Item]:
    """What the header shows to someone."""
    return [item for item in NAVIGATION if person.has(*item.roles)]
