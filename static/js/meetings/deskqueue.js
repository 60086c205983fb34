// @ts-check
/** The waiting list at the desk: Q goes there, ↑↓ move, Enter invites, Alt+↑↓ moves the row, Delete takes it off. */

import { html, useRef, useSignal, useState } from "../../vendor/preact.js";
import { placeApart, useAlike, useSaid } from "../app/alike.js";
import { Icon, useStill } from "../app/components.js";
import { t } from "../app/text.js";
import { invite, moveInQueue } from "./acting.js";
import { whyNobody } from "./stillwaiting.js";
import { isHere, OrderButton, rowWords } from "./order.js";
import { composing } from "./keys.js";
import { SiteOf } from "./sitefloor.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Speech} Speech */

export const QUEUE = "d-cho";

/** @param {{room: Room}} props */
export function DeskQueue({ room }) {
  const [waiting, still] = useStill(room.queue.value);
  const [apart] = useState(() => placeApart());
  // A signal is known at once: the next key may come before the list is drawn again for the last one.
  const at = useSignal("");
  const setAt = (/** @type {string} */ id) => { at.value = id; };
  const drawn = useAlike();
  const rows = apart(waiting);
  // Who stood where the hands are may go: then the hands are on who stands there now, not on the first.
  const stood = useRef(0);
  if (rows.length === 0) return null;
  const spot = () => {
    const found = rows.findIndex((one) => one.id === at.value);
    return found >= 0 ? found : at.value ? Math.min(stood.current, rows.length - 1) : 0;
  };
  stood.current = spot();
  const here = rows[stood.current];
  const why = whyNobody(room);
  const withdraw = (/** @type {Speech} */ one) => room.act("speaking.withdraw", { speech: one.id }, {
    done: t("Đã rút đăng ký của %(name)s", { name: room.name(one.person) }),
    undo: () => room.act("speaking.undo_withdraw", { speech: one.id }, { done: t("%(name)s lại chờ phát biểu ở chỗ cũ", { name: room.name(one.person) }) }),
  });
  const move = (/** @type {Speech} */ one, /** @type {number} */ by) => { setAt(one.id); return moveInQueue(room, one.id, by, { told: true }); };
  /** @type {Record<string, (one: Speech, place: number) => any>} */
  const keys = {
    ArrowDown: (_one, place) => setAt(rows[Math.min(rows.length - 1, place + 1)].id), ArrowUp: (_one, place) => setAt(rows[Math.max(0, place - 1)].id),
    "alt+ArrowDown": (one) => move(one, 1), "alt+ArrowUp": (one) => move(one, -1),
    Enter: (one) => (why ? room.toast(why, { tone: "xau" }) : invite(room, { speech: one.id, person: one.person })), Delete: (one) => { setAt(one.id); withdraw(one); },
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const does = composing(event) ? null : keys[(event.altKey ? "alt+" : "") + event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    const place = spot();
    does(rows[place], place);
  };
  return html`<div class=${rows.length > 1 ? "cho-tk" : "cho-tk mot"}><h3>${t("Chờ phát biểu")} <span class="so mo">${rows.length}</span> <kbd>Q</kbd> ${why && html`<span class="phu">${why}</span>`} <${OrderButton} room=${room} /></h3>
    <ol id=${QUEUE} class="cuon" role="listbox" tabindex="0" aria-label=${t("Chờ phát biểu")} aria-activedescendant=${`cho-${here.id}`} onKeyDown=${key} ...${still}>${rows.map((one) => drawn(one.id, [one, one.id === here.id], () => html`<${DeskRow} key=${one.id} room=${room} speech=${one} on=${one.id === here.id} onPick=${() => setAt(one.id)} />`))}</ol></div>`;
}

/** @param {{room: Room, speech: Speech, on: boolean, onPick: () => void}} props */
function DeskRow({ room, speech, on, onPick }) {
  const name = room.name(speech.person);
  const words = useSaid(speech, (one) => rowWords(room, one));
  const here = isHere(room, speech.person) && !whyNobody(room);
  return html`<li id=${`cho-${speech.id}`} role="option" aria-selected=${String(on)} onClick=${onPick}><span class="so stt"></span><b>${name}</b><span class="v">${words}<${SiteOf} room=${room} person=${speech.person} /></span>
    ${here && html`<span class="nut tron o nhe" aria-hidden="true" title=${t("Mời %(name)s", { name })} onClick=${() => invite(room, { speech: speech.id, person: speech.person })}><${Icon} name="microphone" /></span>`}</li>`;
}
