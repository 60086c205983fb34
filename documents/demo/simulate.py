"""`python run.py simulate`: virtual members come to a meeting of the running demo, so that one person alone can chair a lively one.

They meet the house from outside only, as any client of wire.md: each signs in with the demo's password, checks in, asks for
the floor now and then, and votes. Never the chair, the desk, the hall's screen or the administrator.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from app import language
from app.language import gettext as _
from app.people.days import local
from app.settings import Settings
from documents.demo import cast
from documents.demo.crowd import Crowd
from documents.demo.device import Away, Device, Mirror, Refused
from documents.demo.player import PASSWORD
from documents.demo.words import COMING
from meetings.attendance.rules import HERE

ORDER = ("in_progress", "paused", "published")
PLAIN = "thanhvien"
"""How members are called in the plain demo (`demo --members N`)."""


def main(settings: Settings, arguments: list[str]) -> int:
    """Bring them; the exit status. Ctrl-C ends it as the meeting's end does."""
    try:
        asked = _parsed(settings, arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    with language.speaking(_of_the_terminal(settings)):
        try:
            return _simulate(asked)
        except KeyboardInterrupt:
            return 130
        except Away:
            print(_("%(address)s: máy chủ không trả lời.", address=asked.address), file=sys.stderr)
        except Refused as refusal:
            print(f"{refusal} ({refusal.code})", file=sys.stderr)
    return 1


def _parsed(settings: Settings, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py simulate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=_positive(int), default=60, help="at most so many (60)")
    parser.add_argument("--minutes", type=_positive(float), default=10.0, help="at most so long (10)")
    parser.add_argument("--meeting", help="its id; else the one of today")
    parser.add_argument("--address", default=f"http://127.0.0.1:{settings.port}", help="of the running house")
    parser.add_argument("--seed", type=int, help="the same seed: the same people do the same")
    parser.add_argument("--pace", type=_positive(float), default=1.0, help="20: they act 20 times as fast")
    parser.add_argument("--without", nargs="+", default=[], metavar="ACCOUNT", help="accounts left to people")
    asked = parser.parse_args(arguments)
    asked.address = asked.address.rstrip("/")
    return asked


class _positive:
    def __init__(self, kind: type[int] | type[float]):
        self.kind = kind

    def __call__(self, text: str) -> float:
        number = self.kind(text)
        if not 0 < number <= 9_999:
            raise argparse.ArgumentTypeError("between 0 and 9999")
        return number


def _of_the_terminal(settings: Settings) -> str:
    """Its language where that is one of ours, else the installation's."""
    told = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return told[:2] if told[:2] in language.LANGUAGES else settings.language


def _simulate(asked: argparse.Namespace) -> int:
    watcher = _watcher(asked)
    if watcher is None:
        print(_("Không có tài khoản dùng thử nào vào được %(address)s.", address=asked.address), file=sys.stderr)
        return 1
    try:
        meeting = asked.meeting or _of_today(watcher)
        if meeting is None:
            print(_("Hôm nay không có phiên họp nào đã gửi giấy mời hoặc đang họp."), file=sys.stderr)
            return 1
        return _bring(watcher, meeting, asked)
    finally:
        with contextlib.suppress(Away, Refused):
            watcher.sign_out()


def _watcher(asked: argparse.Namespace) -> Device | None:
    """Somebody who can see the meeting: of the demo with the province's people, or of the plain one."""
    for username in (cast.username(cast.MEMBERS[4].name), f"{PLAIN}1"):
        device = Device(asked.address)
        try:
            device.sign_in(username, PASSWORD)
        except Refused as refusal:
            if refusal.code != "not_signed_in":
                raise
        else:
            return device
    return None


def _of_today(watcher: Device) -> str | None:
    """The one that is going on, else the one that begins next."""
    now = datetime.now(UTC)
    span = [(now + timedelta(hours=by)).strftime("%Y-%m-%dT%H:%M:%SZ") for by in (-24, 24)]
    found = watcher.ask("GET", f"/api/meetings?from={span[0]}&to={span[1]}")["meetings"]
    open_ones = [one for one in found if one["phase"] in ORDER]
    open_ones.sort(key=lambda one: (ORDER.index(one["phase"]), one["starts_at"]))
    return str(open_ones[0]["id"]) if open_ones else None


def _bring(watcher: Device, meeting: str, asked: argparse.Namespace) -> int:
    mirror = Mirror(watcher, f"meeting:{meeting}")
    mirror.refresh()
    usernames = [name for name in _accounts(mirror) if name not in asked.without][: asked.members]
    title, starts = (mirror.one("meeting", meeting)[key] for key in ("title", "starts_at"))
    begins = local(datetime.fromisoformat(starts)).strftime("%H:%M %d/%m/%Y")
    print(_("%(title)s (%(begins)s), %(address)s", title=title, begins=begins, address=asked.address))
    if len(usernames) < asked.members:
        print(_("Chỉ có %(count)s đại biểu ảo, ít hơn %(asked)s.", count=len(usernames), asked=asked.members))
    seed = random.randrange(1000) if asked.seed is None else asked.seed
    _say(_("%(count)s đại biểu ảo sẽ đến (--seed %(seed)s). Dừng: Ctrl-C.", count=len(usernames), seed=seed))
    crowd = Crowd(watcher, meeting, usernames, seed=seed, pace=asked.pace, say=_say)
    try:
        crowd.attend(asked.minutes * 60)
    except KeyboardInterrupt:
        print()
    finally:
        print(*_summary(crowd), sep="\n", flush=True)
        crowd.leave()
    return 0


def _say(line: str) -> None:
    print(local(datetime.now(UTC)).strftime("%H:%M:%S"), line, flush=True)


def _accounts(mirror: Mirror) -> list[str]:
    """The accounts of the meeting's members, then of who goes for one of them and of its guests. A meeting tells names, not
    accounts: the province's people are known by theirs, the others by their number."""
    by_name = {one.name: one.username or cast.username(one.name) for one in cast.EVERYBODY}
    people = sorted(mirror.all("people").items(), key=lambda one: (COMING.get(one[1]["capacity"], 9), one[1]["order"]))
    stay = _staying(mirror)
    coming = [(id, form) for id, form in people if form["capacity"] in COMING]
    known = [(id, by_name[form["name"]]) for id, form in coming if form["name"] in by_name]
    if known:
        return [username for id, username in known if id not in stay]
    many = sum(form["capacity"] == "member" for form in mirror.all("people").values())
    return [f"{PLAIN}{number + 1}" for number in range(many)]


def _staying(mirror: Mirror) -> set[str]:
    """Who was given leave, or asks for it, and whoever somebody else comes for."""
    marks = mirror.all("attendance").items()
    leave = {id for id, form in marks if form.get("leave") in ("asked", "granted") and form["status"] not in HERE}
    return leave | {form["substitutes"] for form in mirror.all("people").values() if form.get("substitutes")}


def _summary(crowd: Crowd) -> Iterator[str]:
    told = crowd.told
    yield ""
    yield _("Tổng kết")
    came = _("  Điểm danh: %(came)s (đến muộn: %(late)s)", came=told.came, late=told.late)
    yield came + (_("; đã có mặt từ trước: %(count)s", count=told.here_before) if told.here_before else "")
    if crowd.not_here:
        yield _("  Không đến: %(names)s", names=", ".join(crowd.not_here))
    yield _("  Đăng ký phát biểu: %(asked)s, rút: %(withdrawn)s, được mời: %(called)s",
            asked=told.asked, withdrawn=told.withdrawn, called=len(told.called))  # fmt: skip
    yield _("  Phiếu đã gửi: %(sent)s trong %(votes)s lần biểu quyết, đổi ý: %(changed)s",
            sent=sum(told.votes.values()), votes=len(told.votes), changed=told.changed.total())  # fmt: skip
    yield _("  Không gửi phiếu: %(never)s, không kịp gửi: %(missed)s", never=told.never, missed=told.missed)
    if told.secret:
        found = {"count": len(told.secret), "ok": told.checked[True], "wrong": told.checked[False]}
        yield _("  Bỏ phiếu kín: %(count)s lần, máy xác nhận phiếu đúng: %(ok)s, không khớp: %(wrong)s", **found)
    refused = [f"{REFUSED[code]() if code in REFUSED else code} {count}" for code, count in told.refused.items()]
    yield _("  Bị từ chối: %(refused)s", refused=", ".join(refused) or "0")


REFUSED = {
    "not_signed_in": lambda: _("không đăng nhập được"),
    "not_allowed": lambda: _("không có quyền"),
    "not_found": lambda: _("không tìm thấy"),
    "conflict": lambda: _("việc đã thay đổi"),
    "not_in_progress": lambda: _("phiên họp không diễn ra"),
    "too_many": lambda: _("quá nhanh, đã gửi lại"),
    "invalid": lambda: _("không hợp lệ"),
}
