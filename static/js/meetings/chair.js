// @ts-check
/** The chair's room (screens.md 6.9): agenda, the current item and its speaker, the list, who was not heard, the bar. */

import { html } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Banner, Button, Icon, Seal, Sheet } from "../app/components.js";
import { Panel } from "../app/panels.js";
import { t, tc } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { startsIn } from "../app/until.js";
import { ChairResult, covered, openVoteControl, preparedFor, VoteCard } from "../voting/control.js";
import { lockOrUnlock, resumeMeeting, startMeeting, whoGoesOn } from "./acting.js";
import { InviteNext, NotHeard, NothingOn, openRail, Rail, Speaker, StillSpeaking, WaitingList } from "./chairparts.js";
import { openApproval, waitingPoints } from "./approval.js";
import { endMeeting } from "./ending.js";
import { adjourned, anotherDay } from "./breaks.js";
import { foretold, ms } from "./figures.js";
import { Nudge } from "./nudge.js";
import { Bands, pauseWords, RoomHeader } from "./header.js";
import { openScreens, useScannedScreen } from "./screens.js";
import { presence, QuorumBar, QuorumWords, toCheckIn } from "./attendance.js";
import { checkInLeading } from "./hallcode.js";
import { choosePlace, placeOf, PlaceSelect } from "./place.js";
import { openCourse } from "./course.js";
import { openNotify } from "./notices.js";
import { Outcomes } from "./outcomes.js";
import { OpinionsButton } from "./opinions.js";
import { pauseMeeting } from "./pausing.js";
import { mayHandOver, openHandOver } from "./presiding.js";
import { RelievedNote } from "./relieved.js";
import { openSeatList, SeatMap } from "./seats.js";
import { openSites, SitesChip, SiteStrip } from "./sites.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @param {{room: Room}} props */
export function ChairRoom({ room }) {
  useScannedScreen(room);
  const over = ["ended", "cancelled"].includes(room.phase.value);
  return html`<div class=${over ? "phong-hop chu-tri man-ct het-phien" : "phong-hop chu-tri man-ct"} inert=${covered(room)}>
    <${ChairHeader} room=${room} />
    <${Bands} room=${room}><${ChairAtTheDoor} room=${room} /><${Nudge} room=${room} /><${RelievedNote} room=${room} /></${Bands}>
    <div class="than"><${Rail} room=${room} /><${Middle} room=${room} />
      ${!over && html`<aside class="ben"><${WaitingList} room=${room} /><${NotHeard} room=${room} /></aside>`}</div>
    <${Bar} room=${room} /></div><${ChairResult} room=${room} />`;
}

/** @param {{room: Room}} props */
function ChairHeader({ room }) {
  return html`<${RoomHeader} room=${room} strip=${html`<${HeaderQuorum} room=${room} />`}>
    <${SitesChip} room=${room} /><${Button} kind="tron" class="o gon" icon="list-numbers" label=${t("Chương trình")} onPress=${() => openRail(room)} /></${RoomHeader}>`;
}

/** The denominator is always on screen: members here, of all, and the quorum's notch. @param {{room: Room}} props */
function HeaderQuorum({ room }) {
  if (!presence(room).members) return null;
  return html`<div class="ts"><${QuorumBar} room=${room} height="22px" /><${QuorumWords} room=${room} /></div>`;
}

/** The chair is on the roll, too: checked in by one tap, or by starting the meeting. @param {{room: Room}} props */
function ChairAtTheDoor({ room }) {
  if (!toCheckIn(room)) return null;
  const check = async () => {
    const result = await checkInLeading(room);
    room.toast(result.ok ? t("Đã điểm danh") : (result.error?.message ?? t("Không lưu được. Hãy thử lại.")), result.ok ? {} : { tone: "xau" });
  };
  return html`<${Banner} icon="user-circle-check" action=${html`<${Button} busy=${room.sending("attendance.check_in") > 0} disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${check}>${t("Điểm danh")}</${Button}>`}>
    ${t("Chủ trì chưa điểm danh.")}<${PlaceSelect} room=${room} id="ct-noi" quiet label=${t("Điểm danh tại")} place=${placeOf(room, "own")} onChoose=${(/** @type {string | null} */ one) => choosePlace(room, "own", one)} /></${Banner}>`;
}

// -- the middle -------------------------------------------------------------------------------------------------------

/** @param {{room: Room}} props */
function Middle({ room }) {
  const phase = room.phase.value;
  const item = room.item.value;
  if (phase === "published" || phase === "preparing") return html`<section class="giua"><${Beginning} room=${room} /><${Panel} place="room.consent" room=${room} /><${SiteStrip} room=${room} /><${SeatMap} room=${room} /></section>`;
  if (phase === "paused") return html`<section class="giua">${item && html`<${ItemLine} room=${room} />`}<${Resting} room=${room} /><${SiteStrip} room=${room} /><${SeatMap} room=${room} /></section>`;
  if (phase === "ended" || phase === "cancelled") return html`<section class="giua"><${Over} room=${room} /></section>`;
  if (!item) return html`<section class="giua"><${NothingOn} room=${room} /><${Panel} place="room.consent" room=${room} /><${SeatMap} room=${room} /></section>`;
  return html`<section class="giua"><${ItemLine} room=${room} /><${Panel} place="room.presenting" room=${room} />
    ${room.vote.value || unannounced(room) ? html`<${VoteCard} room=${room}><${StillSpeaking} room=${room} /></${VoteCard}>` : html`<${Speaker} room=${room} /><${InviteNext} room=${room} />`}
    <div class=${room.floor.value ? "kq-va-noi chung" : "kq-va-noi"}><${Panel} place="room.item.results" room=${room} item=${item} brief=${Boolean(room.floor.value)} onOpen=${(/** @type {string} */ vote) => openVoteControl(room, { vote })} />
      <${SiteStrip} room=${room} /></div><${SeatMap} room=${room} /></section>`;
}

/** @param {Room} room */
function unannounced(room) {
  return room.votes.value.some((one) => one.state === "closed" && one.item === room.meeting.value?.item);
}

/** @param {{room: Room}} props */
function ItemLine({ room }) {
  const item = room.item.value;
  if (!item) return null;
  const papers = room.papers.value.some((one) => one.item === item.id);
  return html`<div class="muc"><${Seal} n=${room.order(item.id)} state="current" /><div><h1>${unbroken(item.title)}</h1></div>
    <div class="hang g2 wrap ben-muc"><${OpinionsButton} room=${room} item=${item} />
    ${papers && html`<${Button} icon="files" onPress=${() => openPapers(room, item)}>${t("Tài liệu")}</${Button}>`}</div></div>`;
}

/** @param {Room} room @param {import("../app/types.js").Item} item */
function openPapers(room, item) {
  room.sheet((close) => html`<${Sheet} title=${t("Tài liệu nội dung %(n)s", { n: room.order(item.id) })} onClose=${close}>
    <${Panel} place="room.item.papers" room=${room} item=${item} />
    <div class="chan-to"><${Button} onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`);
}

/** @param {{room: Room}} props */
function Beginning({ room }) {
  const meeting = /** @type {import("../app/types.js").Meeting} */ (room.meeting.value);
  const early = ms(meeting.starts_at) > room.second.value;
  const { present, needed, met } = meeting.quorum;
  return html`<div class="the dem vao"><p class="phu vua">${early ? startsIn(ms(meeting.starts_at) - room.second.value) : t("Theo giấy mời %(time)s", { time: hhmm(meeting.starts_at) })}</p>
    <h1>${unbroken(meeting.title)}</h1>
    <p class="phu">${met ? t("Có mặt %(present)s người, đủ túc số %(needed)s.", { present, needed }) : t("Có mặt %(present)s người, chưa đủ túc số %(needed)s.", { present, needed })}</p>
    <${Button} kind="son" class="moi" icon="play-fill" disabled=${!room.connected.value} why=${t("Cần có mạng")} busy=${room.sending("meeting.start") > 0} onPress=${() => startMeeting(room)}>
      <span><b>${t("Bắt đầu phiên họp")}</b></span></${Button}></div>`;
}

/** @param {{room: Room}} props */
function Resting({ room }) {
  const name = whoGoesOn(room);
  const until = room.meeting.value?.until;
  const overnight = Boolean(until && adjourned(until, room.minute.value));
  return html`<div class="the dem vao"><h2>${pauseWords(room.meeting.value)}</h2><p class="phu">${t("Danh sách phát biểu được giữ nguyên.")}</p>
    <${Button} kind="son" class="moi" icon="play-fill" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${() => resumeMeeting(room)}>
      <span><b>${t("Họp tiếp")}</b>${name && html`<span>${overnight ? t("trong hôm nay: %(name)s nói tiếp", { name }) : t("%(name)s nói tiếp", { name })}</span>`}</span></${Button}></div>`;
}

/** @param {{room: Room}} props */
function Over({ room }) {
  const open = (/** @type {string} */ vote) => openVoteControl(room, { vote });
  const whole = room.votes.value.filter((one) => one.state === "announced" && !one.item);
  return html`<div class="the dem vao"><h1>${room.meeting.value?.title}</h1>
    <p class="phu">${t("Kết luận, kết quả biểu quyết và biên bản nằm ở trang cuộc họp.")}</p>
    <div class="hang wrap"><a class="nut chinh" href=${room.home}><${Icon} name="file-text" />${t("Về trang cuộc họp")}</a>
      ${whole.map((vote) => html`<${Button} key=${vote.id} onPress=${() => open(vote.id)}>${t("Kết quả biểu quyết")}</${Button}>`)}</div></div>
    <section class="da-xong" aria-label=${t("Kết quả từng nội dung")}><${Outcomes} room=${room} onOpen=${open} /></section>`;
}

// -- the bar ----------------------------------------------------------------------------------------------------------

/** @param {{room: Room}} props */
function Bar({ room }) {
  const item = room.item.value;
  const live = room.phase.value === "in_progress";
  const waiting = waitingPoints(room).length;
  const over = ["ended", "cancelled"].includes(room.phase.value);
  const notNow = room.phase.value === "paused" ? t("Đang tạm nghỉ") : t("Chưa họp");
  // A vote that a break has caught open can be closed in the break.
  const voteWhy = room.vote.value ? "" : !live ? notNow : !item ? t("Chưa vào nội dung nào") : "";
  if (over) return html`<footer class="day-nut">${waiting > 0 && html`<${Button} icon="gavel" onPress=${() => openApproval(room, null)}>${t("Kết luận chờ duyệt")} <span class="dem-so">${waiting}</span></${Button}>`}
    <${Button} icon="dots-three" onPress=${() => openMore(room)}>${tc("menu", "Thêm")}</${Button}></footer>`;
  const breakWhy = !live ? notNow : !room.connected.value ? t("Cần có mạng") : "";
  return html`<footer class="day-nut"><${VoteButton} room=${room} item=${item} why=${voteWhy} />
    <${Button} icon="gavel" disabled=${!item && waiting === 0} why=${live ? t("Chưa vào nội dung nào") : notNow} onPress=${() => openApproval(room, item)}>${tc("act", "Kết luận")}${waiting > 0 && html` <span class="dem-so">${waiting}</span>`}</${Button}>
    <span class="an-dt"><${Button} icon="pause" disabled=${breakWhy !== ""} why=${breakWhy} onPress=${() => pauseMeeting(room)}>${tc("act", "Tạm nghỉ")}</${Button}></span>
    <span class="day"></span><${Projection} room=${room} />
    <${Button} icon="dots-three" onPress=${() => openMore(room)}>${tc("menu", "Thêm")}</${Button}></footer>`;
}

/** @param {{room: Room, item: import("../app/types.js").Item | null, why: string}} props */
function VoteButton({ room, item, why }) {
  const open = room.vote.value;
  const waits = why || open || unannounced(room) ? 0 : preparedFor(room.votes.value, item?.id ?? null).length;
  const words = open ? t("Đang biểu quyết") : unannounced(room) ? t("Kết quả biểu quyết") : t("Mở biểu quyết");
  return html`<${Button} kind="chinh" icon="check-square-offset" disabled=${why !== ""} why=${why} onPress=${() => openVoteControl(room, { vote: open?.id, item: item?.id })}>${words}${waits > 0 && html` <span class="dem-so">${waits}</span>`}</${Button}>`;
}

/** @param {{room: Room}} props */
function Projection({ room }) {
  const meeting = room.meeting.value;
  if (!meeting || meeting.phase === "ended" || meeting.phase === "cancelled") return null;
  // Of a meeting that goes on another day the rest of the day says nothing.
  if (meeting.phase === "paused" && meeting.until && adjourned(meeting.until, room.minute.value)) return null;
  const table = foretold(room.items.value, meeting, room.second.value);
  return html`<span class="phu nho du-kien">${!anotherDay(meeting.starts_at, room.minute.value) && html`${t("giấy mời đến %(time)s", { time: hhmm(table.planned) })} · `}<b class="dam">${t("dự kiến xong %(time)s", { time: hhmm(table.end) })}</b></span>`;
}

/** @param {Room} room */
function openMore(room) {
  room.sheet((close) => html`<${More} room=${room} onClose=${close} />`);
}

/** Closing the meeting stands apart from what is often pressed. @param {{room: Room, onClose: () => void}} props */
function More({ room, onClose }) {
  const item = room.item.value;
  const phase = room.phase.value;
  const then = (/** @type {() => any} */ act) => () => { onClose(); act(); };
  const can = phase === "in_progress" || phase === "paused";
  const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
  return html`<${Sheet} title=${tc("menu", "Thêm")} onClose=${onClose}><div class="cot viec">
    ${phase === "in_progress" && html`<${Button} icon="pause" class="day-du trai" ...${offline} onPress=${then(() => pauseMeeting(room))}>${tc("act", "Tạm nghỉ")}</${Button}>`}
    ${item && html`<${Button} icon=${item.queue === "locked" ? "lock-simple-open" : "lock-simple"} class="day-du trai" ...${offline} onPress=${then(() => lockOrUnlock(room, item))}>${item.queue === "locked" ? t("Cho đăng ký phát biểu tiếp") : t("Khóa danh sách phát biểu")}</${Button}>`}
    <${Button} icon="monitor" class="day-du trai" onPress=${then(() => openScreens(room))}>${t("Màn chiếu")}</${Button}>
    ${room.may("notice.send") && !["ended", "cancelled"].includes(phase) && html`<${Button} icon="megaphone" class="day-du trai" ...${offline} onPress=${then(() => openNotify(room))}>${t("Gửi thông báo")}</${Button}>`}
    ${mayHandOver(room) && html`<${Button} icon="user-switch" class="day-du trai" ...${offline} onPress=${then(() => openHandOver(room))}>${t("Giao điều hành")}</${Button}>`}
    ${room.sites.value.length > 0 && html`<${Button} icon="map-pin" class="day-du trai" onPress=${then(() => openSites(room))}>${t("Các điểm cầu")}</${Button}>`}
    <${Button} icon="clock-counter-clockwise" class="day-du trai" onPress=${then(() => openCourse(room, (vote) => openVoteControl(room, { vote })))}>${t("Diễn biến")}</${Button}>
    <${Button} icon="chair" class="day-du trai" onPress=${then(() => openSeatList(room))}>${t("Danh sách chỗ ngồi")}</${Button}>
    <a class="nut day-du trai" href=${room.home}><${Icon} name="house" />${t("Trang cuộc họp")}</a>
    ${can && html`<hr class="ke" /><${Button} icon="flag-checkered" kind="nguy" class="day-du trai" ...${offline} onPress=${then(() => endMeeting(room))}>${t("Bế mạc")}</${Button}>`}
    </div><div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}
