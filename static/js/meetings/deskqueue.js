// @ts-check
/** The waiting list at the desk: Q goes there, ↑↓ move, Enter invites, Alt+↑↓ moves the row, Delete takes it off. */

import { html, useState } from "../../vendor/preact.js";
import { Icon, useStill } from "../app/components.js";
import { t } from "../app/text.js";
import { invite, moveInQueue } from "./acting.js";
import { OrderButton, rowWords } from "./order.js";
import { afterwards, ReplyButton } from "./reply.js";
import { composing } from "./keys.js";
import { SiteOf } from "./sites.js";

/** @typedef {import("../app/types.js").Room} Room */

export const QUEUE = "d-cho";

/** @param {{room: Room}} props */
export function DeskQueue({ room }) {
  const [rows, still] = useStill(room.queue.value);
  const [at, setAt] = useState("");
  if (rows.length === 0) return null;
  const place = Math.max(0, rows.findIndex((one) => one.id === at));
  const here = rows[place];
  const withdraw = () => room.act("speaking.withdraw", { speech: here.id }, {
    done: t("Đã rút đăng ký của %(name)s", { name: room.name(here.person) }),
    undo: () => room.act("speaking.request", { item: here.item, person: here.person, gist: here.gist, kind: here.kind, ...(here.to ? { to: here.to } : {}) }),
  });
  /** @type {Record<string, () => any>} */
  const keys = {
    ArrowDown: () => setAt(rows[Math.min(rows.length - 1, place + 1)].id), ArrowUp: () => setAt(rows[Math.max(0, place - 1)].id),
    "alt+ArrowDown": () => { setAt(here.id); moveInQueue(room, here.id, 1); }, "alt+ArrowUp": () => { setAt(here.id); moveInQueue(room, here.id, -1); },
    Enter: () => invite(room, { speech: here.id, person: here.person }), Delete: withdraw,
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const does = composing(event) ? null : keys[(event.altKey ? "alt+" : "") + event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  return html`<div class="cho-tk"><h3>${t("Chờ phát biểu")} <span class="so mo">${rows.length}</span> <kbd>Q</kbd> <${OrderButton} room=${room} /></h3>
    <ol id=${QUEUE} class="cuon" role="listbox" tabindex="0" aria-label=${t("Chờ phát biểu")} aria-activedescendant=${`cho-${here.id}`} onKeyDown=${key} ...${still}>${rows.map((one, row) => html`<li key=${one.id} id=${`cho-${one.id}`} role="option"
      aria-selected=${String(one.id === here.id)} onClick=${() => setAt(one.id)}><span class="so">${row + 1}</span><b>${room.name(one.person)}</b><span class="v">${rowWords(room, one)}<${SiteOf} room=${room} person=${one.person} /></span>
      <span class="nut tron o nhe" aria-hidden="true" title=${t("Mời %(name)s", { name: room.name(one.person) })} onClick=${() => invite(room, { speech: one.id, person: one.person })}><${Icon} name="microphone" /></span></li>`)}</ol></div>`;
}

/** A reply to who speaks now: who asks for it, and the way to give one. @param {{room: Room}} props */
export function DeskReply({ room }) {
  if (!room.floor.value || room.phase.value !== "in_progress") return null;
  return html`<div class="dap-tk"><p class="phu vua">${afterwards(room)}</p><${ReplyButton} room=${room} /></div>`;
}
