"""The documents. `TABLES` names every table of an instance, in the order in which they refer to one another."""

from instances.schema.base import Document
from instances.schema.market import Coach, Course, Line, Municipality, Organisation
from instances.schema.outcome import LastingModel, Outcome
from instances.schema.participant import Couple, Participant, ParticipantCertificate, ParticipantSkill
from instances.schema.policy import Budget, InstanceInfo, Override, PairDecision, Placement, PolicyRule, TravelTime
from instances.schema.workplace import Workplace, WorkplaceSkill

TABLES: dict[str, type[Document]] = {
    "instance": InstanceInfo,
    "organisations": Organisation,
    "municipalities": Municipality,
    "lines": Line,
    "courses": Course,
    "coaches": Coach,
    "budgets": Budget,
    "policy": PolicyRule,
    "participants": Participant,
    "participant_skills": ParticipantSkill,
    "participant_certificates": ParticipantCertificate,
    "couples": Couple,
    "workplaces": Workplace,
    "workplace_skills": WorkplaceSkill,
    "placements": Placement,
    "overrides": Override,
    "decisions": PairDecision,
    "travel_times": TravelTime,
    "outcomes": Outcome,
    "lasting_model": LastingModel,
}
REQUIRED = ("instance", "organisations", "municipalities", "participants", "workplaces")

__all__ = ["REQUIRED", "TABLES", "Document"]
