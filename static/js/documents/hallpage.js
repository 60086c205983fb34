// @ts-check
/** The page that is presented: on the hall's screen, and as a card in everybody's room. The viewer is fetched with the first page. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Button, Icon, Ring, Seal } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";
import { presented } from "../meetings/scene.js";
import { SpeaksFrom } from "../meetings/sitefloor.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @type {Map<string, Promise<any>>} */
const opened = new Map();

/** A document stays open while its pages are turned; the one before is let go. @param {string} url */
function documentAt(url) {
  const known = opened.get(url);
  if (known) return known;
  opened.clear();
  const opening = import("./leaves.js").then((leaves) => leaves.openDocument(url));
  opened.set(url, opening);
  opening.catch(() => opened.delete(url));
  return opening;
}

const AGAIN = 3000;

/** @typedef {{left: number, right: number, top: number, bottom: number, end: number}} Ink where a page has anything on it, of its width and height; `end`: where the last of it is, with all that is empty below left out */
/** @type {Ink} */
const ALL = { left: 0, right: 1, top: 0, bottom: 1, end: 1 };
/** No more than this of an empty margin is left out, so that one page looks as the next; this much of it is kept. */
const MARGINS = { left: 0.13, right: 0.1, top: 0.08, bottom: 0.08 };
const KEPT = 0.012;
/** Of each half, so that a line that one cuts is whole in the other. */
const HALF = 0.515;
const BETWEEN = 24;

/** What of a page's margins is empty. @param {Uint8ClampedArray} pixels @param {number} width @param {number} height @returns {Ink} */
export function inkOf(pixels, width, height) {
  const found = { left: 1, right: 0, top: 1, bottom: 0 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = 4 * (y * width + x);
      if (Math.min(pixels[at], pixels[at + 1], pixels[at + 2]) > 208) continue;
      Object.assign(found, { left: Math.min(found.left, x / width), right: Math.max(found.right, (x + 1) / width), top: Math.min(found.top, y / height), bottom: Math.max(found.bottom, (y + 1) / height) });
    }
  }
  if (found.right <= found.left) return ALL;
  const low = (/** @type {"left" | "top"} */ side) => Math.max(0, Math.min(MARGINS[side], found[side] - KEPT));
  const high = (/** @type {"right" | "bottom"} */ side) => Math.min(1, Math.max(1 - MARGINS[side], found[side] + KEPT));
  return { left: low("left"), right: high("right"), top: low("top"), bottom: high("bottom"), end: Math.min(1, found.bottom + KEPT) };
}

/**
 * Where the parts of a page are, in its own units, and how large they are drawn. An upright page in a wide hall is read in two
 * halves side by side: whole it would be a column too narrow to read from the last row.
 * @param {{width: number, height: number}} page @param {{width: number, height: number}} place @param {Ink} [ink]
 * @returns {{scale: number, left: number, top: number, width: number, height: number}[]}
 */
export function partsOf(page, place, ink = ALL) {
  const whole = Math.min(place.width / page.width, place.height / page.height);
  const [width, all] = [page.width * (ink.right - ink.left), page.height * (ink.bottom - ink.top)];
  const halves = Math.min((place.width - BETWEEN) / 2 / width, place.height / (all * HALF));
  if (page.width > page.height || halves <= whole * 1.15) return [{ scale: whole, left: 0, top: 0, width: page.width, height: page.height }];
  const top = page.height * ink.top;
  // What ends early needs no second half, which would be empty, where one piece of it is about as large.
  const printed = page.height * (ink.end - ink.top);
  const together = Math.min(place.width / width, place.height / printed);
  if (together >= halves * 0.94) return [{ scale: together, left: page.width * ink.left, top, width, height: printed }];
  return [top, top + all * (1 - HALF)].map((from) => ({ scale: halves, left: page.width * ink.left, top: from, width, height: all * HALF }));
}

const SMALL = 0.4;

/** @param {any} page @returns {Promise<Ink>} */
async function inkOn(page) {
  const viewport = page.getViewport({ scale: SMALL });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  await page.render({ canvas, viewport }).promise;
  const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels ? inkOf(pixels, canvas.width, canvas.height) : ALL;
}

/** One page, as large as its place; the page before stays until this one is drawn. @param {{url: string, number: number, label: string}} props */
function Page({ url, number, label }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [trouble, setTrouble] = useState(0);
  const [waits, setWaits] = useState(true);
  useEffect(() => {
    const watcher = new ResizeObserver(() => place.current && setSize({ width: place.current.clientWidth, height: place.current.clientHeight }));
    if (place.current) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (!size.width || !size.height) return undefined;
    let gone = false;
    /** @type {any} */
    let drawing = null;
    /** @type {any} */
    let later;
    const draw = async () => {
      const page = await (await documentAt(url)).getPage(number);
      const plain = page.getViewport({ scale: 1 });
      const parts = partsOf(plain, size, plain.height > plain.width ? await inkOn(page) : ALL);
      const sharp = Math.min(devicePixelRatio || 1, 2);
      const drawn = [];
      for (const { scale, left, top, width, height } of parts) {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [Math.floor(width * scale * sharp), Math.floor(height * scale * sharp)];
        canvas.style.width = `${width * scale}px`;
        if (gone) return;
        const by = scale * sharp;
        drawing = page.render({ canvas, viewport: page.getViewport({ scale: by, offsetX: -left * by, offsetY: -top * by }) });
        await drawing.promise;
        drawn.push(canvas);
      }
      if (gone) return;
      place.current?.replaceChildren(...drawn);
      setWaits(false);
    };
    draw().catch(() => {
      if (!gone) later = setTimeout(() => setTrouble(trouble + 1), AGAIN);
    });
    return () => {
      gone = true;
      drawing?.cancel();
      clearTimeout(later);
    };
  }, [url, number, size.width, size.height, trouble]);
  return html`<figure class="trang-chieu" role="img" aria-label=${label}><div ref=${place}></div>${waits && html`<figcaption>${t("Đang mở trang…")}</figcaption>`}</figure>`;
}

/** @param {{room: Room, Next: any}} props */
function HallPage({ room, Next }) {
  const page = presented(room);
  const paper = room.one("papers", page?.paper);
  const floor = room.floor.value;
  if (!page) return null;
  const where = t("Trang %(n)s/%(all)s", { n: page.page, all: paper?.pages ?? "–" });
  const title = paper?.title ?? "";
  return html`<div class="noi-dung">
    <div class="ve-trang"><div class="hoi">${page.item ? html`<${Seal} n=${room.order(page.item)} state="current" />` : html`<span class="khong-an"></span>`}<h1 class="ngat">${title}</h1></div>
      <p class="so-tr so">${where}</p>
      ${floor && html`<div class="noi-nho"><${Ring} room=${room} speech=${floor} size=${0} width=${7} words=${false} /><div><p>${floor.state === "paused" ? t("Tạm dừng phát biểu") : t("Đang phát biểu")}</p><b class="ngat">${room.name(floor.person)}</b><${SpeaksFrom} room=${room} person=${floor.person} /></div></div>`}</div>
    <${Page} url=${`/papers/${page.paper}/${page.version}`} number=${page.page} label=${`${title}, ${where}`} /></div>
    <${Next} room=${room} />`;
}

/** In the room: what is presented now, one tap away; for the desk, the end of it. @param {{room: Room}} props */
function PresentingCard({ room }) {
  const page = presented(room);
  if (!page) return null;
  const paper = room.one("papers", page.paper);
  const ends = ["chair", "secretary"].includes(room.me.capacity ?? "");
  const by = room.name(page.by);
  return html`<section class=${ends ? "the dang-trinh hai" : "the dang-trinh"} aria-label=${t("Đang trình chiếu")}><span class="bieu"><${Icon} name="presentation" large /></span>
    <div><p class="phu vua">${by ? t("%(name)s đang trình chiếu", { name: by }) : t("Đang trình chiếu")}</p><b class="ngat">${paper?.title}</b> <span class="phu vua so">${t("trang %(n)s/%(all)s", { n: page.page, all: paper?.pages ?? "–" })}</span></div>
    <div class="hang wrap"><a class="nut" href=${`/read/${page.paper}?version=${page.version}&follow=1`}><${Icon} name="monitor" />${t("Xem theo")}</a>
      ${ends && html`<${Button} icon="stop-fill" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${() => room.act("presenting.stop", {}, { done: t("Đã dừng trình chiếu.") })}>${t("Dừng trình chiếu")}</${Button}>`}</div></section>`;
}

fill("hall.document", HallPage);
fill("room.presenting", PresentingCard);
