// @ts-check
/** Who is here: the quorum's figures, and the card with which a person checks in. */

import { computed, html, useState } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Banner, Button, Chip, Icon, MemberStrip } from "../app/components.js";
import { t } from "../app/text.js";
import { HERE, OPEN, quorumLostAt } from "./figures.js";
import { choosePlace, happensAt, placeOf, PlaceSelect } from "./place.js";
import { seatIn } from "./roomplan.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Checking in begins so long before the start. */
const EARLY = 30 * 60_000;

/**
 * `tight`: one more who leaves loses the quorum.
 * @typedef {{present: number, members: number, needed: number, met: boolean, tight: boolean}} Presence
 */

/** One for a room: whoever shows it is drawn again only when a number is another. @type {WeakMap<Room, import("../app/types.js").ReadonlySignal<Presence>>} */
const known = new WeakMap();

/** Present, all and needed members, live. @param {Room} room @returns {Presence} */
export function presence(room) {
  let found = known.get(room);
  if (!found) known.set(room, (found = counted(room)));
  return found.value;
}

/** @param {Room} room */
function counted(room) {
  /** @type {Presence | null} */
  let last = null;
  return computed(() => {
    const meeting = room.meeting.value;
    const { needed, present: told } = meeting?.quorum ?? { needed: 0, present: 0 };
    const members = meeting?.members ?? room.people.value.filter((one) => one.on_roll).length;
    const present = room.live.present.value ?? told;
    if (last && last.present === present && last.members === members && last.needed === needed) return last;
    last = { present, members, needed, met: present >= needed, tight: needed > 0 && present === needed };
    return last;
  });
}

/** @param {Room} room @param {Presence} figures */
function presenceWords(room, { present, members, needed, met, tight }) {
  const values = { present, members, needed };
  if (tight) return t("Có mặt %(present)s trên %(members)s thành viên, cần %(needed)s: vừa đủ túc số", values);
  if (met) return t("Có mặt %(present)s trên %(members)s thành viên, cần %(needed)s: đủ túc số", values);
  return lostSince(room)
    ? t("Có mặt %(present)s trên %(members)s thành viên, cần %(needed)s: không đủ túc số", values)
    : t("Có mặt %(present)s trên %(members)s thành viên, cần %(needed)s: chưa đủ túc số", values);
}

/** @param {{room: Room}} props */
export function QuorumChip({ room }) {
  const figures = presence(room);
  if (!figures.members) return null;
  return html`<${Chip} tone=${figures.met && !figures.tight ? "lam" : "vang"} icon="users-three" title=${presenceWords(room, figures)}>
    ${t("Có mặt %(present)s/%(members)s", { present: figures.present, members: figures.members })}${figures.tight && ` · ${t("vừa đủ túc số")}`}</${Chip}>`;
}

/** Present of all, where there is no room for more. @param {{room: Room}} props */
export function QuorumFigure({ room }) {
  const figures = presence(room);
  if (!figures.members) return null;
  return html`<span class=${figures.met && !figures.tight ? "co-mat" : "co-mat thieu"} role="img" aria-label=${presenceWords(room, figures)}><${Icon} name="users-three" /><b class="so">${figures.present}/${figures.members}</b></span>`;
}

/** One cell for each member, marked where the quorum begins; the words stand beside or below. @param {{room: Room, height?: string}} props */
export function QuorumBar({ room, height = "18px" }) {
  const figures = presence(room);
  const cells = [{ kind: "t", n: figures.present }, { kind: "c", n: Math.max(0, figures.members - figures.present) }];
  return html`<div class="vach-ts"><${MemberStrip} cells=${cells} height=${height} label=${presenceWords(room, figures)} />
    <i class="khia" style=${{ left: `${((100 * figures.needed) / figures.members).toFixed(2)}%` }}></i></div>`;
}

/** Since when the quorum is lost that was there once; null where it isn't, or never was there. @param {Room} room */
export const lostSince = (room) => quorumLostAt(Object.values(room.by("happenings")));

/** @param {Room} room @param {boolean} met @returns {string} */
export function quorumWords(room, met) {
  if (met) return t("đủ túc số");
  return lostSince(room) ? t("không đủ túc số") : t("chưa đủ túc số");
}

/** Whether there is a quorum; amber where one more who leaves loses it. @param {{room: Room, figures: Presence}} props */
function Standing({ room, figures: { met, tight } }) {
  return html`<span class=${tight ? "sat" : met ? "du" : "thieu"}>${tight ? t("vừa đủ túc số") : quorumWords(room, met)}</span>`;
}

/** Beside a bar: present of all, and whether that is a quorum. @param {{room: Room}} props */
export function QuorumWords({ room }) {
  const figures = presence(room);
  return html`<span class="nho" aria-hidden="true"><b class="so dam">${figures.present}/${figures.members}</b> <span class="cham">· </span><${Standing} room=${room} figures=${figures} /></span>`;
}

/** The bar and below it the words. `counted`: present of all stands elsewhere. @param {{room: Room, counted?: boolean}} props */
export function QuorumStrip({ room, counted = false }) {
  const figures = presence(room);
  if (!figures.members) return null;
  return html`<div class="tuc-so"><${QuorumBar} room=${room} height=${counted ? "16px" : "36px"} />
    <p class="phu vua" aria-hidden="true">${counted ? html`<${Standing} room=${room} figures=${figures} />` : html`<${QuorumWords} room=${room} />`}
      <span>${t("túc số: %(n)s", { n: figures.needed })}</span></p></div>`;
}

/** May this person check in now, and haven't they? @param {Room} room */
export function toCheckIn(room) {
  const meeting = room.meeting.value;
  if (!meeting || !room.may("attendance.check_in")) return false;
  if (!OPEN.has(meeting.phase)) return false;
  if (HERE.has(room.one("attendance", room.me.person)?.status)) return false;
  return room.second.value >= Date.parse(meeting.starts_at) - EARLY;
}

/** @param {Room} room */
export function amHere(room) {
  return HERE.has(room.one("attendance", room.me.person)?.status);
}

/**
 * What was said of one's being away: asked, granted, or somebody goes instead. Empty where nothing was, or one has come.
 * @param {Room} room @returns {{title: string, text: string} | null}
 */
export function myLeave(room) {
  const mine = room.one("my_reply", room.me.person);
  if (!mine || amHere(room) || ["ended", "cancelled"].includes(room.phase.value)) return null;
  if (mine.substitute) return { title: t("Đã cử người đi thay"), text: t("%(name)s dự thay.", { name: room.name(mine.substitute) }) };
  if (mine.leave === "asked") return { title: t("Đã báo vắng"), text: t("Chờ chủ trì duyệt.") };
  if (mine.leave !== "granted") return null;
  const [from, until] = [mine.from, mine.until].map((time) => (time ? hhmm(time) : ""));
  if (!from && !until) return { title: t("Được phép vắng"), text: t("Chủ trì đã đồng ý cho vắng phiên họp này.") };
  const text = !until ? t("Chủ trì đã đồng ý cho vắng từ %(from)s.", { from }) : !from ? t("Chủ trì đã đồng ý cho vắng đến %(until)s.", { until }) : t("Chủ trì đã đồng ý cho vắng từ %(from)s đến %(until)s.", { from, until });
  return { title: t("Được phép vắng"), text };
}

/** Do the meeting's rules leave a member who is online no vote? @param {Room} room */
const onlineHasNoVote = (room) => room.me.capacity === "member" && room.meeting.value?.vote_rules?.online_votes !== true;

/** Am I online, without a vote? Whoever pressed the wrong button, or has arrived since, can still come in. @param {Room} room */
function farWithoutVote(room) {
  return OPEN.has(room.phase.value) && onlineHasNoVote(room) && room.one("attendance", room.me.person)?.status === "online";
}

/** Who may be away is told so, and may come all the same. @param {{room: Room}} props */
export function CheckInPlace({ room }) {
  const leave = myLeave(room);
  const [coming, come] = useState(false);
  const far = farWithoutVote(room);
  if (toCheckIn(room) || (far && coming)) return html`<${CheckIn} room=${room} leave=${leave} />`;
  if (far) return html`<${Banner} icon="video-camera" action=${html`<${Button} onPress=${() => come(true)}>${t("Đã đến phòng họp")}</${Button}>`}>${t("Dự trực tuyến: được phát biểu, không biểu quyết.")}</${Banner}>`;
  return leave && html`<${Banner} icon="minus-circle"><b>${leave.title}.</b> ${leave.text}</${Banner}>`;
}

/** One tap, until it is done. Away from the hall: online, and from which site. @param {{room: Room, leave?: ReturnType<typeof myLeave>}} props */
function CheckIn({ room, leave = null }) {
  const place = placeOf(room, "own");
  const mine = room.one("people", room.me.person);
  const [code, type] = useState(scannedCode);
  const [wanted, want] = useState(false);
  const scanned = code !== "" && code === scannedCode();
  const needed = Boolean(room.meeting.value?.vote_rules?.check_in_code) || wanted;
  const mySeat = seatIn(room, room.me.person);
  const busy = room.sending("attendance.check_in") > 0;
  const held = room.held("attendance.check_in") ? room.outbox.pending.value.find((one) => one.name === "attendance.check_in") : undefined;
  /** @param {boolean} online */
  const check = async (online) => {
    const given = !online && code.trim() ? { code: code.trim() } : {};
    const result = await room.act("attendance.check_in", { online, ...happensAt(room, place), ...given }, { hold: !given.code, done: online ? t("Đã điểm danh trực tuyến") : t("Đã điểm danh"), announce: true });
    if (!result.error?.fields?.code) return;
    // The hall shows another by now: the old one, in the address too, must not stand in the way.
    forgetScanned();
    type("");
    want(true);
  };
  return html`<section class="the diem-danh" data-then=".day-nut" aria-labelledby="diem-danh">
    <div class="hang"><span class=${leave ? "bieu vang" : "bieu"}><${Icon} name=${leave ? "minus-circle" : "user-circle-check"} large /></span><div><h2 id="diem-danh">${leave?.title ?? t("Điểm danh")}</h2>
      <p class="phu vua">${leave ? html`${leave.text} ${t("Nếu vẫn dự họp thì bấm Điểm danh.")}` : scanned ? t("Đã quét mã ở phòng họp: bấm Điểm danh là xong.") : t("Có mặt tại phòng họp thì bấm Điểm danh.")}</p></div>
      ${mine?.number > 0 && html`<p class="so-toi day"><span>${t("Số của tôi")}</span><b class="so">${mine?.number}</b>${mySeat && html`<span>${t("ghế %(seat)s", { seat: mySeat })}</span>`}</p>`}</div>
    <${PlaceSelect} room=${room} id="diem-cau" label=${t("Điểm cầu")} place=${place} onChoose=${(/** @type {string | null} */ one) => choosePlace(room, "own", one)} />
    ${needed && !scanned && html`<div class="truong"><label for="ma-dd">${t("Mã trên màn chiếu (6 chữ số)")}</label>
      <input id="ma-dd" class="o-nhap ma-dd so" inputmode="numeric" autocomplete="off" maxlength="24" value=${code} aria-describedby="ma-dd-chu" onInput=${(/** @type {any} */ event) => type(event.target.value)} />
      <small id="ma-dd-chu" class="phu">${t("Mã đổi sau mỗi 30 giây. Không thấy màn chiếu thì nói số của mình với thư ký.")}</small></div>`}
    <div class="hai-nut"><${Button} kind=${leave ? "" : "son"} large icon="check-bold" busy=${busy} disabled=${needed && !code.trim()} onPress=${() => check(false)}>${held && !held.args.online ? t("Chờ gửi") : t("Điểm danh")}</${Button}>
      <${Button} large icon="video-camera" busy=${busy} onPress=${() => check(true)}>${held?.args.online ? t("Chờ gửi") : t("Tham dự trực tuyến")}</${Button}></div>
    ${onlineHasNoVote(room) && html`<p class="phu vua">${t("Dự trực tuyến được tính vào túc số, không biểu quyết.")}</p>`}
  </section>`;
}

/** The code in the address, from the hall's QR. */
const scannedCode = () => new URLSearchParams(location.search).get("code") ?? "";

function forgetScanned() {
  const here = new URL(location.href);
  here.searchParams.delete("code");
  history.replaceState(history.state, "", here);
}
