// @ts-check
/** The seat map, generated from the seat order, with its list twin and the person sheet behind each seat. */

import { html, useMemo } from "../../vendor/preact.js";
import { useAlike } from "../app/alike.js";
import { Button, Chip, Empty, Icon, Sheet } from "../app/components.js";
import { initials } from "../app/fold.js";
import { t, tn } from "../app/text.js";
import { invite, removeFromQueue } from "./acting.js";
import { HERE, minutes, onTheFloor, seatFigures, seats, spoken } from "./figures.js";
import { SEAT_HEIGHT, SEAT_WIDTH, planSeats } from "./seatplan.js";
import { statusWords } from "./statuses.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("./figures.js").Seat} Seat
 * @typedef {import("./seatplan.js").Place} Place
 */

/** @param {Room} room @returns {Seat[]} */
function seatsOf(room) {
  return seats(room.people.value, room.by("attendance"), room.speeches.value, room.meeting.value?.item ?? null);
}

/** The state of a seat in words. @param {Seat} seat @returns {string} */
export function seatWords(seat) {
  const words = {
    speaking: t("đang nói"),
    spoke: t("đã nói"),
    not_yet: t("chưa nói"),
    absent: t("vắng"),
    chair: t("chủ trì"),
  };
  return words[seat.state];
}

/** Above this letters in the seats would be too small to read: colours and queue numbers stay, names are in the list. */
const MANY = 60;

/** @param {{room: Room}} props */
export function SeatMap({ room }) {
  const all = seatsOf(room);
  const plan = useMemo(() => planSeats(all.length), [all.length]);
  const drawn = useAlike();
  const { total, notYet, absent } = seatFigures(all);
  const label = t("Sơ đồ chỗ ngồi: %(total)s chỗ, %(notYet)s người có mặt chưa nói, %(absent)s người vắng", { total, notYet, absent });
  const many = all.length > MANY;
  return html`<section class=${many ? "so-do dong" : "so-do"} aria-label=${t("Sơ đồ chỗ ngồi")}>
    <div class="chu-giai"><span><i class="dn"></i>${t("Đang nói")}</span><span><i class="da"></i>${t("Đã nói")}</span>
      <span><i class="cn"></i>${t("Chưa nói")}</span><span><i class="vg"></i>${t("Vắng")}</span>
      <${Button} kind="tron" class="day nho" icon="list" onPress=${() => openSeatList(room)}>${t("Danh sách")}</${Button}></div>
    <svg viewBox=${`0 0 ${plan.width.toFixed(0)} ${plan.height.toFixed(0)}`} role="img" aria-label=${label} preserveAspectRatio="xMidYMid meet">
      ${plan.table.width > 60 && html`<rect class="ban" x=${plan.table.x} y=${plan.table.y} width=${plan.table.width} height=${plan.table.height} rx="14" />`}
      ${all.map((seat, n) => drawn(seat.person.id, [seat.sitter, seat.state, seat.online, seat.place, plan.places[n], many], () => html`<${SeatMark} key=${seat.person.id} seat=${seat} place=${plan.places[n]} many=${many} onPick=${() => openPerson(room, seat.sitter.id)} />`))}
    </svg></section>`;
}

/** Mouse and finger only: the list twin is for keyboards and screen readers. @param {{seat: Seat, place: Place, many: boolean, onPick: () => void}} props */
function SeatMark({ seat, place, many, onPick }) {
  const [x, y] = [place.x - SEAT_WIDTH / 2, place.y - SEAT_HEIGHT / 2];
  const badge = many ? html`<text x=${place.x} y=${place.y + 9}>${seat.place}</text>`
    : html`<circle class="tt" cx=${x + SEAT_WIDTH - 2} cy=${y + 2} r="9.5" /><text class="tt" x=${x + SEAT_WIDTH - 2} y=${y + 6}>${seat.place}</text>`;
  return html`<g class=${`cho ${seat.state}`} onClick=${onPick}><title>${seat.sitter.name}</title>
    <rect x=${x} y=${y} width=${SEAT_WIDTH} height=${SEAT_HEIGHT} rx="10" />
    ${!many && html`<text x=${place.x} y=${place.y + 4.8}>${initials(seat.sitter.name)}</text>`}
    ${seat.online && html`<circle class="xa" cx=${x + 2} cy=${y + SEAT_HEIGHT - 2} r="5" />`}
    ${seat.place && badge}
  </g>`;
}

/** @param {Room} room */
export function openSeatList(room) {
  room.sheet((close) => html`<${SeatList} room=${room} onClose=${close} />`);
}

/** @param {{room: Room, onClose: () => void}} props */
function SeatList({ room, onClose }) {
  const all = seatsOf(room);
  const others = room.people.value.filter((one) => !one.on_roll && one.capacity === "guest" && HERE.has(room.by("attendance")[one.id]?.status));
  return html`<${Sheet} title=${t("Chỗ ngồi")} wide onClose=${onClose}>
    <ol class="ds-cho" tabindex="-1" data-safe="">${all.map((seat) => html`<${SeatRow} key=${seat.person.id} seat=${seat} onPick=${() => openPerson(room, seat.sitter.id)} />`)}</ol>
    ${others.length > 0 && html`<h3>${t("Khách mời")}</h3><ol class="ds-cho">${others.map((one) => html`<li key=${one.id}>
      <button type="button" onClick=${() => openPerson(room, one.id)}><b>${one.name}</b><span class="v">${one.office}</span></button></li>`)}</ol>`}
    <div class="chan-to"><${Button} onPress=${onClose}>${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** @param {{seat: Seat, onPick: () => void}} props */
function SeatRow({ seat, onPick }) {
  const tone = { speaking: "son", spoke: "", not_yet: "vang", absent: "vien", chair: "lam" }[seat.state];
  const substitute = seat.sitter.id !== seat.person.id;
  return html`<li><button type="button" onClick=${onPick}><b>${seat.sitter.name}</b>
    <span class="v">${substitute ? t("đi thay %(name)s", { name: seat.person.name }) : seat.person.office}</span></button>
    ${seat.online && html`<${Chip} tone="vien" icon="video-camera">${t("trực tuyến")}</${Chip}>`}
    ${seat.place && html`<${Chip} tone="son">${t("thứ tự %(n)s", { n: seat.place })}</${Chip}>`}
    <${Chip} tone=${tone}>${seatWords(seat)}</${Chip}></li>`;
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
  const said = spoken(room.speeches.value).get(id);
  const history = room.by("unheard")[id];
  return html`<${Sheet} title=${person.name} onClose=${onClose}>
    <p>${person.office}</p>
    <dl class="kv"><dt>${t("Tham dự")}</dt><dd>${statusWords(status)}</dd>
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
