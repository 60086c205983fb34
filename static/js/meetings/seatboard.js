// @ts-check
/** A large seat map: zoom, pan, a search that shows where somebody sits; every seat by finger, mouse and arrow keys. */

import { html, useMemo, useRef, useState } from "../../vendor/preact.js";
import { Button, Icon } from "../app/components.js";
import { fold } from "../app/fold.js";
import { t, tn } from "../app/text.js";
import { seatSignals, useMark } from "./seatlook.js";
import { neighbour, viewOf, zoomed } from "./roomplan.js";
import { SEAT_HEIGHT, SEAT_WIDTH } from "./seatplan.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("./seatlook.js").Spot} Spot
 * @typedef {{x: number, y: number, zoom: number}} View
 */

const MOST = 8;
/** A finger that moved so far pans; it picks nothing. */
const PAN = 8;

/**
 * One seat. `brief`: no letters; `named`: empty ones tell which they are. `onPick` is told who sits there now and the seat.
 * @param {{room: Room, spot: Spot, brief?: boolean, found?: boolean, held?: boolean, tab?: number, named?: boolean, onPick: (person: string, spot: Spot) => void}} props
 */
export function SeatMark({ room, spot, brief = false, found = false, held = false, tab, named = false, onPick }) {
  const look = useMark(room, spot.person);
  const [x, y] = [spot.x - SEAT_WIDTH / 2, spot.y - SEAT_HEIGHT / 2];
  const name = look.sitter ? room.name(look.sitter) : t("trống");
  const [letters, number] = seatSignals(room).texts.value.get(look.sitter) ?? ["", ""];
  const title = spot.label ? `${spot.label}: ${name}` : name;
  const focus = tab === undefined ? {} : { role: "button", tabindex: tab, "aria-label": title, "data-place": spot.seat };
  return html`<g class=${`cho ${look.state}${found ? " tim-thay" : ""}${held ? " dang-cam" : ""}`} data-seat=${spot.seat} onClick=${() => onPick(look.sitter, spot)}><title>${title}</title>
    <rect x=${x} y=${y} width=${SEAT_WIDTH} height=${SEAT_HEIGHT} rx="10" ...${focus} />
    ${look.state === "absent" && html`<path class="gach" d=${`M${x + 8} ${y + SEAT_HEIGHT - 6}L${x + SEAT_WIDTH - 8} ${y + 6}`} />`}
    ${named && look.state === "free" && html`<text class="so-ghe" x=${spot.x} y=${spot.y + 4.4}>${spot.label}</text>`}
    ${!brief && letters && html`<text x=${spot.x} y=${spot.y + (number ? -2.5 : 5.6)}>${letters}</text>`}
    ${!brief && number && html`<text class="so-nguoi" x=${spot.x} y=${spot.y + 14}>${number}</text>`}
    ${(look.online || look.site) && html`<circle class="xa" cx=${x + 5.5} cy=${y + SEAT_HEIGHT - 5.5} r="4.5" />`}
    ${look.place && (brief ? html`<text x=${spot.x} y=${spot.y + 9}>${look.place}</text>`
      : html`<circle class="tt" cx=${x + SEAT_WIDTH - 2} cy=${y + 2} r="11" /><text class="tt" x=${x + SEAT_WIDTH - 2} y=${y + 7}>${look.place}</text>`)}</g>`;
}

/** Under its seat; all of them above all seats, so that no neighbour covers one. @param {{room: Room, spot: Spot}} props */
function SeatName({ room, spot }) {
  const { sitter } = useMark(room, spot.person);
  return sitter && html`<text class="ten-ghe" x=${spot.x} y=${spot.y + SEAT_HEIGHT / 2 + 9}>${lastWord(room.name(sitter))}</text>`;
}

/** @param {string} name */
const lastWord = (name) => name.trim().split(/\s+/).at(-1) ?? "";

/** `near`: what was pressed on the small map; `held`: a person in hand, to be put on a seat; `draggable`: a taken seat is dragged, not the drawing. @param {{room: Room, near?: {x: number, y: number} | null, held?: string, draggable?: boolean, onPick: (person: string, spot: Spot) => void}} props */
export function SeatBoard({ room, near = null, held = "", draggable = false, onPick }) {
  const hall = seatSignals(room).hall.value;
  const whole = useMemo(() => ({ x: hall.width / 2, y: hall.height / 2, zoom: 1 }), [hall.width, hall.height]);
  const [view, look] = useState(/** @type {View | null} */ (near && viewOf([near], hall, MOST)));
  const [sought, seek] = useState("");
  const [at, go] = useState(0);
  const now = view ?? whole;
  const found = useMemo(() => finding(room, hall.spots, sought), [hall, sought]);
  const drawing = useRef(/** @type {SVGSVGElement | null} */ (null));
  const moved = useRef(false);
  const zoom = (/** @type {number} */ by) => look(zoomed(now, Math.min(MOST, Math.max(1, now.zoom * by)), hall.spots.filter((one) => found.has(one.seat)), hall));
  const hunt = (/** @type {string} */ text) => {
    seek(text);
    const seats = finding(room, hall.spots, text);
    const spots = hall.spots.filter((one) => seats.has(one.seat));
    if (!text.trim() || !spots.length) return look(null);
    go(hall.spots.indexOf(spots[0]));
    return look(viewOf(spots, hall, MOST));
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const next = neighbour(hall.spots, Math.min(at, hall.spots.length - 1), event.key);
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); /** @type {any} */ (event.target).dispatchEvent(new MouseEvent("click", { bubbles: true })); return; }
    if (event.key === "+" || event.key === "-") return zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    go(next);
    const spot = hall.spots[next];
    if (now.zoom > 1) look({ ...now, x: spot.x, y: spot.y });
    /** @type {SVGElement | null} */ (drawing.current?.querySelector(`[data-place="${spot.seat}"]`) ?? null)?.focus();
  };
  const pick = (/** @type {string} */ person, /** @type {Spot} */ spot) => {
    if (moved.current) return;
    go(hall.spots.indexOf(spot));
    onPick(person, spot);
  };
  const [wide, high] = [hall.width / now.zoom, hall.height / now.zoom];
  const box = [Math.min(Math.max(now.x - wide / 2, 0), hall.width - wide), Math.min(Math.max(now.y - high / 2, 0), hall.height - high), wide, high];
  return html`<div class="bang-ghe so-do"><div class="cong-cu"><label class="o-tim"><${Icon} name="magnifying-glass" /><span class="an">${t("Tìm người trên sơ đồ")}</span><input class="o-nhap" type="search" value=${sought} placeholder=${t("Tìm người")} onInput=${(/** @type {any} */ event) => hunt(event.target.value)} /></label>
      <span class="phu vua" aria-live="polite">${sought.trim() ? tn("%(num)s người", "%(num)s người", found.size) : ""}</span><span class="day"></span>
      <${Button} icon="minus-bold" label=${t("Thu nhỏ")} disabled=${now.zoom <= 1} onPress=${() => zoom(1 / 1.5)} />
      <${Button} icon="plus" label=${t("Phóng to")} disabled=${now.zoom >= MOST} onPress=${() => zoom(1.5)} />
      <${Button} disabled=${now.zoom <= 1} onPress=${() => look(null)}>${t("Toàn cảnh")}</${Button}></div>
    <svg ref=${drawing} class=${now.zoom > 1 ? "keo-duoc" : ""} viewBox=${box.map((one) => one.toFixed(1)).join(" ")} role="group" aria-label=${t("Sơ đồ chỗ ngồi, đi bằng phím mũi tên")} preserveAspectRatio="xMidYMid meet"
      onKeyDown=${key} onWheel=${(/** @type {WheelEvent} */ event) => { if (event.ctrlKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2); } }}
      onPointerDown=${(/** @type {PointerEvent} */ event) => !(draggable && /** @type {Element} */ (event.target).closest(".cho:not(.free)")) && pan(event, drawing.current, now, moved, look)}>
      ${hall.table.width > 60 && html`<rect class="ban" x=${hall.table.x} y=${hall.table.y} width=${hall.table.width} height=${hall.table.height} rx="14" />`}
      ${hall.spots.map((spot, place) => html`<${SeatMark} key=${`${spot.seat} ${spot.person}`} room=${room} spot=${spot} found=${found.has(spot.seat)} held=${held !== "" && spot.person === held} tab=${place === Math.min(at, hall.spots.length - 1) ? 0 : -1} named onPick=${pick} />`)}
      ${(hall.spots.length <= 40 || now.zoom >= hall.width / 700) && hall.spots.map((spot) => html`<${SeatName} key=${`${spot.seat} ${spot.person}`} room=${room} spot=${spot} />`)}
    </svg>
    <div class="chu-giai"><span><i class="dn"></i>${t("Đang nói")}</span><span><i class="da"></i>${t("Đã nói")}</span><span><i class="cn"></i>${t("Chưa nói")}</span><span><i class="vg"></i>${t("Vắng")}</span><span><i class="cd"></i>${t("Chưa đến")}</span><span><i class="tt"></i>${t("Chờ nói, theo thứ tự")}</span><span><i class="xa"></i>${room.sites.value.length > 0 ? t("Trực tuyến, ở điểm cầu") : t("Trực tuyến")}</span></div></div>`;
}

/** The seats of those whose name, office or seat has all the words. @param {Room} room @param {Spot[]} spots @param {string} text @returns {Set<number>} */
function finding(room, spots, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return new Set();
  return new Set(spots.filter((one) => {
    const person = room.one("people", one.person);
    const about = person ? fold(`${person.name} ${person.office} ${one.label}`) : fold(one.label);
    return words.every((word) => about.includes(word));
  }).map((one) => one.seat));
}

/** @param {PointerEvent} event @param {SVGSVGElement | null} svg @param {View} from @param {{current: boolean}} moved @param {(view: View) => void} look */
function pan(event, svg, from, moved, look) {
  moved.current = false;
  if (!svg || from.zoom <= 1 || event.button !== 0) return;
  const matrix = svg.getScreenCTM();
  const scale = matrix ? 1 / matrix.a : 1;
  const follow = (/** @type {PointerEvent} */ now) => {
    const [dx, dy] = [now.clientX - event.clientX, now.clientY - event.clientY];
    if (!moved.current && Math.hypot(dx, dy) < PAN) return;
    moved.current = true;
    look({ ...from, x: from.x - dx * scale, y: from.y - dy * scale });
  };
  const end = () => {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", end);
    removeEventListener("pointercancel", end);
    // The click that follows picks nothing.
    setTimeout(() => (moved.current = false), 0);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}
