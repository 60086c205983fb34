"""A body's votes for other programs: a table, and JSON in the form of docs/votes-export.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping

from app import sheets
from app.language import gettext as _
from app.people.days import local, local_day
from app.wire import stamp, stamp_or_none
from voting.history import said, views
from voting.history.rules import MOST_EXPORTED, MOST_LINES
from voting.ruling.rules import BALLOT

FORMAT = "dienhong-votes/1"
RESULT = (
    "members",
    "present",
    "cast",
    "invalid",
    "not_cast",
    "counts",
    "threshold",
    "verdict",
    "by_chair",
    "chosen",
    "tied",
)


def chosen_lines(read: Connection, which: ColumnElement[bool]) -> tuple[list[Mapping[str, Any]], int]:
    """The newest votes, as many as one export holds; and how many are left out."""
    rows = views.lines(read, which, MOST_EXPORTED)
    kept, listed = 0, 0
    for row in rows:
        listed += row["members"] if row["by_name"] and not row["secret"] else 0
        if listed > MOST_LINES:
            break
        kept += 1
    return rows[:kept], views.count(read, which) - kept


# -- the table ----------


def headings() -> list[str]:
    return [
        _("Ngày"),
        _("Giờ"),
        _("Phiên họp"),
        _("Nội dung"),
        _("Câu hỏi"),
        _("Loại"),
        _("Cách biểu quyết"),
        _("Kết quả"),
        _("Tổng số thành viên"),
        _("Có mặt"),
        _("Đã biểu quyết"),
        _("Phiếu không hợp lệ"),
        _("Chưa biểu quyết"),
        _("Tán thành"),
        _("Không tán thành"),
        _("Không biểu quyết"),
        _("Số phiếu từng phương án"),
        _("Túc số"),
        _("Có mặt khi mở biểu quyết"),
        _("Có mặt khi đóng biểu quyết"),
        _("Cần đạt"),
        _("Quy tắc"),
        _("Kết luận"),
        _("Các máy xác nhận"),
        _("Nhập tay"),
        _("Lý do hủy"),
    ]


def table_row(row: Mapping[str, Any], language: str) -> list[sheets.Cell]:
    line = views.shown_line(row, language)
    result, counts = line["result"], line["counts"]
    apart = BALLOT if "yes" in counts else ()
    usual = [counts.get(name, "") if apart else "" for name in BALLOT]
    named = "; ".join(f"{words}: {votes}" for words, votes in said.counts(line, apart))
    return [
        local_day(line["at"]),
        f"{local(line['at']):%H:%M}",
        line["meeting_title"],
        line["item_title"] or "",
        line["question"],
        said.kinds()[line["kind"]],
        said.way(line["secret"], line["by_name"]),
        said.outcome(line).words,
        *(result.get(name, "") for name in ("members", "present", "cast")),
        result.get("invalid", 0),
        result.get("not_cast", ""),
        *usual,
        named,
        *(result.get("quorum", {}).get(name, "") for name in ("needed", "at_opening", "present")),
        "" if result.get("threshold") is None else result["threshold"],
        line["rule"],
        line["sentence"],
        said.check(line),
        _("nhập tay") if line["by_hand"] else "",
        line["reason"] if line["state"] == "annulled" else "",
    ]


# -- JSON ----------


def document(
    body: RowMapping, asked: Mapping[str, str], votes: Sequence[dict[str, Any]], left_out: int, now: datetime
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "body": {"id": body["id"], "name": body["name"]},
        "exported_at": stamp(now),
        "asked": dict(asked),
        "left_out": left_out,
        "votes": list(votes),
    }


def vote_of(row: Mapping[str, Any], roll: Sequence[RowMapping]) -> dict[str, Any]:
    """One vote. Names stand there with a choice only where the vote was by name; nobody's of a secret one."""
    result = row["result"] or {}
    told: dict[str, Any] = {key: row[key] for key in ("id", "question", "options", "most", "seats", "secret", "state")}
    told["kind"] = views.shown_line(row, "vi")["kind"]
    told["by_name"] = bool(row["by_name"]) and not row["secret"]
    told["meeting"] = {"id": row["meeting"], "title": row["meeting_title"], "starts_at": stamp(row["starts_at"])}
    told["item"] = None if row["item"] is None else {"id": row["item"], "title": row["item_title"]}
    told |= {key: stamp_or_none(row[key]) for key in ("opened_at", "closed_at", "announced_at")}
    told["rule"] = {"is": result.get("rule"), "id": result.get("rule_id"), "words": result.get("rule_words")}
    told["rule"] |= {"matter": result.get("matter"), "from": result.get("majority_from")}
    told["quorum"] = result.get("quorum")
    told |= {key: result[key] for key in RESULT if key in result}
    told |= {"sentence": result.get("sentence"), "by_hand": (result.get("by_hand") or {}).get("way")}
    told["check"] = asdict(row["checked"]) if row["checked"] else None
    if views.waits_for(row):
        told |= {"verdict": None, "sentence": None, "by_chair": False}
        told |= {key: [] for key in ("chosen", "tied") if key in told}
    told |= {
        "roll_hash": row["roll_hash"],
        "annulled_because": row["ended_reason"] if row["state"] == "annulled" else "",
    }
    if told["by_name"]:
        choices = result.get("choices", {})
        told["roll"] = [_member(one, choices.get(one["person"])) for one in roll]
    return told


def _member(one: RowMapping, choice: Any) -> dict[str, Any]:
    return {**{key: one[key] for key in ("name", "office", "present", "no_vote")}, "choice": choice}
