"""The audit document: who belongs to which group, kept apart from the instance.

A CSV file with a column `participant` and one column for each axis (`AXES`), such as

    participant,age_class,sex,migration_background
    p001,27-44,woman,none

It is no table of an instance: no rule, value or engine can read it, and a contract of import-linter keeps it so. It
serves one purpose, to see afterwards whether groups are treated alike (`leerwerk audit`). An empty cell is not known.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from instances.doors.atomic import replaced_file
from instances.errors import InvalidField, Problem, UnreadableDocument, Wanted, one_of
from instances.schema.vocabulary import Word
from instances.tables import Instance

LONGEST_LABEL = 40
AGE_CLASSES = ((27, "18-26"), (45, "27-44"), (55, "45-54"), (200, "55+"))


class Axis(Word):
    """A ground on which people must be treated alike."""

    AGE = "age_class", "leeftijd", "age"
    SEX = "sex", "geslacht", "sex"
    MIGRATION = "migration_background", "migratieachtergrond", "migration background"


@dataclass(frozen=True)
class AuditGroups:
    """`labels`: per axis, the group of each participant by id; who is not named there is not known."""

    labels: Mapping[Axis, Mapping[str, str]]


def read_audit(path: Path, instance: Instance) -> AuditGroups:
    """Read an audit document.

    Raises:
        UnreadableDocument: no such file, or no CSV in UTF-8.
        InvalidField: a column that is no axis, no axis at all, a participant who does not exist or stands there twice,
            a label that is too long; all problems at once.
    """
    axes = ", ".join(Axis)
    wanted = Wanted(
        f"een CSV-bestand met een kolom participant en kolommen {axes}",
        f"a CSV file with a column participant and columns {axes}",
    )
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableDocument([Problem(path.name, 0, "", str(error), wanted)]) from error
    head = rows[0] if rows else []
    problems = [
        Problem(path.name, 0, name, "", one_of(["participant", *Axis]))
        for name in head
        if name != "participant" and name not in set(Axis)
    ]
    if "participant" not in head or len(set(head)) < 2:
        problems.append(Problem(path.name, 0, "", ",".join(head), wanted))
    if problems:
        raise InvalidField(problems)
    known, seen = set(instance["participants"]["id"]), set[str]()
    labels: dict[Axis, dict[str, str]] = {Axis(name): {} for name in head if name != "participant"}
    for number, cells in enumerate(rows[1:], 1):
        if len(cells) != len(head):
            problems.append(
                Problem(
                    path.name,
                    number,
                    "",
                    ",".join(cells),
                    Wanted(f"{len(head)} cellen, zoals in de kop", f"{len(head)} cells, as in the header"),
                )
            )
            continue
        row = dict(zip(head, cells, strict=True))
        person = row.pop("participant")
        if person not in known:
            problems.append(
                Problem(
                    path.name,
                    number,
                    "participant",
                    person,
                    Wanted("het id van een deelnemer", "the id of a participant"),
                )
            )
        if person in seen:
            problems.append(
                Problem(
                    path.name, number, "participant", person, Wanted("elke deelnemer één keer", "each participant once")
                )
            )
        seen.add(person)
        for name, label in row.items():
            if len(label) > LONGEST_LABEL:
                problems.append(
                    Problem(
                        path.name,
                        number,
                        name,
                        label,
                        Wanted(f"hoogstens {LONGEST_LABEL} tekens", f"at most {LONGEST_LABEL} characters"),
                    )
                )
            elif label:
                labels[Axis(name)][person] = label
    if problems:
        raise InvalidField(problems)
    return AuditGroups(labels)


def make_audit(instance: Instance, seed: int) -> AuditGroups:
    """Make up groups for a synthetic instance: age from the year of birth, the rest by chance alone."""
    random = np.random.default_rng([seed, 32])
    people = instance["participants"]
    ids, year = people["id"].to_list(), instance.info.reference_date.year
    age = (year - people["birth_year"]).to_numpy(np.float64, na_value=np.nan)
    ages = {
        person: next(label for below, label in AGE_CLASSES if old < below)
        for person, old in zip(ids, age, strict=True)
        if np.isfinite(old)
    }
    sexes = random.choice(["woman", "man"], len(ids), p=[0.46, 0.54])
    origins = random.choice(["none", "first generation", "second generation"], len(ids), p=[0.62, 0.25, 0.13])
    drawn = {Axis.SEX: sexes, Axis.MIGRATION: origins}
    return AuditGroups(
        {Axis.AGE: ages} | {axis: dict(zip(ids, map(str, labels), strict=True)) for axis, labels in drawn.items()}
    )


def write_audit(groups: AuditGroups, instance: Instance, path: Path) -> None:
    """Write an audit document, whole or not at all.

    Raises:
        UnreadableDocument: a file cannot be written there.
    """
    try:
        with replaced_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["participant", *groups.labels])
            for person in instance["participants"]["id"]:
                writer.writerow([person, *(labels.get(person, "") for labels in groups.labels.values())])
    except OSError as error:
        wanted = Wanted("de naam van een bestand dat te schrijven is", "the name of a file that can be written")
        raise UnreadableDocument([Problem(str(path), 0, "", error.strerror or "", wanted)]) from error
