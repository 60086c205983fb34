"""The sentences of official minutes. Always Vietnamese, never translated: papers of the State are in one language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from documents.official.forms.parts import official_date, official_time, padded
from documents.official.values_rules import Attendee, Conclusion, Happened, Item, OnDay, Renewed, Spoken, Written

MISSING = "(chưa có tóm tắt ý kiến)"
LISTED = 10
"""So many absent are named in the text; beyond that the list attached names them."""


def moment(at: datetime) -> str:
    return f"{official_time(at)}, {official_date(at.date())}"


def clock(at: datetime) -> str:
    return f"{padded(at.hour)} giờ {padded(at.minute)}"


def clock_of(at: datetime, told: date) -> str:
    """The same, with its day where that is another than the one told last."""
    return clock(at) if at.date() == told else f"{clock(at)}, {official_date(at.date())}"


def short_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def sentence(text: str) -> str:
    """One that ends as a sentence does."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."


def named(name: str, office: str) -> str:
    return f"{name}, {office}" if office else name


# -- the opening lines ------------------------------------------------------------------------------------------------


def opening(kind: str, happened: Happened) -> str:
    """One of the opening lines; empty where there is nothing to say (nobody absent)."""
    return _OPENING[kind](happened)


def _title(happened: Happened) -> str:
    return happened.title


def _start(happened: Happened) -> str:
    return f"Thời gian bắt đầu: {moment(happened.started_at)}."


def _place(happened: Happened) -> str:
    place = sentence(f"Địa điểm: {happened.place or '......'}")
    if not happened.sites:
        return place
    return f"{place} Các điểm cầu: {', '.join(happened.sites)}."


def _attendance(happened: Happened) -> str:
    """Counts of the whole body, never of those present alone; day by day, where there were several."""
    if not happened.days:
        return f"Thành phần tham dự: {_counts(happened.attendees, happened.body_name)} (danh sách kèm theo)."
    told = [
        f"{_upper(official_date(day))}: {_counts(_those_of(happened, day), happened.body_name)}."
        for day in happened.days
    ]
    return f"Thành phần tham dự (danh sách kèm theo). {' '.join(told)}"


def _those_of(happened: Happened, day: date) -> list[Attendee]:
    """Everybody as they were on one day."""
    return [
        replace(a, on_roll=one.on_roll, here=one.here, online=one.online, reason=one.reason)
        for a in happened.attendees
        for one in a.days
        if one.day == day
    ]


def _counts(attendees: Sequence[Attendee], body: str) -> str:
    roll = [a for a in attendees if a.on_roll]
    here = [a for a in roll if a.here]
    text = f"{padded(len(here))}/{padded(len(roll))} thành viên {body}"
    online = sum(a.online for a in here)
    if online:
        text += f" (trong đó {padded(online)} dự trực tuyến)"
    guests = sum(a.here for a in attendees if a.capacity == "guest")
    if guests:
        text += f"; {padded(guests)} khách mời"
    absent = [a for a in roll if not a.here]
    text += f". Vắng {padded(len(absent))}" if absent else ". Không có thành viên vắng mặt"
    replaced = sum(bool(a.substitute) for a in absent)
    if replaced:
        text += f", trong đó {padded(replaced)} có người dự thay"
    return text


def _absent(happened: Happened) -> str:
    if not happened.days:
        away = _away(happened.attendees)
        return f"Vắng mặt: {away}." if away else ""
    told = [(day, _away(_those_of(happened, day))) for day in happened.days]
    return " ".join(f"Vắng mặt ngày {short_date(day)}: {away}." for day, away in told if away)


def _away(attendees: Sequence[Attendee]) -> str:
    absent = [a for a in attendees if a.on_roll and not a.here]
    return "" if len(absent) > LISTED else "; ".join(absence(a) for a in absent)


def absence(attendee: Attendee) -> str:
    """Who is away, why, and who came instead."""
    told = [f"lý do: {attendee.reason.strip().rstrip('.')}" if attendee.reason.strip() else "không báo lý do"]
    if attendee.substitute:
        told.append(f"{attendee.substitute} dự thay")
    return f"{named(attendee.name, attendee.office)} ({'; '.join(told)})"


def _leading(label: str, capacity: str) -> Callable[[Happened], str]:
    def line(happened: Happened) -> str:
        """The person or persons in a capacity; those who came if any did."""
        all_ = [a for a in happened.attendees if a.capacity == capacity]
        found = [a for a in all_ if a.here] or all_
        who = "; ".join(named(a.name, a.office) for a in found)
        return sentence(f"{label}: {who or '......'}")

    return line


def _chair(happened: Happened) -> str:
    """Who presided; where several did in turn, each with their time."""
    if len(happened.presided) < 2:
        return _leading("Chủ trì", "chair")(happened)
    days = happened.started_at.date() != happened.ended_at.date()
    told = [
        f"{named(one.name, one.office)} (từ {_at(one.begin, days)} đến {_at(one.end, days)})"
        for one in happened.presided
    ]
    return sentence(f"Chủ trì: {'; '.join(told)}")


def _at(at: datetime, days: bool) -> str:
    """The time; of a meeting that goes over midnight with its day."""
    return f"{clock(at)}, {official_date(at.date())}" if days else clock(at)


def _content(_happened: Happened) -> str:
    return "Nội dung (theo diễn biến):"


_OPENING: dict[str, Callable[[Happened], str]] = {
    "title": _title,
    "start": _start,
    "place": _place,
    "attendance": _attendance,
    "absent": _absent,
    "chair": _chair,
    "secretary": _leading("Thư ký", "secretary"),
    "content": _content,
}

# -- the course of events ---------------------------------------------------------------------------------------------


def item_title(number: int, item: Item) -> str:
    return f"{number}. {item.title.strip()}"


def untaken() -> str:
    return "Nội dung này chưa được xem xét tại cuộc họp."


def adopted(at: datetime, others: int, present: int, members: int, needed: int) -> str:
    """A consent item that nobody opposed."""
    together = f" cùng lúc với {padded(others)} nội dung khác" if others else ""
    here = f"có mặt {padded(present)} trên tổng số {padded(members)} thành viên, túc số {padded(needed)}"
    return f"Không thành viên nào có ý kiến khác. Lúc {clock(at)}, chủ trì tuyên bố thông qua{together} ({here})."


def adoption_annulled(at: datetime, reason: str) -> str:
    return sentence(f"Việc thông qua này đã bị chủ trì hủy lúc {clock(at)}, lý do: {reason or 'không nêu'}")


def taken_out() -> str:
    """It may have been discussed after, or not been reached."""
    return "Nội dung này không thông qua chung, vì có thành viên có ý kiến khác hoặc muốn phát biểu."


def presented(item: Item, speeches: int) -> str:
    """Who presented what, and how many spoke on it; that nobody did is said too, so that no item is a bare heading."""
    parts = []
    if item.presenter and item.papers:
        parts.append(f"{item.presenter} trình bày: {'; '.join(item.papers)}.")
    elif item.presenter:
        parts.append(f"{item.presenter} trình bày nội dung.")
    elif item.papers:
        parts.append(f"Tài liệu: {'; '.join(item.papers)}.")
    if speeches:
        parts.append(f"Có {padded(speeches)} ý kiến phát biểu:")
    elif parts:
        parts.append("Không có ý kiến phát biểu.")
    else:
        parts.append("Nội dung này được đưa ra xem xét, không có ý kiến phát biểu.")
    return " ".join(parts)


SPOKE = {"speech": "", "question": " chất vấn", "point_of_order": " có ý kiến về cách điều hành", "reply": " đáp lời"}


def speech(spoken: Spoken) -> str:
    """Who spoke, and the record of it; the gap is said where there is none."""
    who = named(spoken.name, spoken.office) + SPOKE.get(spoken.kind, "")
    if spoken.to:
        who += f" {spoken.to}"
    if not spoken.text.strip():
        return f"{who}: {MISSING}."
    return f"{who}: {sentence(spoken.text)}"


def written(opinion: Written) -> str:
    """A written opinion, and what was answered."""
    text = f"Ý kiến bằng văn bản của {named(opinion.name, opinion.office)}: {sentence(_one_line(opinion.text))}"
    return f"{text} Trả lời: {sentence(_one_line(opinion.answer))}" if opinion.answer.strip() else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def conclusion(concluded: Conclusion, place: int | None) -> str:
    """The conclusion with who does it until when."""
    label = "Kết luận" if place is None else f"Kết luận {place}"
    text = f"{label}: {sentence(concluded.text)}"
    until = f"trước ngày {short_date(concluded.due)}" if concluded.due else ""
    if concluded.assignee and until:
        return f"{text} Giao {concluded.assignee} thực hiện, hoàn thành {until}."
    if concluded.assignee:
        return f"{text} Giao {concluded.assignee} thực hiện."
    return f"{text} Hoàn thành {until}." if until else text


def paused(begin: datetime, end: datetime | None, told: date) -> str:
    """A pause, or an adjournment to another day. `told`: the day told last."""
    if end is None:
        return f"Cuộc họp tạm nghỉ từ {clock_of(begin, told)}."
    if end.date() != begin.date():
        return f"Cuộc họp tạm dừng lúc {clock(begin)}, {official_date(begin.date())} và họp tiếp vào {moment(end)}."
    return f"Cuộc họp tạm nghỉ từ {clock(begin)} đến {clock_of(end, told)}."


def handed_over(at: datetime, told: date, former: str, new: str) -> str:
    """Somebody else presides from here on."""
    giving = f"{former} giao quyền điều hành cho {new}" if former else f"{new} điều hành cuộc họp"
    if not new:
        giving = f"{former} thôi điều hành cuộc họp"
    return f"Từ {clock_of(at, told)}, {giving}."


def quorum_turned(at: datetime, told: date, met: bool, present: int, needed: int) -> str:
    """The quorum lost, or met again."""
    since = clock_of(at, told)
    if met:
        return f"Từ {since}, có mặt {padded(present)} thành viên, đủ túc số {padded(needed)}."
    return f"Từ {since}, còn {padded(present)} thành viên có mặt, không đủ túc số {padded(needed)}."


def roll_renewed(roll: Renewed) -> str:
    """Another roll from a later day on; of many who came or went, how many."""
    changed = [
        f"{label} {'; '.join(names) if len(names) <= LISTED else f'{padded(len(names))} thành viên'}"
        for label, names in (("thêm", roll.came), ("thôi là thành viên:", roll.went))
        if names
    ]
    return f"Từ {moment(roll.at)}, tổng số thành viên là {padded(roll.members)} người ({'; '.join(changed)})."


def closing(happened: Happened) -> str:
    """The last line, with the sign that ends an official text."""
    what = {"conference": "Hội nghị"}.get(happened.kind, "Cuộc họp")
    return f"{what} kết thúc vào {moment(happened.ended_at)}./."


# -- the list attached ------------------------------------------------------------------------------------------------

CAPACITY_WORDS = {
    "chair": "Chủ trì",
    "secretary": "Thư ký",
    "member": "Thành viên",
    "guest": "Khách mời",
    "substitute": "Dự thay",
}


def attendance_list(attendees: Sequence[Attendee]) -> list[dict[str, str]]:
    """The rows of "danh sách kèm theo": name, office, capacity, what is to be said of their presence."""
    return [
        {
            "name": a.name,
            "office": a.office,
            "capacity": CAPACITY_WORDS.get(a.capacity, "") + (f" {a.for_name}" if a.for_name else "") + _days(a),
            "presence": presence(a),
        }
        for a in attendees
    ]


def _days(attendee: Attendee) -> str:
    """Of somebody who was so on some days of the meeting only."""
    told = [f"từ ngày {short_date(attendee.since)}"] if attendee.since else []
    told += [f"đến trước ngày {short_date(attendee.former_since)}"] if attendee.former_since else []
    return f" ({', '.join(told)})" if told else ""


def presence(attendee: Attendee) -> str:
    """Có mặt, trực tuyến or vắng, with lateness, leaving early and reasons."""
    if attendee.days:
        return " ".join(f"Ngày {short_date(one.day)}: {_lower(_presence(one))}." for one in attendee.days)
    return _presence(attendee)


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _presence(one: Attendee | OnDay) -> str:
    if not one.here:
        told = ["Vắng", one.reason.strip().rstrip(".")]
        return "; ".join(filter(None, told))
    told = ["Trực tuyến" if one.online else "Có mặt"]
    if one.arrived_late:
        told.append(f"đến lúc {clock(one.arrived_late)}")
    if one.left_early:
        told.append(f"rời họp lúc {clock(one.left_early)}")
    return ", ".join(told)
