"""The wheel carries the packages with their data, and nothing of the tests."""

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder


@pytest.fixture(scope="module")
def names(root: Path, tmp_path_factory: pytest.TempPathFactory) -> set[Path]:
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return {Path(name) for name in archive.namelist()}


def test_every_file_of_a_package_is_in_the_wheel(names: set[Path], files: list[Path], packages: list[str]) -> None:
    assert {path for path in files if path.parts[0] in packages} - names == set()


def test_nothing_else_is_in_the_wheel(names: set[Path], packages: list[str]) -> None:
    others = {path.parts[0] for path in names} - set(packages)
    assert {name.partition("-")[2].rpartition(".")[2] for name in others} == {"dist-info"}
