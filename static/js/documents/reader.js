// @ts-check
/** The reader: thumbnails | page | notes; on a phone large text first. It remembers where one is, and finds text without marks. */

import { html, render, signal, useEffect, useRef, useState } from "../../vendor/preact.js";
import { useZone } from "../app/clock.js";
import { command, request } from "../app/commands.js";
import { announce, toast } from "../app/notice.js";
import { t } from "../app/text.js";
import { Elsewhere } from "./elsewhere.js";
import { hitsIn } from "./find.js";
import { Leaf, openDocument, selected, Thumb } from "./leaves.js";
import { lineOf } from "./live.js";
import { notesAloud, notesAt, sender } from "./notes.js";
import { usePages } from "./pages.js";
import { BackPill, FollowButton, PresentButton, PresentNotice, tellsNetwork, usePresenting } from "./presentreader.js";
import { Bar, Download, FindBar, Header, Instead, LargePage, NotesPane, Notices, PagePad } from "./readerparts.js";

const PHONE = matchMedia("(max-width: 700px)");
const MARK_AFTER = 1500;
const ASK_WHILE_PREPARING = 3000;
const ASK_AFTERWARDS = 30_000;
const WIDEST = 860;
/** @type {Set<number>} */
const NOTHING = new Set();

/** The search over a whole document; pages are read once. @param {any} pdf @param {(n: number) => void} go */
function finder(pdf, go) {
  /** @type {Map<number, string[]>} */
  const texts = new Map();
  const state = signal({ wanted: "", busy: false, at: 0, hits: /** @type {{ page: number, pieces: Set<number> }[]} */ ([]) });
  let turn = 0;
  const textOf = async (/** @type {number} */ number) => {
    if (!texts.has(number)) {
      const content = await (await pdf.getPage(number)).getTextContent();
      texts.set(number, content.items.filter((/** @type {any} */ item) => "str" in item).map((/** @type {any} */ item) => item.str));
    }
    return texts.get(number) ?? [];
  };
  const look = async (/** @type {string} */ wanted) => {
    const mine = ++turn;
    state.value = { wanted, busy: wanted.trim().length > 1, at: 0, hits: [] };
    if (wanted.trim().length < 2) return;
    const hits = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      for (const hit of hitsIn(await textOf(number), wanted)) hits.push({ page: number, pieces: new Set(hit.pieces) });
      if (mine !== turn) return;
    }
    state.value = { wanted, busy: false, at: 0, hits };
    if (hits.length) go(hits[0].page);
  };
  const step = (/** @type {number} */ by) => {
    const { hits, at } = state.value;
    if (!hits.length) return;
    const next = (at + by + hits.length) % hits.length;
    state.value = { ...state.value, at: next };
    go(hits[next].page);
  };
  return { state, look, step };
}

/** The width for a page, following the pane. @param {{ current: HTMLElement | null }} pane @param {any} pdf */
function useWidth(pane, pdf) {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!pane.current) return undefined;
    const measure = () => {
      const room = (pane.current?.clientWidth ?? 0) - (PHONE.matches ? 0 : 48);
      setWidth(Math.max(240, Math.min(WIDEST, room)));
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(pane.current);
    measure();
    return () => watcher.disconnect();
  }, [pdf]);
  return width;
}

/** Remember the page once it has been in front for a moment. @param {any} shown @param {number} page @param {boolean} on */
function useMark(shown, page, on) {
  useEffect(() => {
    if (!on) return undefined;
    const waiting = setTimeout(() => command(shown.stream, "reading.mark", { paper: shown.paper, version: shown.version, page }), MARK_AFTER);
    return () => clearTimeout(waiting);
  }, [page, on]);
}

/** What has become of this version meanwhile. @param {any} shown */
function useStatus(shown) {
  const [status, setStatus] = useState({ conversion: shown.conversion, trouble: shown.trouble, newest: shown.newest, recalled: shown.recalled });
  useEffect(() => {
    if (shown.recalled) return undefined;
    const ask = async () => {
      if (document.hidden) return;
      const answer = await request(shown.status ?? `/api/papers/${shown.paper}/${shown.version}`, { headers: { Accept: "application/json" } });
      if (answer.ok && answer.result) setStatus({ ...answer.result, recalled: false });
      else if (answer.error?.code === "not_found") setStatus((before) => ({ ...before, recalled: true }));
    };
    const ticking = setInterval(ask, status.conversion === "waiting" ? ASK_WHILE_PREPARING : ASK_AFTERWARDS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [status.conversion]);
  return status;
}

/** The open document. @param {string} url @param {boolean} ready */
function useDocument(url, ready) {
  const [found, setFound] = useState({ pdf: /** @type {any} */ (null), fault: false });
  useEffect(() => {
    if (!ready) return;
    openDocument(url).then(
      (pdf) => setFound({ pdf, fault: false }),
      () => setFound({ pdf: null, fault: true }),
    );
  }, [url, ready]);
  return found;
}

/** @param {{ shown: any, embedded: boolean }} props */
function Reader({ shown, embedded }) {
  const status = useStatus(shown);
  const { pdf, fault } = useDocument(shown.url, status.conversion === "ready" && !status.recalled);
  const [large, setLarge] = useState(PHONE.matches && !embedded);
  if (status.recalled) {
    return html`<${Shell} shown=${shown} canRead=${false}><${Instead} icon="eye-slash" title=${t("Tài liệu đã thu hồi")} more=${t("Thư ký đã thu hồi tài liệu này. Ghi chú riêng vẫn còn.")} /><//>`;
  }
  if (status.conversion === "waiting") {
    return html`<${Shell} shown=${shown} canRead=${false}><${Instead} icon="circle-notch" title=${t("Đang chuẩn bị bản xem trên trang.")} more=${t("Trang tự mở khi xong.")}><${Download} shown=${shown} /><//><//>`;
  }
  if (status.conversion === "failed" || fault) {
    const why = status.trouble || t("Không mở được tài liệu. Kiểm tra mạng rồi thử lại, hoặc tải về để xem.");
    return html`<${Shell} shown=${shown} canRead=${false}><${Instead} icon="warning" title=${t("Không hiển thị được tài liệu này")} more=${why}><${Download} shown=${shown} /><//><//>`;
  }
  if (!pdf) {
    return html`<${Shell} shown=${shown} canRead=${false}><div class="rong thay" role="status">${t("Đang mở tài liệu…")}</div><//>`;
  }
  return html`<${Open} key=${large} shown=${shown} status=${status} pdf=${pdf} large=${large} setLarge=${setLarge} embedded=${embedded} />`;
}

/** @param {{ shown: any, canRead: boolean, children?: any }} props */
function Shell({ shown, canRead, children }) {
  const line = lineOf(shown);
  const none = () => {};
  return html`<${Header} shown=${{ ...shown, may_note: false }} canRead=${canRead} large=${false} finding=${false} onLarge=${none} onFind=${none} onNotes=${none} />
    ${line && html`<${Elsewhere} room=${line.room} network />`}<main class="than mot">${shown.warning && html`<${Notices} shown=${shown} status=${{}} />`}${children}</main>`;
}

/** @type {any} */
let keptNotes = null;

/** Writing on this page: a note, or a highlight of what is selected. @param {any} shown @param {number} page @param {(sheet: "notes") => void} show */
function useWriting(shown, page, show) {
  const [writing, setWriting] = useState(false);
  keptNotes ??= notesAloud(notesAt(`/api/papers/${shown.paper}/notes`, sender(shown.stream), shown.notes ?? []), announce);
  const notes = keptNotes;
  const highlight = async () => {
    const part = selected();
    if (!part) return toast(t("Chọn một đoạn chữ rồi bấm tô sáng."));
    const result = await notes.keep({ paper: shown.paper, version: shown.version, ...part });
    getSelection()?.removeAllRanges();
    if (!result.ok) return toast(result.error?.message ?? t("Không lưu được. Hãy thử lại."));
    const made = { id: result.result?.id };
    return toast(t("Đã tô sáng."), { undo: () => notes.remove(made) });
  };
  const keep = async (/** @type {string} */ text) => {
    const result = await notes.keep({ paper: shown.paper, version: shown.version, page, text });
    if (result.ok) setWriting(false);
    return result;
  };
  const write = () => {
    setWriting(true);
    show("notes");
  };
  return { notes, writing, highlight, keep, write, leave: () => setWriting(false) };
}

/**
 * All pages below one another, as they are or as large text.
 * @param {{ shown: any, pdf: any, large: boolean, near: Set<number>, pane: any, notes: any, find: any, onNote: () => void }} props
 */
function Pages({ shown, pdf, large, near, pane, notes, find, onNote }) {
  const width = useWidth(pane, pdf);
  const [ratios, setRatios] = useState(/** @type {Record<number, number>} */ ({}));
  const usual = Object.values(ratios)[0] ?? Math.SQRT2;
  const { hits, at } = find.state.value;
  const onPage = (/** @type {number} */ n) => notes.notes.value.filter((/** @type {any} */ note) => note.version === shown.version && note.page === n);
  /** @param {number} n @param {number} ratio */
  const onRatio = (n, ratio) => setRatios((before) => (Math.abs((before[n] ?? 0) - ratio) < 0.001 ? before : { ...before, [n]: ratio }));
  /** @param {number} n */
  const leaf = (n) => {
    const here = hits.filter((/** @type {any} */ hit) => hit.page === n);
    const found = here.length ? new Set(here.flatMap((/** @type {any} */ hit) => [...hit.pieces])) : NOTHING;
    return html`<${Leaf} key=${n} pdf=${pdf} number=${n} width=${width} ratio=${ratios[n] ?? usual} near=${near.has(n)} onNote=${onNote} onRatio=${onRatio}
      notes=${onPage(n).filter((/** @type {any} */ note) => note.rects.length)} hits=${found} now=${hits[at]?.page === n ? hits[at].pieces : NOTHING} />`;
  };
  const text = (/** @type {number} */ n) => html`<${LargePage} key=${n} pdf=${pdf} number=${n} near=${near.has(n)} quotes=${onPage(n)} />`;
  return html`<section class=${`ban cuon${large ? " lon" : ""}`} ref=${pane} tabindex="0" aria-label=${shown.title}>${numbersTo(pdf.numPages).map(large ? text : leaf)}</section>`;
}

/** @param {number} last */
const numbersTo = (last) => Array.from({ length: last }, (_, n) => n + 1);

/** @param {{ shown: any, status: any, pdf: any, large: boolean, setLarge: (large: boolean) => void, embedded: boolean }} props */
function Open({ shown, status, pdf, large, setLarge, embedded }) {
  const pane = useRef(/** @type {HTMLElement | null} */ (null));
  const first = Math.min(shown.start || 1, pdf.numPages);
  const own = useRef(() => {});
  const { page, near, go } = usePages(pane, pdf, large, first, () => own.current());
  const [sheet, setSheet] = useState(/** @type {"" | "pad" | "find" | "notes"} */ (""));
  const line = lineOf(shown);
  const presented = usePresenting(line, shown, page, pdf.numPages, go);
  own.current = presented.own;
  /** @param {number} n */
  const turn = (n) => {
    presented.own();
    go(n);
  };
  const goTo = useRef(turn);
  goTo.current = turn;
  const [find] = useState(() => finder(pdf, (n) => goTo.current(n)));
  const { notes, writing, highlight, keep, write, leave } = useWriting(shown, page, setSheet);
  useMark(shown, page, shown.may_note && !embedded);
  useEffect(() => {
    announce(t("Trang %(n)s", { n: page }), "page");
    shown.start = page;
  }, [page]);
  useKeys({ page, pages: pdf.numPages, go: turn, onFind: () => setSheet("find") });
  const noted = new Set(notes.notes.value.map((/** @type {any} */ note) => note.page));
  const toggle = (/** @type {"find" | "notes"} */ name) => setSheet(sheet === name ? "" : name);
  return html`<${Header} shown=${shown} canRead large=${large} onLarge=${() => setLarge(!large)} finding=${sheet === "find"} onFind=${() => toggle("find")} onNotes=${() => toggle("notes")} Follow=${html`<${FollowButton} presented=${presented} />`} />
    <div class="than">
      <nav class="anh cuon" aria-label=${t("Các trang")}>${numbersTo(pdf.numPages).map((n) => html`<${Thumb} key=${n} pdf=${pdf} number=${n} current=${n === page} noted=${noted.has(n)} onGo=${turn} />`)}</nav>
      <main class="giua-tl">
        <${Notices} shown=${shown} status=${status} /><${PresentNotice} presented=${presented} />
        ${sheet === "find" && html`<${FindBar} find=${find} onClose=${() => (find.look(""), setSheet(""))} />`}
        ${line && html`<${Elsewhere} room=${line.room} network=${!tellsNetwork(presented)} />`}
        <${Pages} shown=${shown} pdf=${pdf} large=${large} near=${near} pane=${pane} notes=${notes} find=${find} onNote=${() => setSheet("notes")} />
        <${BackPill} presented=${presented} />
        <${Bar} page=${page} pages=${pdf.numPages} go=${turn} onPad=${() => setSheet("pad")} onMark=${highlight} onNote=${write} mayNote=${shown.may_note} large=${large} Present=${html`<${PresentButton} presented=${presented} />`} />
      </main>
      ${shown.may_note && !embedded && html`<${NotesPane} notes=${notes} paper=${shown.paper} page=${page} writing=${writing} onKeep=${keep} onLeave=${leave} onGo=${turn} onWrite=${write} open=${sheet === "notes"} onClose=${() => setSheet("")} />`}
    </div>
    ${sheet === "pad" && html`<${PagePad} pages=${pdf.numPages} onGo=${turn} onClose=${() => setSheet("")} />`}`;
}

/** Page keys, and Ctrl+F for our own search, which knows Vietnamese. @param {{ page: number, pages: number, go: (n: number) => void, onFind: () => void }} keys */
function useKeys({ page, pages, go, onFind }) {
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "f") {
        event.preventDefault();
        return onFind();
      }
      if (/** @type {Element} */ (event.target).closest("input, textarea, dialog") || event.ctrlKey || event.altKey || event.metaKey) return undefined;
      if (event.key === "ArrowRight" && page < pages) go(page + 1);
      if (event.key === "ArrowLeft" && page > 1) go(page - 1);
      return undefined;
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [page, pages]);
}

const root = document.getElementById("reader");
if (root) {
  useZone(document.documentElement.dataset.zone);
  const shown = JSON.parse(root.dataset.shown ?? "{}");
  root.replaceChildren();
  if ("embedded" in root.dataset) shown.live = false;
  render(html`<${Reader} shown=${shown} embedded=${"embedded" in root.dataset} />`, root);
}
