"""The sentences of official minutes about votes and their results: every number, the verdict, who stands for it."""

from __future__ import annotations

from typing import Any

from documents.official.forms.parts import padded
from documents.official.values_rules import Happened, Voted
from documents.official.wording_rules import sentence
from voting.ruling.facts import OPTIONS, Fact, label_of, option_label

UNSENT = {
    "not_cast": "Không gửi phiếu",
    "absent": "Vắng khi mở biểu quyết",
    "no_vote": "Không tham gia biểu quyết",
}
"""Why somebody of the roll has no ballot: together those who are counted as "chưa biểu quyết"."""
VERDICTS = {
    "passed": "Nội dung được thông qua.",
    "not_passed": "Nội dung không được thông qua.",
    "void": "Kết quả không có giá trị do không đủ túc số.",
    "tie": "Hai bên bằng nhau, chủ trì quyết định.",
    "none": "",
}

VERDICTS_ALONE = {"passed": "Người được đưa ra bầu trúng cử.", "not_passed": "Người được đưa ra bầu không trúng cử."}
"""Of one candidate, for or against."""


def vote(voted: Voted) -> str:
    """The question, every number, the verdict."""
    what = {"election": "Bầu", "confidence": "Lấy phiếu tín nhiệm"}.get(voted.kind, "Biểu quyết")
    about = f"{what} {_way(voted)}"
    question = voted.question.strip().rstrip(".?")
    if voted.state == "cancelled":
        return sentence(f"{about} về “{question}” đã bị hủy, lý do: {voted.reason or 'không nêu'}")
    text = f"{about} về “{question}”: {numbers(voted)}."
    if voted.opening_reason:
        text += " " + sentence(f"Biểu quyết được mở khi chưa đủ túc số, lý do: {voted.opening_reason}")
    if voted.said and voted.verdict != "none":
        text += " " + voted.said
    else:
        if voted.chosen and voted.verdict in ("passed", "none"):
            text += f" Được chọn: {', '.join(voted.chosen)}."
        verdicts = VERDICTS | VERDICTS_ALONE if voted.alone else VERDICTS
        if verdicts.get(voted.verdict):
            text += " " + verdicts[voted.verdict]
    if voted.rule:
        text += " " + voted.rule
    if voted.words:
        text += " " + sentence(f"Ý kiến khác: {'; '.join(map(_opinion, voted.words))}")
    if voted.by_hand:
        text += " " + counted_by_hand(voted)
    text = " ".join((text, *voted.checked))
    if voted.state == "annulled":
        text += " " + sentence(f"Kết quả này đã bị hủy, lý do: {voted.reason or 'không nêu'}")
    return text


def _way(voted: Voted) -> str:
    if voted.by_hand == "hands":
        return "bằng hình thức giơ tay"
    if voted.by_hand == "paper":
        return "bằng bỏ phiếu kín, phiếu giấy" if voted.secret else "bằng phiếu giấy"
    return f"bằng bỏ phiếu kín{voted.level and f' (mức bảo đảm {voted.level})'}" if voted.secret else "công khai"


def counted_by_hand(voted: Voted) -> str:
    """That the figures were typed in, and who stands for them."""
    said = "Kết quả nhập tay, mức P" if voted.secret else "Kết quả nhập tay"
    if len(voted.counted_by) == 2:
        first, second = voted.counted_by
        together = (
            f"{first} và {second} nhập độc lập, khớp nhau" if voted.secret else f"{first} nhập, {second} xác nhận"
        )
        said += f": {together}"
    elif voted.counted_by:
        said += f": {', '.join(voted.counted_by)} nhập độc lập, khớp nhau"
    return said + "."


def checked(stage: str, confirmed: int, devices: int, disputes: int) -> tuple[str, ...]:
    """What the devices of the voters said of a secret result, in sentences; nothing of a box that was never opened."""
    found = f"{disputes:02d} thiết bị báo phiếu không khớp."
    if stage == "checking":
        return ("Kết quả chưa chốt: các máy đang tự kiểm tra phiếu của mình.",)
    if stage == "disputed":
        return (f"Kết quả chưa chốt: {found}",)
    if stage == "ended":
        return (f"Trước khi kết quả bị hủy, {found}",) if disputes else ()
    if stage != "final":
        return ()
    silent = devices - confirmed
    rest = f"; {silent:02d} thiết bị không xác nhận trong thời gian quy định" if silent > 0 else ""
    agreed = f"{confirmed:02d}/{devices:02d} thiết bị của người bỏ phiếu xác nhận phiếu đã được tính đúng{rest}."
    return (agreed, f"Sau khi kết quả đã chốt, {found}") if disputes else (agreed,)


def _opinion(told: tuple[str, str]) -> str:
    who, words = told
    return f"{who}: {words.strip().rstrip('.')}" if who else words.strip().rstrip(".")


def numbers(voted: Voted) -> str:
    """Every figure of the result: always all of them."""
    told = ((label_of(fact, voted.kind), fact) for fact in voted.facts)
    return ", ".join(
        f"{label if fact.option and named(fact) else _small(label)} {padded(fact.n)}" for label, fact in told
    )


def named(fact: Fact) -> bool:
    """A name or an option of its own, written as it was put."""
    return fact.name not in OPTIONS


def adds_up(voted: Voted) -> bool:
    """Whether the counts make up what was cast, and nobody cast who wasn't there."""
    if voted.state == "cancelled":
        return True
    named = sum(count for _option, count in voted.counts)
    valid = voted.cast - voted.invalid
    return valid <= named <= valid * voted.most and voted.cast <= voted.present <= voted.members


def ballot_lists(happened: Happened) -> list[dict[str, Any]]:
    """Of each open vote by name: what was asked, and who chose what. What nobody chose is left out."""
    return [
        {
            "title": f"Biểu quyết về “{voted.question.strip().rstrip('.?')}”",
            "groups": [
                {
                    "label": f"{UNSENT.get(option) or option_label(option, voted.kind)} ({padded(len(names))})",
                    "names": list(names),
                }
                for option, names in voted.names
                if names
            ],
        }
        for voted in happened.votes
        if voted.names
    ]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
