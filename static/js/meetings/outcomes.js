// @ts-check
/** What came of the items: results and approved conclusions, beside an item and for all of them when the meeting is over. */

import { html } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { Panel } from "../app/panels.js";
import { t } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { standing } from "./agenda.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Item} Item */

/** Results and approved conclusions of an item. @param {{room: Room, item: Item, onOpen?: (vote: string) => void}} props */
export function ItemOutcome({ room, item, onOpen }) {
  const conclusions = room.conclusions.value.filter((one) => one.item === item.id && one.state === "approved");
  return html`<${Panel} place="room.item.results" room=${room} item=${item} onOpen=${onOpen} />
    ${conclusions.length > 0 && html`<section class="the dem ket-luan"><h2><${Icon} name="gavel" />${t("Kết luận")}</h2>
      <ol>${conclusions.map((one) => html`<li key=${one.id} class="ngat">${one.text}</li>`)}</ol></section>`}`;
}

/** Every item with what came of it. @param {{room: Room, onOpen?: (vote: string) => void}} props onOpen: what a result opens, where it is not its own sheet */
export function Outcomes({ room, onOpen }) {
  return html`<ol class="song-lung">${room.items.value.map((item) => html`<li key=${item.id} class="xong"><span class="an-dau so">${item.order}</span>
    <div><b>${unbroken(item.title)}</b><p class="phu vua">${standing(room, item, undefined)}</p><${ItemOutcome} room=${room} item=${item} onOpen=${onOpen} /></div></li>`)}</ol>`;
}
