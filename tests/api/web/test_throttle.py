"""A bucket of requests fills again steadily."""

import pytest

from api.web.problems import Refusal
from api.web.throttle import Throttle


def test_more_than_the_bucket_holds_is_refused_until_it_fills_again() -> None:
    """60 a minute is 1 a second: after 60 at once the 61st waits 1 second, and then there is just one."""
    now = [0.0]
    throttle = Throttle(60, lambda: now[0])
    for _ in range(60):
        throttle.take("ann")
    with pytest.raises(Refusal) as caught:
        throttle.take("ann")
    assert caught.value.code == "too-many-requests"
    assert caught.value.headers == {"Retry-After": "1"}
    now[0] = 1.0
    throttle.take("ann")
    with pytest.raises(Refusal):
        throttle.take("ann")


def test_one_does_not_use_up_what_another_has() -> None:
    throttle = Throttle(1, lambda: 0.0)
    throttle.take("ann")
    throttle.take("bob")
    with pytest.raises(Refusal):
        throttle.take("ann")
