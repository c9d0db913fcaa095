"""Made-up instances of any size, calibrated on the figures in `instances/parameters/generator.toml`.

Nobody in them exists; every instance says so. The same preset, seed and size give the same documents (equal digest).
"""

import numpy as np

from instances.errors import InvalidField, Problem, Wanted, one_of
from instances.generate import tiny
from instances.generate.defects import plant
from instances.generate.plan import plan_tables
from instances.generate.presets import PRESETS, REFERENCE, build
from instances.tables import Instance, columns

FEWEST = 50
NAMES = ("tiny", *PRESETS)


def generate(preset: str, seed: int = 1, participants: int | None = None, defects: bool = False) -> Instance:
    """Make an instance.

    Args:
        preset: one of `NAMES`; `tiny` is a hand-made story that no seed changes.
        seed: start of the random numbers, 0 or more.
        participants: another number of people, 50 or more; workplaces grow in proportion, and there is no plan then.
            Not for `tiny`.
        defects: plant stale facts, missing wage values, wrong postcodes and doubles. Not for `tiny`.

    Raises:
        InvalidField: an unknown preset, a seed or number of people out of range, or what `tiny` cannot do.
    """
    _check(preset, seed, participants, defects)
    if preset == "tiny":
        return tiny.story().replace(**plan_tables(preset))
    made = build(preset, seed, participants)
    if participants is None:
        made = made.replace(**plan_tables(preset))
    return plant(np.random.default_rng([seed, 1]), made, REFERENCE) if defects else made


def _check(preset: str, seed: int, participants: int | None, defects: bool) -> None:
    wrong = []
    last = columns("instance")["seed"].maximum or 0
    if preset not in NAMES:
        wrong.append(("preset", preset, one_of(NAMES)))
    if not 0 <= seed <= last:
        wrong.append(
            (
                "seed",
                str(seed),
                Wanted(f"een heel getal van 0 tot en met {last:.0f}", f"a whole number from 0 to {last:.0f}"),
            )
        )
    if preset == "tiny" and participants is not None:
        wrong.append(
            (
                "participants",
                str(participants),
                Wanted(
                    "geen: tiny is een verhaal met de hand, van één grootte",
                    "none: tiny is a story told by hand, of one size",
                ),
            )
        )
    elif participants is not None and participants < FEWEST:
        wrong.append(
            (
                "participants",
                str(participants),
                Wanted(f"{FEWEST} deelnemers of meer", f"{FEWEST} participants or more"),
            )
        )
    if preset == "tiny" and defects:
        wrong.append(
            (
                "defects",
                "",
                Wanted(
                    "geen: tiny is een verhaal met de hand, zonder fouten erin",
                    "none: tiny is a story told by hand, without planted defects",
                ),
            )
        )
    if wrong:
        raise InvalidField(Problem("generate", 0, *problem) for problem in wrong)
