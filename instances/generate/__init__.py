"""Made-up instances of any size, calibrated on the figures in `instances/parameters/generator.toml`.

Nobody in them exists; every instance says so. The same preset, seed and size give the same documents (equal digest).
"""

import numpy as np

from instances.generate import tiny
from instances.generate.defects import plant
from instances.generate.presets import PRESETS, REFERENCE, build
from instances.tables import Instance

FEWEST = 50
NAMES = ("tiny", *PRESETS)


def generate(preset: str, seed: int = 1, participants: int | None = None, defects: bool = False) -> Instance:
    """Make an instance.

    Args:
        preset: one of `NAMES`; `tiny` is a hand-made story that no seed changes.
        seed: start of the random numbers, 0 or more.
        participants: another number of people, 50 or more; workplaces grow in proportion. Not for `tiny`.
        defects: plant stale facts, missing wage values, wrong postcodes and doubles. Not for `tiny`.

    Raises:
        ValueError: an unknown preset, too few people, or something that `tiny` cannot do.
    """
    if preset == "tiny":
        if participants is not None or defects:
            raise ValueError("tiny is a story told by hand: it has one size and no planted defects")
        return tiny.story()
    if preset not in PRESETS:
        raise ValueError(f"no preset {preset!r}; there are {', '.join(NAMES)}")
    if participants is not None and participants < FEWEST:
        raise ValueError(f"a generated instance has {FEWEST} participants or more, not {participants}")
    made = build(preset, seed, participants)
    return plant(np.random.default_rng([seed, 1]), made, REFERENCE) if defects else made
