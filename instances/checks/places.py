"""Checks about places: sites that cannot be found, slots given away twice, places that lack their next step."""

import pandas as pd

from instances.checks.finding import Check, about_places, today
from instances.checks.people import is_old
from instances.geography import geography
from instances.schema.solution import Finding
from instances.schema.vocabulary import PlaceKind, PlacementStatus
from instances.tables import Instance


def site_unknown(instance: Instance) -> list[Finding]:
    """The postcode of the site does not exist, so no journey can be computed."""
    check = about_places(
        "site_unknown", "ask", "met een postcode die niet bestaat", "with a postcode that does not exist"
    )
    places = instance["workplaces"]
    return check.overall(places.loc[geography().index(places["postcode"]) < 0, "id"])


def place_facts_old(instance: Instance) -> list[Finding]:
    """Facts of the place were last checked more than six months ago, or nobody knows when."""
    check = about_places(
        "place_facts_old", "ask", "met gegevens zonder datum of ouder dan 6 maanden",
        "with facts without date or older than 6 months",
    )  # fmt: skip
    places = instance["workplaces"]
    return check.overall(places.loc[is_old(instance, "workplaces") | places["updated_on"].isna(), "id"])


def place_over(instance: Instance) -> list[Finding]:
    """The last day has passed, but there are still slots."""
    check = about_places("place_over", "watch", "met een laatste dag die voorbij is", "whose last day has passed")
    places = instance["workplaces"]
    return check.overall(places.loc[(places["end_on"] < today(instance)) & (places["slots"] > 0), "id"])


def overfull(instance: Instance) -> list[Finding]:
    """More placements are running than there are slots."""
    check = about_places("overfull", "error", "met meer mensen dan plaatsen", "with more people than slots")
    places = instance["workplaces"]
    return check.overall(places.loc[_count(instance, PlacementStatus.CURRENT) > places["slots"], "id"])


def promised_without_slot(instance: Instance) -> list[Finding]:
    """More places are promised than are left beside the placements that run."""
    check = about_places(
        "promised_without_slot",
        "error",
        "met meer toezeggingen dan vrije plaatsen",
        "with more promises than free slots",
    )
    places = instance["workplaces"]
    free = (places["slots"] - _count(instance, PlacementStatus.CURRENT)).clip(lower=0)
    return check.overall(places.loc[_count(instance, PlacementStatus.PROMISED) > free, "id"])


def training_without_course(instance: Instance) -> list[Finding]:
    """A training place does not say which course it is."""
    check = about_places(
        "training_without_course", "ask", "voor scholing zonder cursus", "for training without a course"
    )
    places = instance["workplaces"]
    return check.overall(places.loc[(places["kind"] == PlaceKind.TRAINING.value) & places["course"].isna(), "id"])


def temporary_without_next_step(instance: Instance) -> list[Finding]:
    """A temporary protected place must lead somewhere (domain.md section 5, rule 4)."""
    check = about_places(
        "temporary_without_next_step", "ask", "voor beperkte tijd, zonder volgende stap",
        "for a limited time, without a next step",
    )  # fmt: skip
    places = instance["workplaces"]
    return check.overall(places.loc[places["temporary_months"].notna() & places["next_step"].isna(), "id"])


def coach_overbooked(instance: Instance) -> list[Finding]:
    """More hours are promised to aftercare than the coach works."""
    check = Check(
        "coach_overbooked", "error", ("coach", "coach"), ("coaches", "coaches"),
        "met meer uren nazorg dan werkuren", "with more hours of aftercare than hours of work",
    )  # fmt: skip
    coaches = instance["coaches"]
    return check.overall(coaches.loc[coaches["aftercare_hours"] > coaches["hours_week"], "id"])


def _count(instance: Instance, status: PlacementStatus) -> "pd.Series[int]":
    """Count the placements with a status for each workplace, in the order of the workplaces."""
    placements = instance["placements"]
    counts = placements.loc[placements["status"] == status.value, "workplace"].value_counts()
    return instance["workplaces"]["id"].map(counts).fillna(0).astype("int64")
