"""Counts and times by method, route template and status, for Prometheus; never by what stands in an address."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)
NO_ROUTE = "(none)"  # addresses that lead nowhere: one count for all, so that a scanner makes no new series
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("leerwerk_http_requests", "Requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "leerwerk_http_request_seconds", "Time until the last byte.", labels[:2], buckets=BUCKETS,
            registry=self.registry,
        )  # fmt: skip

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        shown = method if method in METHODS else "(other)"
        self.requests.labels(shown, route or NO_ROUTE, str(status)).inc()
        self.seconds.labels(shown, route or NO_ROUTE).observe(seconds)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)
