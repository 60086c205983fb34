"""A secret vote in the browser at a server that cheats: the devices find it, the chair is warned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from app.settings import Settings
from tests.ground import Ground
from tests.journeys.hall import Hall
from tests.journeys.secret import bottom, sealed_hall, sends, top
from tests.journeys.stage import PHONE, opened, serious


def test_a_server_that_throws_a_ballot_away_is_found_out(
    browser: Browser, small_demo: tuple[Settings, dict[str, Any]], ground: Ground, tmp_path: Path
) -> None:
    """One voter's change is acknowledged and forgotten, another's ballot disappears at closing (cheating.py): both devices say so.
    A third device has sent nothing: it says that another one looks, and what that has found.
    """
    made, facts = small_demo
    script, cheated = Path(__file__).with_name("cheating.py"), facts["members"][3]["person"]
    with opened(ground.copied(made, tmp_path / "data"), browser, script, CHEATED=cheated) as stage:
        stage.known.update(facts)
        hall = Hall(stage, facts)
        sealed = sealed_hall(hall)
        sealed.prepare(board=1)
        sealed.read_aloud()
        changing, dropped, other = hall.member(2), hall.member(3), hall.member(4, *PHONE)
        sealed.open()
        sends(changing, "Tán thành")
        sends(dropped, "Tán thành")
        sealed.cast_all([sealed.meeting.chair, *sealed.meeting.members[:2], *sealed.meeting.members[4:]])
        expect(other.locator(".man-bq")).to_contain_text("máy đã gửi tự kiểm tra phiếu đó")
        code = changing.locator(".ma-phieu .ma").inner_text()
        changing.get_by_role("button", name="Đổi phiếu").click()
        sends(changing, "Không tán thành")
        expect(changing.locator(".ma-phieu .ma")).not_to_have_text(code)
        sealed.close()
        sealed.open_box()
        sealed.announce()
        for page in (changing, dropped):
            expect(page.locator(".xac-nhan")).to_contain_text("Phiếu của tôi không khớp: báo ngay cho chủ trì")
        expect(other.locator(".xac-nhan")).to_contain_text("Máy này không còn giữ phiếu của tôi")
        expect(other.locator(".xac-nhan")).to_contain_text("Có máy báo phiếu không khớp")
        result = hall.state(facts["chair"])["votes"][sealed.vote]["result"]
        assert result["cast"] == 7, "the server was believed"
        other.get_by_role("button", name="Báo phiếu không khớp").click()
        other.locator("dialog").get_by_role("button", name="Báo chủ trì").click()
        expect(other.locator(".xac-nhan")).to_contain_text("Đã báo phiếu không khớp cho chủ trì.")
        disputes = hall.state(facts["chair"])["sealed"][sealed.vote]["disputes"]
        assert set(disputes) == {facts["members"][place]["person"] for place in (2, 3, 4)}
        sealed.must(sealed.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
        warned_before_announcing(hall, sealed.vote)


def warned_before_announcing(hall: Hall, before: str) -> None:
    """The vote is put again and two do not vote again: the chair reads what comparing the results tells, above the verdict."""
    again = sealed_hall(hall)
    again.prepare(board=1, repeats=before)
    again.read_aloud()
    again.open()
    again.cast_all([again.meeting.chair, *again.meeting.members[:2], *again.meeting.members[4:]])
    again.close()
    again.open_box()
    chair = hall.chair()
    chair.get_by_role("button", name="Xem kết quả").first.click()
    for size in ((1180, 820), PHONE):
        chair.set_viewport_size({"width": size[0], "height": size[1]})
        warning = chair.locator(".man-kq .bang").filter(has_text="Chỉ khác một hai người so với lần bỏ phiếu trước")
        expect(warning).to_be_in_viewport()
        assert bottom(warning) + 16 <= top(chair.locator(".man-kq p.kq")), size
    assert serious(chair) == []
