"""The top level is fixed, and every folder is what it should be."""

import importlib
import importlib.metadata
import re
from pathlib import Path

FOLDERS = {"matching", "planning", "api", "instances", "benchmarks", "tests"}
FILES = {"pyproject.toml", "README.md", "Makefile", "LICENSE", "publiccode.yml", "requirements.lock"}


def test_the_top_level_holds_these_names_and_hidden_ones_only(files: list[Path]) -> None:
    assert {path.parts[0] for path in files if not path.parts[0].startswith(".")} == FOLDERS | FILES


def test_the_packages_are_the_folders_without_tests(packages: list[str]) -> None:
    assert set(packages) == FOLDERS - {"tests"}


def test_every_package_comes_from_this_checkout(root: Path, packages: list[str]) -> None:
    origins = {name: importlib.import_module(name).__file__ for name in packages}
    assert origins == {name: str(root / name / "__init__.py") for name in packages}


def test_no_installed_package_takes_one_of_our_names(packages: list[str]) -> None:
    """A published package called `matching` exists; once installed it would shadow ours outside these tests."""
    owners = importlib.metadata.packages_distributions()
    assert {name: owners[name] for name in packages if set(owners.get(name, ())) - {"leerwerk"}} == {}


def test_every_folder_with_code_is_a_package(files: list[Path], packages: list[str]) -> None:
    """Without `__init__.py` a folder is invisible to the checks on the direction of imports."""
    code = {path.parent for path in files if path.suffix == ".py" and path.parts[0] in packages}
    assert [folder for folder in sorted(code) if folder / "__init__.py" not in files] == []


def test_no_init_below_tests(files: list[Path]) -> None:
    assert [path for path in files if path.parts[0] == "tests" and path.name == "__init__.py"] == []


def test_every_package_has_a_readme_with_a_title(root: Path, packages: list[str]) -> None:
    for name in packages:
        title = (root / name / "README.md").read_text("utf-8").splitlines()[0]
        assert title.startswith(f"# {name}"), name


def test_every_module_is_named_in_the_readme_of_its_package(root: Path, files: list[Path], packages: list[str]) -> None:
    modules = {path.parts[:2] for path in files if path.suffix == ".py" and path.parts[0] in packages}
    readmes = {name: (root / name / "README.md").read_text("utf-8") for name in packages}
    names = {(package, part.removesuffix(".py")) for package, part in modules if not part.startswith("__")}
    assert sorted(name for name in names if not re.search(rf"`{name[1]}[`/]", readmes[name[0]])) == []
