// @ts-check
/**
 * The secretary's conclusions of an item (screens.md 6.13): Enter = next point, `@` unit or person, Ctrl+D deadline,
 * Ctrl+T (Alt+T where the browser keeps Ctrl+T) task, Ctrl+Enter to the chair.
 */

import { html, signal, useEffect, useLayoutEffect, useRef, useSignal, useState } from "../../vendor/preact.js";
import { Button, Chip, Icon } from "../app/components.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t, tc, tn } from "../app/text.js";
import { PointState } from "./approval.js";
import { mention } from "./commandline.js";
import { dayAt, parseDue, shownDate } from "./dates.js";
import { useDuties } from "./duties.js";
import { composing, shortcut, typing } from "./keys.js";
import { useKept } from "./kept.js";
import { WhoWrites } from "./together.js";
import { withName } from "./concluding.js";
import { charges } from "./units.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 * @typedef {import("./units.js").Charge} Charge
 * @typedef {{assignee: string | null, assignee_text: string, due: string | null}} Duty
 */

export const NO_DUTY = { assignee: null, assignee_text: "", due: null };
export const NEW_POINT = "kl-moi";

/** @param {{room: Room, item: Item}} props */
export function Conclusions({ room, item }) {
  const points = room.conclusions.value.filter((one) => one.item === item.id);
  const pending = room.outbox.pending.value.filter((one) => one.name === "conclusion.record" && one.args.item === item.id);
  const drafts = points.filter((one) => one.state === "draft");
  const why = !room.connected.value ? t("Cần có mạng") : "";
  return html`<section class="pane phai" aria-label=${t("Kết luận")}><header><h2>${t("Kết luận nội dung %(n)s", { n: room.order(item.id) })}</h2>
      <span class="day"></span>${points.length > 0 && html`<${Summary} points=${points} />`}<kbd>K</kbd></header>
    <div class="kl cuon"><ol>${points.map((point) => html`<${Point} key=${point.id} room=${room} point=${point} />`)}
      ${pending.map((one) => html`<li key=${one.id} class="cho-gui"><p>${one.args.text}</p>${one.state === "waiting" && html`<${Chip} tone="vang" icon="hourglass-medium">${t("chưa gửi")}</${Chip}>`}</li>`)}
      <${NewPoint} key=${`moi-${item.id}`} room=${room} item=${item} /></ol>
      <p class="phu nho phim-kl"><kbd>↵</kbd> ${t("điểm mới")} · <kbd>@</kbd> ${t("đơn vị, người")} · <kbd>Ctrl D</kbd> ${t("hạn")} · <kbd>Alt T</kbd> ${t("thành nhiệm vụ")}</p></div>
    <div class="duoi"><${Button} kind="chinh" class="day-du" icon="paper-plane-tilt" disabled=${drafts.length === 0 || why !== ""} why=${why} busy=${room.sending("conclusion.submit") > 0}
      onPress=${() => submitAll(room, item)}>${drafts.length ? tn("Trình chủ trì duyệt %(num)s điểm", "Trình chủ trì duyệt %(num)s điểm", drafts.length) : t("Trình chủ trì duyệt")} <kbd>Ctrl ↵</kbd></${Button}></div></section>`;
}

/** @param {{points: any[]}} props */
function Summary({ points }) {
  const count = (/** @type {string} */ state) => points.filter((one) => one.state === state).length;
  if (count("draft")) return html`<${Chip} tone="vang" icon="pencil-simple">${t("Nháp")}</${Chip}>`;
  if (count("submitted")) return html`<${Chip} tone="vang" icon="hourglass-medium">${t("Chờ duyệt")}</${Chip}>`;
  return html`<${Chip} tone="lam" icon="check-bold">${t("Đã duyệt")}</${Chip}>`;
}

/** Every draft of the item to the chair; what is still being typed is saved first. @param {Room} room @param {Item} item */
export async function submitAll(room, item) {
  if (typing(document.activeElement)) /** @type {HTMLElement} */ (document.activeElement).blur();
  await written(room);
  const drafts = room.conclusions.value.filter((one) => one.item === item.id && one.state === "draft");
  let sent = 0;
  for (const point of drafts) {
    if (!(await room.act("conclusion.submit", { conclusion: point.id })).ok) break;
    sent += 1;
  }
  if (sent) room.toast(tn("Đã trình %(num)s điểm kết luận", "Đã trình %(num)s điểm kết luận", sent), { mine: true });
}

/** The latest entry that is known to be this desk's work on points; the screen may be a moment behind it. */
let answered = 0;

/** @param {import("../app/types.js").Result} result */
function noted(result) {
  if (result.ok) answered = Math.max(answered, result.seq ?? 0);
  return result;
}

/** What was typed a moment ago is stored and shown before it is submitted, however long that takes. @param {Room} room */
async function written(room) {
  const under = () =>
    room.outbox.pending.peek().some((one) => one.name === "conclusion.record" || one.name === "conclusion.amend") || room.seen() < answered;
  do await new Promise((done) => setTimeout(done, 50));
  while (room.connected.peek() && under());
}

/** Words whose point was taken away by another. */
const fallen = signal(/** @type {{item: string, text: string} | null} */ (null));

// -- one point --------------------------------------------------------------------------------------------------------

/** @param {{room: Room, point: any}} props */
function Point({ room, point }) {
  const kept = useKept(room, `kl:${point.id}`, point.text, (text, seen) =>
    text.trim() ? room.send("conclusion.amend", { conclusion: point.id, text, seen }).then(noted) : Promise.resolve({ ok: false, error: { code: "invalid", message: t("Điểm kết luận không được để trống.") } }));
  // Somebody else took the point away under the hands of who writes it: the words go on in the new line.
  useEffect(() => () => { if (kept.dirty && !room.one("conclusions", point.id)) { kept.forget(); fallen.value = { item: point.item, text: kept.text.value }; } }, [kept]);
  /** @param {Partial<Duty>} duty */
  const change = (duty) => room.act("conclusion.amend", { conclusion: point.id, ...duty }).then(noted);
  const duties = useDuties({ room, point, change });
  const next = () => { kept.flush(); focusAfter(point.id); };
  const removable = point.state === "draft" && !point.task;
  const remove = async () => {
    const result = await room.act("conclusion.remove", { conclusion: point.id }, {
      done: t("Đã xóa một điểm kết luận"),
      undo: () => room.act("conclusion.record", recordArgs(point.item, point.text, point)),
    });
    if (result.ok) document.getElementById(NEW_POINT)?.focus();
  };
  return html`<li class=${point.state === "approved" ? "da-duyet" : ""} data-point=${point.id}>
    <${Writer} room=${room} place=${`point:${point.id}`} id=${`kl-${point.id}`} text=${kept.text.value} duty=${point} onText=${(/** @type {string} */ text) => kept.type(text)} onDuty=${duties.set} onEnter=${next} onLeave=${() => kept.flush()} onEmpty=${removable ? remove : undefined} fixed=${point.state === "approved" || Boolean(point.task)} />
    <div class="nv cuoi"><${PointState} point=${point} /><${WhoWrites} room=${room} place=${`point:${point.id}`} /><${Kept} kept=${kept} />
      ${removable && html`<${Button} kind="tron" class="o nhe" icon="trash" label=${t("Xóa điểm này")} onPress=${remove} />`}</div>
    ${point.state !== "approved" && point.returned_reason && html`<p class="ly-do"><${Icon} name="arrow-u-up-left" /> ${t("Chủ trì: %(reason)s", { reason: point.returned_reason })}</p>`}
    <${Others} kept=${kept} />${duties.Told}</li>`;
}

/** Said only where it isn't saved. @param {{kept: import("./kept.js").KeptText}} props */
export function Kept({ kept }) {
  const state = kept.state.value;
  if (state === "refused") return html`<span class="loi">${kept.fault.value}</span>`;
  return state === "waiting" ? html`<span class="chua-gui">${t("chưa gửi")}</span>` : null;
}

/** What another secretary did to the same text, while it was written or afterwards. @param {{kept: import("./kept.js").KeptText}} props */
export function Others({ kept }) {
  if (kept.theirs.value !== null) return html`<${Theirs} kept=${kept} />`;
  return html`<${Lost} kept=${kept} />`;
}

/** What comes is in sight with all its buttons, whatever pane it comes in; the caret stays where one writes. @param {unknown} said */
function useInSight(said) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => place.current?.scrollIntoView({ block: "nearest" }), [said]);
  return place;
}

/** Once it is chosen one writes on where one was, or the next letter would be a shortcut; a finger's choice opens no keyboard. @param {() => void} act */
const writeOn = (act) => (/** @type {PointerEvent} */ event) => {
  const field = /** @type {HTMLElement} */ (event.currentTarget).closest(".soan, [data-point]")?.querySelector("textarea");
  act();
  if (event.pointerType !== "touch") field?.focus();
};

/** @param {{kept: import("./kept.js").KeptText}} props */
function Lost({ kept }) {
  const over = kept.lost.value === null || kept.dirty;
  const place = useInSight(over ? null : kept.lost.value);
  if (over) return null;
  return html`<div class="ban-khac" role="status" ref=${place}><p>${t("Người khác vừa sửa phần này. Bản của tôi: %(text)s", { text: kept.lost.value ?? "" })}</p>
    <div class="hang g2 wrap"><${Button} onPress=${writeOn(() => kept.takeMine())}>${t("Dùng lại bản của tôi")}</${Button}><${Button} onPress=${writeOn(() => kept.merge())}>${t("Ghép hai bản")}</${Button}><${Button} onPress=${writeOn(() => kept.letGo())}>${t("Bỏ bản của tôi")}</${Button}></div></div>`;
}

/** Somebody else has changed it meanwhile. @param {{kept: import("./kept.js").KeptText}} props */
function Theirs({ kept }) {
  const place = useInSight(kept.theirs.value);
  return html`<div class="ban-khac" role="status" ref=${place}><p>${t("Người khác vừa sửa thành: %(text)s", { text: kept.theirs.value ?? "" })}</p>
    <div class="hang g2 wrap"><${Button} onPress=${writeOn(() => kept.takeTheirs())}>${t("Dùng bản đó")}</${Button}><${Button} onPress=${writeOn(() => kept.keepMine())}>${t("Giữ bản đang viết")}</${Button}><${Button} onPress=${writeOn(() => kept.merge())}>${t("Ghép hai bản")}</${Button}></div></div>`;
}

/** @param {string} id */
function focusAfter(id) {
  const here = document.querySelector(`[data-point="${id}"]`);
  const next = here?.nextElementSibling?.querySelector("textarea") ?? document.getElementById(NEW_POINT);
  /** @type {HTMLElement | null} */ (next)?.focus();
}

/** @param {string} item @param {string} text @param {Duty} duty */
export function recordArgs(item, text, { assignee, assignee_text, due }) {
  return { item, text, ...(assignee ? { assignee } : {}), ...(assignee_text ? { assignee_text } : {}), ...(due ? { due } : {}) };
}

/** The line being written: kept on this device until Enter makes it a point. @param {{room: Room, item: Item}} props */
function NewPoint({ room, item }) {
  const key = `dien-hong:${room.me.person}:${room.stream}:kl-moi:${item.id}`;
  const [draft, set] = useState(/** @returns {{text: string} & Duty} */ () => ({ text: "", ...NO_DUTY, ...taken(deviceShelf(), key) }));
  // Two changes may come before the next drawing: a name chosen changes the words and the duty.
  const latest = useRef(draft);
  const change = (/** @type {any} */ part) => {
    latest.current = { ...latest.current, ...part };
    set(latest.current);
    const { text, assignee, assignee_text, due } = latest.current;
    shelve(deviceShelf(), key, text || assignee || assignee_text || due ? latest.current : null);
  };
  const [fault, say] = useState("");
  useEffect(() => fallen.subscribe((words) => {
    if (words?.item !== item.id) return;
    fallen.value = null;
    change({ text: [latest.current.text, words.text].filter((text) => text.trim()).join(" ") });
    say(t("Điểm vừa bị người khác xóa; phần đang viết được chuyển xuống đây."));
  }), [item.id]);
  const record = async () => {
    const sent = latest.current;
    if (!sent.text.trim()) return;
    change({ text: "", ...NO_DUTY });
    const result = noted(await room.send("conclusion.record", recordArgs(item.id, sent.text, sent), { hold: true }));
    if (result.ok) return say("");
    // Refused: nothing typed is lost.
    if (!latest.current.text) change(sent);
    say(Object.values(result.error?.fields ?? {})[0] ?? result.error?.message ?? "");
    return undefined;
  };
  return html`<li class="moi-viet"><${Writer} room=${room} place=${`points:${item.id}`} id=${NEW_POINT} text=${draft.text} duty=${draft} placeholder=${t("Viết điểm kết luận…")}
    onText=${(/** @type {string} */ text) => change({ text })} onDuty=${change} onEnter=${record} onLeave=${record} /><${WhoWrites} room=${room} place=${`points:${item.id}`} />${fault && html`<p class="loi" role="alert">${fault}</p>`}</li>`;
}

// -- writing ----------------------------------------------------------------------------------------------------------

/**
 * The writing of one point, with its unit and deadline. `fixed`: a task was made of it; who does it may become another, not nobody.
 * @param {{room: Room, place: string, id: string, text: string, duty: Duty, fixed?: boolean, placeholder?: string, onText: (text: string) => void,
 *   onDuty: (duty: Partial<Duty>) => any, onEnter: () => void, onLeave: () => void, onEmpty?: () => void}} props
 */
function Writer({ room, place, id, text, duty, fixed = false, placeholder, onText, onDuty, onEnter, onLeave, onEmpty }) {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  // Signals are known at once: the next key may come before the names are drawn again for the last one.
  const at = useSignal(/** @type {{from: number, typed: string} | null} */ (null));
  const pick = useSignal(0);
  const setAt = (/** @type {{from: number, typed: string} | null} */ mentioned) => { at.value = mentioned; };
  const [dating, setDating] = useState(false);
  const drawn = at.value;
  const list = drawn ? charges(room.people.value, drawn.typed) : [];
  const offered = () => (at.value === drawn ? list : at.value ? charges(room.people.value, at.value.typed) : []);
  useGrown(area, text);
  const look = () => setAt(mention(area.current?.value ?? "", area.current?.selectionStart ?? 0));
  /** @param {Charge} charge */
  const choose = (charge) => {
    const value = area.current?.value ?? "";
    const from = at.value?.from ?? value.length;
    const end = from + 1 + (at.value?.typed.length ?? 0);
    const { next, caret } = withName(value, from, end, charge.label);
    setAt(null);
    // Written at once, so that the next letter finds the caret behind the name.
    if (area.current) area.current.value = next;
    area.current?.setSelectionRange(caret, caret);
    onText(next);
    onDuty({ assignee: charge.assignee, assignee_text: charge.assignee_text });
  };
  const toTask = () => {
    // Said again, it stays what it is: only the cross takes the unit and its deadline off, and says so.
    if (duty.assignee || duty.assignee_text) return room.toast(t("Đã là nhiệm vụ giao cho %(who)s.", { who: chargedWith(room, duty) }));
    const value = area.current?.value ?? "";
    const next = value && !/\s$/.test(value) ? `${value} @` : `${value}@`;
    onText(next);
    area.current?.focus();
    setAt({ from: next.length - 1, typed: "" });
    return undefined;
  };
  const dropTask = () => {
    const { assignee, assignee_text, due } = duty;
    onDuty({ ...NO_DUTY });
    room.toast(t("Đã bỏ nhiệm vụ giao cho %(who)s.", { who: chargedWith(room, duty) }), { undo: () => onDuty({ assignee, assignee_text, due }) });
    area.current?.focus();
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (composing(event)) return;
    const acts = writingKeys({ event, list: offered(), pick, choose, at: at.value, setAt, onEnter, onEmpty, toTask, date: () => setDating(true), empty: area.current?.value === "" });
    if (acts) { event.preventDefault(); event.stopPropagation(); acts(); }
  };
  /** @param {any} event */
  const leave = (event) => { if (!box.current?.contains(event.relatedTarget) && !event.relatedTarget?.closest(".toast")) { setAt(null); onLeave(); } };
  return html`<div class="viet" ref=${box} onFocusOut=${leave}>
    <textarea ref=${area} id=${id} data-place=${place} rows="1" maxlength="5000" value=${text} placeholder=${placeholder} aria-label=${t("Điểm kết luận")} aria-autocomplete="list" aria-controls=${list.length > 0 ? `${id}-ds` : undefined} aria-activedescendant=${list.length > 0 ? `${id}-${pick.value}` : undefined}
      onInput=${(/** @type {any} */ event) => { onText(event.target.value); pick.value = 0; look(); }} onClick=${look} onKeyDown=${key}></textarea>
    ${list.length > 0 && html`<${Mentions} id=${`${id}-ds`} list=${list} pick=${pick.value} choose=${choose} />`}
    <${DutyRow} room=${room} duty=${duty} fixed=${fixed} dating=${dating} onDating=${setDating} onDuty=${onDuty} onDrop=${dropTask} back=${() => area.current?.focus()} /></div>`;
}

/**
 * What a key does while a point is written; null leaves it to the browser.
 * @param {any} scene
 * @returns {(() => void) | null}
 */
function writingKeys({ event, list, pick, choose, at, setAt, onEnter, onEmpty, toTask, date, empty }) {
  const name = shortcut(event);
  if (list.length) {
    if (event.key === "ArrowDown") return () => { pick.value = (pick.value + 1) % list.length; };
    if (event.key === "ArrowUp") return () => { pick.value = (pick.value + list.length - 1) % list.length; };
    if (event.key === "Enter" || event.key === "Tab") return () => choose(list[pick.value]);
  }
  if (name === "escape" && at) return () => setAt(null);
  if (name === "ctrl+d") return date;
  if (name === "ctrl+t" || name === "alt+t") return toTask;
  if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey) return onEnter;
  if (event.key === "Backspace" && empty && onEmpty) return onEmpty;
  return null;
}

/** The style sheet alone does it where the browser can: reading a height lays out the whole page. */
const GROWS_BY_ITSELF = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

/** A text area as high as its text. @param {{current: HTMLTextAreaElement | null}} area @param {string} text */
export function useGrown(area, text) {
  useEffect(() => {
    const field = area.current;
    if (!field || GROWS_BY_ITSELF) return undefined;
    let width = -1;
    // A pane that was hidden, or a window that changed, has other lines.
    const watcher = new ResizeObserver(() => {
      if (field.clientWidth === width) return;
      width = field.clientWidth;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    });
    watcher.observe(field);
    return () => watcher.disconnect();
  }, [text]);
}

/** @param {{id: string, list: Charge[], pick: number, choose: (charge: Charge) => void}} props */
function Mentions({ id, list, pick, choose }) {
  return html`<ul class="nhac" role="listbox" id=${id} aria-label=${t("Giao cho")}>${list.map((one, place) => html`<li key=${one.label + one.more} id=${`${id.slice(0, -3)}-${place}`} role="option" aria-selected=${String(place === pick)}
    onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); choose(one); }}><b>${one.label}</b><span class="v">${one.assignee || one.more ? one.more : t("ghi như đã gõ")}</span></li>`)}</ul>`;
}

/** Who is to do it, by name. @param {Room} room @param {Duty} duty @returns {string} */
const chargedWith = (room, duty) => (duty.assignee ? room.name(duty.assignee) : duty.assignee_text);

/** @param {{room: Room, duty: Duty, fixed: boolean, dating: boolean, onDating: (on: boolean) => void, onDuty: (duty: Partial<Duty>) => any, onDrop: () => any, back: () => void}} props */
function DutyRow({ room, duty, fixed, dating, onDating, onDuty, onDrop, back }) {
  const who = chargedWith(room, duty);
  if (!who && !duty.due && !dating) return null;
  return html`<div class="nv">${who && html`<${Chip} tone="lam" icon="list-checks">${tc("one", "Nhiệm vụ")}</${Chip}>
      ${fixed ? html`<${Chip} tone="vien">${who}</${Chip}>` : html`<button type="button" class="chip vien" onClick=${onDrop} title=${t("Bỏ nhiệm vụ")}>${who}<${Icon} name="x" label=${t("Bỏ nhiệm vụ")} /></button>`}`}
    ${dating ? html`<${DueField} room=${room} due=${duty.due} onDone=${(/** @type {string | null | undefined} */ due) => { onDating(false); if (due !== undefined) onDuty({ due }); back(); }} />`
      : html`<button type="button" class="chip vien" onClick=${() => onDating(true)}><${Icon} name="calendar-blank" />${duty.due ? t("Hạn %(day)s", { day: shownDate(duty.due) }) : t("Hạn")}${!duty.due && html` <kbd>Ctrl D</kbd>`}</button>`}</div>`;
}

/** `15/12`, `+7`; Enter takes it, empty takes the deadline off, Esc leaves it. @param {{room: Room, due: string | null, onDone: (due?: string | null) => void}} props */
function DueField({ room, due, onDone }) {
  const [typed, set] = useState(due ? shownDate(due) : "");
  const [fault, say] = useState("");
  const shown = useRef(false);
  // At once, not after the next frame: the date is typed in one go with Ctrl+D.
  const enter = (/** @type {HTMLInputElement | null} */ field) => {
    if (!field || shown.current) return;
    shown.current = true;
    field.focus();
    field.select();
  };
  const meant = typed.trim() ? parseDue(typed, dayAt(room.now())) : null;
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (composing(event)) return;
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); return onDone(); }
    if (event.key !== "Enter") return undefined;
    event.preventDefault();
    event.stopPropagation();
    if (typed.trim() && !meant) return say(t("Không hiểu ngày này. Ví dụ: 15/12 hoặc +7"));
    return onDone(meant);
  };
  return html`<span class="han"><label>${t("Hạn")} <input ref=${enter} class="o-nhap" inputmode="text" value=${typed} placeholder="15/12, +7" aria-invalid=${fault ? "true" : undefined}
    onInput=${(/** @type {any} */ event) => { set(event.target.value); say(""); }} onKeyDown=${key} /></label>
    ${meant && html`<span class="phu nho so">${shownDate(meant)}</span>`}${fault && html`<span class="loi" role="alert">${fault}</span>`}</span>`;
}
