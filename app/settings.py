"""Every setting, its default and its meaning. Read once from the environment (DIENHONG_*)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All the house can be told from outside."""

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = Path("data")
    """A folder that holds everything of the embedded default: database, files, keys."""
    database_url: str = ""
    """Empty: SQLite in the data folder."""
    redis_url: str = ""
    """For several serve processes, which find each other's entries by looking once a second: not used, nor redis installed, yet."""
    secret_key: str = ""
    log: str = "text"
    """`text` or `json`."""
    origins: tuple[str, ...] = ()
    """Origins that may write; empty: the address the request itself was sent to."""
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    """Of whoever says nothing: a visitor whose browser asks for another, a new account."""
    features: tuple[str, ...] = ("meetings", "voting", "documents")
    tls: bool = False
    """Served over TLS (by a proxy in front): cookies are Secure and carry the __Host- prefix."""
    session_days: int = 30
    upload_megabytes: int = 100
    worker: bool = True
    """serve starts a worker of its own; not where `run.py work` is kept running by somebody else."""
    libreoffice: str = ""
    """Path of soffice; empty: looked for on the PATH; `none`: not used."""
    accel: str = ""
    """Prefix nginx serves the file store under (X-Accel-Redirect); empty: files are sent by the house."""
    room_for_uploads: int = 1024
    """With fewer megabytes free on the disk no file is taken."""
    room_for_meetings: int = 256
    """With fewer no new meeting is begun."""
    ballast_megabytes: int = 64
    """Held back, so that what is open can be ended when the disk is full."""
    clients: int = 4000
    """Connected devices; whoever comes after is told so and tries again."""
    rate_per_second: int = 10
    rate_burst: int = 30
    reads_per_second: int = 20
    """Requests of any kind; a page with its parts, in several windows, never meets it."""
    reads_burst: int = 100
    proxies: int = 0
    """Trusted proxies in front, each of which says for whom it asks (X-Forwarded-*)."""

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.data / 'dienhong.sqlite3'}"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from DIENHONG_*. Raises ValueError naming the variable that can't be read."""
    environment = os.environ if environment is None else environment
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Settings):
        raw = environment.get(f"DIENHONG_{field.name.upper()}")
        if raw is None:
            continue
        value: object = tuple(filter(None, raw.split(","))) if field.name in ("origins", "features") else raw
        try:
            found[field.name] = msgspec.convert(value, field.type, strict=False, dec_hook=lambda kind, text: kind(text))
        except msgspec.ValidationError as error:
            raise ValueError(f"DIENHONG_{field.name.upper()}: {error}") from error
    settings = Settings(**found)  # type: ignore[arg-type]
    return msgspec.structs.replace(settings, data=settings.data.absolute())


def with_secret_key(settings: Settings) -> Settings:
    """The key from the environment, or the one kept in the data folder (made once, readable by its owner only)."""
    if settings.secret_key:
        return settings
    kept = settings.data / "secret_key"
    if not kept.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return msgspec.structs.replace(settings, secret_key=kept.read_text().strip())
