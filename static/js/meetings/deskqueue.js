// @ts-check
/** The waiting list at the desk: Q goes there, ↑↓ move, Enter invites, Alt+↑↓ moves the row, Delete takes it off. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { placeApart, useAlike, useSaid } from "../app/alike.js";
import { Icon, useStill } from "../app/components.js";
import { t } from "../app/text.js";
import { invite, moveInQueue } from "./acting.js";
import { whyNobody } from "./stillwaiting.js";
import { isHere, OrderButton, rowWords } from "./order.js";
import { composing } from "./keys.js";
import { SiteOf } from "./sitefloor.js";

/** @typedef {import("../app/types.js").Room} Room */

export const QUEUE = "d-cho";

/** @param {{room: Room}} props */
export function DeskQueue({ room }) {
  const [waiting, still] = useStill(room.queue.value);
  const [apart] = useState(() => placeApart());
  const [at, setAt] = useState("");
  const drawn = useAlike();
  const rows = apart(waiting);
  // Who stood where the hands are may go: then the hands are on who stands there now, not on the first.
  const stood = useRef(0);
  if (rows.length === 0) return null;
  const found = rows.findIndex((one) => one.id === at);
  const place = found >= 0 ? found : at ? Math.min(stood.current, rows.length - 1) : 0;
  stood.current = place;
  const here = rows[place];
  const why = whyNobody(room);
  const withdraw = () => room.act("speaking.withdraw", { speech: here.id }, {
    done: t("Đã rút đăng ký của %(name)s", { name: room.name(here.person) }),
    undo: () => room.act("speaking.undo_withdraw", { speech: here.id }, { done: t("%(name)s lại chờ phát biểu ở chỗ cũ", { name: room.name(here.person) }) }),
  });
  const move = (/** @type {number} */ by) => { setAt(here.id); return moveInQueue(room, here.id, by, { told: true }); };
  /** @type {Record<string, () => any>} */
  const keys = {
    ArrowDown: () => setAt(rows[Math.min(rows.length - 1, place + 1)].id), ArrowUp: () => setAt(rows[Math.max(0, place - 1)].id),
    "alt+ArrowDown": () => move(1), "alt+ArrowUp": () => move(-1),
    Enter: () => (why ? room.toast(why, { tone: "xau" }) : invite(room, { speech: here.id, person: here.person })), Delete: () => { setAt(here.id); withdraw(); },
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const does = composing(event) ? null : keys[(event.altKey ? "alt+" : "") + event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  return html`<div class=${rows.length > 1 ? "cho-tk" : "cho-tk mot"}><h3>${t("Chờ phát biểu")} <span class="so mo">${rows.length}</span> <kbd>Q</kbd> ${why && html`<span class="phu">${why}</span>`} <${OrderButton} room=${room} /></h3>
    <ol id=${QUEUE} class="cuon" role="listbox" tabindex="0" aria-label=${t("Chờ phát biểu")} aria-activedescendant=${`cho-${here.id}`} onKeyDown=${key} ...${still}>${rows.map((one) => drawn(one.id, [one, one.id === here.id], () => html`<${DeskRow} key=${one.id} room=${room} speech=${one} on=${one.id === here.id} onPick=${() => setAt(one.id)} />`))}</ol></div>`;
}

/** @param {{room: Room, speech: import("../app/types.js").Speech, on: boolean, onPick: () => void}} props */
function DeskRow({ room, speech, on, onPick }) {
  const name = room.name(speech.person);
  const words = useSaid(speech, (one) => rowWords(room, one));
  const here = isHere(room, speech.person) && !whyNobody(room);
  return html`<li id=${`cho-${speech.id}`} role="option" aria-selected=${String(on)} onClick=${onPick}><span class="so stt"></span><b>${name}</b><span class="v">${words}<${SiteOf} room=${room} person=${speech.person} /></span>
    ${here && html`<span class="nut tron o nhe" aria-hidden="true" title=${t("Mời %(name)s", { name })} onClick=${() => invite(room, { speech: speech.id, person: speech.person })}><${Icon} name="microphone" /></span>`}</li>`;
}
