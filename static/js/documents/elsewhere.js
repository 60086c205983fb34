// @ts-check
/** Whoever is outside the room: what must reach them at once stands over the page, with one tap back. It moves nothing of the page. */

import { html, useEffect, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { Spoken } from "../app/components.js";
import { gone, useResized } from "../app/covering.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";
import { Called, OverSheets } from "../meetings/called.js";
import { BannersElsewhere } from "../meetings/header.js";
import { DueElsewhere } from "../voting/boarddue.js";
import { LastCallElsewhere, NoBallotElsewhere, VoteElsewhere } from "../voting/awaited.js";
import { awaitedOf, barredOf } from "../voting/entitled.js";
import { ResultElsewhere } from "../voting/announced.js";

/** @typedef {import("../app/types.js").Room} Room */

/** What calls: each in its band. @param {{room: Room}} props */
function Calls({ room }) {
  const vote = awaitedOf(room)[0];
  const barred = vote ? null : barredOf(room)[0];
  return html`<${DueElsewhere} room=${room} />${vote && html`<${VoteElsewhere} key=${vote.id} room=${room} vote=${vote} />`}${barred && html`<${NoBallotElsewhere} room=${room} vote=${barred} />`}<${ResultElsewhere} room=${room} />`;
}

/** @param {{room: Room}} props */
function OverASheet({ room }) {
  return html`<${OverSheets} room=${room} /><${Calls} room=${room} />`;
}

/** How far the bands reach down over the reader: notes that lie over the page begin under them (reader.css). @param {{current: HTMLElement | null}} place */
function useReach(place) {
  useLayoutEffect(() => {
    const bands = /** @type {HTMLElement} */ (place.current);
    const reader = bands.closest(".man-doc .than");
    if (!reader) return undefined;
    const watcher = new ResizeObserver(() => {
      const reach = bands.getBoundingClientRect().bottom - reader.getBoundingClientRect().top;
      document.documentElement.style.setProperty("--duoi-bang", `${Math.ceil(reach)}px`);
      const typing = document.activeElement;
      if (typing?.matches(".ghi.mo-ra textarea")) typing.scrollIntoView({ block: "nearest" });
    });
    watcher.observe(bands);
    return () => watcher.disconnect();
  }, []);
}

/** In one place, which is there before anything is told: what comes into it takes no focus and no room. @param {{room: Room, network: boolean}} props */
export function Elsewhere({ room, network }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const vote = awaitedOf(room)[0];
  useEffect(() => fill("sheet.top", () => html`<${OverASheet} room=${room} />`), [room]);
  // A tap was meant for what lay where a band has just come, or for the band that has just gone by itself.
  useResized(place, (_, higher) => gone(higher ? { itself: true } : {}));
  useReach(place);
  return html`<div class="goi-ve"><div ref=${place}><${Called} room=${room}><a class="nut" href=${`${room.home}/room`}>${t("Về phòng họp")}</a></${Called}><${Calls} room=${room} />
    <div class="cac-bang"><${BannersElsewhere} room=${room} network=${network} /></div></div></div>
    ${vote && html`<${LastCallElsewhere} key=${vote.id} room=${room} vote=${vote} />`}<${Spoken} room=${room} />`;
}
