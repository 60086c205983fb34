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

/** One page, as large as its place; the page before stays until this one is drawn. @param {{url: string, number: number, label: string, onWide: (wide: boolean) => void}} props */
function Page({ url, number, label, onWide }) {
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
      onWide(plain.width > plain.height);
      const scale = Math.min(size.width / plain.width, size.height / plain.height);
      const sharp = Math.min(devicePixelRatio || 1, 2);
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [Math.floor(plain.width * scale * sharp), Math.floor(plain.height * scale * sharp)];
      canvas.style.width = `${plain.width * scale}px`;
      if (gone) return;
      drawing = page.render({ canvas, viewport: page.getViewport({ scale: scale * sharp }) });
      await drawing.promise;
      if (gone) return;
      place.current?.replaceChildren(canvas);
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
  const [wide, setWide] = useState(false);
  if (!page) return null;
  const where = t("Trang %(n)s/%(all)s", { n: page.page, all: paper?.pages ?? "–" });
  const title = paper?.title ?? "";
  return html`<div class=${wide ? "noi-dung ngang" : "noi-dung"}><${Page} url=${`/papers/${page.paper}/${page.version}`} number=${page.page} label=${`${title}, ${where}`} onWide=${setWide} />
    <div class="ve-trang"><div class="hoi">${page.item ? html`<${Seal} n=${room.order(page.item)} state="current" />` : html`<span></span>`}<h1 class=${title.length > 60 ? "ngat dai-cau" : "ngat"}>${title}</h1></div>
      <p class="so-tr so">${where}</p>
      ${floor && html`<div class="noi-nho"><${Ring} room=${room} speech=${floor} size=${0} width=${7} words=${false} /><div><p>${floor.state === "paused" ? t("Tạm dừng phát biểu") : t("Đang phát biểu")}</p><b class="ngat">${room.name(floor.person)}</b><${SpeaksFrom} room=${room} person=${floor.person} /></div></div>`}</div></div>
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
