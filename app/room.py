"""Room on the disk. When it runs short, what is big or new is refused; when there is none, only what ends something is done.

The house keeps a ballast: a file that holds some room back. When the disk is full it is let go, so that open votes can be
closed and the meeting ended; everything else is answered `unavailable`, never acknowledged. When there is room again the
ballast is laid anew and all goes on, without a restart. A PostgreSQL may lie on another disk: when that is full it has to
say itself that it has room again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from app import runtime
from app.database import disk_is_full
from app.language import gettext as _
from app.settings import Settings
from app.wire import Unavailable

if TYPE_CHECKING:
    from app.commands import Registered
    from app.house import House

log = logging.getLogger("dienhong.room")

MEGABYTE = 1024 * 1024
MARGIN = 8 * MEGABYTE
"""So much is left to others beside the ballast; with less, and no ballast, the disk counts as full."""
LOOK_EVERY = 1.0


class Judged(NamedTuple):
    """What follows from how much is free."""

    short: bool
    """Nothing new is begun."""
    lay: bool
    """The ballast is to be laid."""
    full: bool
    """Only what ends something is done, unless the ballast can be laid."""


def judged(free: int, settings: Settings, *, laid: bool, full: bool) -> Judged:
    """From the bytes that are free, whether the ballast is there, and how it was before. A full disk is one where writing
    failed, or where neither ballast nor margin is left; it stays so until there is room for both.
    """
    short = free < settings.room_for_meetings * MEGABYTE
    if laid and not full:
        return Judged(short, lay=False, full=False)
    lay = free >= settings.ballast_megabytes * MEGABYTE + MARGIN
    return Judged(short, lay=lay, full=not lay and (full or free < MARGIN))


class Room:
    """How much there is, and what follows from it."""

    def __init__(self, settings: Settings, database_has_room: Callable[[], bool] = lambda: True):
        self.settings = settings
        self.database_has_room = database_has_room
        self.ballast = settings.data / "ballast"
        self.full = self.short = False

    def refuse(self, registered: Registered) -> None:
        """Raises Unavailable where there is no room for such a command."""
        if self.full and registered.room != "ends":
            raise Unavailable(self.said())
        if self.short and registered.room == "begins":
            raise Unavailable(_("Máy chủ sắp hết chỗ trên đĩa nên tạm không tạo cuộc họp mới. Hãy báo người quản trị."))

    def said(self) -> str:
        """Why a command was not written; empty where it was not for want of room."""
        return _("Máy chủ đã hết chỗ trên đĩa nên chưa ghi nhận. Hãy báo người quản trị.") if self.full else ""

    def filled(self, error: BaseException) -> bool:
        """Is it for want of room that a command failed? Then the ballast is let go."""
        if not disk_is_full(error):
            return False
        self._let_go()
        return True

    def make_way(self) -> None:
        """Before the database is opened, which itself needs a little room: a house may die on a full disk."""
        free = self.free()
        if free is not None and free < MARGIN:
            self._let_go()

    def _let_go(self) -> None:
        if not self.full:
            log.critical("the disk is full: only what ends something is done until there is room again")
        self.full = True
        with suppress(OSError):
            self.ballast.unlink()

    def takes(self, size: int) -> bool:
        """Is there room for an upload of this size? The meeting's own records come first."""
        free = self.free()
        return free is None or free - size >= self.settings.room_for_uploads * MEGABYTE

    def free(self) -> int | None:
        """Bytes; None where the file system does not say."""
        found = os.statvfs(self.settings.data)
        return found.f_bavail * found.f_frsize if found.f_blocks else None

    def look(self) -> None:
        """What is free now; the ballast is laid where it is missing and fits."""
        free, was = self.free(), self.full
        if was and not self.database_has_room():
            return
        if free is None:
            self.short = self.full = False
            return
        self.short, lay, self.full = judged(free, self.settings, laid=self._is_laid(), full=was)
        if lay and not self._lay():
            self.full = was
        if self.full != was:
            log.warning("the disk is full" if self.full else "there is room on the disk again")

    def _is_laid(self) -> bool:
        try:
            return self.ballast.stat().st_size == self.settings.ballast_megabytes * MEGABYTE
        except OSError:
            return False

    def _lay(self) -> bool:
        """False where it did not fit after all."""
        try:
            runtime.offload(self._reserve)
        except OSError as error:
            log.warning("the ballast could not be laid: %s", error)
            with suppress(OSError):
                self.ballast.unlink()
            return False
        return True

    def _reserve(self) -> None:
        size = self.settings.ballast_megabytes * MEGABYTE
        opened = os.open(self.ballast, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            if size:
                os.posix_fallocate(opened, 0, size)
            os.ftruncate(opened, size)
            os.fsync(opened)
        finally:
            os.close(opened)


def keep(house: House) -> None:
    """Lay the ballast and go on looking, while the house serves."""
    house.room.look()
    runtime.spawn(_watch, house, name="room")


def _watch(house: House) -> None:
    while not house.writer.stopped:
        runtime.sleep(LOOK_EVERY)
        try:
            house.room.look()
        except OSError:
            log.exception("looking at the disk failed")
