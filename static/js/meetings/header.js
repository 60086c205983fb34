// @ts-check
/** The room's header and the banners under it: the same for the member, the chair and the desk. */

import { html, useRef } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Avatar, Banner, Button, Clock, Icon, Logo, Sheet } from "../app/components.js";
import { moved, useResized } from "../app/covering.js";
import { language, t, tn } from "../app/text.js";
import { SIZES, prefer, shown } from "../app/theme.js";
import { QuorumChip, QuorumFigure } from "./attendance.js";
import { pausedShort, pausedWords } from "./course.js";
import { NoticeBanner } from "./notices.js";
import { RollRenewed } from "./sitting.js";
import { presidingWords, PresidingBanner, QuorumLost } from "./presiding.js";

/** @typedef {import("../app/types.js").Room} Room */

/** `strip` stands beside the title, in place of the quorum's chip; `title` in place of the meeting's. @param {{room: Room, children?: any, strip?: any, title?: string}} props */
export function RoomHeader({ room, children, strip, title }) {
  const meeting = room.meeting.value;
  const body = /** @type {HTMLElement | null} */ (document.getElementById("room"))?.dataset.bodyName ?? "";
  const name = room.name(room.me.person);
  const under = meeting ? presidingWords(room, body) : body;
  return html`<header class="dau phong cua-phong">
    <a class="logo" href=${room.home} aria-label=${t("Về trang cuộc họp")}><${Logo} /></a>
    <div class="ten"><b>${title ?? meeting?.title}</b>${under && html`<span>${under}</span>`}<div class="tinh-hinh"><${Phase} room=${room} /><${QuorumFigure} room=${room} /></div></div>
    ${strip}
    <span class="day"></span>
    <${Phase} room=${room} />
    <span class="an-dt"><${Clock} room=${room} /></span>
    ${!strip && html`<span class="an-dt"><${QuorumChip} room=${room} /></span>`}
    ${children}
    <${Button} kind="tron" class="o" icon="text-aa" label=${t("Cỡ chữ và giao diện")} onPress=${() => openDisplay(room)} />
    ${name && html`<span class="an-dt" title=${name}><${Avatar} name=${name} /></span>`}
  </header>`;
}

/** @param {{room: Room}} props */
function Phase({ room }) {
  const phase = room.phase.value;
  if (phase === "in_progress") return html`<span class="song">${room.vote.value ? t("Đang biểu quyết") : t("Đang họp")}</span>`;
  const said = { paused: pausedShort(room.meeting.value, room.minute.value), ended: t("Đã kết thúc"), published: t("Chưa bắt đầu"), cancelled: t("Đã hủy") };
  return html`<span class="chip vien">${/** @type {Record<string, string>} */ (said)[phase] ?? t("Đang chuẩn bị")}</span>`;
}

/** @param {Room} room */
function openDisplay(room) {
  room.sheet((close) => html`<${Display} onClose=${close} />`);
}

/** Text size, theme, language: kept for the person. @param {{onClose: () => void}} props */
function Display({ onClose }) {
  const now = shown();
  /** @type {[string, string, string][]} */
  const themes = [["room", t("Theo phòng họp"), "door-open"], ["auto", t("Theo máy"), "circle-half"], ["light", t("Sáng"), "sun"], ["dark", t("Tối"), "moon"]];
  return html`<${Sheet} title=${t("Cỡ chữ và giao diện")} onClose=${onClose}>
    <fieldset class="truong"><legend>${t("Cỡ chữ")}</legend><div class="chon">${SIZES.map((size) => html`<label>
      <input type="radio" name="text_size" checked=${now.text_size === size} onChange=${() => prefer({ text_size: size })} /><span class="so">${size}%</span></label>`)}</div></fieldset>
    <fieldset class="truong"><legend>${t("Giao diện")}</legend><div class="chon xuong-dong">${themes.map(([value, name, icon]) => html`<label>
      <input type="radio" name="theme" checked=${now.theme === value} onChange=${() => prefer({ theme: value })} /><${Icon} name=${icon} />${name}</label>`)}</div></fieldset>
    <fieldset class="truong"><legend>${t("Ngôn ngữ")}</legend><div class="chon">${[["vi", "Tiếng Việt"], ["en", "English"]].map(([value, name]) => html`<label>
      <input type="radio" name="language" checked=${language === value} onChange=${() => changeLanguage(value)} /><span lang=${value}>${name}</span></label>`)}</div></fieldset>
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Xong")}</${Button}></div>
  </${Sheet}>`;
}

/** @param {string} value */
async function changeLanguage(value) {
  await prefer({ language: value });
  location.reload();
}

/** One after another under the header, pushing the content once. @param {{room: Room}} props */
export function Banners({ room }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useResized(place, (here) => here.parentElement?.matches(".man-tv") && moved([here, /** @type {Element} */ (here.nextElementSibling)]));
  return html`<div class="cac-bang" ref=${place}><${AlarmBanner} room=${room} /><${RoomBanner} room=${room} /><${NetworkBanner} room=${room} /><${PhaseBanner} room=${room} /><${RollRenewed} room=${room} /><${QuorumLost} room=${room} /><${PresidingBanner} room=${room} /><${NoticeBanner} room=${room} /></div>`;
}

/** The same over the chair's, the desk's and the seats' room, with what else is told there: what they push down is held as in a member's. @param {{room: Room, children?: any}} props */
export function Bands({ room, children }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useResized(place, (here) => moved([here, /** @type {Element} */ (here.nextElementSibling)]));
  return html`<div class="cac-bang-ct" ref=${place}><${Banners} room=${room} />${children}</div>`;
}

/** What of it is said wherever else somebody of the meeting is; that a device has no network at all, its page says there. @param {{room: Room, network: boolean}} props network: nothing else there says that the line is lost */
export function BannersElsewhere({ room, network }) {
  const lost = network && ["reconnecting", "full"].includes(room.network.value);
  return html`${lost && html`<${NetworkBanner} room=${room} />`}<${PhaseBanner} room=${room} /><${QuorumLost} room=${room} /><${NoticeBanner} room=${room} />`;
}

/** Only the desk is told. It stays until somebody there takes note. @param {{room: Room}} props */
function AlarmBanner({ room }) {
  const alarm = room.alarms.value[0];
  if (!alarm) return null;
  const [title, words] = alarm.kind === "ballot" ? refusedWords(room, alarm) : forkWords(room, alarm);
  const noted = () => room.act("meeting.clear_alarm", { alarm: alarm.id }, { done: t("Đã ghi nhận báo động") });
  const action = room.may("meeting.clear_alarm") && html`<${Button} disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${noted}>${t("Đã biết")}</${Button}>`;
  return html`<div role="alert"><${Banner} tone="xau" icon="warning-circle-fill" action=${action}><b>${title}</b> ${words}</${Banner}></div>`;
}

/** @param {Room} room @param {{person: string, seq: number}} alarm @returns {[string, string]} */
function forkWords(room, { person, seq }) {
  const name = room.name(person);
  const words = name
    ? t("Thiết bị của %(name)s giữ mục %(seq)s mà nhật ký không còn: dữ liệu đã bị phục hồi về trước hoặc bị sửa. Báo ngay quản trị hệ thống.", { name, seq })
    : t("Một thiết bị giữ mục %(seq)s mà nhật ký không còn: dữ liệu đã bị phục hồi về trước hoặc bị sửa. Báo ngay quản trị hệ thống.", { seq });
  return [t("Nhật ký bị phân nhánh."), words];
}

/** Somebody's device sent what in votes is not theirs to send. @param {Room} room @param {{person: string, why: string, times: number}} alarm @returns {[string, string]} */
function refusedWords(room, { person, why, times }) {
  const name = room.name(person);
  const said = {
    guest: t("Máy của %(name)s (khách mời) gửi phiếu hoặc lệnh biểu quyết.", { name }),
    substitute: t("Máy của %(name)s (người đi thay) gửi phiếu hoặc lệnh biểu quyết.", { name }),
    off_roll: t("Máy của %(name)s, không có tên trong danh sách biểu quyết, gửi phiếu hoặc lệnh biểu quyết.", { name }),
    no_vote: t("Máy của %(name)s, không biểu quyết nội dung này, gửi phiếu.", { name }),
  };
  const who = (name && /** @type {Record<string, string>} */ (said)[why]) || t("Một tài khoản ngoài cuộc họp gửi phiếu hoặc lệnh biểu quyết.");
  const count = times > 1 ? ` ${tn("Đã %(num)s lần.", "Đã %(num)s lần.", times)}` : "";
  return [t("Phiếu trái quyền bị từ chối."), `${who} ${t("Không có gì được tính; nhật ký đã ghi.")}${count}`];
}

/** Who leads the meeting hears at once that the server can only end things. @param {{room: Room}} props */
function RoomBanner({ room }) {
  if (!room.live.full.value || !["chair", "secretary"].includes(room.me.capacity ?? "")) return null;
  return html`<div role="alert"><${Banner} tone="xau" icon="warning-circle-fill"><b>${t("Máy chủ đã hết chỗ trên đĩa.")}</b>
    ${t("Chỉ còn đóng và công bố biểu quyết, kết thúc phát biểu, tạm nghỉ, bế mạc được. Báo ngay người quản trị.")}</${Banner}></div>`;
}

/** @param {{room: Room}} props */
function NetworkBanner({ room }) {
  const state = room.network.value;
  const back = room.back.value;
  if (state === "reconnecting") return html`<${Banner} icon="wifi-slash">${t("Đang nối lại…")}</${Banner}>`;
  if (state === "full") return html`<${Banner} icon="wifi-slash">${t("Máy chủ đã đủ thiết bị kết nối. Thiết bị này tự thử lại.")}</${Banner}>`;
  if (state === "offline") return html`<${Banner} icon="wifi-slash">${t("Mất mạng. Vẫn đọc được tài liệu đã tải; ghi chú được lưu trên máy.")}</${Banner}>`;
  if (room.outbox.trouble.value) return html`<div role="alert"><${Banner} tone="xau" icon="warning-circle-fill">${room.outbox.trouble.value}</${Banner}></div>`;
  if (!back) return null;
  const words = back.count ? tn("Đã nối lại, bổ sung %(num)s diễn biến", "Đã nối lại, bổ sung %(num)s diễn biến", back.count) : t("Đã nối lại");
  return html`<${Banner} tone="tot" icon="check-bold">${words}</${Banner}>`;
}

/** @param {{room: Room}} props */
function PhaseBanner({ room }) {
  const meeting = room.meeting.value;
  if (!meeting) return null;
  if (meeting.phase === "paused") return html`<${Banner} icon="pause">${pauseWords(meeting, room.minute.value)}</${Banner}>`;
  if (meeting.phase === "ended") return html`<${Banner} icon="flag-checkered">${meeting.ended_at ? t("Đã kết thúc %(time)s", { time: hhmm(meeting.ended_at) }) : t("Đã kết thúc")}</${Banner}>`;
  if (meeting.phase === "cancelled") return html`<${Banner} tone="xau" icon="x-circle">${t("Cuộc họp này đã bị hủy.")}</${Banner}>`;
  return null;
}

/** @param {any} meeting @param {number} [now] */
export function pauseWords(meeting, now = Date.now()) {
  return pausedWords(meeting.until, now, meeting.sitting_since);
}
