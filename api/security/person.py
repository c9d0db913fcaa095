"""A person who uses the service, as login and tokens tell it: who, in which roles, for which people.

`coach` is the id of a coach in the documents; with role coach it opens that coach's caseload and nothing else.
`municipalities` are CBS codes; with role controller they open the people for whom those municipalities pay.
"""

from dataclasses import dataclass

from instances.schema.vocabulary import Word


class Role(Word):
    """What a person may be in the service; someone may have several roles."""

    COACH = "coach", "jobcoach", "job coach"
    PLANNER = "planner", "planner", "planner"
    CONTROLLER = "controller", "controller", "controller"
    AUDITOR = "auditor", "auditor", "auditor"
    ADMIN = "admin", "beheerder", "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """One person at work with the service. `subject` is the id that the identity provider gives, never a name."""

    subject: str
    roles: frozenset[Role]
    municipalities: frozenset[str] = frozenset()
    coach: str | None = None

    def has(self, *roles: Role) -> bool:
        """Tell whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)
