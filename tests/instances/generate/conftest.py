"""Generated instances, each made once for all tests of the generator."""

import pytest

from instances.generate import generate
from instances.tables import Instance


@pytest.fixture(scope="session")
def region() -> Instance:
    return generate("region")


@pytest.fixture(scope="session")
def district() -> Instance:
    return generate("district")


@pytest.fixture(scope="session")
def province() -> Instance:
    return generate("province", participants=2_000)


@pytest.fixture(scope="session")
def faulty() -> Instance:
    return generate("region", defects=True)
