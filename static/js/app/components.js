//# allFunctionsCalledOnLoad
// @ts-check
/** The parts every screen of the room is made of. Looks are components.css; what they say is said by who uses them. */

import { OUTLINES } from "../../vendor/icons.js";
import { Fragment, html, useComputed, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { hhmm, mmss } from "./clock.js";
import { covering, gone, SAME_TAP } from "./covering.js";
import { giveBack } from "./focus.js";
import { initials } from "./fold.js";
import { useFreePlace } from "./freeplace.js";
import { stay } from "./holding.js";
import { Panel } from "./panels.js";
import { t } from "./text.js";
import { putAway, saidBy } from "./toasts.js";

/** @typedef {import("./types.js").Room} Room */

/** @param {{name: string, large?: boolean, label?: string}} props */
export function Icon({ name, large = false, label = "" }) {
  const shown = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return html`<svg class=${large ? "i l" : "i"} viewBox="0 0 256 256" focusable="false" ...${shown}><path d=${OUTLINES[name]} /></svg>`;
}

/** @param {{size?: number}} props */
export function Logo({ size = 40 }) {
  return html`<svg viewBox="0 0 40 40" width=${size} height=${size} aria-hidden="true" focusable="false">
    <rect width="40" height="40" rx="11" fill="#9B1B1E" />
    <g fill="none" stroke="#FFF1DC" stroke-linecap="round" stroke-width="3.3">
      <path d="M8.5 26.5a11.5 11.5 0 0 1 23 0" stroke-dasharray=".01 6.015" />
      <path d="M14.5 26.5a5.5 5.5 0 0 1 11 0" stroke-dasharray=".01 5.75" />
    </g>
    <path d="M12 31.5h16" stroke="#FFF1DC" stroke-width="2.4" stroke-linecap="round" />
  </svg>`;
}

/** An item's seal, the same everywhere. @param {{n: number, state?: string, big?: boolean, lock?: boolean}} props */
export function Seal({ n, state = "waiting", big = false, lock = false }) {
  const kind = `an-dau${state === "current" ? " nay" : ""}${state === "done" ? " roi" : ""}${big ? " to" : ""}`;
  const inside = lock ? html`<${Icon} name="lock-simple" />` : state === "done" && !big ? html`<${Icon} name="check-bold" />` : n;
  return html`<span class=${kind}><span class="an">${t("Nội dung %(n)s", { n })}</span><span aria-hidden="true">${inside}</span></span>`;
}

/** @param {{tone?: string, icon?: string, title?: string, children?: any}} props */
export function Chip({ tone = "", icon = "", title, children }) {
  return html`<span class=${`chip ${tone}`} title=${title}>${icon && html`<${Icon} name=${icon} />`}<span>${children}</span></span>`;
}

/** @param {{name: string, small?: boolean}} props */
export function Avatar({ name, small = false }) {
  return html`<span class=${small ? "mat nh" : "mat"} aria-hidden="true">${initials(name)}</span>`;
}

/**
 * `why` is the reason beside a button that can't be pressed. A busy one keeps its words and its focus.
 * @param {{kind?: string, icon?: string, large?: boolean, busy?: boolean, disabled?: boolean, why?: string, label?: string,
 *   onPress?: (event: any) => any, children?: any, class?: string, pressed?: boolean, type?: string, [attribute: string]: any}} props
 */
export function Button(props) {
  const { kind = "", icon = "", large = false, busy = false, disabled = false, why = "", label, onPress, children, pressed } = props;
  const { type = "button", class: more = "" } = props;
  const last = useRef(-SAME_TAP);
  /** @param {any} event */
  const press = (event) => {
    if (busy || disabled || event.timeStamp - last.current < SAME_TAP) return event.preventDefault();
    last.current = event.timeStamp;
    onPress?.(event);
  };
  // Long lists have one or two in each row: no component for the icon alone, and nothing gone over twice.
  const look = `nut${kind ? ` ${kind}` : ""}${large ? " lon" : ""}${more ? ` ${more}` : ""}`;
  /** @type {Record<string, any>} */
  const data = {};
  for (const key in props) if (key.startsWith("data-") || key.startsWith("aria-")) data[key] = props[key];
  const button = html`<button type=${type} class=${look} disabled=${disabled} aria-busy=${busy ? "true" : undefined}
    aria-label=${label} aria-pressed=${pressed === undefined ? undefined : String(pressed)} onClick=${press} ...${data}
    >${icon && Icon({ name: icon, large: large || !children })}${children}</button>`;
  return disabled && why ? html`<span class="nut-vi-sao">${button}<small>${why}</small></span>` : button;
}

// -- time ------------------------------------------------------------------------------------------------------------

/** @param {any} speech @param {number} now */
function leftOf(speech, now) {
  const running = speech.started_at ? Math.max(0, now - Date.parse(speech.started_at)) / 1000 : 0;
  return speech.limit - speech.seconds - running;
}

/**
 * The ring, still: ink, gold in the last minute, earth past the limit.
 * @param {{left: number, limit: number, size?: number, width?: number, words?: boolean, paused?: boolean}} props
 */
export function RingAt({ left, limit, size = 132, width = 9, words = true, paused = false }) {
  const over = left < 0;
  const near = !over && left <= 60;
  const part = over ? 100 : limit > 0 ? Math.min(100, (left / limit) * 100) : 0;
  const said = over ? t("quá %(time)s", { time: mmss(left) }) : t("còn %(time)s", { time: mmss(left) });
  const below = paused ? t("tạm dừng") : over ? t("quá giờ") : near ? t("còn dưới 1 phút") : t("còn lại");
  const figures = `${over && !words ? "+" : ""}${mmss(left)}`;
  const many = figures.length > 5 ? " nhieu-so" : "";
  return html`<div class=${`vong${near ? " sap" : ""}${over ? " qua" : ""}${many}`} role="timer" aria-live="off"
      aria-label=${t("Thời gian phát biểu: %(said)s", { said })} style=${{ "--d": `${size}px`, "--w": width }}>
    <svg viewBox="0 0 100 100" aria-hidden="true"><circle class="nen" cx="50" cy="50" r="45" />
      <circle class="chay" cx="50" cy="50" r="45" pathLength="100" stroke-dasharray=${`${part.toFixed(2)} 100`} /></svg>
    <div aria-hidden="true"><b>${figures}</b>${words && html`<small>${below}</small>`}</div>
  </div>`;
}

/** The ring of a speech, ticking by the server's time while it runs. @param {{room: Room, speech: any, size?: number, width?: number, words?: boolean}} props */
export function Ring({ room, speech, ...look }) {
  const left = leftOf(speech, speech.started_at ? room.second.value : 0);
  return html`<${RingAt} left=${left} limit=${speech.limit} paused=${speech.state === "paused"} ...${look} />`;
}

/** m:ss until a moment, never below zero. @param {{room: Room, until: string | number}} props */
export function Countdown({ room, until }) {
  const end = typeof until === "string" ? Date.parse(until) : until;
  return html`<span class="so" role="timer" aria-live="off">${mmss(Math.max(0, (end - room.second.value) / 1000))}</span>`;
}

/** @param {{room: Room}} props */
export function Clock({ room }) {
  const shown = hhmm(room.second.value);
  return html`<time class=${`so dam dong-ho${room.connected.value ? "" : " nhat"}`}>${shown}</time>`;
}

// -- figures ---------------------------------------------------------------------------------------------------------

const CELLS = 60;

/**
 * One cell for each member of the body; over sixty, a bar of the same patterns. `label` says every number.
 * @param {{cells: {kind: string, n: number}[], threshold?: {n: number, words: string} | null, height?: string, label: string}} props
 */
export function MemberStrip({ cells, threshold = null, height, label }) {
  const total = cells.reduce((sum, cell) => sum + cell.n, 0);
  const stacked = total > CELLS;
  const drawn = stacked
    ? cells.filter((cell) => cell.n > 0).map((cell) => html`<i class=${cell.kind} style=${{ flexGrow: cell.n }}></i>`)
    : cells.flatMap((cell) => Array.from({ length: cell.n }, () => html`<i class=${cell.kind}></i>`));
  const at = threshold && total ? Math.min(100, (threshold.n / total) * 100) : 0;
  const side = at > 82 ? "cuoi" : at < 18 ? "dau-tien" : "";
  return html`<${Fragment}>
    <div class=${stacked ? "dai xep" : "dai"} role="img" aria-label=${label} style=${height ? { "--cao": height } : undefined}>${drawn}</div>
    ${threshold && html`<div class="nguong" aria-hidden="true" style=${height ? { "--len": `calc(${height} + 8px)` } : undefined}><span class=${side} style=${{ "--p": `${at.toFixed(2)}%` }}>${threshold.words}</span></div>`}
  </${Fragment}>`;
}

// -- said back -------------------------------------------------------------------------------------------------------

/** @param {{tone?: string, icon?: string, children?: any, action?: any}} props */
export function Banner({ tone = "", icon = "info", children, action }) {
  return html`<div class=${`bang ${tone}`}><${Icon} name=${icon} /><span class="ph">${children}</span>${action}</div>`;
}

/** @param {{icon: string, text: string, action?: any}} props */
export function Empty({ icon, text, action }) {
  return html`<div class="rong"><${Icon} name=${icon} /><p>${text}</p>${action}</div>`;
}

/** What is coming, in its shape. Shown from 200 ms on; after 10 s it says so. @param {{rows?: number, onRetry?: () => void}} props */
export function Skeleton({ rows = 3, onRetry }) {
  const [age, grow] = useState(0);
  useEffect(() => {
    const timers = [setTimeout(() => grow(1), 200), setTimeout(() => grow(2), 10_000)];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (age === 0) return null;
  const bars = Array.from({ length: rows }, (_, row) => html`<div class="xuong" style=${{ width: `${90 - row * 14}%` }}></div>`);
  return html`<div class="cho-tai" role="status"><span class="an">${t("Đang tải")}</span>${bars}
    ${age === 2 && html`<p class="phu">${t("Vẫn đang tải…")}</p>${onRetry && html`<${Button} onPress=${onRetry}>${t("Thử lại")}</${Button}>`}`}
  </div>`;
}

/**
 * One at a time, eight seconds, longer while it has the focus or somebody points at it; never longer than what it says is so.
 * @param {{room: Room}} props
 */
export function Toasts({ room }) {
  const toast = room.toasts.value;
  const over = Boolean(toast?.holds && !toast.holds());
  useEffect(() => {
    if (over) putAway(room.toasts, toast);
  }, [over, toast]);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!toast || !box.current) return undefined;
    return stay(box.current, () => putAway(room.toasts, toast));
  }, [toast]);
  const text = saidBy(toast);
  useFreePlace(box, toast && `${toast.key} ${text}`);
  const undo = toast?.undo;
  return html`<div class="cho-toast"><div class="toast-cho" role="status" ref=${box}>${toast && html`<div class=${`toast ${toast.tone ?? ""}`} key=${toast.key} onMouseDown=${(/** @type {Event} */ event) => event.preventDefault() /* a field that is written in keeps the focus */}>
    <span aria-hidden=${toast.silent ? "true" : undefined /* it is said aloud, beside a ballot that may put this away at once */}>${text}</span>${undo && html`<${Button} class="day" onPress=${() => { putAway(room.toasts, toast); undo(); }}>
      ${toast.undoText ?? t("Hoàn tác")}</${Button}>`}</div>`}</div></div>`;
}

// -- sheets ----------------------------------------------------------------------------------------------------------

/**
 * A sheet over everything; Esc and a press beside it close it; the focus goes back to where it was. What carries
 * `data-safe` has the focus first; else, where typing is what one came for (`typing`), the first field, else the title: a
 * field with the focus opens a tablet's keyboard over the sheet. It stands over the page from the moment it is in it: an Esc
 * that comes before the first frame closes it too. While a ballot covers the room it is aside, with all that is in it.
 * @param {{title: string, onClose: () => void, wide?: boolean, typing?: boolean, children?: any}} props
 */
export function Sheet({ title, onClose, wide = false, typing = false, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const closing = useRef(onClose);
  closing.current = onClose;
  useLayoutEffect(() => {
    const shown = /** @type {HTMLDialogElement} */ (dialog.current);
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    let aside = false;
    const closed = () => aside || shown.open || closing.current(); // a browser may close it without asking (`cancel`) first
    shown.addEventListener("close", closed);
    for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (shown.querySelectorAll("textarea, input"))) field.defaultValue = field.value; // nobody wrote what stands there
    let at = /** @type {HTMLElement | null} */ (shown.querySelector("[data-safe]") ?? shown.querySelector(typing ? "textarea, input:not([type=radio])" : ":scope > h2"));
    let scrolled = 0;
    const show = () => {
      aside = false;
      shown.showModal();
      at?.focus({ preventScroll: true });
      shown.scrollTop = scrolled;
    };
    const stepAside = () => {
      aside = true;
      if (shown.contains(document.activeElement)) at = /** @type {HTMLElement} */ (document.activeElement);
      scrolled = shown.scrollTop;
      shown.close();
      gone({ itself: true });
    };
    show();
    // One that is opened from what covers the room (a board's question over its ballot) stands over it; only one from before is aside.
    let covered = covering.peek();
    const unheard = covering.subscribe((kind) => {
      if (kind === "whole" && covered !== "whole" && !aside) stepAside();
      else if (kind === "" && aside) show();
      covered = kind;
    });
    return () => {
      unheard();
      shown.removeEventListener("close", closed);
      if (shown.open) gone({ itself: false });
      if (shown.open) shown.close();
      giveBack(before);
    };
  }, []);
  /** @param {any} event */
  const beside = (event) => event.target === dialog.current && event.detail > 0 && outside(event) && onClose();
  /** Esc in a field that was written in leaves the field; the next one the sheet. @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229 || !written(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    const safe = dialog.current?.querySelector("[data-safe]") ?? dialog.current?.querySelector(".chan-to .nut");
    /** @type {HTMLElement | null | undefined} */ (safe)?.focus();
  };
  return html`<dialog ref=${dialog} class=${wide ? "to-day rong-hon" : "to-day"} aria-label=${title} onKeyDown=${key}
      onCancel=${(/** @type {Event} */ event) => { event.preventDefault(); onClose(); }} onClick=${beside}>
    <${Panel} place="sheet.top" onBack=${onClose} /><h2 tabindex="-1">${title}</h2>${children}</dialog>`;
}

/** @param {any} field */
function written(field) {
  return field.matches("textarea, input:not([type=radio], [type=checkbox])") && field.value.trim() !== "" && field.value !== field.defaultValue;
}

/** A sheet that makes no sense any more goes by itself; a tap meant for it reaches nothing beneath. @param {boolean} over @param {() => void} close */
export function useOver(over, close) {
  useEffect(() => {
    if (!over) return;
    close();
    gone({ itself: true });
  }, [over]);
}

/** @param {MouseEvent} event */
function outside(event) {
  const box = /** @type {HTMLElement} */ (event.target).getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** Whatever the room shows over itself: sheets, toasts, words for screen readers. @param {{room: Room}} props */
export function Overlays({ room }) {
  const sheet = room.sheets.value;
  return html`${sheet && sheet.draw(sheet.close)}<${Toasts} room=${room} /><${Spoken} room=${room} />`;
}

/** `inside` a sheet: what lies under it is told by nobody. @param {{room: Room, inside?: boolean}} props */
export function Spoken({ room, inside = false }) {
  // As text alone: it is said in the midst of what an entry changes, and nothing is drawn for it.
  const polite = useComputed(() => room.spoken.value.polite);
  const assertive = useComputed(() => room.spoken.value.assertive);
  if (inside) return html`<div class="an" aria-live="polite">${polite}</div><div class="an" aria-live="assertive">${assertive}</div>`;
  return html`<div class="an" role="status" aria-live="polite">${polite}</div><div class="an" role="alert" aria-live="assertive">${assertive}</div>`;
}

// -- nothing moves under a finger ------------------------------------------------------------------------------------

const RELEASE = 600;

/**
 * A list that keeps its order while it is touched and a little after: rows are renewed, none comes, goes or moves.
 * @template {{id: string}} T
 * @param {T[]} list
 * @returns {[T[], Record<string, () => void>]}
 */
export function useStill(list) {
  const shown = useRef(list);
  const held = useRef(false);
  const timer = useRef(/** @type {any} */ (0));
  const [, redraw] = useState(0);
  if (held.current) {
    const fresh = new Map(list.map((one) => [one.id, one]));
    shown.current = shown.current.map((one) => fresh.get(one.id) ?? one);
  } else shown.current = list;
  const touch = () => {
    clearTimeout(timer.current);
    held.current = true;
  };
  const release = () => {
    if (!held.current) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      held.current = false;
      redraw((n) => n + 1);
    }, RELEASE);
  };
  return [shown.current, { onPointerDown: touch, onPointerUp: release, onPointerCancel: release, onPointerLeave: release }];
}
