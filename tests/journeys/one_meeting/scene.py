"""Who plays which part in the one meeting, and what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

SECRETARY, CHAIR, LEADER, MEMBER, PHONED, SCREEN = "yen", "ha", "vinh", "dung", "duc", "hall"
TITLE = "Phiên họp bất thường về phòng, chống lũ trên sông Lạc"
FIRST, SECOND = "Phương án gia cố kè bờ tả sông Lạc", "Phân công trực ban mùa mưa lũ"
GIST = "Đề nghị ưu tiên vốn cho đoạn kè xung yếu dài 1,2 km qua phường Bến Sông"
GIST_OF_THE_UNASKED = "Đồng bào hai bản ven sông cần được báo trước khi xả lũ"
PRESENT = 19
"""The first of the roll; with the chair, and with somebody who has never been heard."""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_in(minutes: int) -> str:
    """A local time from now, as a field for dates and times takes it."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def toast(page: Page, words: str) -> None:
    expect(page.locator(".toast").last).to_contain_text(words)


def out_of_the_fields(desk: Page) -> None:
    """Out of whatever is written in, to the journal, where single keys act."""
    expect(desk.locator("#d-lenh")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("#d-dien-bien")).to_be_focused()
