"""`leerwerk --help`: every command in one line, and nothing heavy is loaded for it."""

import subprocess
import sys


def test_help_imports_nothing_heavy():
    """`--help` stays under a second because no solver, no table and no array package is loaded for it."""
    heavy = ("pandas", "numpy", "ortools", "highspy", "pydantic", "sklearn")
    code = f"import sys, api.cli; sys.exit(any(name in sys.modules for name in {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


def test_commands_are_described_in_one_line_each(run):
    code, text, _ = run("--help")
    assert code == 0
    for command in ("generate", "check", "match", "propose", "explain", "learn", "demo"):
        assert command in text
