// @ts-check
/** A document's pages on screen: each drawn when it comes near, with its text for selecting, and highlights over it. */

import * as pdfjs from "../../vendor/pdf.mjs";
import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { t } from "../app/text.js";

const VENDOR = new URL("../../vendor/", import.meta.url).href;
pdfjs.GlobalWorkerOptions.workerSrc = `${VENDOR}pdf.worker.mjs`;
const SHARPEST = 2;
/** Over this many dots a canvas would not be drawn on a tablet. */
const MOST_DOTS = 12_000_000;

/** @param {string} url */
export function openDocument(url) {
  return pdfjs.getDocument({
    url,
    cMapUrl: `${VENDOR}pdfjs/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${VENDOR}pdfjs/standard_fonts/`,
    wasmUrl: `${VENDOR}pdfjs/wasm/`,
    iccUrl: `${VENDOR}pdfjs/iccs/`,
    enableXfa: false,
  }).promise;
}

/**
 * @param {any} page
 * @param {HTMLElement} box
 * @param {number} width in CSS pixels
 * @returns {() => void} stops the drawing
 */
function draw(page, box, width) {
  const scale = width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const sharp = Math.min(devicePixelRatio || 1, SHARPEST, Math.sqrt(MOST_DOTS / (viewport.width * viewport.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  canvas.setAttribute("aria-hidden", "true");
  const text = document.createElement("div");
  text.className = "textLayer";
  box.style.setProperty("--total-scale-factor", String(scale));
  box.style.setProperty("--scale-round-x", "1px");
  box.style.setProperty("--scale-round-y", "1px");
  const transform = sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0];
  const drawing = page.render({ canvas, viewport, transform });
  const layer = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
  drawing.promise.then(() => box.querySelector(":scope > canvas")?.replaceWith(canvas) ?? box.prepend(canvas)).catch(() => {});
  layer
    .render()
    .then(() => {
      box.querySelector(":scope > .textLayer")?.remove();
      box.append(text);
      box.dispatchEvent(new CustomEvent("textready", { bubbles: true, detail: layer.textDivs }));
    })
    .catch(() => {});
  return () => {
    drawing.cancel();
    layer.cancel();
  };
}

/** Marks the pieces of text that a search touched. @param {HTMLElement[]} pieces @param {Set<number>} hits @param {Set<number>} now */
function markHits(pieces, hits, now) {
  pieces.forEach((piece, n) => {
    piece.classList.toggle("trung", hits.has(n));
    piece.classList.toggle("trung-nay", now.has(n));
  });
}

/**
 * One page. `near`: draw it. `hits`, `now`: pieces of text found by a search.
 * @param {{ pdf: any, number: number, width: number, ratio: number, near: boolean, notes: any[], hits: Set<number>, now: Set<number>,
 *   onRatio: (number: number, ratio: number) => void, onNote: (note: any) => void }} props
 */
export function Leaf({ pdf, number, width, ratio, near, notes, hits, now, onRatio, onNote }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [pieces, setPieces] = useState(/** @type {HTMLElement[]} */ ([]));
  useEffect(() => {
    if (!near || !width) return undefined;
    let stop = () => {};
    let gone = false;
    pdf.getPage(number).then((/** @type {any} */ page) => {
      if (gone || !box.current) return;
      const plain = page.getViewport({ scale: 1 });
      onRatio(number, plain.height / plain.width);
      stop = draw(page, box.current, width);
    });
    const told = (/** @type {any} */ event) => setPieces(event.detail);
    box.current?.addEventListener("textready", told);
    return () => {
      gone = true;
      stop();
      box.current?.removeEventListener("textready", told);
      box.current?.querySelectorAll(":scope > canvas, :scope > .textLayer").forEach((old) => old.remove());
    };
  }, [pdf, number, width, near]);
  useEffect(() => markHits(pieces, hits, now), [hits, now, pieces]);
  return html`<article class="to-giay" data-page=${number} aria-label=${t("Trang %(n)s", { n: number })} ref=${box}
      style=${{ width: `${width}px`, height: `${Math.round(width * ratio)}px` }}>
    <div class="to-sang">${notes.flatMap((note) =>
      note.rects.map((/** @type {number[]} */ rect, /** @type {number} */ n) => html`<button key=${`${note.id}${n}`} type="button" tabindex=${n ? -1 : 0}
        class=${note.colour === "blue" ? "x" : ""} aria-label=${t("Phần tô sáng: %(text)s", { text: note.quote })} onClick=${() => onNote(note)}
        style=${{ left: `${rect[0] * 100}%`, top: `${rect[1] * 100}%`, width: `${rect[2] * 100}%`, height: `${rect[3] * 100}%` }}></button>`),
    )}</div></article>`;
}

/** The thumbnail of a page, drawn when it is scrolled to. @param {{ pdf: any, number: number, current: boolean, noted: boolean, onGo: (n: number) => void }} props */
export function Thumb({ pdf, number, current, noted, onGo }) {
  const link = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => {
    const watcher = new IntersectionObserver(async (seen) => {
      if (!seen.some((entry) => entry.isIntersecting) || !link.current) return;
      watcher.disconnect();
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: 136 / page.getViewport({ scale: 1 }).width });
      const canvas = document.createElement("canvas");
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      await page.render({ canvas, viewport }).promise.catch(() => {});
      link.current?.prepend(canvas);
    });
    if (link.current) watcher.observe(link.current);
    return () => watcher.disconnect();
  }, [pdf, number]);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return html`<button type="button" ref=${link} aria-current=${current ? "page" : undefined} onClick=${() => onGo(number)}
    aria-label=${noted ? t("Trang %(n)s, có ghi chú", { n: number }) : t("Trang %(n)s", { n: number })}>${noted && html`<em></em>`}<span>${number}</span></button>`;
}

/** What is selected, as a quote and its places on one page. @returns {{ page: number, quote: string, rects: number[][] } | null} */
export function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const leaf = /** @type {HTMLElement | null} */ (start?.closest("[data-page]") ?? null);
  const quote = selection.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
  if (!leaf || !quote) return null;
  const box = leaf.getBoundingClientRect();
  const share = (/** @type {number} */ value) => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  const rects = [...range.getClientRects()]
    .filter((rect) => rect.width > 2 && rect.height > 2 && rect.bottom > box.top && rect.top < box.bottom && rect.width < box.width * 0.98)
    .map((rect) => [share((rect.left - box.left) / box.width), share((rect.top - box.top) / box.height), share(rect.width / box.width), share(rect.height / box.height)]);
  return { page: Number(leaf.dataset.page), quote, rects: merged(rects).slice(0, 60) };
}

/** Rects of one line become one. @param {number[][]} rects */
function merged(rects) {
  /** @type {number[][]} */
  const lines = [];
  for (const rect of rects) {
    const same = lines.find((line) => Math.abs(line[1] + line[3] / 2 - (rect[1] + rect[3] / 2)) < rect[3] * 0.5);
    if (!same) lines.push([...rect]);
    else {
      const right = Math.max(same[0] + same[2], rect[0] + rect[2]);
      const bottom = Math.max(same[1] + same[3], rect[1] + rect[3]);
      same[0] = Math.min(same[0], rect[0]);
      same[1] = Math.min(same[1], rect[1]);
      same[2] = Math.round((right - same[0]) * 10_000) / 10_000;
      same[3] = Math.round((bottom - same[1]) * 10_000) / 10_000;
    }
  }
  return lines;
}
