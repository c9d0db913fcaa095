"""The command line: one command a file, listed here. Heavy packages are imported when a command runs, not before."""

import os

import typer

from api.cli import (
    alternatives,
    arrivals,
    audit,
    bench,
    check,
    compare,
    demo,
    explain,
    explore,
    generate,
    learn,
    logbook,
    match,
    migrate,
    openapi,
    plan,
    propose,
    register,
    replan,
    retain,
    rules,
    scenarios,
    serve,
    vum,
)

COMMANDS = (
    generate.generate,
    check.check,
    match.match,
    arrivals.arrivals,
    propose.propose,
    explain.explain,
    learn.learn,
    rules.rules,
    register.register,
    alternatives.alternatives,
    audit.audit,
    plan.plan,
    replan.replan,
    scenarios.scenarios,
    compare.compare,
    explore.explore,
    demo.demo,
    openapi.openapi,
    serve.serve,
    serve.worker,
    migrate.migrate,
    retain.retain,
)

app = typer.Typer(
    name="leerwerk",
    help="Match people to learn-work places, with reasons. Exit code 0: done; 1: findings or infeasible; 2: bad input; "
    "3: a solver broke down.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(bench.app, name="bench")
app.add_typer(vum.app, name="vum")
app.add_typer(logbook.app, name="logbook")


def main() -> None:
    """Run the command line; one thread for linear algebra, because more only cost time on arrays of this size."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()
