"""What the store refuses, and why. Every error tells a program what to do by its class, and a person by its sentence.

StoreError
├── Unreachable      no database can be worked with at this URL
├── Unknown          nothing of this sort has this id, or it is not for this person to know: these look the same
├── Forbidden        the person may see it, but not do this
└── Conflict         it was right when it was asked, and is not any more: read again, then decide
    ├── NoSlot           the last slot of the workplace is taken
    ├── AlreadyPlaced    the participant has accepted a place
    ├── NotStanding      the decision was taken back before, or a later one took its place
    ├── Archived         nothing new comes in where something was put away
    ├── Stale            someone else changed it first
    ├── IllegalMove      a run does not go from this state to that one
    ├── NotUsable        a run has no matching to make proposals from
    └── KeyReused        the same idempotency key with another request
"""

from dataclasses import dataclass

from instances.errors import EngineError


class StoreError(EngineError):
    """Root of all that the store refuses."""


class Unreachable(StoreError):
    """No database can be worked with; the message says what is wanted."""


@dataclass(eq=False)
class Unknown(StoreError):
    """Nothing of this sort has this id, for this person."""

    what: str
    id: str

    def __str__(self) -> str:
        return f"no {self.what} {self.id!r}"


@dataclass(eq=False)
class Forbidden(StoreError):
    """The roles of the person do not allow this."""

    deed: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.deed} asks for: {self.wanted}"


class Conflict(StoreError):
    """It was right when it was asked, and is not any more."""


@dataclass(eq=False)
class NoSlot(Conflict):
    """Every slot of the workplace is taken."""

    workplace: str
    slots: int

    def __str__(self) -> str:
        return f"workplace {self.workplace} is full: all {self.slots} slots are taken"


@dataclass(eq=False)
class AlreadyPlaced(Conflict):
    """The participant has accepted a place; withdraw that decision first."""

    participant: str
    workplace: str
    decision: str

    def __str__(self) -> str:
        return f"{self.participant} has accepted {self.workplace}; withdraw decision {self.decision} first"


@dataclass(eq=False)
class NotStanding(Conflict):
    """The decision was taken back before, or a later one about the same pair took its place."""

    decision: str

    def __str__(self) -> str:
        return f"decision {self.decision} does not stand any more"


@dataclass(eq=False)
class Archived(Conflict):
    """It was put away, so nothing new comes in."""

    what: str
    id: str

    def __str__(self) -> str:
        return f"{self.what} {self.id} was archived"


@dataclass(eq=False)
class Stale(Conflict):
    """Someone else changed it first."""

    what: str
    id: str
    revision: int

    def __str__(self) -> str:
        return f"{self.what} {self.id} was changed by someone else; it is at revision {self.revision}"


@dataclass(eq=False)
class IllegalMove(Conflict):
    """A run does not go from this state to that one."""

    run: str
    state: str
    to: str

    def __str__(self) -> str:
        return f"run {self.run} is {self.state} and cannot become {self.to}"


@dataclass(eq=False)
class NotUsable(Conflict):
    """The run has no matching of single places to make proposals from, or has not ended."""

    run: str

    def __str__(self) -> str:
        return f"run {self.run} has no matching that proposals can be made from"


@dataclass(eq=False)
class KeyReused(Conflict):
    """The same idempotency key came before with another request."""

    key: str

    def __str__(self) -> str:
        return f"the idempotency key {self.key!r} was used before for another request"
