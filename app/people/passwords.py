"""Passwords: argon2 in a real thread, so that the hub goes on meanwhile."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.language import gettext as _
from app.runtime import offload

SHORTEST = 8
LONGEST = 200

# RFC 9106's second recommendation (64 MiB, 3 passes), which is argon2-cffi's default; one lane, as a sign-in
# has one thread.
_hasher = PasswordHasher(parallelism=1)


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return offload(_hasher.hash, password)


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. Without a kept hash the same work is done, so that time tells nothing."""
    try:
        right = offload(_hasher.verify, kept or _of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


@cache
def _of_nobody() -> str:
    return hashed("nobody signs in with this")


def fault(password: str, username: str) -> str | None:
    """What is wrong with a new password, or None."""
    if len(password) < SHORTEST:
        return _("Mật khẩu cần ít nhất %(n)s ký tự.", n=SHORTEST)
    if password.casefold() == username.casefold():
        return _("Mật khẩu không được trùng tên đăng nhập.")
    return None
