"""What several steps of a sealed ballot need: its rows, what of them screens must see anew, and forgetting."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import delete, select, update

from app.commands import Transaction
from app.house import House
from app.language import gettext as _
from app.wire import Conflict, Invalid
from voting.sealed import bundle as bundles
from voting.sealed import manifest as manifests
from voting.sealed.manifest import Keeper, Manifest, RollLine
from voting.sealed.models import SealedBox, SealedEnvelope, SealedItem, SealedKeeper
from voting.votes.models import Vote

STATIC = Path(__file__).resolve().parents[2] / "static"


def box_of(tx: Transaction, vote: str, *stages: str) -> SealedBox:
    """The box of a secret vote, at one of these stages. Raises Conflict, saying where it stands."""
    box = tx.session.get(SealedBox, vote)
    if box is None:
        raise Conflict(_("Biểu quyết này không phải là bỏ phiếu kín."))
    if stages and box.stage not in stages:
        raise Conflict(stage_said(box.stage))
    return box


def keepers_of(tx: Transaction, vote: str) -> list[SealedKeeper]:
    """The board in the order in which its tablets open."""
    return list(tx.session.scalars(select(SealedKeeper).where(SealedKeeper.vote == vote).order_by(SealedKeeper.place)))


def keeper_of(keepers: Sequence[SealedKeeper], person: str) -> SealedKeeper:
    """This person's place on the board (the policy has seen that they have one)."""
    return next(keeper for keeper in keepers if keeper.person == person)


def touch(tx: Transaction, box: SealedBox, keepers: Sequence[SealedKeeper]) -> None:
    """Whatever shows this box looks different now."""
    tx.touch(box, *keepers)
    tx.touch(tx.get(Vote, box.id))


def stage_said(stage: str) -> str:
    """Where a sealed ballot stands, for a message."""
    return {
        "keys": _("Ban kiểm phiếu chưa nhận đủ."),
        "nonces": _("Máy của ban kiểm phiếu đang lập mã hòm phiếu."),
        "reading": _("Ban kiểm phiếu chưa đọc mã hòm phiếu."),
        "ready": _("Mã hòm phiếu đã đọc xong, có thể mở bỏ phiếu."),
        "stopped": _("Máy của ban kiểm phiếu báo có điều không khớp. Hãy chuẩn bị lại phiếu kín."),
        "casting": _("Đang bỏ phiếu kín."),
        "opening": _("Ban kiểm phiếu đang mở hòm phiếu."),
        "counted": _("Hòm phiếu đã mở xong."),
        "few": _("Quá ít phiếu nên hòm phiếu không được mở."),
        "checking": _("Các máy đang kiểm tra kết quả."),
        "final": _("Kết quả đã được các máy xác nhận."),
        "disputed": _("Có máy báo phiếu không khớp."),
        "ended": _("Lần bỏ phiếu kín này đã bị hủy."),
    }[stage]


def unsettled_said(stage: str, question: str) -> str:
    """Why a meeting doesn't end over this box, and what to do."""
    return {
        "opening": _(
            "Hòm phiếu kín “%(question)s” chưa mở xong. Hãy mở hòm phiếu rồi công bố, hoặc hủy kết quả để bỏ phiếu lại, "
            "trước khi bế mạc.",
            question=question,
        ),
        "counted": _(
            "Kết quả bỏ phiếu kín “%(question)s” chưa công bố. Hãy công bố, hoặc hủy kết quả để bỏ phiếu lại, "
            "trước khi bế mạc.",
            question=question,
        ),
        "disputed": _(
            "Có máy báo phiếu kín “%(question)s” không khớp. Hãy hủy kết quả để bỏ phiếu lại trước khi bế mạc.",
            question=question,
        ),
    }[stage]


def checking_said(question: str, devices: int, seconds: int) -> str:
    """Why a meeting doesn't end while devices look at this result: it is a matter of seconds."""
    return _(
        "Các máy đang kiểm tra kết quả phiếu kín “%(question)s”. Số máy chưa xác nhận: %(devices)s. "
        "Nhiều nhất %(seconds)s giây nữa là bế mạc được.",
        question=question,
        devices=devices,
        seconds=seconds,
    )


@cache
def client() -> str:
    """The digest of the code that devices are given for a sealed ballot."""
    digest = hashlib.sha256()
    for name in ("js/voting/sealedbox.js", "js/voting/sealedmine.js", "js/voting/sealedlook.js", "vendor/sealed.js"):
        path = STATIC / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:16]


def manifest_of(tx: Transaction, vote: Vote, box: SealedBox, keepers: Sequence[SealedKeeper]) -> Manifest:
    """The manifest as the vote and its board now stand."""
    return Manifest(
        vote=vote.id,
        question=vote.question,
        options=tuple(vote.options),
        pick=(1, vote.most),
        roll=manifests.roll_digest(vote.id, roll_of(box)),
        board=tuple(
            Keeper(
                keeper.person,
                keeper.name,
                bytes.fromhex(keeper.box_key or ""),
                bytes.fromhex(keeper.sign_key or ""),
                bytes.fromhex(keeper.nonce_hash or ""),
            )
            for keeper in keepers
        ),
        level=box.level,
        minimum=box.minimum,
        house=tx.house.signer.key.public_key().public_bytes_raw(),
        client=client(),
    )


def manifest(box: SealedBox) -> Manifest:
    """The manifest that was read aloud."""
    return manifests.read(box.manifest or "")


def roll_of(box: SealedBox) -> list[RollLine]:
    return [RollLine(*line) for line in box.roll]


def nonces_of(keepers: Sequence[SealedKeeper]) -> list[bytes]:
    return [bytes.fromhex(keeper.nonce or "") for keeper in keepers]


def erase(tx: Transaction, box: SealedBox) -> None:
    """Delete every envelope, and have what the database wrote of them go from its files. Digests and receipts stay."""
    if box.erased_at is not None:
        return
    tx.session.flush()
    tx.connection.execute(update(SealedEnvelope).where(SealedEnvelope.vote == box.id).values(e1=None))
    tx.connection.execute(delete(SealedItem).where(SealedItem.vote == box.id))
    box.erased_at = tx.now
    tx.facts(erased=True)
    tx.house.database.leave_no_trace(SealedEnvelope.__tablename__, SealedItem.__tablename__)


def no_samples(house: House) -> None:
    """Nor does an envelope stay in what a database notes about its tables."""
    house.database.keep_no_samples({SealedEnvelope.__tablename__: "e1", SealedItem.__tablename__: "envelope"})


def published(
    box: SealedBox, keepers: Sequence[SealedKeeper], voters: Sequence[str], l0: Sequence[str], plain: Sequence[bytes]
) -> bundles.Bundle:
    """What is published once the last tablet has opened."""
    return bundles.publish(
        manifest(box),
        nonces_of(keepers),
        roll_of(box),
        voters,
        [l0, *(keeper.hashes for keeper in keepers[:-1])],
        [keeper.unopened for keeper in keepers],
        [bytes.fromhex(keeper.signature or "") for keeper in keepers],
        plain,
    )


def hexed(value: str, size: int, field: str) -> bytes:
    """Bytes of this size from hexadecimal. Raises Invalid."""
    try:
        raw = bytes.fromhex(value)
    except ValueError:
        raw = b""
    if len(raw) != size or raw.hex() != value:
        raise Invalid({field: _("Giá trị không hợp lệ.")})
    return raw


def digest_of(text: str) -> str:
    """Of what is published, as devices say which they have read."""
    return hashlib.sha256(text.encode()).hexdigest()
