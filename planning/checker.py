"""Judges a plan without knowing how it was made: every balance, right, budget and bound from the documents, in numpy.

The checker reads the solution document and the documents of the instance, and nothing else. It fills arrays with what
the solution says and computes both sides of every rule again; a rule that is missed gives a finding with the amount.
A plan that somebody changed by hand goes through the same door.
"""

from dataclasses import dataclass

import numpy as np

from instances.schema.plan_solution import PlanSolution
from instances.schema.plan_words import GroupKind, HostKind
from instances.schema.solution import Finding
from instances.tables import Instance
from planning.data import CENTS, PlanData
from planning.programme import Floats
from planning.scenarios import applied
from planning.told import Told

TOLERANCE = 1e-4  # of a place, person, fte or k euro, beside a millionth of the size
SENTENCES = {
    "places": (
        "De plekken volgen niet uit opbouw, ombouw en afbouw",
        "Places do not follow from builds, moves and cuts",
    ),
    "closed": ("Er zijn plekken waar het gesloten is", "There are places where it is closed"),
    "use": ("Er zijn meer mensen dan plekken", "There are more people than places"),
    "limits": ("Er zijn meer plekken dan mag", "There are more places than allowed"),
    "pace": ("Het gaat sneller dan mag", "Change is faster than allowed"),
    "allowed": ("Er zijn mensen waar ze niet mogen zijn", "There are people where they may not be"),
    "rights": ("Niet iedereen met een recht heeft een plek", "Not everyone with a right has a place"),
    "duty": ("De plicht is niet gehaald en niet genoemd", "The duty is missed and not told"),
    "employer_share": ("Te veel mensen bij werkgevers", "Too many people at employers"),
    "tracks": ("Trajecten eindigen te vroeg", "Tracks end too early"),
    "along": ("Meer mensen verhuizen mee dan er plekken verhuizen", "More people move along than places move"),
    "waiting": ("De wachtlijst klopt niet", "The waiting list does not add up"),
    "site": ("De vloer is te klein of klopt niet", "The floor is too small or does not add up"),
    "staff": ("De formatie is te klein of klopt niet", "Staff is too small or does not add up"),
    "whole": ("Afgeronde mensen kloppen niet met het totaal", "Whole people do not add up to the total"),
    "budget": ("Het budget klopt niet", "The budget does not add up"),
    "one_off": ("Eenmalige kosten kloppen niet", "One-off cost does not add up"),
    "impulse": ("Er is meer impulsgeld gebruikt dan er was", "More impulse money was used than there was"),
}


@dataclass(frozen=True, eq=False)
class Judge:
    """Collects what is missed."""

    findings: list[Finding]

    def misses(self, code: str, amounts: Floats, size: Floats | float = 0.0) -> None:
        """Tell where `amounts` is above zero by more than rounding of something of `size`."""
        missed = np.where(amounts > TOLERANCE + 1e-6 * np.abs(size), amounts, 0.0)
        count = int((missed > 0).sum())
        if count:
            nl, en = SENTENCES[code]
            worst = float(missed.max())
            self.findings.append(
                Finding(
                    code=f"plan_{code}", severity="error", amount=count, unit="cases", facts={"worst": f"{worst:.6g}"},
                    nl=f"{nl}: {count} keer, hoogstens {worst:.3g}.", en=f"{en}: {count} times, {worst:.3g} at most.",
                )
            )  # fmt: skip

    def differs(self, code: str, left: Floats, right: Floats) -> None:
        """Tell where two sides are not equal."""
        self.misses(code, np.abs(left - right), np.maximum(np.abs(left), np.abs(right)))


def check(instance: Instance, solution: PlanSolution) -> list[Finding]:
    """Give everything that is wrong with a plan; nothing when it keeps all.

    Raises:
        InconsistentInstance: the instance has no plan, or not the scenario of the solution.
    """
    data = PlanData.of(applied(instance, solution.provenance.scenario))
    told, judge = Told.of(data, solution), Judge([])
    if not solution.capacity:
        return []
    _places(data, told, judge)
    _pace(data, told, judge)
    _people(data, told, judge)
    _tracks(data, told, judge)
    _site_and_staff(data, told, judge)
    _money(data, told, judge)
    return judge.findings


def _places(data: PlanData, told: Told, judge: Judge) -> None:
    parent, root = data.calendar.tree.parent, data.calendar.tree.parent < 0
    start = np.array([place.start_places for place in data.places])
    came = told.change[np.maximum(parent, 0)]
    expected = np.where(root[:, None], start, told.places[np.maximum(parent, 0)] + came)
    judge.differs("places", told.places, expected)
    judge.misses("closed", np.where(data.open[:, data.host_of], 0.0, told.places))
    for p, place in enumerate(data.places):
        if place.most_places is not None:
            judge.misses("limits", told.places[~root, p] - place.most_places)
        if place.least_places > 0:
            judge.misses(
                "limits", np.where(told.places[~root, p] > TOLERANCE, place.least_places - told.places[~root, p], 0)
            )
    for h, host in enumerate(data.hosts):
        if host.most_places is not None:
            judge.misses("limits", told.places[~root][:, list(data.places_at[h])].sum(axis=1) - host.most_places)
    takes = np.array([group.places_person for group in data.groups])
    taken = np.einsum("ngmp,g->np", told.people, takes)
    judge.misses("use", taken - told.counting, told.places)


def _pace(data: PlanData, told: Told, judge: Judge) -> None:
    source = np.array([k[0] for k in data.shifts], int)
    target = np.array([k[1] for k in data.shifts], int)
    if data.settings.starts_period is not None:
        judge.misses("pace", told.built.sum(axis=1) + told.moved.sum(axis=1) - data.settings.starts_period)
    for h, host in enumerate(data.hosts):
        own = list(data.places_at[h])
        closes = data.open[:, h] & ~data.opens_next[:, h]
        into = told.built[:, own].sum(axis=1) + told.moved[:, data.host_of[target] == h].sum(axis=1)
        out = np.where(closes, 0.0, told.moved[:, data.host_of[source] == h].sum(axis=1))
        ended = np.where(closes, 0.0, told.ended[:, own].sum(axis=1))
        for found, limit in ((into, host.builds_quarter), (out, host.moves_quarter), (ended, host.cuts_quarter)):
            most = data.per_period(limit)
            if most is not None:
                judge.misses("pace", found - most)
    for line in data.lines:
        most = data.per_period(line.moves_quarter)
        of_line = np.array([data.places[at].line == line.line for at in source], bool)
        if most is not None and of_line.any():
            judge.misses("pace", told.moved[:, of_line].sum(axis=1) - most)


def _people(data: PlanData, told: Told, judge: Judge) -> None:
    may = data.allowed[:, :, data.host_of]
    judge.misses("allowed", np.where(may, 0.0, told.people))
    total = told.people.sum(axis=3)
    for g in data.groups_of(GroupKind.RIGHT):
        judge.differs("rights", total[:, g], data.rights[:, g, :, 0])
    for g in data.groups_of(GroupKind.DUTY):
        judge.differs("duty", total[:, g] + told.short[:, g], data.asked[:, g])
    outside = np.isin(data.host_of, data.hosts_of(HostKind.EMPLOYER))
    for g in data.groups_of(GroupKind.RIGHT, GroupKind.DUTY):
        there = data.rights[:, g, :, 0] if data.kind(g) is GroupKind.RIGHT else data.asked[:, g]
        share = data.groups[g].employers_most_percent / 100
        judge.misses("employer_share", told.people[:, g][..., outside].sum(axis=2) - share * there, there)
    judge.differs("whole", told.whole.sum(axis=3).astype(float), np.rint(total))


def _tracks(data: PlanData, told: Told, judge: Judge) -> None:
    parent, root = data.calendar.tree.parent, data.calendar.tree.parent < 0
    before = np.where(root[:, None, None, None], data.start_people, told.people[np.maximum(parent, 0)])
    along = np.where(root[:, None, None, None], 0.0, told.along[np.maximum(parent, 0)])
    stays = before * (1 - data.ends[:, None, data.host_of])
    moved = np.zeros_like(before)
    for k, (source, target, _) in enumerate(data.shifts):
        moved[..., source] -= along[..., k]
        moved[..., target] += along[..., k]
    waited = np.where(root[:, None, None], data.start_waiting, told.waiting[np.maximum(parent, 0)])
    for g in data.groups_of(GroupKind.TRACK):
        judge.misses("tracks", (stays + moved - told.people)[:, g], before[:, g])
        keeps = 1 - data.calendar.length * data.groups[g].gives_up_percent / 100
        entered = (told.people - stays)[:, g].sum(axis=2)
        judge.differs("waiting", told.waiting[:, g], keeps * waited[:, g] + data.asked[:, g] - entered)
    takes = np.array([group.places_person for group in data.groups])
    judge.misses("along", np.einsum("ngmk,g->nk", told.along, takes) - told.moved)


def _site_and_staff(data: PlanData, told: Told, judge: Judge) -> None:
    parent, root = data.calendar.tree.parent, data.calendar.tree.parent < 0
    back = np.maximum(parent, 0)
    for b, site in enumerate(data.sites):
        h = data.host_at[site.host]
        own = list(data.places_at[h])
        floor = np.array([data.line_of[p].area_m2 for p in own])
        judge.misses("site", told.places[:, own] @ floor - told.area[:, b], told.area[:, b])
        judge.differs("site", told.area[:, b], np.where(root, site.start_m2, (told.area - told.shrunk)[back, b]))
        judge.misses("site", np.where(data.open[:, h], site.least_m2 - told.area[:, b], 0.0))
        step = data.per_period(site.shrink_quarter_m2)
        if step is not None:
            judge.misses("site", np.where(data.opens_next[:, h], told.shrunk[:, b] - step, 0.0))
    into = np.zeros_like(told.fte)
    at = {staff.id: s for s, staff in enumerate(data.staff)}
    for s, staff in enumerate(data.staff):
        if staff.retrain_to is not None:
            into[:, at[staff.retrain_to]] += told.over[:, s]
    after = told.fte - told.left - told.stopped + told.hired - told.over + into
    for s, staff in enumerate(data.staff):
        judge.differs("staff", told.fte[:, s], np.where(root, staff.start_fte, after[back, s]))
        hosts = [data.host_at[host] for host in staff.hosts]
        served = np.isin(data.host_of, hosts)
        need = staff.fixed_fte + staff.fte_100_places / 100 * told.places[:, served].sum(axis=1)
        judge.misses("staff", np.where(data.open[:, hosts].any(axis=1), need - told.fte[:, s], 0.0))
        rate = staff.attrition_percent / 100 * data.calendar.length
        judge.misses("staff", told.left[:, s] - rate * told.fte[:, s])
        for found, limit in ((told.hired, staff.hires_quarter), (told.stopped, staff.cuts_quarter)):
            most = data.per_period(limit)
            if most is not None:
                judge.misses("staff", found[:, s] - most)


def _money(data: PlanData, told: Told, judge: Judge) -> None:
    spent = np.einsum("ngmp,ngmp->nm", told.people, data.net) + told.shared(data) @ data.share
    budget = {(row.municipality, row.year): row for row in data.budgets}
    one_off = told.one_off(data)
    used: dict[int, Floats] = {}
    came: dict[int, Floats] = {}
    for end in data.calendar.year_ends:
        key = (end.year, data.calendar.branch[end.node])
        rows = [budget.get((town, end.year)) for town in data.municipalities]
        frozen = np.array([row.structural_cents / CENTS if row else 0.0 for row in rows]) * end.share
        deficit, surplus, impulse, own = (told.money[name, *key] for name in ("deficit", "surplus", "impulse", "own"))
        judge.differs("budget", spent[end.nodes].sum(axis=0) - deficit + surplus, frozen)
        for amount in (deficit, surplus, impulse, own):
            judge.misses("budget", -amount)
        if data.change_pool < 0:
            continue
        programme = sum(row.amount_cents for row in data.programme if row.year == end.year) / CENTS * end.share
        total = programme + float(one_off[end.nodes].sum())
        judge.differs("one_off", impulse + own, data.share[data.change_pool] * total)
        used[end.node] = impulse
        came[end.node] = np.array([row.impulse_cents / CENTS if row else 0.0 for row in rows])
        way = [node for node in data.calendar.tree.path(end.node).tolist() if node in used]
        way = way if data.settings.impulse_carry_over else [end.node]
        judge.misses("impulse", np.sum([used[node] - came[node] for node in way], axis=0))
