"""Groups of tests that need something beside Python: where it is absent they do not run, and the last lines say so.

With LEERWERK_TEST_DEMAND=all, as the build server has it, a group that cannot run fails instead.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Group:
    """A marker, what its tests need, how to find that, and how to install it."""

    name: str
    needs: str
    found: Callable[[], bool]
    install: str
    demanded: bool = True


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(program) for program in programs)


_NODE = (
    Path(__file__).parent / "api" / "security" / "provider",
    Path(os.environ.get("LEERWERK_TEST_NODE_MODULES", "nowhere")),
)
GROUPS = (
    Group(
        "postgres",
        "the server programs of PostgreSQL",
        lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or _has("initdb")(),
        "sudo apt install postgresql",
    ),
    Group(
        "provider",
        "an OpenID provider on Node.js",
        lambda: (
            bool(shutil.which("node")) and any((folder / "node_modules" / "oidc-provider").is_dir() for folder in _NODE)
        ),
        "npm install --prefix tests/api/security/provider",
        demanded=False,
    ),
    Group("browser", "Chromium", _has("chromium", "chromium-browser", "google-chrome"), "sudo apt install chromium"),
)
LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEFT_OUT] = Counter()
    for group in GROUPS:
        config.addinivalue_line("markers", f"{group.name}: needs {group.needs}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run, unless everything is demanded; what npm brings never is."""
    demanded = os.environ.get("LEERWERK_TEST_DEMAND") == "all"
    absent = [group.name for group in GROUPS if not group.found() and not (demanded and group.demanded)]
    missing = {item: next((name for name in absent if item.get_closest_marker(name)), None) for item in items}
    config.stash[LEFT_OUT].update(name for name in missing.values() if name)
    config.hook.pytest_deselected(items=[item for item, name in missing.items() if name])
    items[:] = [item for item, name in missing.items() if not name]
    if hasattr(config, "workeroutput"):  # one of several processes: the one that prints reads it there
        config.workeroutput["left_out"] = dict(config.stash[LEFT_OUT])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail what was demanded and cannot run."""
    for group in GROUPS:
        if item.get_closest_marker(group.name) and not group.found():
            pytest.fail(f"this test needs {group.needs}: {group.install}", pytrace=False)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from one of several processes what it left out; each collects everything, so any of them will do."""
    left_out = getattr(node, "workeroutput", {}).get("left_out")
    if left_out is not None:
        node.config.stash[LEFT_OUT] = Counter(left_out)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, Any, Any]:
    """Say at the very end which groups did not run, and how to mend that."""
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        for group in GROUPS:
            if count := session.config.stash[LEFT_OUT][group.name]:
                reporter.write_line(f"Not run: {count} tests of the group {group.name}, which needs {group.needs}.")
                reporter.write_line(f"    To run them too: {group.install}")
    return result
