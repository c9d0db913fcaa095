"""Finding someone in an answer, and taking them out."""

import pytest

from api.store.passages import about, named, without

DOCUMENT = {
    "assignments": [{"participant": "p1", "workplace": "w"}, {"participant": "p10", "workplace": "w"}],
    "findings": [{"facts": {"person": "p1"}, "nl": "Deelnemer p1 wacht.", "count": 2}],
    "prices": {"participant_budget:p1": 3, "slots:w": 4},
    "names": ["p1", "p2"],
}


def test_what_is_said_of_someone():
    assert about(DOCUMENT, "p1") == [
        {"participant": "p1", "workplace": "w"},
        {"person": "p1"},
        DOCUMENT["findings"][0],
        DOCUMENT["prices"],
        DOCUMENT,
    ]
    assert about(DOCUMENT, "p10") == [{"participant": "p10", "workplace": "w"}]
    assert about("about p1", "p1") == ["about p1"]
    assert about(None, "p1") == []


def test_without_someone():
    assert without(DOCUMENT, "p1") == {
        "assignments": [{"participant": "p10", "workplace": "w"}],
        "findings": [{"facts": {"person": "…"}, "nl": "Deelnemer … wacht.", "count": 2}],
        "prices": {"participant_budget:…": 3, "slots:w": 4},
        "names": ["p2"],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p1", True), ("p1.", True), ("w/p1", True), ("(p1)", True),
        ("p10", False), ("xp1", False), ("p1-b", False), ("", False),
    ],
)  # fmt: skip
def test_an_id_stands_alone(text, found):
    assert named(text, "p1") is found
