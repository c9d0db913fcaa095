"""Checks about people: where they live, how old their facts are, whether their papers agree.

Lookups only; source of the questions: domain.md section 3 (registrations are often out of date, groups drop out of
sight) and section 5, rules 1 to 3 and 27.
"""

import numpy as np
import pandas as pd

from instances.checks.finding import about_people, today
from instances.geography import geography
from instances.schema.solution import Finding
from instances.schema.vocabulary import Advice, OrganisationKind, PlacementStatus, Regime
from instances.tables import Instance

OLD_MONTHS = 6
FULL_WAGE_VALUE = 100.0  # percent of the minimum wage: no wage-cost subsidy above it (art. 10d Participatiewet)
NEEDS_WAGE_VALUE = (Regime.PW_LKS, Regime.SHELTERED)
WSW = (Regime.WSW_MTB, Regime.WSW_WOZL)
SW_KINDS = (OrganisationKind.WSW_COMPANY, OrganisationKind.DEVELOPMENT_COMPANY)
ALIKE = ["municipality", "postcode", "birth_year", "regime", "hours_week", "waiting_since", "education", "dutch"]


def home_unknown(instance: Instance) -> list[Finding]:
    """The postcode of the home does not exist, so no journey can be computed."""
    check = about_people(
        "home_unknown", "ask", "met een postcode die niet bestaat", "with a postcode that does not exist"
    )
    people = instance["participants"]
    marked = people[geography().index(people["postcode"]) < 0]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def home_elsewhere(instance: Instance) -> list[Finding]:
    """The home lies in another municipality than the one that pays."""
    check = about_people(
        "home_elsewhere", "watch", "met een woonplaats buiten de gemeente die betaalt",
        "with a home outside the municipality that pays",
    )  # fmt: skip
    people = instance["participants"]
    index = geography().index(people["postcode"])
    marked = people[(index >= 0) & (geography().municipality[index] != people["municipality"].to_numpy(dtype=np.str_))]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def is_old(instance: Instance, table: str) -> "pd.Series[bool]":
    """Tell which rows were last checked more than six months before the reference date; not known is not old."""
    found: pd.Series[bool] = instance[table]["updated_on"] < today(instance) - pd.DateOffset(months=OLD_MONTHS)
    return found


def facts_old(instance: Instance) -> list[Finding]:
    """Facts were last checked more than six months ago."""
    check = about_people("facts_old", "ask", "met gegevens ouder dan 6 maanden", "with facts older than 6 months")
    marked = instance["participants"][is_old(instance, "participants")]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def facts_undated(instance: Instance) -> list[Finding]:
    """Nobody knows when the facts were last checked."""
    check = about_people("facts_undated", "ask", "met gegevens zonder datum", "with facts that bear no date")
    people = instance["participants"]
    marked = people[people["updated_on"].isna()]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def not_seen(instance: Instance) -> list[Finding]:
    """No coach, no running or promised placement, and no fresh facts: at risk of dropping out of sight."""
    check = about_people(
        "not_seen", "watch", "zonder coach, plek of gegevens van de laatste 6 maanden",
        "without coach, place or facts of the last 6 months",
    )  # fmt: skip
    people = instance["participants"]
    busy = people["id"].isin(_placed(instance)["participant"])
    stale = is_old(instance, "participants") | people["updated_on"].isna()
    marked = people[people["coach"].isna() & ~busy & stale]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def wage_value_missing(instance: Instance) -> list[Finding]:
    """The regime pays by wage value, and there is none."""
    check = about_people(
        "wage_value_missing", "ask", "zonder loonwaarde, terwijl de regeling die vraagt",
        "without the wage value that the regime needs",
    )  # fmt: skip
    people = instance["participants"]
    marked = people[people["regime"].isin(NEEDS_WAGE_VALUE) & people["wage_value"].isna()]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def wage_value_full(instance: Instance) -> list[Finding]:
    """A wage value of 100 % or more contradicts sheltered work and a wage-cost subsidy."""
    check = about_people(
        "wage_value_full", "ask", "met beschut werk of loonkostensubsidie bij een loonwaarde van 100% of meer",
        "in sheltered work or with wage-cost subsidy at a wage value of 100% or more",
    )  # fmt: skip
    people = instance["participants"]
    marked = people[people["regime"].isin(NEEDS_WAGE_VALUE) & (people["wage_value"] >= FULL_WAGE_VALUE)]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def advice_missing(instance: Instance) -> list[Finding]:
    """Sheltered work needs a positive UWV advice with its date (art. 10b Participatiewet)."""
    check = about_people(
        "advice_missing", "ask", "in beschut werk zonder positief advies van UWV met datum",
        "in sheltered work without a dated positive UWV advice",
    )  # fmt: skip
    people = instance["participants"]
    advised = (people["sheltered_advice"] == Advice.POSITIVE.value) & people["sheltered_advice_on"].notna()
    marked = people[(people["regime"] == Regime.SHELTERED.value) & ~advised]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def likely_duplicate(instance: Instance) -> list[Finding]:
    """Alike in everything that rarely coincides: probably registered twice. The first of each kind is not counted."""
    check = about_people(
        "likely_duplicate", "ask", "met waarschijnlijk een dubbele inschrijving", "with probably a double registration"
    )
    people = instance["participants"]
    known = people[people["birth_year"].notna() & people["waiting_since"].notna()]
    marked = known[known.duplicated(ALIKE)]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def two_places(instance: Instance) -> list[Finding]:
    """More than one placement is running."""
    check = about_people("two_places", "ask", "met meer dan één lopende plek", "with more than one running placement")
    running = _placed(instance, PlacementStatus.CURRENT)["participant"]
    people = instance["participants"]
    marked = people[people["id"].isin(running[running.duplicated()])]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def placement_overdue(instance: Instance) -> list[Finding]:
    """A placement counts as running or promised, but its last day has passed."""
    check = about_people(
        "placement_overdue", "ask", "met een plek waarvan de laatste dag voorbij is",
        "with a placement whose last day has passed",
    )  # fmt: skip
    placed = _placed(instance)
    people = instance["participants"]
    marked = people[people["id"].isin(placed.loc[placed["end_on"] < today(instance), "participant"])]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def wsw_elsewhere(instance: Instance) -> list[Finding]:
    """A Wsw employee is placed at another Wsw organisation than the one that employs people of that municipality.

    An organisation that takes over rights and duties (`successor_of`) counts as the one that it took over.
    """
    check = about_people(
        "wsw_elsewhere", "error", "met een Wsw-dienstverband bij een ander sw-bedrijf dan dat van de gemeente",
        "with a Wsw contract placed at another Wsw company than the municipality's",
    )  # fmt: skip
    organisations = instance["organisations"]
    root = _roots(organisations)
    people = instance["participants"]
    people = people[people["regime"].isin(WSW)]
    employer = people["municipality"].map(instance["municipalities"].set_index("id")["wsw_organisation"])
    mine = pd.Series(employer.map(root).to_numpy(), index=people["id"])
    placed = _placed(instance)
    placed = placed[placed["participant"].isin(people["id"])]
    there = placed["workplace"].map(instance["workplaces"].set_index("id")["organisation"])
    in_sw = there.isin(organisations.loc[organisations["kind"].isin(SW_KINDS), "id"])
    wrong = in_sw & (there.map(root) != placed["participant"].map(mine))
    marked = people[people["id"].isin(placed.loc[wrong, "participant"])]
    return check.by_municipality(instance, marked["id"], marked["municipality"])


def _roots(organisations: pd.DataFrame) -> "pd.Series[str]":
    """Give for each organisation the first in its line of predecessors; the reader refuses circles."""
    before = organisations.set_index("id")["successor_of"]
    root = before.index.to_series()
    while (named := root.map(before)).notna().any():
        root = named.fillna(root)
    return root


def _placed(instance: Instance, *status: PlacementStatus) -> pd.DataFrame:
    placements = instance["placements"]
    wanted = status or (PlacementStatus.CURRENT, PlacementStatus.PROMISED)
    return placements[placements["status"].isin(wanted)]
