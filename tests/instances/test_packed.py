"""What is packed comes out the same, or not at all."""

import pandas as pd
import pytest

from instances.errors import UnreadableDocument
from instances.generate import generate
from instances.packed import pack, unpack
from instances.schema import TABLES

TINY = generate("tiny")


@pytest.mark.parametrize("instance", [TINY, generate("district", participants=50, defects=True)], ids=["tiny", "drawn"])
def test_what_went_in_comes_out(instance):
    found = unpack(pack(instance), instance.digest)
    for table in TABLES:
        pd.testing.assert_frame_equal(found[table], instance[table])


@pytest.mark.parametrize("spoilt", [b"", pack(TINY)[:-30], pack(TINY).replace(b"PAR1", b"PAR0")])
def test_bytes_that_were_spoilt_are_refused(spoilt):
    with pytest.raises(UnreadableDocument):
        unpack(spoilt, TINY.digest)


def test_another_instance_is_refused():
    with pytest.raises(UnreadableDocument, match=r"packed instance: 1"):
        unpack(pack(TINY.replace(decisions=())), TINY.digest)
