"""`python run.py verify-ballot BUNDLE.json`: does a published ballot hold? Without the database, in plain words.

Exit status: 0 it holds, 1 something is wrong, 2 unreadable.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.language import LANGUAGES, speaking
from app.language import gettext as _
from app.settings import Settings
from voting.sealed import bundle as bundles
from voting.sealed.bundle import Bundle, Fault
from voting.sealed.codes import grouped


def main(_settings: Settings, arguments: Sequence[str]) -> int:
    """Print what was found; 0, 1 or 2."""
    parser = argparse.ArgumentParser(prog="run.py verify-ballot", description="Check a published secret ballot.")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE.json", help="the published ballot")
    parser.add_argument("--language", choices=LANGUAGES, default="vi")
    try:
        asked = parser.parse_args(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    with speaking(asked.language):
        try:
            text = asked.bundle.read_text(encoding="utf-8").rstrip("\n")
            bundle = bundles.read(text)
            wrong = bundles.faults(bundle)
        except (OSError, ValueError) as error:
            print(_("Không đọc được tệp phiếu đã công bố."))
            print(f"unreadable: {error}", file=sys.stderr)
            return 2
        print("\n".join([*_told(bundle, text), *map(said, wrong)]))
        print(_("Có điều không khớp.") if wrong else _("Mọi điều đều khớp."))
    return 1 if wrong else 0


def _name(option: str) -> str:
    usual = {"yes": _("Tán thành"), "no": _("Không tán thành"), "not_voting": _("Không biểu quyết")}
    return usual.get(option, option)


def _told(bundle: Bundle, text: str) -> list[str]:
    """What was voted on, by whom it was opened, and what came out."""
    manifest = bundle.manifest
    lines = [
        manifest.question,
        _("Mã hòm phiếu: %(code)s. Mã kết quả: %(result)s.", code=grouped(bundle.code), result=_result(text)),
        _("Ban kiểm phiếu: %(names)s.", names=", ".join(keeper.name for keeper in manifest.board)),
        _(
            "Danh sách có %(roll)s người, %(cast)s người đã gửi phiếu; %(valid)s phiếu hợp lệ, %(invalid)s phiếu không đọc được.",
            roll=len(bundle.roll),
            cast=len(bundle.voters),
            valid=len(bundle.ballots),
            invalid=len(bundle.voters) - len(bundle.ballots),
        ),
    ]
    counted = zip(manifest.options, bundle.tally, strict=False)
    return [*lines, *(f"{_name(option)}: {count}" for option, count in counted)]


def _result(text: str) -> str:
    return grouped(bundles.result_code(text))


def said(fault: Fault) -> str:
    """A fault in words."""
    words = {
        "shape": _("Thiếu danh sách hoặc chữ ký của ban kiểm phiếu."),
        "nonce": _("Phần thêm vào của ban kiểm phiếu không đúng với phần đã cam kết."),
        "code": _("Mã hòm phiếu không đúng với nội dung phiếu."),
        "roll": _("Danh sách biểu quyết không đúng với danh sách đã chốt."),
        "voters": _("Danh sách người đã gửi phiếu có người trùng hoặc không được biểu quyết."),
        "list": _("Một danh sách phiếu bị trùng hoặc sai thứ tự."),
        "envelopes": _("Số phiếu trong hòm khác số người đã gửi phiếu."),
        "unopened": _("Danh sách phiếu không mở được không khớp với phiếu đã nhận."),
        "count": _("Số phiếu trước và sau khi mở không bằng nhau."),
        "signature": _("Chữ ký của ban kiểm phiếu không đúng."),
        "ballot": _("Có phiếu không đúng mẫu."),
        "ballots": _("Các phiếu công bố không phải là các phiếu đã mở."),
        "code_twice": _("Có hai phiếu cùng một mã."),
        "tally": _("Kết quả cộng không đúng."),
        "too_few": _("Số phiếu ít hơn mức tối thiểu, hòm phiếu lẽ ra không được mở."),
    }[fault.code]
    return words if fault.layer is None else f"{words} ({_('lần mở %(n)s', n=fault.layer)})"
