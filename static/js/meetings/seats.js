// @ts-check
/** The seat map, of the room's plan or made from the seat order, with its list twin and the person sheet behind each seat. */

import { html, useComputed, useMemo } from "../../vendor/preact.js";
import { Button, Chip, Empty, Sheet } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { invite, removeFromQueue } from "./acting.js";
import { HERE, minutes, onTheFloor, spoken } from "./figures.js";
import { SeatBoard, SeatMark } from "./seatboard.js";
import { seatCounts, seatSignals, useLook } from "./seatlook.js";
import { markedBy, statusWords } from "./statuses.js";
import { titleOf } from "./titles.js";

/** @typedef {import("../app/types.js").Room} Room */

/** The state of a seat in words. @param {import("./seatlook.js").Look} state @returns {string} */
export function seatWords(state) {
  const words = { speaking: t("đang nói"), spoke: t("đã nói"), not_yet: t("chưa nói"), absent: t("vắng"), invited: t("chưa đến"), chair: t("chủ trì"), free: t("trống") };
  return words[state];
}

/** Above this letters in the seats would be too small to read on a tablet: colours and queue numbers stay; larger, everything is there. */
const MANY = 60;

/** @param {{room: Room}} props */
export function SeatMap({ room }) {
  const hall = seatSignals(room).hall.value;
  const many = hall.spots.length > MANY;
  // The middle of the chair's screen is drawn again with everybody who gets the floor; five hundred seats look to themselves.
  const marks = useMemo(() => hall.spots.map((spot) => html`<${SeatMark} key=${`${spot.seat} ${spot.person}`} room=${room} spot=${spot} brief=${many} onPick=${(/** @type {string} */ person) => person && !many && openPerson(room, person)} />`), [room, hall]);
  return html`<section class=${many ? "so-do dong" : "so-do"} aria-label=${t("Sơ đồ chỗ ngồi")}>
    <div class="chu-giai"><span><i class="dn"></i>${t("Đang nói")}</span><span><i class="da"></i>${t("Đã nói")}</span>
      <span><i class="cn"></i>${t("Chưa nói")}</span><span><i class="vg"></i>${t("Vắng")}</span>
      <${Button} kind="tron" class="day nho" icon="list" onPress=${() => openSeatList(room)}>${t("Danh sách")}</${Button}>
      <${Button} kind="tron" class="o nho" icon="magnifying-glass" label=${t("Sơ đồ lớn, tìm người")} onPress=${() => openSeatBoard(room)} /></div>
    <${SeatFigures} room=${room} />
    <svg viewBox=${`0 0 ${hall.width.toFixed(0)} ${hall.height.toFixed(0)}`} role="img" aria-labelledby="so-do-chu" onClick=${many ? (/** @type {any} */ event) => openSeatBoard(room, pressedAt(event)) : undefined} preserveAspectRatio="xMidYMin meet">
      ${hall.table.width > 60 && html`<rect class="ban" x=${hall.table.x} y=${hall.table.y} width=${hall.table.width} height=${hall.table.height} rx="14" />`}
      ${marks}
    </svg></section>`;
}

/** What the drawing says, for who doesn't see it. @param {{room: Room}} props */
function SeatFigures({ room }) {
  const words = useComputed(() => t("Sơ đồ chỗ ngồi: %(total)s chỗ, %(notYet)s người có mặt chưa nói, %(absent)s người vắng", seatCounts(room)));
  return html`<p class="an" id="so-do-chu">${words}</p>`;
}

/** Seats too small for a finger: the press is on a place, which the large map then shows. @param {MouseEvent & {currentTarget: SVGSVGElement}} event */
function pressedAt(event) {
  const matrix = event.currentTarget.getScreenCTM();
  return matrix && new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
}

/** Every seat large enough, on a board of its own. @param {Room} room @param {{x: number, y: number} | null} [near] */
function openSeatBoard(room, near = null) {
  room.sheet((close) => html`<${Sheet} title=${t("Sơ đồ chỗ ngồi")} wide onClose=${close}><${SeatBoard} room=${room} near=${near} onPick=${(/** @type {string} */ person) => person && openPerson(room, person)} />
    <div class="chan-to"><${Button} onPress=${() => { close(); openSeatList(room); }}>${t("Danh sách")}</${Button}><${Button} onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`);
}

/** @param {Room} room */
export function openSeatList(room) {
  room.sheet((close) => html`<${SeatList} room=${room} onClose=${close} />`);
}

/** The same without a drawing: members in their order, then whoever else has a seat or is here. @param {{room: Room, onClose: () => void}} props */
function SeatList({ room, onClose }) {
  const { hall, seatOf } = seatSignals(room);
  const members = useComputed(() => (hall.value.planned ? room.people.value.filter((one) => one.on_roll || one.capacity === "chair") : hall.value.spots.map((one) => room.one("people", one.person)).filter(Boolean)));
  const others = useComputed(() => room.people.value.filter((one) => !one.on_roll && one.capacity !== "chair" && (seatOf.value.has(one.id) || (one.capacity === "guest" && HERE.has(room.one("attendance", one.id)?.status)))));
  return html`<${Sheet} title=${t("Chỗ ngồi")} wide onClose=${onClose}>
    <ol class="ds-cho" tabindex="-1" data-safe="">${members.value.map((one) => html`<${SeatRow} key=${one.id} room=${room} person=${one} />`)}</ol>
    ${others.value.length > 0 && html`<h3>${t("Người khác")}</h3><ol class="ds-cho">${others.value.map((one) => html`<${SeatRow} key=${one.id} room=${room} person=${one} />`)}</ol>`}
    <div class="chan-to"><${Button} onPress=${onClose}>${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** @param {{room: Room, person: import("../app/types.js").Person}} props */
function SeatRow({ room, person }) {
  const look = useLook(room, person.id);
  const label = seatSignals(room).seatOf.value.get(person.id);
  const tone = { speaking: "son", spoke: "", not_yet: "vang", absent: "vien", invited: "vien", chair: "lam", free: "" }[look.state];
  const substitute = look.sitter !== person.id;
  return html`<li><button type="button" onClick=${() => openPerson(room, look.sitter)}><b>${substitute ? room.name(look.sitter) : person.name}</b>
    <span class="v">${substitute ? t("đi thay %(name)s", { name: person.name }) : person.office}</span></button>
    <span class="cac-chip">${label && html`<${Chip} tone="vien" icon="chair">${label}</${Chip}>`}
    ${look.online && html`<${Chip} tone="vien" icon="video-camera">${t("trực tuyến")}</${Chip}>`}
    ${look.site && html`<${Chip} tone="vien" icon="map-pin">${room.one("sites", look.site)?.name}</${Chip}>`}
    ${look.place > 0 && html`<${Chip} tone="son">${t("thứ tự %(n)s", { n: look.place })}</${Chip}>`}
    <${Chip} tone=${tone}>${seatWords(look.state)}</${Chip}></span></li>`;
}

/** @param {Room} room @param {string} person */
export function openPerson(room, person) {
  room.sheet((close) => html`<${PersonSheet} room=${room} id=${person} onClose=${close} />`);
}

/** Office, attendance, speeches, allowed actions. @param {{room: Room, id: string, onClose: () => void}} props */
function PersonSheet({ room, id, onClose }) {
  const person = room.one("people", id);
  if (!person) return html`<${Sheet} title=${t("Người dự họp")} onClose=${onClose}><${Empty} icon="user" text=${t("Không còn trong cuộc họp này.")} /></${Sheet}>`;
  const status = room.one("attendance", id)?.status ?? "expected";
  const helped = markedBy(room, id);
  const said = spoken(room.speeches.value).get(id);
  const history = room.by("unheard")[id];
  return html`<${Sheet} title=${person.name} onClose=${onClose}>
    <p>${titleOf(room, id)}</p>
    <dl class="kv"><dt>${t("Tham dự")}</dt><dd>${statusWords(status)}${helped && html` <span class="phu">${helped}</span>`}</dd>
      ${seatSignals(room).seatOf.value.get(id) && html`<dt>${t("Chỗ ngồi")}</dt><dd>${seatSignals(room).seatOf.value.get(id)}</dd>`}
      <dt>${t("Phát biểu hôm nay")}</dt><dd>${said ? tn("%(num)s lần, %(m)s phút", "%(num)s lần, %(m)s phút", said.times, { m: minutes(said.seconds) }) : t("chưa")}</dd>
      ${history && html`<dt>${t("Các phiên trước")}</dt><dd>${t("phát biểu %(spoken)s/%(attended)s phiên dự", history)}</dd>`}</dl>
    <${PersonActions} room=${room} person=${person} here=${HERE.has(status)} onClose=${onClose} /></${Sheet}>`;
}

/** @param {{room: Room, person: import("../app/types.js").Person, here: boolean, onClose: () => void}} props */
function PersonActions({ room, person, here, onClose }) {
  const live = room.phase.value === "in_progress" && !!room.meeting.value?.item;
  const waits = room.queue.value.find((one) => one.person === person.id);
  const speaks = onTheFloor(room.speeches.value)?.person === person.id;
  const call = () => { onClose(); invite(room, { speech: waits?.id, person: person.id }); };
  const why = !here ? t("Không có mặt") : speaks ? t("Đang phát biểu") : !live ? t("Chưa vào nội dung nào") : "";
  return html`<div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}>
    ${waits && html`<${Button} kind="nguy" onPress=${() => { onClose(); removeFromQueue(room, waits); }}>${t("Bỏ khỏi danh sách")}</${Button}>`}
    ${room.may("speaking.call") && html`<${Button} kind="chinh" icon="microphone" disabled=${why !== ""} why=${why} onPress=${call}>${t("Mời phát biểu")}</${Button}>`}</div>`;
}
