"""`datapackage.json` follows the Data Package standard 2.0 and says what the documents say."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from instances.schema import TABLES
from instances.tables import Instance, columns
from instances.writer import write_instance

TYPES = {"string", "integer", "number", "boolean", "date", "list"}  # of the standard, as far as used


@pytest.fixture
def package(instance: Instance, tmp_path: Path) -> dict[str, Any]:
    write_instance(instance, tmp_path / "region")
    found: dict[str, Any] = json.loads((tmp_path / "region" / "datapackage.json").read_text(encoding="utf-8"))
    return found


def resource(package: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [resource for resource in package["resources"] if resource["name"] == name]
    return dict(found)


def field(package: dict[str, Any], table: str, name: str) -> dict[str, Any]:
    (found,) = [field for field in resource(package, table)["schema"]["fields"] if field["name"] == name]
    return dict(found)


def test_the_package_names_itself_without_a_clock(package: dict[str, Any]) -> None:
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["name"], package["title"], package["leerwerk"]) == ("hand", "Met de hand", 1)
    assert package["created"] == "2026-01-01T00:00:00Z"
    assert package["description"].startswith("Synthetic")


def test_every_table_is_a_resource_with_every_field(package: dict[str, Any]) -> None:
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for found in package["resources"]:
        assert (found["type"], found["path"], found["mediatype"]) == ("table", f"{found['name']}.csv", "text/csv")
        fields = found["schema"]["fields"]
        assert [field["name"] for field in fields] == list(columns(found["name"]))
        assert all(field["type"] in TYPES and field["title"] and field["description"] for field in fields)


def test_fields_carry_unit_range_words_and_pattern(package: dict[str, Any]) -> None:
    hours = field(package, "participants", "hours_week")
    assert (hours["type"], hours["unit"], hours["constraints"]) == (
        "number",
        "hours/week",
        {"minimum": 0, "maximum": 48},
    )
    regime = field(package, "participants", "regime")
    assert regime["constraints"]["required"] is True
    assert regime["constraints"]["enum"][:2] == ["pw", "pw_lks"]
    assert regime["categories"][0] == {"value": "pw", "label": "Participatiewet"}
    identity = field(package, "participants", "id")["constraints"]
    assert identity == {"required": True, "unique": True, "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"}
    days = field(package, "participants", "days")
    assert (days["type"], days["delimiter"], days["itemType"]) == ("list", ";", "string")
    assert days["itemEnum"][0] == "mon"
    assert field(package, "courses", "start_dates")["itemType"] == "date"
    assert field(package, "lines", "name_nl")["constraints"] == {"required": True, "minLength": 1, "maxLength": 200}


def test_keys_and_references(package: dict[str, Any]) -> None:
    assert resource(package, "participants")["schema"]["primaryKey"] == ["id"]
    assert "primaryKey" not in resource(package, "instance")["schema"]
    skills = resource(package, "participant_skills")["schema"]
    assert skills["primaryKey"] == ["participant", "skill"]
    assert skills["foreignKeys"] == [
        {"fields": ["participant"], "reference": {"resource": "participants", "fields": ["id"]}}
    ]
    own = resource(package, "organisations")["schema"]["foreignKeys"]
    assert own == [{"fields": ["successor_of"], "reference": {"fields": ["id"]}}], "of the resource itself"


def test_the_files_are_as_the_package_says(package: dict[str, Any], tmp_path: Path) -> None:
    """An ordinary program that follows the package reads the same header, and true or false as the standard has it."""
    for found in package["resources"]:
        cells = pd.read_csv(tmp_path / "region" / found["path"], dtype="str", keep_default_na=False)
        assert list(cells) == [field["name"] for field in found["schema"]["fields"]]
        for listed in found["schema"]["fields"]:
            if listed["type"] == "boolean":
                assert set(cells[listed["name"]]) <= {"True", "False", ""}
