"""Two opinion slips of the demo: one whose result is summarised, one that waits for answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app.jobs.service import run_due
from app.people.days import local
from documents.demo import cast, papers
from documents.demo.rich import Stage
from documents.demo.topics import TOPICS
from documents.papers.intake import take_in


class Asked(NamedTuple):
    """What is asked, with the paper of one of the demo's topics, and who has answered what."""

    title: str
    proposer: str
    text: str
    topic: str
    answers: dict[str, tuple[str, str]]


RIVERBANK = Asked(
    "Dự thảo Quyết định hỗ trợ khẩn cấp hộ dân phải di dời khỏi khu vực sạt lở bờ sông Lạc",
    "Sở Nông nghiệp và Môi trường",
    "Thống nhất mức hỗ trợ 40 triệu đồng một hộ cho 112 hộ phải di dời ngay, từ dự phòng ngân sách tỉnh.\n\n"
    "Đề nghị các thành viên cho ý kiến bằng văn bản, không tổ chức phiên họp.",
    "riverbank",
    {
        "tuan": ("other", "Thống nhất mức hỗ trợ; đề nghị ghi rõ thời hạn hoàn thành nền tái định cư trước 30/6."),
        "oanh": ("yes", "Nguồn dự phòng còn đủ; đề nghị giải ngân làm hai đợt theo tiến độ di dời."),
        "hoa": ("other", "Đề nghị bổ sung căn cứ pháp lý về hỗ trợ khẩn cấp, và sửa tên Điều 3."),
        "dung": ("no", "Mức hỗ trợ nên theo số nhân khẩu, không theo hộ."),
    },
)
TOURISM = Asked(
    "Quy chế phối hợp quản lý và khai thác bến thuyền du lịch trên sông Lạc",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Xin ý kiến các thành viên về dự thảo Quy chế: phân công giữa các sở và 06 xã, phường ven sông, "
    "giờ hoạt động của bến thuyền, trách nhiệm cứu hộ.",
    "tourism",
    {
        "nhung": ("yes", ""),
        "dat": ("other", "Bổ sung trách nhiệm của lực lượng công an xã trong tuần tra đường thủy ban đêm."),
        "tuan": ("yes", ""),
        "khai": ("yes", "Đề nghị mỗi bến có một điểm sơ cứu."),
    },
)
SILENT = "nghia"
"""Did not answer the first one, whatever reminder came."""
SUMMARY = (
    "Có 21 thành viên thống nhất, trong đó 02 thành viên đề nghị bổ sung; 01 thành viên không thống nhất.\n"
    "Tiếp thu: ghi rõ thời hạn hoàn thành nền tái định cư; bổ sung căn cứ pháp lý và sửa tên Điều 3.\n"
    "Giải trình: mức hỗ trợ theo hộ để chi trả được ngay; hộ đông nhân khẩu được hỗ trợ thêm theo chính sách hiện hành."
)


def play_past(stage: Stage) -> None:
    """Three weeks ago: approved, sent, answered by all but one, closed after its deadline, summarised."""
    sent = max(stage.moment(stage.local_day(-21), 8, 30), stage.player.now + timedelta(hours=1))
    deadline = stage.moment(local(sent).date() + timedelta(days=2), 17)
    slip = _sent(stage, RIVERBANK, sent, deadline)
    for place, one in enumerate(cast.MEMBERS):
        if one.key != SILENT:
            stage.player.at(sent + timedelta(hours=1, minutes=7 * place))
            _answered(stage, RIVERBANK, one.key, slip)
    for moment in (deadline - timedelta(hours=24), deadline - timedelta(hours=2), deadline):
        stage.player.at(moment)
        run_due(stage.player.house)
    stage.player.at(deadline + timedelta(hours=16))
    stage.run("yen", "slip.close", _stream(stage), slip=slip)
    stage.run("yen", "slip.summarise", _stream(stage), slip=slip, summary=SUMMARY)
    stage.run("van", "report.number", _stream(stage), slip=slip, number=431)
    stage.run("yen", "report.export", _stream(stage), slip=slip)


def play_now(stage: Stage) -> None:
    """Sent this morning, due the day after tomorrow; four have answered, one of them the other way."""
    deadline = stage.moment(stage.local_day(2) if stage.local_day(2) > stage.local_day(0) else stage.local_day(5), 17)
    slip = _sent(stage, TOURISM, stage.today - timedelta(minutes=80), deadline)
    for place, key in enumerate(TOURISM.answers):
        stage.player.at(stage.today - timedelta(minutes=70 - 9 * place))
        _answered(stage, TOURISM, key, slip)


def _stream(stage: Stage) -> str:
    return f"body:{stage.body}"


def _sent(stage: Stage, asked: Asked, sent: datetime, deadline: datetime) -> str:
    stage.player.at(sent - timedelta(minutes=20))
    told = {"title": asked.title, "proposer": asked.proposer, "text": asked.text}
    file = _file(stage, asked, stage.local_day(-21))
    slip = str(stage.run("yen", "slip.create", _stream(stage), files=[file], **told)["id"])
    stage.run("yen", "slip.submit", _stream(stage), slip=slip)
    stage.player.at(sent - timedelta(minutes=5))
    stage.run("vinh", "slip.approve", _stream(stage), slip=slip)
    stage.player.at(sent)
    stage.run("yen", "slip.send", _stream(stage), slip=slip, deadline=deadline.isoformat())
    return slip


def _file(stage: Stage, asked: Asked, day: date) -> str:
    stage.number += 3
    topic = TOPICS[asked.topic]
    made = papers.pdf(topic, day, stage.number, Path(stage.folder) / f"phieu-{topic.key}.pdf")
    name = papers.words(topic.paper, day, stage.number).replace("/", "-")
    return take_in(stage.player.house, stage.people["yen"], made, f"{name}.pdf")


def _answered(stage: Stage, asked: Asked, key: str, slip: str) -> None:
    choice, words = asked.answers.get(key, ("yes", ""))
    stage.run(key, "slip.answer", _stream(stage), slip=slip, choice=choice, words=words)
