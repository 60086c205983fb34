"""The key that signs the journal's checkpoints (Ed25519), kept in the data folder and never in the database.

`keys/journal.key` is the secret, readable by its owner only, made once. `keys/<id>.pub` are the public halves, of former
keys too. `keys/last.json` is the last checkpoint: what is younger than the database was rolled back.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings
from app.wire import canonical

if TYPE_CHECKING:  # loaded only where something is signed or verified: it takes a while
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TAG = b"dienhong journal checkpoint v1\0"
SECRET = "journal.key"
LAST = "last.json"


def folder(settings: Settings) -> Path:
    return settings.data / "keys"


def message(number: int, stream: str, seq: int, head: str, at: str) -> bytes:
    """What is signed of a checkpoint."""
    return TAG + canonical({"v": 1, "number": number, "stream": stream, "seq": seq, "head": head, "at": at})


def key_id(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


class Signer:
    """Signs with the house's key. Raises ValueError for a key file that holds none."""

    def __init__(self, settings: Settings):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        keys = folder(settings)
        secret = keys / SECRET
        if not secret.exists():
            _make(keys)
        self.key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret.read_text().strip()))
        self.id = key_id(self.key.public_key())
        public = keys / f"{self.id}.pub"
        if not public.exists():
            _write(public, self.key.public_key().public_bytes_raw().hex(), 0o644)

    def sign(self, message: bytes) -> str:
        return self.key.sign(message).hex()


def _make(keys: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(keys / SECRET, Ed25519PrivateKey.generate().private_bytes_raw().hex(), 0o600)


def _write(path: Path, text: str, mode: int) -> None:
    """The whole file or none, on the disk."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as out:
        out.write(text + "\n")
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)


def public_keys(settings: Settings) -> dict[str, Ed25519PublicKey]:
    """The keys a checkpoint may be signed with, by id."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    found: dict[str, Ed25519PublicKey] = {}
    for path in sorted(folder(settings).glob("*.pub")):
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(path.read_text().strip()))
        found[key_id(key)] = key
    return found


def holds(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def keep_last(settings: Settings, told: dict[str, Any]) -> None:
    """Note the last checkpoint beside the key. One that is younger than it (the database was put back) stays to be found."""
    path = folder(settings) / LAST
    before = _last(path)
    if before is not None and before["number"] >= told["number"]:
        path.replace(path.with_name(f"last-{before['number']}.json"))
    partial = path.with_name(f".{LAST}.{os.getpid()}")
    partial.write_text(json.dumps(told) + "\n")
    partial.replace(path)


def lasts(settings: Settings) -> Iterator[dict[str, Any]]:
    """The last checkpoints that were noted."""
    for path in sorted(folder(settings).glob("last*.json")):
        found = _last(path)
        if found is not None:
            yield found


def _last(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("number"), int) else None
