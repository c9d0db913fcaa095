"""What is worth telling about a valid instance, although nothing is wrong with any one value.

A check is one function from instance to findings; `CHECKS`, and `PLAN_CHECKS` of plans, are the ordered lists of all of
them. Cases are counted: a check gives at most one finding for each municipality (people, money) or one for the whole
instance (places), with the count as its amount and up to five ids as examples. Nothing is changed and nothing is
decided here: severity `error` asks for repair before matching, `ask` for a question to someone, `watch` for attention,
`info` is good to know.
"""

from collections.abc import Callable

from instances.checks import money, outliers, people, places, plan, plan_start
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


PLAN_CHECKS: tuple[Callable[[Instance], list[Finding]], ...] = (
    plan.keys_not_whole,
    plan.one_off_pools,
    plan.budget_missing,
    plan.status_without_source,
    plan.group_without_host,
    plan.track_without_end,
    plan.line_without_places,
    plan.move_without_line,
    plan.chances_not_whole,
    plan_start.start_overfull,
    plan_start.start_not_allowed,
    plan_start.rights_elsewhere,
    plan_start.floor_too_small,
    plan_start.staff_too_few,
)


def check_instance(instance: Instance) -> list[Finding]:
    """Run all checks and give their findings in order: `CHECKS`, and of an instance with a plan `PLAN_CHECKS`."""
    checks = CHECKS + PLAN_CHECKS if len(instance["plan"]) else CHECKS
    return [finding for check in checks for finding in check(instance)]
