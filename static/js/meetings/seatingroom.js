// @ts-check
/** Where the secretary arranges the seats (screens.md 6.5): the body's rooms with their plans, people put on seats by dragging or by two taps. */

import { html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { Button, Empty, Icon, Sheet } from "../app/components.js";
import { fold } from "../app/fold.js";
import { t, tn } from "../app/text.js";
import { Bands, RoomHeader } from "./header.js";
import { SeatBoard } from "./seatboard.js";
import { seatSignals } from "./seatlook.js";
import { planRoom, rowsTyped, seatsIn } from "./roomplan.js";
import { SEAT_HEIGHT, SEAT_WIDTH } from "./seatplan.js";
import { refusalWords } from "./state.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Person} Person
 * @typedef {import("./roomplan.js").RoomPlan & {id: string, name: string}} BodyRoom
 */

/** A pointer that moved so far drags. */
const DRAG = 8;

/** @param {{room: Room}} props */
export function SeatingRoom({ room }) {
  const [rooms, again] = useRooms(room);
  const [held, hold] = useState("");
  const seating = room.list("seating").value[0] ?? null;
  const open = !["ended", "cancelled"].includes(room.phase.value);
  const put = (/** @type {string} */ person, /** @type {number} */ seat) => {
    hold("");
    const label = seatSignals(room).hall.value.spots.find((one) => one.seat === seat)?.label ?? "";
    return room.act("seating.place", { person, seat }, { done: t("%(name)s ngồi ghế %(seat)s", { name: room.name(person), seat: label }) });
  };
  const pick = (/** @type {string} */ _sitter, /** @type {import("./seatlook.js").Spot} */ spot) => {
    if (!open) return;
    if (held && held !== spot.person) put(held, spot.seat);
    else hold(held ? "" : spot.person);
  };
  useEffect(() => {
    const key = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && hold("");
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  return html`<div class="man-ct xep-cho" onPointerDown=${(/** @type {PointerEvent} */ event) => open && dragging(event, room, put)}>
    <${RoomHeader} room=${room} title=${t("Phòng và chỗ ngồi")} strip=${html`<span></span>`}><a class="nut" href=${`${room.home}/people`}><${Icon} name="arrow-left" />${t("Thành phần")}</a></${RoomHeader}>
    <${Bands} room=${room} />
    <div class="than-xep"><aside class="ben-xep cuon"><${Rooms} room=${room} rooms=${rooms} again=${again} seating=${seating} open=${open} />
        ${seating && html`<${Unseated} room=${room} held=${held} hold=${hold} open=${open} />`}</aside>
      <section class="giua-xep">${held && html`<${InHand} room=${room} held=${held} hold=${hold} />`}
        ${seating ? html`<${SeatBoard} room=${room} held=${held} draggable=${open} onPick=${pick} />` : html`<${Empty} icon="chair" text=${t("Chưa chọn phòng. Sơ đồ được vẽ theo thứ tự thành viên.")} />`}</section></div></div>`;
}

/** The body's rooms; they are in the body's stream, and asked for. @param {Room} room @returns {[BodyRoom[], () => void]} */
function useRooms(room) {
  const [rooms, set] = useState(/** @type {BodyRoom[]} */ ([]));
  const body = room.meeting.value?.body;
  const ask = async () => {
    if (!body) return;
    const answer = await fetch(`/api/streams/body:${body}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    set(Object.entries(told.state.rooms ?? {}).map(([id, form]) => ({ id, .../** @type {any} */ (form) })).sort((a, b) => a.name.localeCompare(b.name, "vi")));
  };
  useEffect(() => void ask(), [body, room.connected.value]);
  return [rooms, ask];
}

/** @param {{room: Room, rooms: BodyRoom[], again: () => void, seating: any, open: boolean}} props */
function Rooms({ room, rooms, again, seating, open }) {
  const choose = async (/** @type {string | null} */ id, /** @type {string} */ done) => {
    const sure = !seating || (seating.room === id) || room.list("seats").value.length === 0 || (await room.ask({ title: t("Đổi phòng?"), body: t("Chỗ đã xếp trong phòng này sẽ bỏ đi và cần xếp lại."), yes: t("Đổi phòng"), over: () => room.list("seats").value.length === 0 || room.list("seating").value[0]?.room !== seating.room }));
    if (sure) await room.act("seating.choose", { room: id }, { done });
  };
  return html`<h2>${t("Phòng họp")}</h2><ul class="ds-phong">
    <li class=${seating ? "" : "dang"}><button type="button" disabled=${!open} aria-pressed=${String(!seating)} onClick=${() => seating && choose(null, t("Không dùng sơ đồ phòng"))}><b>${t("Không theo phòng nào")}</b><span class="v">${t("vẽ theo thứ tự thành viên")}</span></button></li>
    ${rooms.map((one) => {
      const current = seating?.room === one.id;
      const stale = current && JSON.stringify([one.shape, one.head, one.rows]) !== JSON.stringify([seating.shape, seating.head, seating.rows]);
      return html`<li key=${one.id} class=${current ? "dang" : ""}><button type="button" disabled=${!open} aria-pressed=${String(current)} onClick=${() => (!current || stale) && choose(one.id, t("Đã chọn %(name)s", { name: one.name }))}><b>${one.name}</b><span class="v">${shapeWords(one.shape)} · ${tn("%(num)s ghế", "%(num)s ghế", seatsIn(one))}${stale ? ` · ${t("sơ đồ đã sửa, bấm để lấy")}` : ""}</span></button>
        <${Button} kind="tron" class="o" icon="pencil-simple" label=${t("Sửa phòng %(name)s", { name: one.name })} onPress=${() => openForm(room, again, one)} /></li>`;
    })}</ul>
    <${Button} icon="plus" class="day-du" onPress=${() => openForm(room, again, null)}>${t("Thêm phòng")}</${Button}>`;
}

/** Who has no seat: to be dragged, or tapped and then a seat. @param {{room: Room, held: string, hold: (person: string) => void, open: boolean}} props */
function Unseated({ room, held, hold, open }) {
  const [sought, seek] = useState("");
  const seated = room.by("seats");
  const words = fold(sought).split(/\s+/).filter(Boolean);
  const people = room.people.value.filter((one) => !seated[one.id] && !one.site && words.every((word) => fold(`${one.name} ${one.office}`).includes(word)));
  const clear = async () => (await room.ask({ title: t("Bỏ tất cả chỗ đã xếp?"), body: tn("%(num)s người sẽ chưa có chỗ.", "%(num)s người sẽ chưa có chỗ.", Object.keys(seated).length), yes: t("Bỏ tất cả"), danger: true, over: () => room.list("seats").value.length === 0 })) && room.act("seating.clear", {}, { done: t("Đã bỏ tất cả chỗ đã xếp") });
  return html`<h2>${t("Chưa có chỗ")} <span class="so mo">${people.length}</span></h2>
    ${open && html`<div class="hang wrap"><${Button} kind="chinh" icon="sparkle" disabled=${!room.connected.value || people.length === 0} busy=${room.sending("seating.fill") > 0} onPress=${() => room.act("seating.fill", {}, { done: t("Đã xếp theo thứ tự") })}>${t("Xếp theo thứ tự")}</${Button}>
      <${Button} kind="nguy" icon="arrow-counter-clockwise" disabled=${Object.keys(seated).length === 0} onPress=${clear}>${t("Bỏ tất cả")}</${Button}></div>`}
    <label class="o-tim"><${Icon} name="magnifying-glass" /><span class="an">${t("Tìm người chưa có chỗ")}</span><input class="o-nhap" type="search" value=${sought} placeholder=${t("Tìm người chưa có chỗ")} onInput=${(/** @type {any} */ event) => seek(event.target.value)} /></label>
    <ul class="ds-chua-cho">${people.map((one) => html`<li key=${one.id} class=${held === one.id ? "dang" : ""}><button type="button" aria-pressed=${String(held === one.id)} disabled=${!open} onClick=${() => hold(held === one.id ? "" : one.id)}><b>${one.name}</b><span class="v">${one.office}</span></button>
      ${open && html`<span class="tay-keo" data-person=${one.id} title=${t("Kéo đến ghế")}><${Icon} name="dots-six-vertical" /></span>`}</li>`)}</ul>
    ${people.length === 0 && html`<p class="phu vua">${words.length ? t("Không có ai tên này.") : t("Mọi người đã có chỗ.")}</p>`}`;
}

/** @param {{room: Room, held: string, hold: (person: string) => void}} props */
function InHand({ room, held, hold }) {
  const seat = room.one("seats", held);
  const free = () => { hold(""); room.act("seating.clear", { people: [held] }, { done: t("%(name)s chưa có chỗ", { name: room.name(held) }), undo: seat ? () => room.act("seating.place", { person: held, seat: seat.seat }) : undefined }); };
  return html`<div class="dang-xep" role="status"><span><b>${room.name(held)}</b> ${t("ngồi đâu? Bấm một ghế trên sơ đồ.")}</span><span class="day"></span>
    ${seat && html`<${Button} icon="user-minus" onPress=${free}>${t("Bỏ khỏi ghế")}</${Button}>`}<${Button} onPress=${() => hold("")}>${t("Thôi")}</${Button}></div>`;
}

/** @param {PointerEvent} event @param {Room} room @param {(person: string, seat: number) => void} put */
function dragging(event, room, put) {
  const from = /** @type {Element} */ (event.target);
  const seat = Number(from.closest("g[data-seat]")?.getAttribute("data-seat") ?? 0);
  const person = from.closest("[data-person]")?.getAttribute("data-person") ?? seatSignals(room).hall.value.spots.find((one) => one.seat === seat)?.person ?? "";
  if (!person || event.button !== 0) return;
  /** @type {HTMLElement | null} */
  let ghost = null;
  const over = (/** @type {PointerEvent} */ now) => document.elementFromPoint(now.clientX, now.clientY)?.closest("g[data-seat]");
  const follow = (/** @type {PointerEvent} */ now) => {
    if (!ghost && Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < DRAG) return;
    if (!ghost) {
      ghost = document.createElement("div");
      ghost.className = "bong-keo";
      ghost.textContent = room.name(person);
      document.body.append(ghost);
    }
    ghost.style.transform = `translate(${now.clientX + 12}px, ${now.clientY + 12}px)`;
    for (const one of document.querySelectorAll(".cho.duoi-tay")) one.classList.remove("duoi-tay");
    over(now)?.classList.add("duoi-tay");
  };
  const end = (/** @type {PointerEvent} */ now) => {
    for (const name of ["pointermove", "pointerup", "pointercancel"]) removeEventListener(name, /** @type {any} */ (name === "pointermove" ? follow : end));
    for (const one of document.querySelectorAll(".cho.duoi-tay")) one.classList.remove("duoi-tay");
    const target = Number(ghost && now.type === "pointerup" ? (over(now)?.getAttribute("data-seat") ?? 0) : 0);
    if (ghost) {
      ghost.remove();
      // The click at the end of a drag picks nothing.
      const swallow = (/** @type {Event} */ click) => click.stopPropagation();
      addEventListener("click", swallow, { capture: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
    }
    if (target && target !== seat) put(person, target);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
}

// -- a room's plan ----------------------------------------------------------------------------------------------------

/** @param {string} shape @returns {string} */
function shapeWords(shape) {
  return { arcs: t("vòng cung"), rows: t("hàng ngang"), u: t("chữ U") }[shape] ?? shape;
}

/** @param {Room} room @param {() => void} again @param {BodyRoom | null} known */
function openForm(room, again, known) {
  room.sheet((close) => html`<${RoomForm} room=${room} known=${known} onClose=${close} onSaved=${() => { close(); again(); }} />`);
}

/** @param {{room: Room, known: BodyRoom | null, onClose: () => void, onSaved: () => void}} props */
function RoomForm({ room, known, onClose, onSaved }) {
  const [name, call] = useState(known?.name ?? room.meeting.value?.place ?? "");
  const [shape, form] = useState(known?.shape ?? "arcs");
  const [head, atHead] = useState(String(known?.head ?? 5));
  const [rows, inRows] = useState(known ? known.rows.join(", ") : "8, 10, 12");
  const [fault, say] = useState("");
  const typed = rowsTyped(rows);
  const plan = typed && /^\d{1,3}$/.test(head) ? { shape, head: Number(head), rows: typed } : null;
  const to = { to: `body:${room.meeting.value?.body}` };
  const save = async () => {
    if (!plan) return say(t("Hàng ghế là các con số, ví dụ: 8, 10, 12 hoặc 5x20."));
    const args = { name, ...plan };
    const result = await room.send(known ? "room.edit" : "room.create", known ? { room: known.id, ...args } : args, to);
    if (!result.ok) return say(refusalWords(result));
    // Whoever draws a room here means to sit in it: a new one is chosen, unless somebody has a seat in another already.
    const made = known || room.list("seats").value.length ? undefined : result.result?.id;
    if (made) await room.act("seating.choose", { room: made }, { done: t("Đã lưu và chọn phòng %(name)s", { name }) });
    else room.toast(t("Đã lưu phòng %(name)s", { name }));
    return onSaved();
  };
  const remove = async () => {
    onClose();
    // The body's rooms are read when they are asked for: nothing is heard here of another who takes one away.
    if (!known || !(await room.ask({ title: t("Bỏ phòng %(name)s?", { name: known.name }), body: t("Các cuộc họp đã chọn phòng này vẫn giữ sơ đồ của mình."), yes: t("Bỏ phòng"), danger: true, over: () => false }))) return;
    const result = await room.act("room.remove", { room: known.id }, { ...to, done: t("Đã bỏ phòng %(name)s", { name: known.name }) });
    if (result.ok) onSaved();
  };
  const field = (/** @type {string} */ id, /** @type {string} */ label, /** @type {string} */ value, /** @type {(text: string) => void} */ set, /** @type {any} */ more = {}) => html`<div class="truong"><label for=${id}>${label}</label>
    <input id=${id} class="o-nhap" value=${value} autocomplete="off" ...${more} onInput=${(/** @type {any} */ event) => { say(""); set(event.target.value); }} /></div>`;
  return html`<${Sheet} title=${known ? t("Sửa phòng họp") : t("Thêm phòng họp")} wide typing onClose=${onClose}>
    ${field("ph-ten", t("Tên phòng"), name, call, { maxlength: 200 })}
    <fieldset class="truong"><legend>${t("Kiểu xếp ghế")}</legend><div class="chon">${["arcs", "rows", "u"].map((one) => html`<label key=${one}><input type="radio" name="kieu-ghe" checked=${shape === one} onChange=${() => form(one)} />${shapeWords(one)}</label>`)}</div></fieldset>
    <div class="hai-cot">${field("ph-ban", t("Số ghế bàn chủ tọa"), head, atHead, { inputmode: "numeric", maxlength: 3 })}
      ${field("ph-hang", t("Số ghế từng hàng, hàng gần chủ tọa trước"), rows, inRows, { maxlength: 400, placeholder: "8, 10, 12" })}</div>
    <p class="phu vua">${plan ? tn("%(num)s ghế", "%(num)s ghế", seatsIn(plan)) : t("Hàng ghế là các con số, ví dụ: 8, 10, 12 hoặc 5x20.")}</p>
    ${plan && seatsIn(plan) > 0 && seatsIn(plan) <= 1000 && html`<${Preview} plan=${plan} />`}
    ${fault && html`<p class="loi" role="alert">${fault}</p>`}
    <div class="chan-to"><${Button} onPress=${onClose}>${t("Quay lại")}</${Button}>${known && html`<${Button} kind="nguy" onPress=${remove}>${t("Bỏ phòng")}</${Button}>`}
      <${Button} kind="chinh" disabled=${!name.trim() || !room.connected.value} onPress=${save}>${t("Lưu phòng")}</${Button}></div></${Sheet}>`;
}

/** @param {{plan: import("./roomplan.js").RoomPlan}} props */
function Preview({ plan }) {
  const drawn = useMemo(() => planRoom(plan), [JSON.stringify(plan)]);
  return html`<div class="xem-phong so-do"><svg viewBox=${`0 0 ${drawn.width.toFixed(0)} ${drawn.height.toFixed(0)}`} role="img" aria-label=${t("Xem trước sơ đồ phòng")} preserveAspectRatio="xMidYMid meet">
    ${drawn.table.width > 0 && html`<rect class="ban" x=${drawn.table.x} y=${drawn.table.y} width=${drawn.table.width} height=${drawn.table.height} rx="14" />`}
    ${drawn.places.map((one) => html`<g key=${one.seat} class="cho free"><rect x=${one.x - SEAT_WIDTH / 2} y=${one.y - SEAT_HEIGHT / 2} width=${SEAT_WIDTH} height=${SEAT_HEIGHT} rx="10" />
      ${drawn.places.length <= 120 && html`<text class="so-ghe" x=${one.x} y=${one.y + 4.4}>${one.label}</text>`}</g>`)}</svg></div>`;
}
