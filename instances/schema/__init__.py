"""The documents. `TABLES` names every table of an instance, in the order in which they refer to one another."""

from instances.schema.base import Document
from instances.schema.market import Coach, Course, Line, Municipality, Organisation
from instances.schema.outcome import LastingModel, Outcome
from instances.schema.participant import Couple, Participant, ParticipantCertificate, ParticipantSkill
from instances.schema.plan import PlanActivity, PlanGoal, PlanLearning, PlanProgramme, PlanSettings
from instances.schema.plan_money import PlanBudget, PlanDeficit, PlanKey, PlanPool
from instances.schema.plan_people import (
    PlanAllowed,
    PlanCohort,
    PlanDemand,
    PlanExits,
    PlanGroup,
    PlanStart,
    PlanWaiting,
)
from instances.schema.plan_places import PlanHost, PlanLine, PlanMove, PlanPlace, PlanSite, PlanStaff
from instances.schema.plan_scenarios import PlanBranch, PlanPatch, PlanScenario
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
    "plan": PlanSettings,
    "plan_goals": PlanGoal,
    "plan_learning": PlanLearning,
    "plan_activities": PlanActivity,
    "plan_programme": PlanProgramme,
    "plan_pools": PlanPool,
    "plan_keys": PlanKey,
    "plan_budgets": PlanBudget,
    "plan_deficits": PlanDeficit,
    "plan_hosts": PlanHost,
    "plan_lines": PlanLine,
    "plan_places": PlanPlace,
    "plan_moves": PlanMove,
    "plan_sites": PlanSite,
    "plan_staff": PlanStaff,
    "plan_groups": PlanGroup,
    "plan_allowed": PlanAllowed,
    "plan_start": PlanStart,
    "plan_waiting": PlanWaiting,
    "plan_cohorts": PlanCohort,
    "plan_demand": PlanDemand,
    "plan_exits": PlanExits,
    "plan_scenarios": PlanScenario,
    "plan_patches": PlanPatch,
    "plan_branches": PlanBranch,
}
PLAN_TABLES = tuple(name for name in TABLES if name == "plan" or name.startswith("plan_"))
REQUIRED = ("instance", "organisations", "municipalities", "participants", "workplaces")

__all__ = ["PLAN_TABLES", "REQUIRED", "TABLES", "Document"]
