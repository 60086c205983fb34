"""A private PostgreSQL server from Debian's packages, on a free port, gone when the tests end."""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path:
    """Where Debian keeps the server's programs. Raises FileNotFoundError with what to install."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent


def free_port() -> int:
    """Below the ports the system gives to clients, so that nobody gets it before it is used, nor while a killed server is away."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


def owner() -> pwd.struct_passwd | None:
    """Whose the cluster of root is, for PostgreSQL refuses to run as root; None: one's own."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 and not in_namespace() else None


def in_namespace() -> bool:
    """Is root only the root of a user namespace (tests/drill/disk.py), where there is no `postgres`?"""
    return bool(os.environ.get("DRILL_IN_NAMESPACE"))


IN_NAMESPACE = ["unshare", "-U", "--map-user=postgres", "--map-group=postgres", "--"]
"""A namespace within it, where one is somebody else: whom Debian's package has made."""


def prepared(folder: Path, *more: str) -> tuple[Path, list[str]]:
    """A cluster's data folder, made in `folder`, and what its programs are called with. `more`: for initdb."""
    prefix = list(IN_NAMESPACE) if in_namespace() else []
    if (who := owner()) is not None:
        os.chown(folder, who.pw_uid, who.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    making = [*prefix, str(binaries() / "initdb"), "-D", str(data), "--data-checksums", *more]
    making += ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(making, check=True, stdout=subprocess.DEVNULL, cwd="/")
    return data, prefix


@contextmanager
def private_server(folder: Path) -> Iterator[str]:
    """An address of the server's maintenance database."""
    port = free_port()
    data, prefix = prepared(folder)
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    options += " -c fsync=off -c autovacuum=off"  # a day's data of tests: gone when they end
    control = [*prefix, str(binaries() / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run([*control, "-o", options, "start"], check=True, **quiet)
    try:
        yield f"postgresql+psycopg2://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(data, ignore_errors=True)
