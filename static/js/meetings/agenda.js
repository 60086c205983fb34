// @ts-check
/** The agenda's spine, and the head of an item: the same seal everywhere. */

import { html } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Seal } from "../app/components.js";
import { useInSight } from "../app/insight.js";
import { capital, t } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { adopted } from "../voting/consenting.js";
import { outcomeOf } from "../voting/words.js";
import { foretold, usedSeconds } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Item} Item */

/**
 * `planned`: minutes used and planned (the chair's). `onPick`: rows are buttons. `picked`: the one looked at.
 * @param {{room: Room, planned?: boolean, onPick?: (item: Item) => void, picked?: string | null, heading?: boolean}} props
 */
export function AgendaRail({ room, planned = false, onPick, picked = null, heading = true }) {
  const items = room.items.value;
  const meeting = room.meeting.value;
  const now = room.minute.value;
  const times = meeting ? foretold(items, meeting, now) : { begin: {}, end: 0, planned: 0 };
  const rail = useInSight(".nay", [meeting?.item, items.length]);
  return html`<nav class="ray cuon" ref=${rail} aria-label=${t("Chương trình họp")}>${heading && html`<h2>${t("Chương trình")}</h2>`}
    ${items.length === 0 && html`<p class="phu vua">${t("Chưa có nội dung nào.")}</p>`}<ol class="song-lung">${items.map((item) => html`<${RailRow} key=${item.id} room=${room} item=${item} n=${item.order}
      begin=${/** @type {Record<string, number>} */ (times.begin)[item.id]} now=${now} planned=${planned} onPick=${onPick} picked=${picked === item.id} />`)}</ol></nav>`;
}

/** @param {{room: Room, item: Item, n: number, begin: number | undefined, now: number, planned: boolean, onPick?: (item: Item) => void, picked: boolean}} props */
function RailRow({ room, item, n, begin, now, planned, onPick, picked }) {
  const current = item.state === "current";
  const kind = `${current ? "nay" : item.state === "done" ? "xong" : ""}${picked ? " dang-xem" : ""}`;
  const inside = html`<b title=${item.title}>${unbroken(item.title)}</b><p>${standing(room, item, begin)}</p>${planned && html`<p class="so phut">${minutesUsed(item, now)}</p>`}`;
  return html`<li class=${kind} aria-current=${current ? "step" : undefined}><${Seal} n=${n} state=${item.state} />
    ${onPick ? html`<button type="button" class="hang-muc" aria-pressed=${String(picked)} onClick=${() => onPick(item)}>${inside}</button>` : html`<div>${inside}</div>`}</li>`;
}

/** @param {Item} item @param {number} now */
function minutesUsed(item, now) {
  const used = Math.round(usedSeconds(item, now) / 60);
  return item.state === "waiting" ? t("%(n)s phút", { n: item.minutes }) : t("%(used)s/%(n)s phút", { used, n: item.minutes });
}

/** Where an item stands, in words. @param {Room} room @param {Item} item @param {number | undefined} begin */
export function standing(room, item, begin) {
  const votes = room.votes.value.filter((one) => one.item === item.id);
  if (item.state === "current") return votes.some((one) => one.state === "open") ? t("Đang biểu quyết") : room.phase.value === "paused" ? t("Tạm nghỉ") : t("Đang thảo luận");
  if (item.state === "done") return outcome(room, item, votes);
  if (room.phase.value === "ended") return t("Chưa thảo luận");
  return begin ? html`<span class="so">${hhmm(begin)}</span>` : "";
}

/** @param {Room} room @param {Item} item @param {import("../app/types.js").Vote[]} votes */
function outcome(room, item, votes) {
  const voted = outcomeOf(votes);
  if (voted) return voted;
  const concluded = room.conclusions.value.some((one) => one.item === item.id && one.state === "approved");
  if (adopted(adoptionsOf(room), item.id)) return t("Thông qua chung");
  return concluded ? t("Đã kết luận") : t("Đã xong");
}

/** @param {Room} room */
export const adoptionsOf = (room) => /** @type {import("../voting/consenting.js").Adoption[]} */ (Object.values(room.by("adoptions")));

/** @param {{room: Room, item: Item, children?: any}} props */
export function ItemHead({ room, item, children }) {
  const voted = room.votes.value.some((one) => one.item === item.id && ["open", "closed", "announced"].includes(one.state));
  const toVote = !voted && item.vote_kind && item.vote_kind !== "none" && item.state !== "done";
  const facts = [item.presenter && t("%(who)s trình", { who: item.presenter }), toVote && t("sẽ biểu quyết")].filter(Boolean);
  return html`<div class="muc"><${Seal} n=${room.order(item.id)} state=${item.state} big /><div>
    ${facts.length > 0 && html`<p class="phu vua">${capital(facts.join(" · "))}</p>`}<h1>${unbroken(item.title)}</h1>${children}</div></div>`;
}
