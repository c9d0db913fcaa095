"""Dutch, unless English is liked better."""

import pytest

from api.web.language import language


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        (None, "nl"),
        ("", "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("nl;q=0.8, en;q=0.5", "nl"),
        ("de, fr", "nl"),
        ("*", "nl"),
        ("en;q=high", "nl"),
        ("en;q=0", "nl"),
        ("fr;q=1, en;q=0.2", "en"),
    ],
)
def test_the_better_liked_language(accepted: str | None, wanted: str) -> None:
    assert language(accepted) == wanted
