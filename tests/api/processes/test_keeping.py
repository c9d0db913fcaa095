"""Processes are kept alive, and nobody is left behind."""

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from api.processes.keeping import Processes, Role, listening

PATIENCE = 120.0


def wait(until: Callable[[], bool]) -> None:
    """Wait for something that happens soon."""
    last = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < last
        time.sleep(0.02)


def children() -> set[int]:
    """The processes that live and were started here."""
    return {process.pid for process in multiprocessing.active_children() if process.pid is not None}


@pytest.fixture
def kept() -> Iterator[Processes]:
    """Two processes that sleep, kept alive from a thread."""
    processes = Processes([Role("one", time.sleep, (600,)), Role("two", time.sleep, (600,))])
    keeper = threading.Thread(target=processes.run)
    keeper.start()
    wait(lambda: len(children()) == 2)
    yield processes
    processes.stop.set()
    keeper.join(PATIENCE)


@pytest.mark.usefixtures("kept")
def test_a_process_that_dies_is_started_again_and_the_other_is_left_alone():
    dying, staying = sorted(children())
    os.kill(dying, signal.SIGKILL)
    wait(lambda: len(children() - {dying}) == 2)
    assert staying in children()


def test_stopping_stops_all(kept):
    kept.stop.set()
    wait(lambda: not children())


def test_the_address_waits_for_who_had_it():
    first = listening("127.0.0.1", 0)
    port = first.getsockname()[1]
    threading.Timer(0.3, first.close).start()
    with listening("127.0.0.1", port, patience=PATIENCE) as second:
        assert second.getsockname()[1] == port


def test_an_address_that_stays_taken_is_an_error():
    with listening("127.0.0.1", 0) as first, pytest.raises(OSError, match="in use"):
        listening("127.0.0.1", first.getsockname()[1], patience=0.0)


def test_a_connection_sends_at_once_what_it_has():
    """Headers and body leave apart; held back until the first was acknowledged, each answer would take 40 ms."""
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
