// @ts-check
/** The room as a member, a guest or a substitute sees it (screens.md 6.8). */

import { html, useComputed, useEffect, useLayoutEffect, useRef, useSignal, useState } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Banner, Button, Empty, Icon, Sheet } from "../app/components.js";
import { moved } from "../app/covering.js";
import { Panel } from "../app/panels.js";
import { startsIn } from "../app/until.js";
import { t, tc } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { AgendaRail, ItemHead } from "./agenda.js";
import { myRequest, register, withdraw } from "./asking.js";
import { CheckInPlace, QuorumStrip, amHere, toCheckIn } from "./attendance.js";
import { Called } from "./called.js";
import { Declined } from "./declined.js";
import { gistWords, openGist } from "./gist.js";
import { Banners, RoomHeader } from "./header.js";
import { Happened } from "./course.js";
import { MySite } from "./sites.js";
import { FloorHere } from "./sitefloor.js";
import { ItemOutcome, Outcomes } from "./outcomes.js";
import { MyOpinions, WriteButton } from "./opinions.js";
import { presented } from "./scene.js";
import { MyPlace, myPlace, Queue, SpeakerCard } from "./speaking.js";
import { OwnLanes } from "./lanes.js";
import { RelievedMe, relieved } from "./relieved.js";
import { Lapsed, whyNobody } from "./stillwaiting.js";
import { AskReply, interrupted, MyInterruption } from "./reply.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Item} Item */

/** @param {{room: Room}} props */
export function MemberRoom({ room }) {
  const picked = useSignal(/** @type {string | null} */ (null));
  const current = room.meeting.value?.item ?? null;
  /** @param {Item} item */
  const pick = (item) => {
    picked.value = item.id === current || item.id === picked.value ? null : item.id;
    room.sheet(null);
  };
  const following = useSignal(false);
  const Follow = useSignal(/** @type {any} */ (null));
  const follow = async () => {
    const page = presented(room);
    if (page) return location.assign(`/read/${page.paper}?version=${page.version}&follow=1`); // as large as one likes, turned by who presents
    Follow.value ??= (await import("./projector.js")).FollowScreen;
    following.value = true;
    return undefined;
  };
  const ended = room.phase.value === "ended";
  const idle = ["ended", "cancelled"].includes(room.phase.value) || invitedToNothing(room);
  useEffect(() => {
    picked.value = null;
    if (ended) toTheTop();
  }, [ended]);
  const shown = room.one("items", picked.value) ?? room.item.value;
  const openAgenda = () =>
    room.sheet((close) => html`<${Sheet} title=${t("Chương trình")} onClose=${close} wide><div class="man-tv-to"><${AgendaRail} room=${room} onPick=${pick} picked=${shown?.id} heading=${false} /></div><div class="chan-to"><${Button} large onPress=${close}>${t("Đóng")}</${Button}></div></${Sheet}>`);
  return html`<div class="man-tv">
    <${RoomHeader} room=${room}><${Button} kind="tron" class="o chi-dt" icon="list-numbers" label=${t("Chương trình họp")} onPress=${openAgenda} /></${RoomHeader}>
    <${Banners} room=${room} />
    <div class="than">
      <${AgendaRail} room=${room} onPick=${pick} picked=${picked.value} />
      <div class="giua cuon" data-home="" tabindex="0" role="region" aria-label=${t("Nội dung")}><${Middle} room=${room} item=${shown} away=${Boolean(picked.value) && picked.value !== current} onBack=${() => (picked.value = null)} /></div>
      <aside class="ben cuon" tabindex="0" aria-label=${t("Phát biểu")}>${!ended && !uninvited(room) && html`<h2>${t("Danh sách phát biểu")}</h2><${Queue} room=${room} /><${OwnLanes} room=${room} />`}
        <h2 class=${ended ? "" : "cach"}>${t("Diễn biến")}</h2><${Happened} room=${room} limit=${8} /></aside>
    </div>
    ${!idle && html`<${ActionBar} room=${room} item=${shown} onFollow=${follow} />`}
    ${Follow.value && following.value && html`<${Follow.value} room=${room} onClose=${() => (following.value = false)} />`}
  </div>`;
}

/** A guest who is not asked to what is being discussed hears nothing of who speaks to it. @param {Room} room */
const uninvited = (room) => room.me.capacity === "guest" && room.phase.value === "in_progress" && !room.item.value;

/** What comes after a meeting is another screen: it is read from its beginning, also by whom a sheet or the bar had until now. */
function toTheTop() {
  const up = () => {
    for (const part of document.querySelectorAll(".man-tv > .than > *")) part.scrollTop = 0;
    scrollTo(0, 0);
  };
  up();
  setTimeout(() => {
    const [body, home] = [document.querySelector(".man-tv > .than"), /** @type {HTMLElement | null} */ (document.querySelector(".man-tv [data-home]"))];
    if (!body?.contains(document.activeElement) || home?.contains(document.activeElement)) return;
    home?.focus({ preventScroll: true });
    up();
  }, 100);
}

/** @param {{room: Room, item: Item | null, away: boolean, onBack: () => void}} props */
function Middle({ room, item, away, onBack }) {
  const phase = room.phase.value;
  const called = room.floor.value?.person === room.me.person;
  useLayoutEffect(() => {
    const here = document.querySelector(".man-tv .giua");
    if (called && here) moved([here]); // the band has pushed the item down
    const written = document.activeElement;
    if (called && here?.contains(written) && written?.matches("textarea, input")) written.scrollIntoView({ block: "nearest" }); // what one writes is not under the band
  }, [called]);
  return html`
    <${Capacity} room=${room} /><${RelievedMe} room=${room} />
    <${Panel} place="room.no_ballot" room=${room} />
    <${FloorHere} room=${room} />
    <${Declined} room=${room} /><${Lapsed} room=${room} />
    ${!invitedToNothing(room) && html`<${CheckInPlace} room=${room} />`}
    <${MySite} room=${room} />
    ${away && html`<div class="ve-nay"><${Button} icon="arrow-left" onPress=${onBack}>${room.item.value ? t("Về nội dung đang họp") : phase === "ended" ? t("Về kết quả phiên họp") : t("Về phiên họp")}</${Button}></div>`}
    ${phase === "ended" && !away ? html`<${Ended} room=${room} />` : item ? html`<${ItemView} key=${item.id} room=${room} item=${item} />` : html`<${NoItem} room=${room} /><${Panel} place="room.consent" room=${room} />`}`;
}

/** Who left the body in the middle of the meeting and whom nobody has asked to an item: there is nothing for them to do here. @param {Room} room */
export function invitedToNothing(room) {
  return Boolean(room.one("people", room.me.person)?.former) && room.me.capacity === "guest" && room.items.value.length === 0;
}

/** What a guest or a substitute may not do is said before they look for it. @param {{room: Room}} props */
function Capacity({ room }) {
  const mine = room.one("people", room.me.person);
  if (invitedToNothing(room)) return html`<${Banner} icon="identification-card">${t("Không còn là thành viên cơ quan.")}</${Banner}>`;
  if (mine?.former) return html`<${Banner} icon="identification-card">${t("Không còn là thành viên cơ quan: xem và phát biểu ở nội dung được mời, không biểu quyết.")}</${Banner}>`;
  if (mine?.capacity === "guest") return html`<${Banner} icon="identification-card">${t("Khách mời: xem và phát biểu ở nội dung được mời, không biểu quyết.")}</${Banner}>`;
  if (mine?.capacity !== "substitute" || relieved(room, room.me.person)) return null;
  const name = room.name(mine.substitutes);
  return html`<${Banner} icon="user-switch">${t("Dự thay %(name)s: được phát biểu, không biểu quyết.", { name })}</${Banner}>`;
}

/** @param {{room: Room, item: Item}} props */
function ItemView({ room, item }) {
  const floor = room.floor.value;
  const mine = floor?.person === room.me.person;
  return html`<${ItemHead} room=${room} item=${item} /><${Panel} place="room.presenting" room=${room} />
    <${Panel} place="room.item.papers" room=${room} item=${item} />
    ${floor && floor.item === item.id && !mine ? html`<${SpeakerCard} room=${room}><${AskReply} room=${room} /></${SpeakerCard}>` : null}
    <${ItemOutcome} room=${room} item=${item} />
    <${MyOpinions} room=${room} item=${item} /><${Panel} place="room.consent" room=${room} />
    <${Panel} place="room.item.notes" room=${room} item=${item} />`;
}

/** Before the first item, between items, and where a guest is invited to nothing just now. @param {{room: Room}} props */
function NoItem({ room }) {
  const meeting = room.meeting.value;
  if (!meeting) return null;
  if (meeting.phase === "published") return html`<${NotStarted} room=${room} meeting=${meeting} />`;
  const title = html`<h1 class="an">${meeting.title}</h1>`;
  if (invitedToNothing(room)) return html`${title}<${Empty} icon="door-open" text=${t("Chưa được mời dự nội dung nào của phiên họp này. Khi có lời mời, nội dung ấy hiện ở đây.")} action=${html`<a class="nut" href=${room.home}>${t("Về trang cuộc họp")}</a>`} />`;
  if (meeting.item && room.me.capacity === "guest") return html`${title}<${Empty} icon="door-open" text=${t("Nội dung đang họp không mời khách dự. Mời chờ đến nội dung được mời.")} />`;
  return html`${title}<${Empty} icon="hourglass-medium" text=${t("Chưa có nội dung nào đang họp.")} />`;
}

/** @param {{room: Room, meeting: any}} props */
function NotStarted({ room, meeting }) {
  const left = Date.parse(meeting.starts_at) - Math.floor(room.second.value / 1000) * 1000;
  return html`<section class="chua-hop"><p class="phu">${t("Bắt đầu lúc %(time)s", { time: hhmm(meeting.starts_at) })}</p>
    <h1>${unbroken(meeting.title)}</h1><p class="dem-nguoc so">${startsIn(left)}</p>
    ${meeting.place && html`<p class="phu"><${Icon} name="map-pin" /> ${meeting.place}</p>`}
    <${QuorumStrip} room=${room} />
    <p class="phu">${t("Bấm một nội dung trong chương trình để đọc tài liệu trước.")}</p></section>`;
}

/** Results, conclusions. @param {{room: Room}} props */
function Ended({ room }) {
  return html`<section class="da-xong"><h1>${t("Phiên họp đã kết thúc")}</h1>
    <${Outcomes} room=${room} />
    <p><a class="nut" href=${room.home}><${Icon} name="arrow-right" />${t("Về trang cuộc họp")}</a></p></section>`;
}

// -- speaking --------------------------------------------------------------------------------------------------------

/** Why one can't register now; empty when one can. @param {Room} room */
export function whyNot(room) {
  const item = room.item.value;
  const nobody = whyNobody(room);
  if (nobody) return nobody;
  if (!item) return room.me.capacity === "guest" && room.meeting.value?.item ? t("Không mời dự nội dung này.") : t("Chưa có nội dung nào đang họp.");
  if ([room.floor.value, interrupted(room)].some((one) => one?.person === room.me.person)) return t("Đang phát biểu.");
  if (!amHere(room)) return t("Cần điểm danh trước.");
  if (relieved(room, room.me.person)) return t("Thành viên đã có mặt.");
  if (item.queue === "locked") return t("Đã khóa danh sách.");
  return "";
}

/**
 * Over it, wherever one has scrolled to, that one is called. Where there is little room one asks for the floor at once, and
 * adds the gist to one's place in the list.
 * @param {{room: Room, item: Item | null, onFollow: () => void}} props
 */
function ActionBar({ room, item, onFollow }) {
  const [guard, resting] = useGuard();
  // Whoever else asks or speaks changes nothing of it: it is drawn again when one of these is another.
  const request = useComputed(() => myRequest(room)?.id ?? "").value;
  const why = useComputed(() => (myRequest(room) ? "" : whyNot(room))).value;
  const sending = useComputed(() => room.sending("speaking.request") + room.sending("speaking.withdraw") > 0).value;
  const first = useComputed(() => toCheckIn(room)).value;
  const placed = useComputed(() => myPlace(room) >= 0).value;
  const now = useComputed(() => room.meeting.value?.item ?? "").value;
  // One asks for the floor of what is discussed, whatever one reads meanwhile.
  const elsewhere = item && now && item.id !== now ? { n: room.order(now) } : null;
  const gist = useComputed(() => (myRequest(room) ? gistWords(myRequest(room)) : t("Đăng ký kèm tóm tắt"))).value;
  const queued = useComputed(() => room.held("speaking.request", "speaking.withdraw")).value;
  const main = request
    ? html`<${Button} key="rut" kind="son" class=${placed ? "roi co-tt" : "roi"} icon="hand-palm" busy=${sending} onPress=${() => withdraw(room, request)}>${queued ? t("Chờ gửi") : html`<span>${t("Rút đăng ký")}<${MyPlace} room=${room} before=${elsewhere ? t("Nội dung %(n)s", elsewhere) : ""} /></span>`}</${Button}>`
    : html`<${Button} key="dang-ky" kind=${first || why ? "" : "son"} icon="hand-palm-fill" busy=${sending} disabled=${Boolean(why)} why=${why} onPress=${() => register(room)}>${queued ? t("Chờ gửi") : elsewhere && !why ? html`<span>${t("Đăng ký phát biểu")}<small class="thu-tu">${t("nội dung %(n)s đang họp", elsewhere)}</small></span>` : t("Đăng ký phát biểu")}</${Button}>`;
  return html`<div class="day-nut" onClickCapture=${guard} data-resting=${resting ? "" : undefined}>
    <div class="goi-toi"><${Called} room=${room} /><${MyInterruption} room=${room} /></div>${main}
    <${Button} class="phu-nut kem-tt" icon="chat-text" disabled=${Boolean(why)} onPress=${() => openGist(room, room.one("speeches", request))}>${gist}</${Button}>
    <${WriteButton} room=${room} item=${item} />
    <${Button} class="phu-nut" icon="monitor" label=${t("Theo màn chiếu")} onPress=${onFollow}><span class="chu-dai">${t("Theo màn chiếu")}</span><span class="chu-ngan">${tc("short", "Màn chiếu")}</span></${Button}></div>`;
}

/** Two taps this close together are one. */
const HASTY = 700;

/**
 * The two buttons share a place: a hasty second tap must not take back what the first did. While that would be so the bar
 * says that it rests.
 * @returns {[(event: MouseEvent) => void, boolean]}
 */
function useGuard() {
  const last = useRef(-HASTY);
  const [resting, rest] = useState(0);
  useEffect(() => {
    if (!resting) return undefined;
    const timer = setTimeout(() => rest(0), HASTY);
    return () => clearTimeout(timer);
  }, [resting]);
  /** @param {MouseEvent} event */
  const guard = (event) => {
    if (event.timeStamp - last.current < HASTY) {
      event.stopPropagation();
      event.preventDefault();
      return;
    }
    last.current = event.timeStamp;
    rest(event.timeStamp);
  };
  return [guard, resting > 0];
}
