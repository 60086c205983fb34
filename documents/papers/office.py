"""Office files to PDF by LibreOffice: no macros, no network, a profile that is thrown away, limits on time and
memory.
"""

from __future__ import annotations

import functools
import os
import resource
import shutil
import subprocess
from pathlib import Path

from documents.papers.inspection import MEDIA
from documents.papers.stripping import CannotShow

SECONDS = 60
MEMORY = 3 * 1024**3
LARGEST = 512 * 1024**2
ENDING = {media: ending for ending, media in MEDIA.items()}
FILTERS = {"docx": "writer_pdf_Export", "xlsx": "calc_pdf_Export", "pptx": "impress_pdf_Export"}
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "0"),
)


def soffice(setting: str = "") -> str | None:
    """LibreOffice on this machine: the one named, or found on the PATH; None where there is none or it is
    turned off.
    """
    if setting == "none":
        return None
    return shutil.which(setting or "soffice") or (None if setting else shutil.which("libreoffice"))


def to_pdf(source: Path, media_type: str, folder: Path, target: Path, setting: str = "") -> None:
    """Convert. Raises CannotShow: `no_office`, `timeout` or `failed`."""
    program = soffice(setting)
    if program is None:
        raise CannotShow("no_office")
    ending = ENDING[media_type]
    inside = folder / "office"
    profile, out = inside / "profile", inside / "out"
    for made in (profile / "user", out):
        made.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    named = inside / f"paper.{ending}"
    shutil.copyfile(source, named)
    asked = [
        *_cage(str(inside)),
        program,
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--invisible",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        f"pdf:{FILTERS[ending]}",
        "--outdir",
        str(out),
        str(named),
    ]
    _run(asked, inside)
    made_pdf = out / "paper.pdf"
    if not made_pdf.exists():
        raise CannotShow("failed")
    shutil.move(str(made_pdf), str(target))


def _run(asked: list[str], inside: Path) -> None:
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(inside), "LANG": "C.UTF-8"}
    try:
        subprocess.run(
            asked,
            cwd=inside,
            env=environment,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            preexec_fn=_limits,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotShow("timeout") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise CannotShow("failed") from error


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cage(inside: str) -> list[str]:
    """The strongest cage this machine gives: bubblewrap, a network namespace, or none."""
    for cage in (_bwrap(inside), ["unshare", "-n", "--"], ["unshare", "-rn", "--"]):
        if _works(tuple(cage)):
            return cage
    return []


def _bwrap(inside: str) -> list[str]:
    """Everything read-only, a private /tmp, no network; only the job's folder may be written."""
    cage = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    for root in ("/usr", "/etc", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/var/lib/libreoffice"):
        cage += ["--ro-bind-try", root, root]
    return [*cage, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--bind", inside, inside, "--"]


@functools.cache
def _works(cage: tuple[str, ...]) -> bool:
    if shutil.which(cage[0]) is None:
        return False
    try:
        return subprocess.run([*cage, "true"], capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _registry() -> str:
    lines = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{lines}</oor:items>'
    )
