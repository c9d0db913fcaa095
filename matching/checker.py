"""Judges a matching without knowing any solver; a person's own proposal goes through the same door.

Worked out again from the documents: ids, one place a person, the pair rules, the rows, every figure of an assignment,
slots that stay empty, the places that the law protects; and whether the claims of the termination agree with one
another. That the bound itself holds is the engine's proof; the tests check it by brute force and by a second engine.
No findings of severity `error` means: the matching is sound.
"""

from collections.abc import Iterator

import numpy as np

from instances.schema.solution import Finding, MatchingSolution, Reason, Termination
from instances.schema.vocabulary import PlacementStatus, RuleMode
from instances.tables import Instance
from matching.bounds import integer_bound, relative_gap
from matching.eligibility import BASE, judge
from matching.opened import OpenInstance
from matching.pairs import Pairs
from matching.policy import set_aside
from matching.report import assignments, audit_findings
from matching.rule import Card
from matching.views import pairs_of
from matching.words import LANGUAGES, quantity


def check(instance: Instance, solution: MatchingSolution) -> list[Finding]:
    """Everything that is wrong with a solution (severity `error`) or worth knowing (`ask`, `watch`).

    Judged under the policy that the solution says it follows.

    Raises:
        PolicyError: there is no such policy, or it names a rule or mode that does not exist.
    """
    opened = OpenInstance.of(instance, policy=solution.provenance.policy)
    found = list(_identity(opened, solution))
    if any(finding.severity == "error" for finding in found):
        return found
    couples = [(one.participant, one.workplace) for one in solution.assignments]
    chosen = pairs_of(opened, couples)
    found += _pair_rules(opened, chosen, solution)
    found += _protected(opened, solution)
    found += _empty(opened, chosen, solution)
    found += _rows(opened, chosen)
    found += _claims(solution)
    return [*found, *audit_findings(opened, chosen)]


def error(code: str, nl: str, en: str, amount: int = 0) -> Finding:
    """Make an error that belongs to no rule."""
    return Finding(code=code, severity="error", amount=amount, nl=nl, en=en)


def _identity(opened: OpenInstance, solution: MatchingSolution) -> Iterator[Finding]:
    """The right instance, ids that exist, every participant exactly once, a reason for everybody without a place."""
    if solution.provenance.instance_hash != opened.instance.digest:
        yield error(
            "instance",
            "De oplossing hoort bij een andere versie van de gegevens.",
            "The solution belongs to another version of the documents.",
        )
        if solution.provenance.instance != opened.instance.info.name:
            return
    known = set(opened.instance["participants"]["id"])
    places = set(opened.instance["workplaces"]["id"])
    seen: set[str] = set()
    told = [(one.participant, one.workplace) for one in solution.assignments]
    for participant, workplace in [*told, *((one.participant, None) for one in solution.unmatched)]:
        if participant not in known:
            yield error(
                "participant", f"Deelnemer {participant} bestaat niet.", f"There is no participant {participant}."
            )
        if participant in seen:
            yield error(
                "twice", f"Deelnemer {participant} komt twee keer voor.", f"Participant {participant} appears twice."
            )
        if workplace is not None and workplace not in places:
            yield error("workplace", f"Plek {workplace} bestaat niet.", f"There is no workplace {workplace}.")
        seen.add(participant)
    if missing := known - seen:
        yield error(
            "forgotten",
            f"{len(missing)} deelnemer(s) hebben geen plek en geen reden, zoals {min(missing)}.",
            f"{len(missing)} participant(s) have neither a place nor a reason, such as {min(missing)}.",
            len(missing),
        )
    for one in solution.unmatched:
        if not one.reasons:
            yield error("reason", f"Bij {one.participant} ontbreekt een reden.", f"{one.participant} has no reason.")


def _pair_rules(opened: OpenInstance, chosen: Pairs, solution: MatchingSolution) -> Iterator[Finding]:
    """Each pair under each pair rule, and the figures that the solution states about it."""
    verdicts = judge(chosen, opened.rulebook)
    for k, rule in enumerate(verdicts.rules):
        watched = opened.rulebook.settings[rule.CARD.code].mode is RuleMode.WATCH
        telling = verdicts.blocked[k] | verdicts.overridden[k] | (watched & (verdicts.amount[k] > 0))
        for i in map(int, np.flatnonzero(telling)):
            severity = "error" if verdicts.blocked[k, i] else "watch"
            unknown = verdicts.unknown[k, i]
            texts = rule.SENTENCES.nl, rule.SENTENCES.en
            templates = tuple(text.unknown if unknown else text.misses for text in texts)
            facts = {name: values[i] for name, values in verdicts.facts[k].items()}
            p, w = int(chosen.p[i]), int(chosen.w[i])
            amount = int(verdicts.amount[k, i])
            finding = opened.wording.finding(
                rule.CARD, severity, (templates[0], templates[1]), p, w, amount=amount, facts=facts
            )
            if verdicts.overridden[k, i]:
                finding = set_aside(opened.instance, finding, p, w)
            yield _about(finding, solution, i)
    for i, (one, found) in enumerate(zip(solution.assignments, assignments(opened, chosen, verdicts), strict=True)):
        if one != found:
            wrong = ", ".join(name for name, value in found if getattr(one, name) != value)
            yield _about(
                error("figures", f"Klopt niet met de gegevens: {wrong}.", f"Not as the documents have it: {wrong}."),
                solution,
                i,
            )


def _protected(opened: OpenInstance, solution: MatchingSolution) -> Iterator[Finding]:
    """Everyone whose place the law protects has that place."""
    placements = opened.instance["placements"]
    now = placements[placements["status"] == PlacementStatus.CURRENT.value]
    pairs = pairs_of(opened, list(zip(now["participant"], now["workplace"], strict=True)))
    assigned = {(one.participant, one.workplace) for one in solution.assignments}
    mine = judge(pairs, opened.rulebook).protected
    for couple in zip(now["participant"][mine], now["workplace"][mine], strict=True):
        if couple not in assigned:
            participant, workplace = couple
            yield error(
                "protected",
                f"De wet beschermt de plek van {participant} op {workplace}, maar die staat niet in de oplossing.",
                f"The law protects the place of {participant} at {workplace}, but it is not in the solution.",
            )


def _empty(opened: OpenInstance, chosen: Pairs, solution: MatchingSolution) -> Iterator[Finding]:
    """Slots that nobody takes, each told once and with a reason."""
    workplaces = opened.instance["workplaces"]
    left = workplaces["slots"].to_numpy() - np.bincount(chosen.w, minlength=len(workplaces))
    wanted = {workplaces["id"].iat[w]: int(left[w]) for w in map(int, np.flatnonzero(left > 0))}
    told = {place.workplace: place.slots for place in solution.empty if place.reasons}
    if told != wanted:
        count = len(set(told.items()) ^ set(wanted.items()))
        yield error("empty", f"Lege plekken kloppen niet: {count}.", f"Empty slots are not right: {count}.", count)


def _about(finding: Finding, solution: MatchingSolution, i: int) -> Finding:
    one = solution.assignments[i]
    return finding.model_copy(
        update={"facts": {**finding.facts, "participant": one.participant, "workplace": one.workplace}}
    )


def _rows(opened: OpenInstance, chosen: Pairs) -> Iterator[Finding]:
    """Each scarce thing: what the chosen pairs take together against what there is.

    What the law protects goes first: where that alone is too much, it is worth knowing but no error.
    """
    first = judge(chosen, opened.rulebook).protected
    for rule in opened.rulebook.row_rules:
        made = rule.rows(chosen)
        used, by_law = np.zeros(len(made.keys), np.int64), np.zeros(len(made.keys), np.int64)
        np.add.at(used, made.row, made.amount)
        np.add.at(by_law, made.row, made.amount * first[made.option])
        for row in map(int, np.flatnonzero(used > made.capacity)):
            severity = "watch" if used[row] == by_law[row] else "error"
            yield overfull(rule.CARD, made.keys[row], severity, int(used[row]), int(made.capacity[row]))


def overfull(card: Card, key: str, severity: str, used: int, capacity: int) -> Finding:
    """Say that a scarce thing is used more than there is."""
    said = [tuple(quantity(amount, card.unit, lang) for amount in (used, capacity)) for lang in LANGUAGES]
    return Finding(
        code=card.code,
        severity=severity,
        amount=used - capacity,
        unit=card.unit,
        facts={"key": key},
        nl=f"{card.nl}, {key}: in gebruik {said[0][0]}, er is {said[0][1]}.",
        en=f"{card.en}, {key}: in use {said[1][0]}, there is {said[1][1]}.",
    )


def _claims(solution: MatchingSolution) -> Iterator[Finding]:
    """The ledgers against the values; then the termination (`claims`)."""
    sums = all(sum(part.points for part in one.ledger) == one.value for one in solution.assignments)
    based = all(one.ledger[0].rule == "base" and one.ledger[0].points == BASE for one in solution.assignments)
    yield from claims(solution.termination, sum(one.value for one in solution.assignments), sums and based)


def claims(said: Termination, total: int, adds_up: bool = True) -> Iterator[Finding]:
    """Objective, bound, gap and reason of a termination against each other and against the values found, points."""
    if total != said.objective or not adds_up:
        yield error(
            "objective",
            f"De som van de waarden is {total}, de oplossing zegt {said.objective}.",
            f"The values add up to {total}, the solution says {said.objective}.",
        )
    honest = said.bound >= said.objective and abs(said.gap - relative_gap(said.objective, said.bound)) < 1e-9
    if not honest or (said.reason is Reason.OPTIMAL and said.objective < integer_bound(said.bound)):
        yield error(
            "claim",
            "Wat de oplossing over haar eigen kwaliteit zegt, klopt niet met haar grens.",
            "What the solution says of its own quality does not agree with its bound.",
        )
