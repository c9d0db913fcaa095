"""The people of a caseload, each with what a coach must see of them at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from instances.schema.view import Proposal
from instances.schema.vocabulary import Regime, Stage, Word
from instances.tables import Instance
from matching.freshness import age
from matching.live import Standing


class Look(Word):
    """What a coach looks for in the caseload; the labels stand in the template."""

    ALL = "alle"
    WAITING = "wachten"
    PENDING = "voorstel"
    STALE = "verouderd"
    PLACED = "geplaatst"
    AFTERCARE = "nazorg"


@dataclass(frozen=True)
class Case:
    """One participant. `weeks`: waiting so long; `months`: since the facts were checked, None = never."""

    id: str
    stage: Stage
    regime: Regime
    waiting_since: date | None
    weeks: int | None
    months: int | None
    stale: bool
    place: str | None
    title: str
    proposal: Proposal | None

    def shows(self, look: Look) -> bool:
        """Whether it belongs to what is looked for."""
        return {
            Look.ALL: True,
            Look.WAITING: self.place is None,
            Look.PENDING: self.proposal is not None,
            Look.STALE: self.stale,
            Look.PLACED: self.place is not None,
            Look.AFTERCARE: self.stage is Stage.AFTERCARE,
        }[look]

    @property
    def urgency(self) -> tuple[bool, int, str]:
        """Who waits longest comes first, then who has a place."""
        return self.place is not None, -(self.weeks or 0), self.id


def cases(instance: Instance, among: frozenset[str], holds: Mapping[str, str], standing: Standing | None) -> list[Case]:
    """The participants in `among`, most urgent first. `holds`: workplace by participant; `standing`: for proposals."""
    table, today = instance["participants"], instance.info.reference_date
    places = instance["workplaces"].set_index("id")["title"]
    fields = ("id", "stage", "regime", "waiting_since", "updated_on")
    rows = table.loc[table["id"].isin(among), list(fields)]
    found = []
    for id_, stage, regime, waiting, updated in rows.itertuples(index=False, name=None):
        place, since = holds.get(id_), _date(waiting)
        months, stale = age("updated_on", _date(updated), today)
        best = standing.places(id_, 1) if standing is not None and place is None else []
        found.append(
            Case(
                id=id_, stage=Stage(stage), regime=Regime(regime), waiting_since=since,
                weeks=None if since is None else max(0, (today - since).days // 7), months=months, stale=stale,
                place=place, title=str(places.get(place, "")) if place else "", proposal=best[0] if best else None,
            )
        )  # fmt: skip
    return sorted(found, key=lambda case: case.urgency)


def counts(found: Iterable[Case]) -> dict[Look, int]:
    """How many belong to each look."""
    people = list(found)
    return {look: sum(case.shows(look) for case in people) for look in Look}


def _date(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload,arg-type]
