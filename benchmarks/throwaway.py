"""A real PostgreSQL that is started for as long as it is needed, and thrown away: a socket in a folder, no network."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FAST = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "200"}
USER = "leerwerk"


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server with the user `leerwerk`; gives its host, a folder with a socket.

    Its own death is not what is tried out with it, so it syncs nothing.

    Raises:
        OSError: its programs are not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="leerwerk-"))
    if not os.geteuid():
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        initdb = [*_as_server(), str(_programs() / "initdb"), "-D", str(folder / "data"), "-U", USER, "-A", "trust"]
        subprocess.run([*initdb, "-E", "UTF8", "--no-sync"], check=True, capture_output=True, cwd=folder)
        settings = {**FAST, "unix_socket_directories": str(folder)}
        told = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        control = [*_as_server(), str(_programs() / "pg_ctl"), "-D", str(folder / "data"), "-w"]
        start = [*control, "-l", str(folder / "log"), "-o", told, "start"]
        subprocess.run(start, check=True, capture_output=True, cwd=folder)
        try:
            yield str(folder)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True, cwd=folder)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """Folder of the newest server programs."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name.partition(".")[0]))
    return Path(shutil.which("initdb") or "").parent


def _as_server() -> list[str]:
    """A server does not run as root: then it runs as the user that the package made for it."""
    return [] if os.geteuid() else ["runuser", "-u", "postgres", "--"]
