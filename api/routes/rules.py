"""The rules, as their cards describe them, and the policies that set them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from api.routes.documents import newest
from api.security.roles import ANYONE
from api.store.errors import Unknown
from api.web.paging import Page, Pager
from api.wire import InstanceName, Wire
from api.work import Work, work
from instances.schema.base import ID_PATTERN
from instances.schema.policy import PolicyRule
from instances.schema.vocabulary import Status
from matching.catalogue import Entry, catalogue
from matching.policies import named_policy, names
from matching.rule import Rulebook
from matching.rules import RULES

router = APIRouter(tags=["rules"])


class Policy(Wire):
    """A ready-made policy."""

    name: str = Field(description="How a run asks for it.")
    title_nl: str = Field(description="Its title in Dutch.")
    title_en: str = Field(description="Its title in English.")
    source: str = Field(description="Where it comes from.")
    status: Status = Field(description="How sure that is.")
    note: str = Field(description="What an owner should know of it.")
    rules: list[PolicyRule] = Field(description="The rules that it sets; others keep their cards.")


@router.get("/rules")
def list_rules(_: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]) -> Page[Entry]:
    """All rules, by code: what each asks, where it comes from, its sentences and worked examples."""
    return pager.over(catalogue(), lambda one: one.code, lambda one: one)


@router.get("/instances/{instance}/rules")
def list_instance_rules(
    instance: InstanceName, asked: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]
) -> Page[Entry]:
    """All rules, by code, each with `here`: how this instance sets it."""
    with asked.reading() as session:
        rulebook = Rulebook.of(newest(session, instance), RULES)
    return pager.over(catalogue(rulebook), lambda one: one.code, lambda one: one)


@router.get("/policies")
def list_policies(_: Annotated[Work, work(ANYONE)], pager: Annotated[Pager, Depends()]) -> Page[Policy]:
    """The ready-made policies, by name."""
    return pager.over([_policy(name) for name in names()], lambda one: one.name, lambda one: one)


@router.get("/policies/{policy}")
def get_policy(
    policy: Annotated[str, Path(pattern=ID_PATTERN, description="Name of a policy.", examples=["develop"])],
    _: Annotated[Work, work(ANYONE)],
) -> Policy:
    """One ready-made policy."""
    if policy not in names():
        raise Unknown("policy", policy)
    return _policy(policy)


def _policy(name: str) -> Policy:
    found = named_policy(name)
    return Policy(
        name=found.name, title_nl=found.title_nl, title_en=found.title_en, source=found.source, status=found.status,
        note=found.note, rules=list(found.rules),
    )  # fmt: skip
