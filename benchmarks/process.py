"""A process of its own for every run, so that its CPU seconds and its memory are its own, and its end is not ours."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, cast

# For linear algebra: CPU seconds then mean the same for everyone.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Stopped(Exception):
    """The process gave no answer: it died, or had to be stopped."""


def in_own_process[T](work: Callable[..., T], *arguments: Any, patience: float | None = None) -> T:
    """Do some work in a fresh process, and hand back what it returns or raises.

    `patience`: seconds after which it is stopped (not every solver keeps its time limit); none = as long as it takes.

    Raises:
        Stopped: it died, or patience ran out.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, work, arguments))
    with _environment(ONE_THREAD):
        process.start()
    there.close()
    try:
        if not here.poll(patience):
            raise Stopped(f"no answer after {patience:.0f} seconds")
        answer, error = here.recv()
    except EOFError as error:
        process.join()
        raise Stopped(f"died with exit code {process.exitcode}") from error
    finally:
        process.kill()
        process.join()
        here.close()
    if error is not None:
        raise error
    return cast("T", answer)


def _answer(there: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answer = work(*arguments)
    except Exception as error:  # not swallowed: raised again by who waits for it
        there.send((None, error))
    else:
        there.send((answer, None))


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    """Set variables for as long as this lasts."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
