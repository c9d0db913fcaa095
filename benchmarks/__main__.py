"""`python -m benchmarks`: one engine on one case, a whole match, or all figures of the protocol."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cases import placement, preset
from benchmarks.drivers import engines, figures, whole
from benchmarks.drivers.peers import PEERS
from instances.generate import NAMES
from matching.engines import ENGINES


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and print what was measured."""
    asked = _parser().parse_args(arguments)
    if asked.command == "figures":
        figures.measure(seed=asked.seed)
        return
    if asked.command == "placement":
        size = {"people": asked.people, "workplaces": asked.workplaces, "variant": asked.variant}
        case = placement.problem(asked.people, asked.workplaces, asked.seed, asked.variant)
        told = engines.run(case, size, _engine_run(asked))
    elif asked.command == "arrays":
        told = engines.run(preset.problem(asked.preset, asked.seed), {"preset": asked.preset}, _engine_run(asked))
    else:
        told = _whole(asked)
    print(json.dumps(told) if asked.json else "\n".join(f"{name:24} {value}" for name, value in told.items()))


def _engine_run(asked: argparse.Namespace) -> engines.EngineRun:
    return engines.EngineRun(asked.engine, asked.seed, asked.gap, asked.time_limit, asked.workers)


def _whole(asked: argparse.Namespace) -> engines.Figures:
    """Measure a whole match; the instance is made in another process, so that it leaves no mark on the memory."""
    wanted = whole.WholeRun(
        asked.command, asked.seed, asked.engine, asked.gap, asked.time_limit, asked.participants, asked.workers
    )
    if asked.prepare:
        whole.prepare(wanted, Path(asked.prepare))
        return {"prepared": asked.prepare}
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        size = ["--participants", str(asked.participants)] if asked.participants else []
        command = [asked.command, "--seed", str(asked.seed), *size, "--prepare", str(instance)]
        subprocess.run([sys.executable, "-m", "benchmarks", *command], check=True, stdout=subprocess.DEVNULL)
        return whole.run(wanted, instance)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--seed", type=int, default=1, help="of the case and the engine")
    common.add_argument("--gap", type=float, default=0.0005, help="stop at this proven gap (0.0005 = 0.05 %%)")
    common.add_argument("--time-limit", type=float, default=60.0, help="seconds for the engine")
    common.add_argument("--workers", type=int, default=1, help="threads of CP-SAT")
    common.add_argument("--json", action="store_true", help="one JSON object")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    names = [*(engine.NAME for engine in ENGINES), *PEERS]
    drawn = commands.add_parser("placement", parents=[common], help="one engine or peer on one placement case")
    drawn.add_argument("--people", type=int, required=True)
    drawn.add_argument("--workplaces", type=int, required=True)
    drawn.add_argument("--variant", choices=("slots", "hours"), default="slots")
    arrays = commands.add_parser("arrays", parents=[common], help="one engine or peer on the arrays of a preset")
    arrays.add_argument("preset", choices=NAMES)
    for command in (drawn, arrays):
        command.add_argument("--engine", choices=names, default="lp_core")

    for name in NAMES:
        command = commands.add_parser(name, parents=[common], help=f"a whole `leerwerk match` on {name}")
        command.add_argument("--engine", choices=("auto", *(engine.NAME for engine in ENGINES)), default="auto")
        command.add_argument("--participants", type=int, help="another number of people than the preset has")
        command.add_argument("--prepare", help="only write the instance to this folder")

    every = commands.add_parser("figures", help="all figures of the protocol, into results/")
    every.add_argument("--seed", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
