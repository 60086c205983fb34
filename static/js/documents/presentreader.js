// @ts-check
/** Presenting in the reader: who presents tells everybody the page, who follows is turned to it, and comes back with one tap. */

import { html, signal, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Banner, Button, Icon } from "../app/components.js";
import { announce, toast } from "../app/notice.js";
import { t } from "../app/text.js";
import { BUSY, heard, isHere } from "./following.js";
import { overWords } from "./live.js";
import { Turning } from "./turning.js";

/** @typedef {import("./live.js").Line} Line */

const FOLLOWS = "theo-trinh-chieu";
/** A page that comes to the front so soon after a touch was turned by hand. */
const OWN = 2500;

/** Kept for this device; on, unless somebody has said otherwise. */
const wantsTo = () => localStorage.getItem(FOLLOWS) !== "0";
const begunAt = (/** @type {string} */ stream) => `trinh-chieu:${stream}`;
/** The presentation this window began. @param {string} stream */
const begun = (stream) => sessionStorage.getItem(begunAt(stream));
const marks = signal(0);

/** This window is beginning to present: what it hears of that is its own. */
let starting = false;

/**
 * @param {Line | null} live @param {any} shown @param {number} page @param {number} pages @param {(n: number) => void} go
 * @returns {any} what Header, Bar and the pill show and press; `own` is told of every turning by hand
 */
export function usePresenting(live, shown, page, pages, go) {
  const [following, follow] = useState({ wants: wantsTo(), paused: false });
  const now = useRef({ following, owned: 0, page: 0, key: "", came: new URLSearchParams(location.search).has("follow"), state: "" });
  now.current.following = following;
  const [turning] = useState(() => live && new Turning({ send: (to) => live.send("presenting.turn", { page: to }), refused: (answer) => toast(answer.error?.message ?? t("Không lưu được. Hãy thử lại.")) }));
  const on = live?.page.value ?? null;
  void marks.value;
  const presenting = on?.state === "on" && isHere(on, shown) && begun(shown.stream) === on.started_at;
  const pause = () => {
    if (!now.current.following.wants || now.current.following.paused) return;
    follow({ ...now.current.following, paused: true });
    announce(t("Đã tạm dừng theo trang đang trình bày"));
  };
  useHeard(live, shown, now, follow, go);
  useEffect(() => {
    if (presenting) turning?.at(page);
    else turning?.stop();
    // One's own swipe: the page in front is another than the one that is presented.
    if (!presenting && isHere(on, shown) && on.page !== page && Date.now() - now.current.owned < OWN) pause();
  }, [page, presenting]);
  if (!live || (on?.state !== "on" && live.meeting.value?.phase !== "in_progress")) return { off: true, own: () => {} };
  return { live, on, presenting, following, page, pages, shown, turning, follow, go, own: () => (now.current.owned = Date.now()), back: () => comeBack(on, shown, follow, go) };
}

/** Does what is said of presenting (PresentNotice) say that the line is lost? @param {any} presented */
export function tellsNetwork({ off, on, presenting, following }) {
  return !off && on?.state === "on" && (presenting || (following.wants && !following.paused));
}

/** @param {Line | null} live @param {any} shown @param {any} now @param {any} follow @param {(n: number) => void} go */
function useHeard(live, shown, now, follow, go) {
  const turn = useRef(go);
  turn.current = go;
  useEffect(() => {
    if (!live) return undefined;
    return live.page.subscribe((page) => {
      if (!page) return;
      const kept = now.current;
      const mine = page.state === "on" && begun(shown.stream) === page.started_at;
      const begins = kept.key !== page.started_at;
      const over = page.state === "over" && kept.state === "on";
      Object.assign(kept, { key: page.started_at, state: page.state });
      if (over) toast(overWords(page.why));
      if (over && page.why === "recalled") document.dispatchEvent(new Event("visibilitychange")); // what has become of this paper is looked at now
      if (mine || starting) return;
      const then = heard(kept.following, page, shown, { begins, busy: Date.now() - kept.owned < BUSY, came: kept.came });
      follow(then.following);
      if (then.open) location.replace(`/read/${then.open.paper}?version=${then.open.version}&follow=1`);
      if (!then.go) return;
      requestAnimationFrame(() => turn.current(/** @type {number} */ (then.go)));
      announce(t("Người trình chiếu sang trang %(n)s", { n: then.go }), "page");
    });
  }, [live]);
}

/** One tap back to the page that is presented, in this paper or another. @param {any} on @param {any} shown @param {any} follow @param {(n: number) => void} go */
function comeBack(on, shown, follow, go) {
  if (!isHere(on, shown)) return location.assign(`/read/${on.paper}?version=${on.version}&follow=1`);
  follow((/** @type {any} */ before) => ({ ...before, paused: false }));
  return go(on.page);
}

// -- what is shown -----------------------------------------------------------------------------------------------------

/** Whoever presides doesn't follow themselves: they follow what others present. @param {boolean} follows @param {boolean} presides */
export function followWords(follows, presides) {
  if (presides) return follows ? t("Đang theo màn chiếu") : t("Theo màn chiếu");
  return follows ? t("Đang theo chủ trì") : t("Theo chủ trì");
}

/** In the reader's header. @param {{presented: any}} props */
export function FollowButton({ presented }) {
  const { off, live, presenting, following, follow, on, back } = presented;
  if (off || presenting || live.meeting.value?.phase !== "in_progress") return null;
  const follows = following.wants && !following.paused;
  const press = () => {
    localStorage.setItem(FOLLOWS, follows ? "0" : "1");
    follow({ wants: !follows, paused: false });
    if (!follows && on?.state === "on") back();
  };
  const words = followWords(follows, live.room.me.capacity === "chair");
  return html`<${Button} kind=${follows ? "chinh" : ""} class="theo-ct" icon="monitor" pressed=${follows} label=${words} onPress=${press}><span>${words}</span><//>`;
}

/** In the floating bar. @param {{presented: any}} props */
export function PresentButton({ presented }) {
  const { off, live, presenting, on, shown, page, turning } = presented;
  const [busy, wait] = useState(false);
  const recalled = live?.room.one("papers", shown?.paper)?.state === "recalled";
  if (off || (!presenting && (!live.may.value || recalled))) return null;
  const start = async () => {
    wait(true);
    starting = true;
    const answer = await live.send("presenting.start", { paper: shown.paper, version: shown.version, page }).catch(() => null);
    wait(false);
    starting = false;
    if (!answer?.ok) return toast(answer?.error?.message ?? t("Cần có mạng. Việc này chưa được thực hiện."));
    turning.begin(page);
    sessionStorage.setItem(begunAt(shown.stream), answer.result.started_at);
    marks.value += 1;
    return undefined;
  };
  const stop = async () => {
    const answer = await live.send("presenting.stop").catch(() => null);
    if (!answer?.ok) toast(answer?.error?.message ?? t("Cần có mạng. Việc này chưa được thực hiện."));
  };
  const words = presenting ? t("Dừng trình chiếu") : t("Trình chiếu");
  return html`<button type="button" class=${presenting ? "nut trinh dang" : "nut trinh"} aria-pressed=${String(Boolean(presenting))} aria-label=${words} aria-busy=${busy ? "true" : undefined}
    disabled=${!live.online.value} title=${live.online.value ? undefined : t("Cần có mạng")} onClick=${presenting ? stop : start}><${Icon} name=${presenting ? "stop-fill" : "presentation"} large /><span>${words}</span></button>`;
}

/** Over the page: the way back, or who presents something else. @param {{presented: any}} props */
export function BackPill({ presented }) {
  const { off, on, presenting, following, shown, back } = presented;
  if (off || presenting || on?.state !== "on" || !following.wants || !following.paused) return null;
  const words = isHere(on, shown) ? t("Quay lại trang đang trình bày") : t("Xem trang đang trình bày");
  return html`<button type="button" class="nut ve-trinh" onClick=${back}><${Icon} name="monitor" /><span>${words}\u00a0·\u00a0<span class="so">${on.page}</span></span></button>`;
}

/** Above the page: what is on just now. @param {{presented: any}} props */
export function PresentNotice({ presented }) {
  const { off, on, live, presenting, shown, following } = presented;
  if (off || on?.state !== "on") return null;
  if (presenting) {
    if (live.online.value) return html`<${Banner} tone="tot" icon="presentation">${t("Đang trình chiếu tài liệu này cho cả phòng họp.")}<//>`;
    return html`<${Banner} icon="wifi-slash">${t("Mất mạng: cả phòng còn ở trang %(n)s. Có mạng lại thì tự chuyển tiếp.", { n: on.page })}<//>`;
  }
  if (!live.online.value && following.wants && !following.paused) return html`<${Banner} icon="wifi-slash">${t("Đang nối lại: trang này có thể chậm hơn màn chiếu.")}<//>`;
  if (isHere(on, shown)) return null;
  return html`<${Banner} icon="presentation">${t("Đang trình chiếu: %(title)s, trang %(n)s", { title: live.title(on.paper) || t("tài liệu khác"), n: on.page })}<//>`;
}
