"""The blocks of the plan: an explicit, ordered list. A new block is one file beside this one and one line below.

Order: places, people, what binds them, then money, then what is only weighed. A block may read the variables of those
before it.
"""

from planning.block import Block
from planning.blocks import (
    budget,
    capacity,
    company,
    duty,
    employer_share,
    exits,
    impulse,
    least_size,
    limits,
    one_off,
    pace,
    participant,
    pools,
    protected,
    rights,
    site,
    staff,
    tail,
    tracks,
    transfers,
    use,
    waiting,
)

BLOCKS: tuple[Block, ...] = (
    capacity,
    limits,
    pace,
    least_size,
    use,
    rights,
    duty,
    employer_share,
    tracks,
    waiting,
    exits,
    transfers,
    protected,
    site,
    staff,
    pools,
    budget,
    participant,
    company,
    one_off,
    impulse,
    tail,
)
