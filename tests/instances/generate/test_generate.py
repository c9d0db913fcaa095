"""The door of the generator: presets, sizes, seeds and what it refuses."""

from pathlib import Path

import pytest

import instances.generate
from instances.errors import InvalidField
from instances.generate import NAMES, generate
from instances.parameters import figures
from instances.tables import Instance


@pytest.mark.parametrize("name", NAMES)
def test_every_preset_says_that_it_is_synthetic(name: str) -> None:
    size = {} if name in ("tiny", "district", "region") else {"participants": 500}
    info = generate(name, **size).info
    assert info.synthetic
    assert "synthetic" in info.title
    assert "verzonnen" in info.title
    assert info.reference_date.isoformat() == "2026-01-05"


def test_the_same_seed_gives_the_same_digest(district: Instance) -> None:
    assert generate("district", seed=1).digest == district.digest


def test_another_seed_gives_other_documents(district: Instance) -> None:
    other = generate("district", seed=2)
    assert other.digest != district.digest
    assert not other["participants"]["postcode"].equals(district["participants"]["postcode"])


def test_seed_is_written_down() -> None:
    assert generate("district", seed=7).info.seed == 7


def test_defects_are_part_of_the_digest_and_repeatable(faulty: Instance, region: Instance) -> None:
    assert faulty.digest != region.digest
    assert generate("region", defects=True).digest == faulty.digest


@pytest.mark.parametrize(("preset", "participants"), [("region", 500), ("province", 1_000), ("nation", 3_000)])
def test_participants_override_scales_people_and_places(preset: str, participants: int) -> None:
    made, double = generate(preset, participants=participants), generate(preset, participants=2 * participants)
    assert len(made["participants"]) == participants
    assert len(double["participants"]) == 2 * participants
    assert len(double["workplaces"]) == pytest.approx(2 * len(made["workplaces"]), rel=0.1)
    assert double["workplaces"]["slots"].sum() == pytest.approx(2 * made["workplaces"]["slots"].sum(), rel=0.05)


def test_province_and_nation_have_one_workplace_for_ten_participants() -> None:
    for preset in ("province", "nation"):
        assert len(generate(preset, participants=5_000)["workplaces"]) == pytest.approx(500, abs=40)


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"preset": "moon"}, "one of: tiny, district"),
        ({"preset": "region", "participants": 49}, "50 participants or more"),
        ({"preset": "district", "participants": 0}, "50 participants or more"),
        ({"preset": "district", "seed": -1}, "from 0 to 2147483647"),
        ({"preset": "tiny", "participants": 100}, "one size"),
        ({"preset": "tiny", "defects": True}, "without planted defects"),
    ],
)
def test_what_it_cannot_make_it_refuses_with_a_sentence(arguments: dict[str, object], wanted: str) -> None:
    with pytest.raises(InvalidField) as caught:
        generate(**arguments)
    (problem,) = caught.value.problems
    assert (problem.document, problem.row) == ("generate", 0)
    assert wanted in problem.wanted.en


def test_every_figure_of_the_generator_is_read_somewhere() -> None:
    folder = Path(instances.generate.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    names = [key.removeprefix("generator.") for key in figures() if key.startswith("generator.")]
    assert len(names) > 100
    assert [name for name in names if f'"{name}"' not in source] == []
