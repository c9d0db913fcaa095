"""No file betrays the machine on which it was made."""

import re
from pathlib import Path

MACHINE = re.compile(rb"(?<![\w.<])/(?:home|root|work|Users|opt|tmp|mnt|private|var/folders)/\w|[A-Z]:\\Users\\")
REGISTRY = re.compile(rb"py[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|conda\.anaconda\.org|proxy\.golang\.org")


def test_no_file_holds_a_path_of_a_machine(root: Path, files: list[Path]) -> None:
    assert _found(MACHINE, root, files) == {}


def test_no_file_holds_the_host_of_a_registry(root: Path, files: list[Path]) -> None:
    assert _found(REGISTRY, root, files) == {}


def test_the_patterns_find_what_they_are_for() -> None:
    assert MACHINE.search(b'open("' + b"/home/" + b'ann/data.csv")')
    assert REGISTRY.search(b"--index-url https://" + b"pypi." + b"org/simple")


def _found(pattern: re.Pattern[bytes], root: Path, files: list[Path]) -> dict[str, bytes]:
    hits = {str(path): pattern.search((root / path).read_bytes()) for path in files}
    return {name: hit.group() for name, hit in hits.items() if hit}
