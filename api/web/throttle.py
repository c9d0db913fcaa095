"""Not more than so many requests a minute of one person or address: a bucket that fills again steadily."""

import threading
import time
from collections.abc import Callable

from api.web.problems import Refusal

MOST_KEPT = 100_000  # buckets; full ones are forgotten first


class Throttle:
    """Buckets by key. `per_minute` is both the size of a bucket and how much flows in."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self.clock = per_minute, clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> None:
        """Take one from the bucket of `key`.

        Raises:
            Refusal: 429, with the seconds until there is one again.
        """
        now, rate = self.clock(), self.per_minute / 60
        with self._lock:
            left, since = self._left.get(key, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - since) * rate)
            if left < 1:
                self._left[key] = (left, now)
                wait = max(1, round((1 - left) / rate))
                raise Refusal("too-many-requests", headers={"Retry-After": str(wait)})
            self._left[key] = (left - 1, now)
            if len(self._left) > MOST_KEPT:
                self._left = {one: kept for one, kept in self._left.items() if kept[0] < self.per_minute - 1}
