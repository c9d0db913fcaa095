"""The draft entry for the register of algorithms says what the rules and figures say, and makes nothing up."""

import json
import re
from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.register import MARKS, RegisterEntry, register_entry
from instances.parameters import figures
from instances.schema.vocabulary import Status
from matching.catalogue import catalogue

# Domain study 1.5; proportionality and considerations are two fields here, and so are website and url, type and theme.
STANDARD_FIELDS = re.findall(
    "[a-z_]+",
    """standard_version name organization department description_short type theme category publication_category status
    begin_date end_date website url contact_email lang publiccode goal impact proportionality considerations
    lawful_basis lawful_basis_link lawful_basis_grouping human_intervention risks source_data source_data_link
    methods_and_models provider decision_making_process objection_procedure competent_authority documentation
    impacttoetsen impacttoetsen_description impacttoetsen_grouping process_index_url monitoring performance_standard
    tags source_id uuid""",
)


def test_every_field_of_the_standard_is_there():
    assert set(STANDARD_FIELDS) == set(RegisterEntry.model_fields) - {"to_fill_in"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_is_in_step_with_rules_and_figures(lang):
    entry = register_entry(lang, "in use")
    for rule in catalogue():
        title = rule.nl if lang == "nl" else rule.en
        assert f"{title} ({rule.code}: {rule.mode.label(lang)}" in entry.methods_and_models
        assert all(need in entry.source_data for need in rule.needs)
    for status in Status:
        count = sum(one.status is status for one in figures().values())
        assert f"{count} {status.label(lang)}" in entry.methods_and_models
    assert version("leerwerk") in entry.methods_and_models


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_only_the_organisation_knows_is_marked_and_nothing_else(lang):
    entry = register_entry(lang, "in development")
    marked = {name for name, value in entry if isinstance(value, str) and value.startswith(MARKS[lang])}
    assert marked == set(entry.to_fill_in)
    assert {"organization", "lawful_basis", "impacttoetsen", "objection_procedure"} <= marked
    assert all(value for _, value in entry)


def test_the_command_gives_both_languages():
    result = CliRunner().invoke(app, ["register", "--json", "--status", "in use"])
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {lang: entry["lang"] for lang, entry in told.items()} == {"nl": "nl", "en": "en"}
    assert told["nl"]["status"] == "in use"
    assert "[invullen]" in CliRunner().invoke(app, ["register"]).stdout
