// @ts-check
/** Whoever reads is outside the room: what must reach them at once stands over the page, with one tap back. */

import { html, useEffect } from "../../vendor/preact.js";
import { Spoken } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";
import { Called, OverSheets } from "../meetings/called.js";
import { BannersElsewhere } from "../meetings/header.js";
import { DueElsewhere } from "../voting/boarddue.js";
import { awaitedOf, barredOf, NoBallotElsewhere, VoteElsewhere } from "../voting/awaited.js";

/** @typedef {import("../app/types.js").Room} Room */

/** In one place, which is there before anything is told: what comes into it takes no focus. @param {{room: Room, network: boolean}} props */
export function Elsewhere({ room, network }) {
  const vote = awaitedOf(room)[0];
  const barred = vote ? null : barredOf(room)[0];
  useEffect(() => fill("sheet.top", () => html`<${OverSheets} room=${room} /><${DueElsewhere} room=${room} />`), [room]);
  return html`<div class="goi-ve"><${Called} room=${room}><a class="nut" href=${`${room.home}/room`}>${t("Về phòng họp")}</a></${Called}>
    <${DueElsewhere} room=${room} />${vote && html`<${VoteElsewhere} key=${vote.id} room=${room} vote=${vote} />`}
    <div class="cac-bang">${barred && html`<${NoBallotElsewhere} room=${room} vote=${barred} />`}<${BannersElsewhere} room=${room} network=${network} /></div></div><${Spoken} room=${room} />`;
}
