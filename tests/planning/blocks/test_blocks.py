"""Every block: told in full, shown binding on a toy, and kept by a plan that a checker judges."""

import re
from importlib import util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from instances.generate import generate
from instances.tables import Instance
from planning.backend.highs import Live
from planning.blocks import BLOCKS
from planning.checker import check
from planning.opening import OpenPlan
from planning.solver import solve


def _toys() -> ModuleType:
    spec = util.spec_from_file_location("toys", Path(__file__).with_name("toys.py"))
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


toys = _toys()
every_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.CARD.code)


@pytest.fixture(scope="module")
def tiny() -> Instance:
    return generate("tiny")


def test_every_block_has_a_file_a_code_and_a_toy() -> None:
    folder = Path(__file__).parents[3] / "planning" / "blocks"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    codes = [block.CARD.code for block in BLOCKS]
    assert sorted(codes) == sorted(files)
    assert set(codes) == set(toys.TOYS) | toys.NO_ROWS


@every_block
def test_a_block_says_what_it_is(block: ModuleType) -> None:
    """Docstring with formula and source; sentences in both languages with every word of the key and the effect."""
    card = block.CARD
    text = block.__doc__ or ""
    assert re.search(r"[=≤≥<>]", text)
    assert "∀" in text
    assert "Source:" in text
    assert card.nl
    assert card.en
    assert card.source
    for sentence in (card.binding_nl, card.binding_en):
        assert bool(sentence) == bool(card.unit)
        if sentence:
            assert {f"{{{word}}}" for word in (*card.key, "period", "effect")} <= set(re.findall(r"\{\w+\}", sentence))


@pytest.mark.parametrize("code", list(toys.TOYS))
def test_the_toy_of_a_block_shows_it_binding(code: str, tiny: Instance) -> None:
    """A row of the block holds the plan back: it has a value, and letting it go makes the plan cheaper or different."""
    instance = toys.TOYS[code].of(tiny)
    plan = OpenPlan.of(instance)
    rows = np.array([at for at, label in enumerate(plan.labels.rows) if label.block == code], np.int64)
    assert len(rows)
    live = Live(plan.programme)
    outcome = live.solve()
    assert outcome.found
    live.change_rows(rows, -np.inf, np.inf)
    free = live.solve()
    assert not free.found or free.objective < outcome.objective - 1e-6, "without the block it costs the same"


@pytest.mark.parametrize("code", list(toys.TOYS))
def test_the_plan_of_a_toy_passes_the_checker(code: str, tiny: Instance) -> None:
    instance = toys.TOYS[code].of(tiny)
    solution = solve(instance)
    assert solution.capacity
    assert check(instance, solution) == []
