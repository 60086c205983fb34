// @ts-check
/** The hall's screen (screens.md 6.14): it follows the meeting by itself, always dark, never an error page. */

import { html, useComputed, useEffect, useMemo, useRef } from "../../vendor/preact.js";
import { ddmm, hhmm, mmss } from "../app/clock.js";
import { Button, Clock, Icon, Logo, MemberStrip, Ring, Seal } from "../app/components.js";
import { startsIn } from "../app/until.js";
import { Panel } from "../app/panels.js";
import { t, tc } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { presence, quorumWords } from "./attendance.js";
import { NOBODY, OPEN } from "./figures.js";
import { isHere } from "./order.js";
import { nextHere } from "./turns.js";
import { codeAddress, grouped, useHallCode } from "./hallcode.js";
import { Called } from "./called.js";
import { pauseWords } from "./header.js";
import { quorumLostWords, withoutQuorum } from "./presiding.js";
import { HallNotice } from "./notices.js";
import { Qr } from "./qr.js";
import { inSight, scene } from "./scene.js";
import { titleOf } from "./titles.js";
import { floorWords, interrupted } from "./reply.js";
import { FloorBand, SpeaksFrom, SpeaksHere, standsAt } from "./sitefloor.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/** The hall's own screen. @param {{room: Room}} props */
export function ProjectorRoom({ room }) {
  useEffect(() => {
    document.documentElement.dataset.theme = "dark";
    document.documentElement.classList.add("chieu");
    const awake = () => /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => {});
    awake();
    document.addEventListener("visibilitychange", awake);
  }, []);
  const mine = room.list("my_screen").value[0];
  useComing(room, Boolean(mine));
  return html`<div class="khung-chieu toan-man"><${HallScreen} room=${room} chosen=${mine?.scene} result=${mine?.vote} /><${FloorBand} room=${room} chosen=${mine?.scene} result=${mine?.vote} /><${HallNotice} room=${room} /></div>`;
}

/**
 * A screen that is signed in as the hall's account tells the desk that it is here, so that its scene can be chosen. Refused, it
 * follows the meeting by itself and says nothing of it.
 * @param {Room} room @param {boolean} known
 */
function useComing(room, known) {
  const comes = !known && room.connected.value && room.may("screen.come") && OPEN.has(room.phase.value);
  useEffect(() => {
    if (comes) room.send("screen.come", {});
  }, [comes]);
}

/** What the hall sees, on a member's own device (Theo màn chiếu). @param {{room: Room, onClose: () => void}} props */
export function FollowScreen({ room, onClose }) {
  const back = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const leave = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && onClose();
    addEventListener("keydown", leave);
    back.current?.querySelector("button")?.focus();
    return () => removeEventListener("keydown", leave);
  }, []);
  return html`<section class="theo-chieu" data-theme="dark" aria-label=${t("Màn chiếu")}><header class="dau phong" ref=${back}>
    <${Button} kind="tron" class="o" icon="arrow-left" label=${t("Về phòng họp")} onPress=${onClose} /><div class="ten"><b>${t("Màn chiếu")}</b></div></header><${Called} room=${room} />
    <div class="giua-khung" tabindex="0"><div class="khung-chieu"><${HallScreen} room=${room} /></div></div></section>`;
}

/** `chosen`: what the desk chose for this very screen; `result`: of which vote. @param {{room: Room, chosen?: string, result?: string | null}} props */
function HallScreen({ room, chosen = "auto", result = null }) {
  const now = scene(room, chosen, result);
  const looks = { vote: "bq", result: "kq", speaker: "noi-len", item: "noi-len", agenda: "noi-len", waiting: "cho", pause: "cho", ended: "cho", blank: "cho", document: "tai-lieu" };
  return html`<div class=${`man-chieu ${looks[now.name]}`}><${Top} room=${room} voting=${now.name === "vote" && now.vote?.state === "open"} />
    <${Scene} room=${room} now=${now} /></div>`;
}

/** @param {{room: Room, voting: boolean}} props */
function Top({ room, voting }) {
  const body = document.getElementById("room")?.dataset.bodyName ?? "";
  // A screen that stands at a site says where it stands.
  const site = standsAt(room);
  return html`<header class="tren"><${Logo} /><span class="ten-hop"><b>${room.meeting.value?.title}</b>${body ? ` · ${body}` : ""}</span>${site ? html`<b class="noi-chieu">${site.name}</b>` : null}
    <${WithoutQuorum} room=${room} />${room.connected.value ? null : html`<span class="noi-lai"><${Icon} name="wifi-slash" />${t("Đang nối lại…")}</span>`}
    ${voting ? html`<span class="day song">${t("Đang biểu quyết")}</span>` : html`<span class="day gio"><${Clock} room=${room} /></span>`}</header>`;
}

/** The hall is told over whatever is shown: what is voted on now is void. @param {{room: Room}} props */
function WithoutQuorum({ room }) {
  const words = useComputed(() => (withoutQuorum(room) ? quorumLostWords(room).replace(/[.]$/, "") : "")).value;
  return words && html`<span class="mat-ts"><${Icon} name="warning-circle-fill" />${words}</span>`;
}

/** @param {{room: Room, now: ReturnType<typeof scene>}} props */
function Scene({ room, now }) {
  if (now.name === "vote" || now.name === "result") return html`<${Panel} place=${`hall.${now.name}`} room=${room} vote=${now.vote} Head=${Head} />`;
  if (now.name === "document") return html`<${Panel} place="hall.document" room=${room} Next=${Next} />`;
  if (now.name === "blank") return html`<div class="noi-dung nghi"><${Logo} /></div><footer class="chan-m"></footer>`;
  if (now.name === "speaker" || now.name === "item") return html`<${ItemScene} room=${room} speaks=${now.name === "speaker"} />`;
  if (now.name === "waiting") return html`<${Waiting} room=${room} />`;
  if (now.name === "agenda") return html`<${Agenda} room=${room} />`;
  return html`<${Still} room=${room} ended=${now.name === "ended"} />`;
}

/** From so many letters on a question is set smaller. */
const LONG = 90;

/** @param {{n: number, text: string}} props */
export function Head({ n, text }) {
  return html`<div class="hoi">${n ? html`<${Seal} n=${n} state="current" />` : html`<span class="khong-an"></span>`}<h1 class=${text.length > LONG ? "ngat dai-cau" : "ngat"}>${unbroken(text)}</h1></div>`;
}

/** One after another speaks to the same item: its title and who comes next stay as they are. @param {{room: Room, speaks: boolean}} props */
function ItemScene({ room, speaks }) {
  const item = room.item.value;
  const of = speaks ? (room.floor.value?.item ?? "") : (item?.id ?? "");
  if (!of) return null;
  return html`<div class=${speaks ? "noi-dung" : "noi-dung muc-lon"}><${ItemHead} n=${room.order(of)} text=${item?.title ?? ""} />
    <${Speaker} room=${room} shown=${speaks} />${!speaks && item?.presenter && html`<p class="trinh">${t("%(who)s trình", { who: item.presenter })}</p>`}</div>
    <${Next} room=${room} />`;
}

/** @param {{n: number, text: string}} props */
function ItemHead({ n, text }) {
  return useMemo(() => html`<${Head} n=${n} text=${text} />`, [n, text]);
}

/** Kept in the page while nobody speaks, as the chair's. @param {{room: Room, shown: boolean}} props */
function Speaker({ room, shown }) {
  const floor = room.floor.value ?? NOBODY;
  const person = room.one("people", floor.person);
  const name = person?.name ?? "";
  const size = name.length > 26 ? " rat-dai" : name.length > 13 ? " dai-ten" : "";
  const main = interrupted(room);
  return html`<div class="noi" hidden=${!shown}><${Ring} room=${room} speech=${floor} size=${0} width=${6} />
      <div class="ai"><${SpeaksHere} room=${room} words=${floorWords(floor)} /><h2 class=${`ngat${size}`}>${name}</h2><p class="ngat">${titleOf(room, floor.person)}</p>${main && html`<p class="ngat noi-sau">${t("Sau đó %(name)s nói tiếp", { name: room.name(main.person) })}</p>`}<${SpeaksFrom} room=${room} person=${floor.person} /></div></div>`;
}

/** The foot holds so many letters of names. */
const FOOT = 64;
/** A name this short keeps to one line. */
const SHORT = 24;

/** Who comes next: names, and what for if not simply to speak; two at least, three where they fit. @param {{room: Room}} props */
function Next({ room }) {
  const three = nextHere(room.queue.value, (person) => isHere(room, person), 3);
  const letters = three.reduce((sum, one) => sum + room.name(one.person).length + laneWords(one).length, 0);
  const next = letters > FOOT ? three.slice(0, 2) : three;
  return html`<footer class="sau">${next.length > 0 && html`<span class="nhan">${t("Tiếp theo")}</span>${next.map((one, place) => html`<span key=${one.id} class=${room.name(one.person).length > SHORT ? "" : "ngan"}><i>${place + 1}</i><b>${room.name(one.person)}</b>${laneWords(one) && html` <small>${laneWords(one)}</small>`}</span>`)}`}</footer>`;
}

/** Somebody may wait twice, once to put a question or on a point of order: the hall is told which is which. @param {import("../app/types.js").Speech} one @returns {string} */
function laneWords(one) {
  if (one.kind === "point_of_order") return t("về thủ tục");
  return one.kind === "question" ? tc("one", "chất vấn") : "";
}

/** @param {{room: Room}} props */
function Agenda({ room }) {
  const items = room.items.value;
  const { shown, large } = inSight(items);
  const cut = shown.length < items.length && t("Nội dung %(from)s đến %(to)s, trong %(all)s nội dung", { from: shown[0].order, to: shown[shown.length - 1].order, all: items.length });
  return html`<div class=${large ? "noi-dung muc-luc lon" : "noi-dung muc-luc"}><h1>${t("Chương trình")}</h1><ol>${shown.map((item) => html`<li key=${item.id} class=${item.state === "current" ? "nay" : ""}>
    <${Seal} n=${item.order} state=${item.state} /><span class="ngat">${unbroken(item.title)}</span></li>`)}</ol></div><footer class="sau">${cut && html`<span class="nhan">${cut}</span>`}</footer>`;
}

/** Title, countdown, QR to check in, who is here. @param {{room: Room}} props */
function Waiting({ room }) {
  const meeting = room.meeting.value;
  if (!meeting) return null;
  const left = Date.parse(meeting.starts_at) - Math.floor(room.second.value / 1000) * 1000;
  const near = left > 0 && left < 600_000;
  const shown = useHallCode(room);
  const begun = ["in_progress", "paused"].includes(meeting.phase);
  const when = begun ? t("Đang họp · điểm danh") : html`${t("Bắt đầu lúc %(time)s", { time: hhmm(meeting.starts_at) })}, ${ddmm(meeting.starts_at)}`;
  return html`<div class="noi-dung cho-hop"><div><p class="phu-de">${when}</p>
      <h1 class="ngat">${unbroken(meeting.title)}</h1>${!begun && html`<p class="dem-lon so">${near ? mmss(left / 1000) : startsIn(left)}</p>`}<${Here} room=${room} /></div>
    ${shown && html`<figure class="qr"><${Qr} text=${codeAddress(room, shown, standsAt(room)?.id ?? null)} /><figcaption>${t("Quét để điểm danh")}<b class="so">${t("hoặc nhập mã %(code)s", { code: grouped(shown.digits) })}</b></figcaption></figure>`}</div>
    <footer class="chan-m">${meeting.place}</footer>`;
}

/** @param {{room: Room}} props */
function Here({ room }) {
  const { present, members, needed, met } = presence(room);
  if (!members) return null;
  const words = t("Có mặt %(present)s/%(members)s, túc số %(needed)s", { present, members, needed });
  return html`<div class="hien-dien"><div class="vach-ts"><${MemberStrip} cells=${[{ kind: "d", n: present }, { kind: "v", n: Math.max(0, members - present) }]} label=${words} />
    <i class="khia" style=${{ left: `${((100 * needed) / members).toFixed(2)}%` }}></i></div><p>${words}: ${quorumWords(room, met)}</p></div>`;
}

/** @param {{room: Room, ended: boolean}} props */
function Still({ room, ended }) {
  const meeting = room.meeting.value;
  const words = ended ? t("Phiên họp đã kết thúc") : pauseWords(meeting);
  const at = ended && meeting?.ended_at ? t("lúc %(time)s", { time: hhmm(meeting.ended_at) }) : "";
  return html`<div class="noi-dung dung-hinh"><h1>${words}</h1><p>${at || meeting?.title}</p></div><footer class="chan-m"></footer>`;
}
