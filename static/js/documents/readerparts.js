// @ts-check
/** The reader's parts: header, floating bar, page pad, search, large text, notes. They show, and say what was pressed. */

import { html, useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact.js";
import { Banner, Button, Icon } from "../app/components.js";
import { Panel } from "../app/panels.js";
import { t } from "../app/text.js";
import { NoteCard, NoteField } from "./notes.js";
import { hanging, paragraphsOf } from "./reflow.js";

/** @param {{ shown: any, large: boolean, onLarge: () => void, onFind: () => void, finding: boolean, onNotes: () => void, canRead: boolean, Follow?: any }} props */
export function Header({ shown, large, onLarge, onFind, finding, onNotes, canRead, Follow = null }) {
  return html`<header class="dau phong"><a class="nut o tron" href=${shown.back} aria-label=${shown.back_words ?? t("Quay lại cuộc họp")}><${Icon} name="arrow-left" large /></a>
    <div class="ten"><h1 class="ten-tl">${shown.title}</h1><span>${shown.subtitle}</span></div><span class="day"></span>
    ${canRead && html`<${Button} kind="tron" class="o" icon="magnifying-glass" label=${t("Tìm trong tài liệu")} pressed=${finding} onPress=${onFind} />
      <${Button} class="chu-lon" icon="text-aa" label=${t("Chữ lớn")} pressed=${large} onPress=${onLarge}><span>${t("Chữ lớn")}</span><//>${Follow}`}
    ${shown.may_note && html`<${Button} kind="tron" class="o chi-hep" icon="note-pencil" label=${t("Ghi chú riêng của tôi")} onPress=${onNotes} />`}
  </header>`;
}

/** @param {{ page: number, pages: number, go: (n: number) => void, onPad: () => void, onMark: () => void, onNote: () => void, mayNote: boolean, large: boolean, Present?: any }} props */
export function Bar({ page, pages, go, onPad, onMark, onNote, mayNote, large, Present = null }) {
  return html`<div class="noi-thanh" role="toolbar" aria-label=${t("Trang")}>
    <button type="button" class="nut o" aria-label=${t("Trang trước")} disabled=${page <= 1} onClick=${() => go(page - 1)}><${Icon} name="caret-left" large /></button>
    <button type="button" class="nut so" aria-label=${t("Trang %(n)s / %(all)s, chọn trang", { n: page, all: pages })} onClick=${onPad}>${page} / ${pages}</button>
    <button type="button" class="nut o" aria-label=${t("Trang sau")} disabled=${page >= pages} onClick=${() => go(page + 1)}><${Icon} name="caret-right" large /></button>
    ${mayNote && html`<span class="vach"></span>
      ${!large && html`<button type="button" class="nut o" aria-label=${t("Tô sáng phần đang chọn")} onPointerDown=${(/** @type {any} */ event) => event.preventDefault()} onClick=${onMark}><${Icon} name="highlighter" large /></button>`}
      <button type="button" class="nut o" aria-label=${t("Ghi chú riêng cho trang này")} onClick=${onNote}><${Icon} name="note-pencil" large /></button>`}${Present && html`<span class="canh">${Present}</span>`}
  </div>`;
}

/** The pad of numbers for "3 / 18". @param {{ pages: number, onGo: (n: number) => void, onClose: () => void }} props */
export function PagePad({ pages, onGo, onClose }) {
  const sheet = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [typed, setTyped] = useState("");
  useLayoutEffect(() => sheet.current?.showModal(), []);
  const number = Number(typed);
  const fits = number >= 1 && number <= pages;
  const go = () => fits && (onGo(number), onClose());
  const press = (/** @type {string} */ digit) => setTyped((before) => `${before}${digit}`.replace(/^0+/, "").slice(0, 4));
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (/^\d$/.test(event.key)) press(event.key);
    if (event.key === "Backspace") setTyped((before) => before.slice(0, -1));
    if (event.key === "Enter" && fits) {
      event.preventDefault();
      go();
    }
  };
  return html`<dialog ref=${sheet} class="to-day ban-so" aria-labelledby="pad-td" onClose=${onClose} onKeyDown=${keys}>
    <${Panel} place="sheet.top" /><h2 id="pad-td">${t("Đến trang")}</h2>
    <output class="so" aria-live="polite">${typed || "–"} / ${pages}</output>
    <div class="phim-so">${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => html`<button type="button" class="nut so" onClick=${() => press(digit)}>${digit}</button>`)}
      <button type="button" class="nut" aria-label=${t("Xóa một chữ số")} onClick=${() => setTyped(typed.slice(0, -1))}><${Icon} name="arrow-u-up-left" /></button>
      <button type="button" class="nut so" onClick=${() => press("0")}>0</button>
      <${Button} kind="chinh" disabled=${!fits} onPress=${go}>${t("Đến")}<//></div>
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}<//></div></dialog>`;
}

/** @param {{ find: any, onClose: () => void }} props */
export function FindBar({ find, onClose }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => field.current?.focus(), []);
  const { hits, at, busy, wanted } = find.state.value;
  /** @param {KeyboardEvent} event */
  const keys = (event) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) find.step(event.shiftKey ? -1 : 1);
  };
  const said = busy ? t("Đang tìm…") : hits.length ? t("%(n)s trên %(all)s", { n: at + 1, all: hits.length }) : wanted.trim().length > 1 ? t("Không tìm thấy") : "";
  return html`<search class="tim"><label><span class="an">${t("Tìm trong tài liệu")}</span>
      <input ref=${field} class="o-nhap" type="search" placeholder=${t("Tìm trong tài liệu, không cần dấu")} value=${wanted}
        onInput=${(/** @type {any} */ event) => find.look(event.target.value)} onKeyDown=${keys} /></label>
    <span class="so" role="status">${said}</span>
    <${Button} kind="tron" class="o" icon="caret-up" label=${t("Chỗ trước")} disabled=${!hits.length} onPress=${() => find.step(-1)} />
    <${Button} kind="tron" class="o" icon="caret-down" label=${t("Chỗ sau")} disabled=${!hits.length} onPress=${() => find.step(1)} />
    <${Button} kind="tron" class="o" icon="x" label=${t("Đóng tìm kiếm")} onPress=${onClose} /></search>`;
}

/** @param {any} pdf @param {number} number */
async function textOf(pdf, number) {
  const page = await pdf.getPage(number);
  const content = await page.getTextContent();
  return paragraphsOf(content.items, page.getViewport({ scale: 1 }).width);
}

/** A page's paragraphs; a heading that the page before ended with stands above what it is the heading of. @param {any} pdf @param {number} number */
async function paragraphsFrom(pdf, number) {
  const own = await textOf(pdf, number);
  const kept = number < pdf.numPages ? own.slice(0, own.length - hanging(own)) : own;
  if (number === 1) return kept;
  const before = await textOf(pdf, number - 1);
  return [...before.slice(before.length - hanging(before)), ...kept];
}

/** One page as large text. @param {{ pdf: any, number: number, near: boolean, quotes: any[] }} props */
export function LargePage({ pdf, number, near, quotes }) {
  const [paragraphs, setParagraphs] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => {
    if (!near || paragraphs) return;
    paragraphsFrom(pdf, number).then(setParagraphs);
  }, [near]);
  return html`<section class="chu-to" data-page=${number} aria-label=${t("Trang %(n)s", { n: number })}>
    <p class="so-trang" aria-hidden="true">${number}</p>
    ${paragraphs === null ? html`<p class="xuong"></p><p class="xuong"></p>` : paragraphs.length ? paragraphs.map((one) => paragraphView(one, quotes)) : html`<p class="phu">${t("Trang này là hình ảnh. Xem ở trang gốc.")}</p>`}
  </section>`;
}

/** @param {any} one @param {any[]} quotes */
function paragraphView(one, quotes) {
  const note = quotes.find((other) => other.quote && one.text.includes(other.quote));
  const [before, after] = note ? one.text.split(note.quote, 2) : [one.text, ""];
  const inside = note ? html`${before}<mark class=${note.colour === "blue" ? "x" : ""}>${note.quote}</mark>${after}` : one.text;
  const look = one.centred ? "giua" : "";
  return one.heading ? html`<h2 class=${look}>${inside}</h2>` : html`<p class=${look}>${inside}</p>`;
}

/** @param {{ notes: any, paper: string, page: number, writing: boolean, onKeep: (text: string) => Promise<any>, onLeave: () => void, onGo: (n: number) => void,
 *   onWrite: () => void, open: boolean, onClose: () => void }} props */
export function NotesPane({ notes, paper, page, writing, onKeep, onLeave, onGo, onWrite, open, onClose }) {
  const mine = notes.notes.value;
  return html`<aside class=${`ghi cuon${open ? " mo-ra" : ""}`} aria-label=${t("Ghi chú riêng của tôi")}>
    <h2><${Icon} name="lock-simple" /> ${t("Ghi chú riêng của tôi")}<span class="day"></span><${Button} kind="tron" class="o chi-hep" icon="x" label=${t("Đóng ghi chú")} onPress=${onClose} /></h2>
    ${writing && html`<${NoteField} key=${page} of=${`${paper}:${page}`} focus label=${t("Ghi chú riêng cho trang %(n)s", { n: page })} onKeep=${onKeep} onLeave=${onLeave} />`}
    ${mine.map((/** @type {any} */ note) => html`<${NoteCard} key=${note.id} note=${note} notes=${notes} onGo=${(/** @type {any} */ one) => onGo(one.page)} />`)}
    ${!mine.length && !writing && html`<p class="phu vua">${t("Chưa có ghi chú nào. Chỉ người viết xem được ghi chú của mình.")}</p>`}
    ${!writing && html`<${Button} icon="plus" onPress=${onWrite}>${t("Ghi chú cho trang này")}<//>`}
  </aside>`;
}

/** Whether the device has no network just now. */
function useOffline() {
  const [offline, set] = useState(!navigator.onLine);
  useEffect(() => {
    const tell = () => set(!navigator.onLine);
    addEventListener("online", tell);
    addEventListener("offline", tell);
    return () => {
      removeEventListener("online", tell);
      removeEventListener("offline", tell);
    };
  }, []);
  return offline;
}

/** What there is to say above the page. @param {{ shown: any, status: any }} props */
export function Notices({ shown, status }) {
  const newest = status.newest ?? shown.newest;
  const offline = useOffline();
  return html`${offline && html`<${Banner} icon="wifi-slash">${t("Mất mạng. Vẫn đọc được tài liệu đã mở; có mạng mới lưu được ghi chú.")}<//>`}
    ${newest && html`<${Banner} icon="sparkle" action=${html`<a class="nut" href=${`/read/${shown.paper}`}>${t("Mở bản %(n)s", { n: newest })}</a>`}>
      ${t("Đang xem bản %(n)s, đã có bản %(newest)s", { n: shown.version, newest })}<//>`}
    ${shown.warning && html`<${Banner} icon="warning">${shown.warning}<//>`}`;
}

/** Instead of the page: recalled, being prepared, can't be shown. @param {{ icon: string, title: string, more?: string, children?: any }} props */
export function Instead({ icon, title, more, children }) {
  return html`<div class="rong thay"><${Icon} name=${icon} large /><b>${title}</b>${more && html`<p>${more}</p>`}${children}</div>`;
}

/** @param {{ shown: any }} props */
export function Download({ shown }) {
  return html`<a class="nut chinh" href=${shown.original ?? `${shown.url}/original`}><${Icon} name="download-simple" />${t("Tải về")} · ${shown.size}</a>`;
}

