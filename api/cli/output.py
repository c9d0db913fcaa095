"""What all commands share: languages, exit codes, errors that help, JSON, tables, a sign of life."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from instances.schema.solution import Finding
    from matching.engines.engine import Progress


PAGE_WIDTH = 160  # characters, where output goes to a file or another program


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FINDINGS = 1
    BAD_INPUT = 2
    BROKEN = 3


class Lang(StrEnum):
    """Languages of the sentences."""

    NL = "nl"
    EN = "en"


INPUT = {
    Lang.NL: ("De invoer klopt niet: 1 probleem.", "De invoer klopt niet: {count} problemen."),
    Lang.EN: ("The input is not right: 1 problem.", "The input is not right: {count} problems."),
}
CHOICES = {
    Lang.NL: "De keuzes voor deze berekening kloppen niet:",
    Lang.EN: "The choices for this run are not right:",
}
BROKEN = {
    Lang.NL: "De rekenmachine liep vast; dat ligt aan leerwerk, niet aan de invoer:",
    Lang.EN: "The solver broke down; the fault is leerwerk's, not the input's:",
}

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text for people.")]
AsLang = Annotated[Lang, typer.Option("--lang", help="Language of the sentences.")]


def console(*, error: bool = False) -> "Console":
    """A console for people: results on stdout, signs of life and errors on stderr."""
    from rich.console import Console

    made = Console(stderr=error, highlight=False)
    if not made.is_terminal:
        made.width = PAGE_WIDTH
    return made


def print_json(content: Any) -> None:
    """Print one JSON object on stdout; pydantic models and lists of them included."""
    from pydantic_core import to_jsonable_python

    sys.stdout.write(json.dumps(to_jsonable_python(content), ensure_ascii=False, indent=1) + "\n")


@contextmanager
def bad_input_explained(as_json: bool, lang: Lang = Lang.NL) -> Iterator[None]:
    """Turn errors into a heading and sentences: exit code 2 for what a user can mend, 3 where a solver broke down."""
    from instances.errors import DocumentError, EngineError, SolverFailure

    try:
        yield
    except EngineError as error:
        problems = error.problems if isinstance(error, DocumentError) else ()
        broken = isinstance(error, SolverFailure)
        if as_json:
            print_json({"error": {"type": type(error).__name__, "message": str(error), "problems": list(problems)}})
        elif problems:
            one, many = INPUT[lang]
            heading = one if len(problems) == 1 else many.format(count=len(problems))
            say_errors(heading, (problem.said(lang.value) for problem in problems))
        else:
            say_errors((BROKEN if broken else CHOICES)[lang], [str(error)])
        raise typer.Exit(Exit.BROKEN if broken else Exit.BAD_INPUT) from error


def say_errors(heading: str, sentences: Iterable[str]) -> None:
    """Print a heading and, below it, what is wrong, on stderr."""
    out = console(error=True)
    out.print(heading, style="bold red", markup=False, soft_wrap=True)
    for one in sentences:
        out.print(f"  {one}", markup=False, soft_wrap=True)


@contextmanager
def sign_of_life(quiet: bool) -> "Iterator[Callable[[Progress], None] | None]":
    """Show phase, best value, bound and gap while a run goes on; nothing when `quiet` or not at a terminal."""
    out = console(error=True)
    if quiet or not out.is_terminal:
        yield None
        return
    from matching.bounds import relative_gap

    with out.status("...") as status:

        def show(progress: "Progress") -> None:
            text = f"{progress.elapsed:6.1f} s  {progress.phase}"
            if progress.bound < float("inf"):
                gap = relative_gap(progress.incumbent, progress.bound)
                text += f"  value {progress.incumbent:,}  bound {progress.bound:,.0f}  gap {gap:.3%}"
            status.update(text)

        yield show


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], right: Sequence[int] = ()) -> None:
    """Print a table; columns in `right` are aligned to the right."""
    from rich import box
    from rich.table import Table

    if title:
        say(title, style="bold")
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        made.add_column(head, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    console().print(made)


def say(text: str = "", style: str | None = None) -> None:
    """Print a line for people."""
    console().print(text, style=style, markup=False, soft_wrap=True)


def sentence(finding: "Finding", lang: Lang) -> str:
    """The sentence of a finding in a language."""
    return finding.nl if lang is Lang.NL else finding.en
