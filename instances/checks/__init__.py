"""What is worth telling about a valid instance, although nothing is wrong with any one value.

A check is one function from instance to findings; `CHECKS` is the ordered list of all of them. Cases are counted: a
check gives at most one finding for each municipality (people, money) or one for the whole instance (places), with the
count as its amount and up to five ids as examples. Nothing is changed and nothing is decided here: severity `error`
asks for repair before matching, `ask` for a question to someone, `watch` for attention, `info` is good to know.
"""

from collections.abc import Callable

from instances.checks import money, outliers, people, places
from instances.schema.solution import Finding
from instances.tables import Instance

CHECKS: tuple[Callable[[Instance], list[Finding]], ...] = (
    people.home_unknown,
    people.home_elsewhere,
    people.facts_old,
    people.facts_undated,
    people.not_seen,
    people.wage_value_missing,
    people.wage_value_full,
    people.advice_missing,
    people.likely_duplicate,
    people.two_places,
    people.placement_overdue,
    people.wsw_elsewhere,
    places.site_unknown,
    places.place_facts_old,
    places.place_over,
    places.overfull,
    places.promised_without_slot,
    places.training_without_course,
    places.temporary_without_next_step,
    places.coach_overbooked,
    money.budget_overcommitted,
    money.person_over_budget,
    outliers.price_outlier,
    outliers.budget_outlier,
    outliers.budget_year,
)


def check_instance(instance: Instance) -> list[Finding]:
    """Run all checks and give their findings in the order of `CHECKS`."""
    return [finding for check in CHECKS for finding in check(instance)]
