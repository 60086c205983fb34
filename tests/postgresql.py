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


def prepared(folder: Path) -> tuple[Path, list[str]]:
    """A cluster's data folder, made in `folder`, and what its programs are called with. Root gives the folder to `postgres`,
    for PostgreSQL refuses to run as root."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        prefix = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    making = [*prefix, str(binaries() / "initdb"), "-D", str(data), "--data-checksums"]
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
