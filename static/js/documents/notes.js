// @ts-check
/** Private notes: kept for their owner alone. The list for the reader, and the panel of an item for the room. */

import { html, signal, useEffect, useRef, useState } from "../../vendor/preact.js";
import { ddmm, hhmm } from "../app/clock.js";
import { command, request } from "../app/commands.js";
import { Button, Icon } from "../app/components.js";
import { fill } from "../app/panels.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";

/**
 * @typedef {{ id: string, item: string | null, paper: string | null, version: number | null, page: number | null, text: string,
 *   quote: string, rects: number[][], colour: "gold" | "blue", at: string }} Note
 * @typedef {{ notes: { value: Note[] }, keep: (note: Partial<Note>) => Promise<any>, remove: (note: Note) => Promise<any>, load: () => Promise<void> }} Notes
 */

/** The day for older notes, the hour for today's. @param {string} at */
export function whenNoted(at) {
  const then = new Date(at);
  return Date.now() - then.getTime() < 16 * 3600 * 1000 && ddmm(then) === ddmm(new Date()) ? hhmm(then) : ddmm(then);
}

/**
 * One's own notes of a paper or a meeting. `send` is the room's or a page's way of giving commands.
 * @param {string} address where they are read from
 * @param {(name: string, args: Record<string, any>) => Promise<any>} send
 * @param {Note[]} [first]
 * @returns {Notes}
 */
export function notesAt(address, send, first = []) {
  const notes = signal(first);
  const load = async () => {
    const answer = await request(address, { headers: { Accept: "application/json" } });
    if (answer.ok && answer.result) notes.value = answer.result.notes;
  };
  return {
    notes,
    load,
    async keep(note) {
      const { id, text = "", colour = "gold", item, paper, version, page, quote, rects } = note;
      const made = Object.entries({ item, paper, version, page, quote, rects }).filter(([, value]) => value !== undefined && value !== null);
      const args = id ? { note: id, text, colour } : { text, colour, ...Object.fromEntries(made) };
      const result = await send("note.keep", args);
      if (!result.ok) return result;
      const kept = { id: result.result?.id ?? id, text, colour };
      // It stands there before all are read anew: what waited goes, and the note is not a moment away.
      const none = { item: null, paper: null, version: null, page: null, quote: "", rects: [], at: new Date().toISOString() };
      const known = notes.value.some((other) => other.id === kept.id);
      if (kept.id) notes.value = known ? notes.value.map((other) => (other.id === kept.id ? { ...other, ...kept } : other)) : [...notes.value, { ...none, ...Object.fromEntries(made), ...kept }];
      await load();
      return result;
    },
    async remove(note) {
      const result = await send("note.remove", { note: note.id });
      if (result.ok) notes.value = notes.value.filter((other) => other.id !== note.id);
      return result;
    },
  };
}

/**
 * A field for a note; Ctrl+Enter or the button keeps it. What is typed outlives the page: one is called away in the middle of a
 * word. `of`: what it is a note of; `held`: whether one waits for the network, where an outbox keeps them. That has a new note
 * from the moment it is given, and the field is free for the next one.
 * @param {{ label: string, of: string, first?: string, onKeep: (text: string) => Promise<any>, onKept?: () => void, onLeave?: () => void, focus?: boolean, held?: () => boolean }} props
 */
export function NoteField({ label, of, first = "", onKeep, onKept, onLeave, focus = false, held }) {
  const place = `note:${document.body.dataset.person}:${of}`;
  const [text, setText] = useState(() => String(taken(deviceShelf(), place) ?? first));
  const type = (/** @type {string} */ typed) => {
    setText(typed);
    shelve(deviceShelf(), place, typed === first ? null : typed);
  };
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const now = useRef(text);
  now.current = text;
  const given = Boolean(held) && !onKept; // a new one, not one that is changed
  useEffect(() => {
    if (focus) field.current?.focus();
  }, []);
  const keep = async () => {
    const words = text.trim();
    if (!words || busy) return;
    if (given) type("");
    else setBusy(true);
    const result = await onKeep(words);
    setBusy(false);
    setFault(result.ok ? "" : result.error?.message ?? t("Không lưu được. Hãy thử lại."));
    if (!result.ok && given) return type([words, String(taken(deviceShelf(), place) ?? "")].filter(Boolean).join("\n"));
    if (!result.ok || given || now.current.trim() !== words) return; // what was typed on meanwhile is not kept yet
    shelve(deviceShelf(), place, null);
    setText("");
    onKept?.();
  };
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
    if (event.key === "Escape" && onLeave) leave();
  };
  const leave = () => {
    shelve(deviceShelf(), place, null);
    onLeave?.();
  };
  return html`<div class="ghi-moi"><label><span class="an">${label}</span>
      <textarea ref=${field} class="o-nhap" rows="3" maxlength="4000" placeholder=${label} value=${text} onKeyDown=${keys}
        onInput=${(/** @type {any} */ event) => type(event.target.value)}></textarea></label>
    ${fault && html`<p class="loi" role="alert">${fault}</p>`}
    <div class="hang g2"><${Button} kind="chinh" busy=${busy} disabled=${!text.trim()} onPress=${keep}>${busy && held?.() ? t("Chờ gửi") : t("Lưu ghi chú")}<//>
      ${onLeave && html`<${Button} kind="tron" onPress=${leave}>${t("Thôi")}<//>`}</div></div>`;
}

/** One note: its place, its time, its words; opened to change or remove it. @param {{ note: Note, notes: Notes, onGo?: (note: Note) => void, held?: () => boolean }} props */
export function NoteCard({ note, notes, onGo, held }) {
  const [open, setOpen] = useState(false);
  const place = note.page ? t("Trang %(n)s", { n: note.page }) : t("Nội dung này");
  if (open) {
    return html`<div class=${`gc${note.colour === "blue" ? " x" : ""}`}>
      <${NoteField} label=${t("Ghi chú riêng")} of=${note.id} first=${note.text} focus held=${held}
        onKeep=${(/** @type {string} */ text) => notes.keep({ ...note, text })} onKept=${() => setOpen(false)} onLeave=${() => setOpen(false)} />
      <${Button} kind="nguy" icon="trash" onPress=${() => notes.remove(note)}>${t("Xóa ghi chú")}<//></div>`;
  }
  return html`<div class=${`gc${note.colour === "blue" ? " x" : ""}`}>
    <small><span>${place}</span><time>${whenNoted(note.at)}</time></small>
    ${note.quote && html`<q>${note.quote}</q>`}
    ${note.text && html`<p>${note.text}</p>`}
    <div class="gc-nut">
      ${onGo && note.page && html`<button type="button" class="nut tron" onClick=${() => onGo(note)}>${t("Đến trang %(n)s", { n: note.page })}</button>`}
      <button type="button" class="nut tron" onClick=${() => setOpen(true)}>${t("Sửa")}</button>
    </div></div>`;
}

/** Kept for the room's life: notes of the whole meeting, read once. @type {WeakMap<object, Notes>} */
const ofRoom = new WeakMap();

/** That a note is kept is seen by the emptied field; it is said, too. @param {Notes} notes @param {(text: string) => void} say @returns {Notes} */
export const notesAloud = (notes, say) => ({
  ...notes,
  async keep(note) {
    const result = await notes.keep(note);
    if (result.ok) say(t("Đã lưu ghi chú"));
    return result;
  },
});

/** @param {any} room @returns {Notes} */
function roomNotes(room) {
  let found = ofRoom.get(room);
  if (!found) {
    found = notesAloud(notesAt(`/api/meetings/${room.meetingId}/notes`, (name, args) => room.send(name, args, { hold: true })), room.announce);
    ofRoom.set(room, found);
    const late = room.outbox.late;
    // What an earlier page had given is seen, too, as soon as it is kept.
    room.outbox.late = (/** @type {any} */ kept, /** @type {any} */ result) => {
      if (kept.name === "note.keep" && result.ok) found?.load();
      late(kept, result);
    };
    found.load();
  }
  return found;
}

/** The private notes of the item at hand, in the room. @param {{ room: any, item: any }} props */
export function ItemNotes({ room, item }) {
  const notes = roomNotes(room);
  const mine = notes.notes.value.filter((note) => note.item === item?.id);
  if (!item) return null;
  const held = () => room.held("note.keep");
  const given = room.outbox.pending.value.filter((/** @type {any} */ one) => one.name === "note.keep" && one.args.item === item.id);
  return html`<section class="ghi-phong" aria-label=${t("Ghi chú riêng của tôi")}>
    <h2><${Icon} name="lock-simple" /> ${t("Ghi chú riêng của tôi")}</h2>
    ${mine.map((note) => html`<${NoteCard} key=${note.id} note=${note} notes=${notes} held=${held} />`)}
    ${given.map((/** @type {any} */ one) => html`<div key=${one.id} class="gc"><small><span>${held() ? t("Chờ gửi") : t("Đang gửi")}</span></small><p>${one.args.text}</p></div>`)}
    <${NoteField} key=${item.id} label=${t("Ghi chú riêng cho nội dung này")} of=${item.id} held=${held} onKeep=${(/** @type {string} */ text) => notes.keep({ item: item.id, text })} />
  </section>`;
}

fill("room.item.notes", ItemNotes);

/** A page's own way of giving commands. @param {string} stream */
export const sender = (stream) => (/** @type {string} */ name, /** @type {Record<string, any>} */ args) => command(stream, name, args);
