// @ts-check
/** A point's unit and deadline with two secretaries at it: the last one counts, and who set another one before is told and may set theirs again. */

import { html, signal } from "../../vendor/preact.js";
import { Button } from "../app/components.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";
import { shownDate } from "./dates.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {{assignee: string | null, assignee_text: string, due: string | null}} Duty
 * @typedef {"who" | "due"} Part the two that are set by themselves
 * @typedef {{set: Duty, at: number | null}} Mine what this desk set, and the entry since when it was so (null: not answered yet)
 * @typedef {Partial<Record<Part, Mine>>} Set
 */

/** @type {Record<Part, (keyof Duty)[]>} */
const KEYS = { who: ["assignee", "assignee_text"], due: ["due"] };
export const PARTS = /** @type {Part[]} */ (Object.keys(KEYS));

/** @param {Part} part @param {Duty} one @param {Duty} other */
const alike = (part, one, other) => KEYS[part].every((key) => (one[key] || null) === (other[key] || null));

/** Which parts a change names. @param {Partial<Duty>} change @returns {Part[]} */
export function named(change) {
  return PARTS.filter((part) => KEYS[part].some((key) => key in change));
}

/**
 * What somebody else made of what this desk had set: it is another in a state that knows the entry of one's own. Pure.
 * @param {Set} mine @param {Duty} now @param {number} seen the entry `now` is of
 * @returns {Part[]}
 */
export function overwritten(mine, now, seen) {
  return PARTS.filter((part) => {
    const own = mine[part];
    return own !== undefined && own.at !== null && seen >= own.at && !alike(part, own.set, now);
  });
}

/** As long as the page, whatever of it is drawn; and kept over a reload of it. @type {Map<string, import("../app/types.js").Signal<Set>>} */
const sets = new Map();

/** @param {string} place @returns {import("../app/types.js").Signal<Set>} */
export function setAt(place) {
  const found = sets.get(place) ?? signal(/** @type {Set} */ (taken(sessionShelf(), place) ?? {}));
  sets.set(place, found);
  return found;
}

/** @param {string} place @param {Part} part @param {Mine | undefined} own */
function remember(place, part, own) {
  const { [part]: _, ...rest } = setAt(place).peek();
  const next = own ? { ...rest, [part]: own } : rest;
  setAt(place).value = next;
  // What was not answered before a reload is nobody's: it may not have come to the house.
  const answered = Object.fromEntries(Object.entries(next).filter(([, one]) => one.at !== null));
  shelve(sessionShelf(), place, Object.keys(answered).length ? answered : null);
}

/**
 * Sets parts of a duty; what it was and since when is remembered once the house has it.
 * @param {string} place @param {Duty} point @param {Partial<Duty>} duty @param {(duty: Partial<Duty>) => Promise<any>} change
 */
export async function setting(place, point, duty, change) {
  const before = setAt(place).peek();
  const parts = named(duty);
  for (const part of parts) remember(place, part, { set: { ...point, ...duty }, at: null });
  const result = await change(duty);
  for (const part of parts) remember(place, part, result?.ok ? { set: { ...point, ...duty }, at: result.seq ?? 0 } : before[part]);
  return result;
}

/**
 * @param {{room: Room, point: Duty & {id: string}, change: (duty: Partial<Duty>) => Promise<any>}} props
 * @returns {{set: (duty: Partial<Duty>) => Promise<any>, Told: any}}
 */
export function useDuties({ room, point, change }) {
  const place = `duty:${room.me.person}:${point.id}`;
  const mine = setAt(place).value;
  const set = (/** @type {Partial<Duty>} */ duty) => setting(place, point, duty, change);
  const again = (/** @type {Part} */ part) => {
    const { set: kept } = /** @type {Mine} */ (mine[part]);
    return set(Object.fromEntries(KEYS[part].map((key) => [key, kept[key]])));
  };
  const told = overwritten(mine, point, room.seen()).map((part) => html`<${Told} key=${part} words=${words(room, part, point, /** @type {Mine} */ (mine[part]).set)} onAgain=${() => again(part)} onLeave=${() => remember(place, part, undefined)} />`);
  return { set, Told: told };
}

/** @param {Room} room @param {Part} part @param {Duty} now @param {Duty} mine */
function words(room, part, now, mine) {
  const who = (/** @type {Duty} */ one) => (one.assignee ? room.name(one.assignee) : one.assignee_text) || t("không ai");
  const day = (/** @type {Duty} */ one) => (one.due ? shownDate(one.due) : t("không có hạn"));
  if (part === "who") return t("Người khác vừa giao cho %(theirs)s. Tôi đã giao cho %(mine)s.", { theirs: who(now), mine: who(mine) });
  return t("Người khác vừa đổi hạn thành %(theirs)s. Tôi đã ghi %(mine)s.", { theirs: day(now), mine: day(mine) });
}

/** @param {{words: string, onAgain: () => void, onLeave: () => void}} props */
function Told({ words, onAgain, onLeave }) {
  return html`<div class="ban-khac" role="status"><p>${words}</p>
    <div class="hang g2 wrap"><${Button} onPress=${onAgain}>${t("Dùng lại của tôi")}</${Button}><${Button} onPress=${onLeave}>${t("Giữ bản mới")}</${Button}></div></div>`;
}
