// @ts-check
/** The desk's roll call: D, ↑↓, C có mặt, T trực tuyến, V vắng; any other letter finds a name, and so do two typed at once. */

import { html, useLayoutEffect, useMemo, useRef, useSignal, useState } from "../../vendor/preact.js";
import { useAlike } from "../app/alike.js";
import { hhmm } from "../app/clock.js";
import { Button, Icon, Sheet } from "../app/components.js";
import { nameMatch } from "../app/fold.js";
import { capital, t, tc } from "../app/text.js";
import { presence, QuorumStrip } from "./attendance.js";
import { HERE } from "./figures.js";
import { composing } from "./keys.js";
import { choosePlace, happensAt, placeName, placeOf, PlaceSelect } from "./place.js";
import { relieved } from "./relieved.js";
import { hesitating, HESITATION, saidBy } from "./rollkeys.js";
import { RollTools } from "./rolltools.js";
import { SiteStrip } from "./sites.js";
import { asItStood, awayWords, leftWords, LostMark, markedBy, statusWords, StatusIcon, whyLost } from "./statuses.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Person} Person
 */

export const ROLL = "d-roll";
/** Who is here is here where the roll is called; what is undone puts them back where they were, since when they were. @param {Room} room @param {string} person @param {string} status @param {string} [reason] */
export function mark(room, person, status, reason = "") {
  const row = room.by("attendance")[person];
  const before = row?.status ?? "expected";
  const [was, place] = [room.one("people", person)?.site ?? null, placeOf(room, "roll")];
  const here = status === "present" ? happensAt(room, place) : {};
  if (before === status && !reason && !(here.site !== undefined && here.site !== was)) return undefined;
  const name = room.name(person);
  return room.act("attendance.mark", { person, status, ...here, ...(reason ? { reason } : {}) }, {
    done: t("%(name)s: %(status)s", { name, status: statusWords(status) }),
    undo: () => room.act("attendance.mark", { person, status: before, ...asItStood(row), ...happensAt(room, was) }, { done: t("%(name)s: %(status)s", { name, status: statusWords(before) }) }),
  });
}

/** Members in their order, then who goes for somebody, then guests. @param {Room} room @returns {Person[]} */
function rollOf(room) {
  const rank = (/** @type {Person} */ one) => (one.on_roll ? 0 : one.capacity === "substitute" ? 1 : one.capacity === "guest" ? 2 : 3);
  return room.people.value.filter((one) => one.on_roll || one.capacity !== "secretary").sort((a, b) => rank(a) - rank(b) || (a.order ?? 0) - (b.order ?? 0));
}

/** @param {{room: Room, onLeave: () => void}} props */
export function RollCall({ room, onLeave }) {
  const all = rollOf(room);
  // A signal is known at once: the next key may come before the list is drawn again for the last one.
  const at = useSignal("");
  const setAt = (/** @type {string} */ id) => { at.value = id; };
  const sought = useSignal("");
  const find = sought.value;
  const setFind = (/** @type {string} */ text) => { sought.value = text; };
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const number = numberIn(find);
  const place = placeOf(room, "roll");
  const called = room.sites.value.length > 0 ? all.filter((one) => (one.site ?? null) === place || one.id === at.value) : all;
  // Looked for, a secretary who is no member is found, too: nobody who has a number is said to have none.
  const everybody = () => [...all, ...room.people.value.filter((one) => !one.on_roll && one.capacity === "secretary")];
  const rowsFor = (/** @type {string} */ text) => {
    const n = numberIn(text);
    if (n) return everybody().filter((one) => String(one.number).startsWith(n));
    return text.trim() ? everybody().filter((one) => nameMatch(one.name, text) > 0) : called;
  };
  const rows = rowsFor(find);
  const spot = () => Math.max(0, rows.findIndex((one) => one.id === at.value));
  const here = rows[spot()];
  const drawn = useAlike();
  const elsewhere = (/** @type {Person} */ one) => (called !== all && (one.site ?? null) !== place ? placeName(room, one.site) : "");
  const instead = substitutes(room.people.value);
  const pick = useRef((/** @type {string} */ id) => { setAt(id); list.current?.focus(); }).current;
  const go = (/** @type {number} */ to) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
    if (!next) return;
    setAt(next.id);
    inSight(next.id);
  };
  const seek = (/** @type {string} */ text) => { setFind(text); field.current?.focus(); };
  const waits = useMemo(() => hesitating((act) => { const due = setTimeout(act, HESITATION); return () => clearTimeout(due); }), []);
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const does = rollKey(event, { rows, spot: spot(), go, seek, waits, say: (person, status) => mark(room, person, status), onLeave, open: (person) => openMark(room, person) });
    if (does) { event.preventDefault(); event.stopPropagation(); does(); }
  };
  /** A number typed in full: that person is here, and the next number can be typed. */
  const byNumber = (/** @type {string} */ n) => {
    const one = everybody().find((other) => String(other.number) === n);
    if (!one) return room.toast(t("Không có ai mang số %(n)s trong cuộc họp này.", { n }), { tone: "xau" });
    // Nothing to mark is said, too: the field is empty again as if something were.
    if (!mark(room, one.id, "present")) room.toast(t("%(name)s đã điểm danh trước đó.", { name: one.name }));
    setFind("");
    return undefined;
  };
  /** Nobody of that name: the field stays, as the next C, T or V would be another's. */
  const found = () => { const first = rowsFor(sought.value)[0]; if (!first) return; setFind(""); setAt(first.id); list.current?.focus(); };
  // The whole list is back: whom the next key marks is in sight.
  useLayoutEffect(() => { if (at.value && !find) inSight(at.value); }, [find]);
  return html`<section class="pane trai" aria-label=${tc("desk", "Điểm danh")}><header><h2>${tc("desk", "Điểm danh")}</h2><${Counted} room=${room} /><${RollTools} room=${room} /><kbd>D</kbd></header>
    <div class="ts"><${QuorumStrip} room=${room} counted /><${SiteStrip} room=${room} />
      <${PlaceSelect} room=${room} id="dd-noi" label=${t("Điểm danh tại")} place=${place} onChoose=${(/** @type {string | null} */ one) => { choosePlace(room, "roll", one); setAt(""); }} /></div>
    <div class="tim"><${Icon} name="magnifying-glass" /><input ref=${field} class="o-nhap" value=${find} placeholder=${t("Tìm tên, hoặc gõ số")} aria-label=${t("Tìm tên trong danh sách điểm danh; gõ số rồi Enter là có mặt")}
      onInput=${(/** @type {any} */ event) => setFind(event.target.value)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => findKey(event, { found: () => { const n = numberIn(sought.value); return n && event.key === "Enter" ? byNumber(n) : found(); }, clear: () => { setFind(""); list.current?.focus(); } })} /></div>
    <ul class="dd cuon" id=${ROLL} ref=${list} role="listbox" tabindex="0" aria-label=${t("Danh sách điểm danh")} aria-activedescendant=${here ? `dd-${here.id}` : undefined} onKeyDown=${key} onBlur=${waits.settle}>
      ${rows.map((one) => drawn(one.id, [one, one.id === here?.id, instead.get(one.id), elsewhere(one)], () => html`<${RollRow} key=${one.id} room=${room} person=${one} on=${one.id === here?.id} instead=${instead.get(one.id)} elsewhere=${elsewhere(one)} onPick=${() => pick(one.id)} onOpen=${() => openMark(room, one.id)} />`))}</ul>
    ${rows.length === 0 && html`<p class="phu vua trong">${number ? t("Không có ai mang số này.") : find.trim() ? t("Không có ai tên này.") : t("Chưa xếp ai vào nơi này. Gõ tên hoặc số để tìm.")}</p>`}</section>`;
}

/** @param {string} text */
const numberIn = (text) => (/^\d+$/.test(text.trim()) ? text.trim() : "");

/** @param {string} person */
const inSight = (person) => document.getElementById(`dd-${person}`)?.scrollIntoView({ block: "nearest" });

/** Of its own: the hundreds below are not gone over for it. @param {{room: Room}} props */
function Counted({ room }) {
  const { present, members } = presence(room);
  return html`<span class="so dam day">${present}/${members}</span>`;
}

/**
 * A C, T or V marks the row once no other letter has followed it; the next key acts on the row after it.
 * @param {KeyboardEvent} event
 * @param {{rows: Person[], spot: number, go: (to: number) => void, seek: (text: string) => void, waits: ReturnType<typeof hesitating>, say: (person: string, status: string) => void, onLeave: () => void, open: (person: string) => void}} scene
 * @returns {(() => void) | null}
 */
function rollKey(event, { rows, spot, go, seek, waits, say, onLeave, open }) {
  if (composing(event)) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) { waits.settle(); return null; }
  const status = saidBy(event);
  if (!status && /^[\p{L}\d]$/u.test(event.key)) return () => seek(waits.name(event.key.toLowerCase()));
  const next = () => Math.min(rows.length - 1, spot + (waits.settle() ? 1 : 0));
  if (status) return () => { const at = next(); const who = rows[at]; if (who) waits.hold(event.key.toLowerCase(), () => { say(who.id, status); go(at + 1); }); };
  /** @type {Record<string, (place: number) => void>} */
  const moves = { ArrowDown: (at) => go(at + 1), ArrowUp: (at) => go(at - 1), Home: () => go(0), End: () => go(rows.length - 1), PageDown: (at) => go(at + 10), PageUp: (at) => go(at - 10), Enter: (at) => rows[at] && open(rows[at].id), Escape: onLeave };
  return moves[event.key] ? () => moves[event.key](next()) : null;
}

/** @param {KeyboardEvent} event @param {{found: () => void, clear: () => void}} scene */
function findKey(event, { found, clear }) {
  if (composing(event)) return;
  if (event.key === "Enter" || event.key === "ArrowDown") { event.preventDefault(); found(); }
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); clear(); }
}

/** @param {{room: Room, person: Person, on: boolean, instead?: Person, elsewhere: string, onPick: () => void, onOpen: () => void}} props */
function RollRow({ room, person, on, instead, elsewhere, onPick, onOpen }) {
  const attendance = room.one("attendance", person.id);
  const status = attendance?.status ?? "expected";
  const away = whyLost(room, person.id);
  /** A finger opens the row at once; a mouse chooses it first, for the keys. @param {PointerEvent} event */
  const press = (event) => (on || event.pointerType === "touch" ? onOpen() : onPick());
  return html`<li id=${`dd-${person.id}`} role="option" aria-selected=${String(on)} class=${on ? "dang" : ""} onClick=${press}>
    <${StatusIcon} status=${status} /><span class=${person.number ? "ten-dd co-so" : "ten-dd"}>${person.name}</span>${(person.number ?? 0) > 0 && html`<span class="so-dd so" title=${t("số %(n)s", { n: person.number ?? 0 })}>${person.number}</span>`}<span class="v">${on && status === "expected" ? html`<span class="goi-phim"><kbd>C</kbd> ${t("có")} <kbd>V</kbd> ${t("vắng")}</span>` : away && away !== "never" ? html`<span class="mat-noi"><${LostMark} why=${away} /></span>` : rowWords(room, person, instead, attendance)}${away === "never" && html` <span class="mat-noi" title=${awayWords(away)}><${Icon} name="device-tablet" label=${awayWords(away)} /></span>`}${elsewhere && html` <span class="tu-dc"><${Icon} name="map-pin" />${elsewhere}</span>`}</span></li>`;
}

/** Who goes instead of whom. @param {Person[]} people @returns {Map<string, Person>} */
export function substitutes(people) {
  let found = known.get(people);
  if (!found) known.set(people, (found = new Map(people.filter((one) => one.substitutes).map((one) => [/** @type {string} */ (one.substitutes), one]))));
  return found;
}

/** @type {WeakMap<Person[], Map<string, Person>>} */
const known = new WeakMap();

/** @param {Room} room @param {Person} person @param {Person | undefined} instead who goes for them @param {any} attendance */
function rowWords(room, person, instead, attendance) {
  const status = attendance?.status ?? "expected";
  if (instead && !HERE.has(status)) return t("%(name)s dự thay", { name: instead.name });
  if (HERE.has(status) && relieved(room, person.id)) return t("thôi thay %(name)s", { name: room.name(person.substitutes) });
  if (person.substitutes && status === "present") return t("thay %(name)s", { name: room.name(person.substitutes) });
  if (person.capacity === "chair") return t("chủ trì");
  if (person.former && !HERE.has(status)) return person.former === "substitute" ? t("không còn dự thay") : t("không còn là thành viên");
  if (status === "online") return t("trực tuyến");
  if (status === "absent") return attendance?.leave === "granted" ? t("vắng · đã duyệt") : t("vắng");
  if (status === "left") return leftWords(room, attendance?.at);
  if (status === "present") return attendance?.at ? hhmm(attendance.at) : t("có mặt");
  if (attendance?.leave === "granted") return t("xin vắng · đã duyệt");
  if (attendance?.leave === "asked") return t("xin vắng");
  return person.capacity === "guest" ? t("khách mời") : person.substitutes ? t("thay %(name)s", { name: room.name(person.substitutes) }) : "";
}

/** Everything that can be marked, with a reason. @param {Room} room @param {string} person */
function openMark(room, person) {
  room.sheet((close) => html`<${MarkSheet} room=${room} id=${person} onClose=${close} />`);
}

/** @param {{room: Room, id: string, onClose: () => void}} props */
function MarkSheet({ room, id, onClose }) {
  const [reason, set] = useState(room.by("attendance")[id]?.reason ?? "");
  const choose = (/** @type {string} */ status) => () => { onClose(); mark(room, id, status, reason.trim()); };
  const helped = markedBy(room, id);
  const away = whyLost(room, id);
  // Without a network a reason that is typed waits in the sheet.
  const offline = !room.connected.value;
  return html`<${Sheet} title=${room.name(id)} onClose=${onClose}><p>${room.one("people", id)?.office}</p>${helped && html`<p class="phu vua">${helped}</p>`}${away && html`<p class="phu vua"><${LostMark} why=${away} /></p>`}${room.sites.value.length > 0 && html`<p class="phu vua">${t("“Có mặt” là có mặt tại %(place)s.", { place: placeName(room, placeOf(room, "roll")) })}</p>`}
    <div class="truong"><label for="dd-ly-do">${t("Lý do (nếu cần)")}</label><input id="dd-ly-do" class="o-nhap" maxlength="500" value=${reason} onInput=${(/** @type {any} */ event) => set(event.target.value)} /></div>
    ${offline && html`<p class="phu vua">${t("Cần có mạng")}</p>`}
    <div class="chan-to">${["present", "online", "absent", "left", "expected"].map((status) => html`<${Button} key=${status} disabled=${offline} onPress=${choose(status)}><${StatusIcon} status=${status} />${capital(statusWords(status))}</${Button}>`)}
      <${Button} onPress=${onClose} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}
