// @ts-check
/** A point's unit and deadline with two secretaries at it: the last one counts, and who set another one before is told and may set theirs again. */

import { html, useRef, useState } from "../../vendor/preact.js";
import { Button } from "../app/components.js";
import { t } from "../app/text.js";
import { shownDate } from "./dates.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {{assignee: string | null, assignee_text: string, due: string | null}} Duty
 * @typedef {"who" | "due"} Part the two that are set by themselves
 * @typedef {{set: Duty, stood: boolean}} Mine what this desk set, and whether it stood for a moment: before that another value is the old one
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
 * What somebody else made of what this desk had set; `mine` learns when its value stood.
 * @param {Partial<Record<Part, Mine>>} mine @param {Duty} now
 * @returns {Part[]}
 */
export function overwritten(mine, now) {
  return PARTS.filter((part) => {
    const set = mine[part];
    if (!set) return false;
    if (alike(part, set.set, now)) set.stood = true;
    return set.stood && !alike(part, set.set, now);
  });
}

/**
 * @param {{room: Room, point: Duty & {id: string}, change: (duty: Partial<Duty>) => Promise<any>}} props
 * @returns {{set: (duty: Partial<Duty>) => Promise<any>, Told: any}}
 */
export function useDuties({ room, point, change }) {
  const mine = useRef(/** @type {Partial<Record<Part, Mine>>} */ ({}));
  const [, draw] = useState(0);
  const set = async (/** @type {Partial<Duty>} */ duty) => {
    const before = { ...mine.current };
    for (const part of named(duty)) mine.current[part] = { set: { ...point, ...duty }, stood: false };
    const result = await change(duty);
    if (!result?.ok) for (const part of named(duty)) mine.current[part] = before[part];
    return result;
  };
  const letGo = (/** @type {Part} */ part) => { delete mine.current[part]; draw((n) => n + 1); };
  const again = (/** @type {Part} */ part) => {
    const { set: kept } = /** @type {Mine} */ (mine.current[part]);
    return set(Object.fromEntries(KEYS[part].map((key) => [key, kept[key]])));
  };
  const told = overwritten(mine.current, point).map((part) => html`<${Told} key=${part} words=${words(room, part, point, /** @type {Mine} */ (mine.current[part]).set)} onAgain=${() => again(part)} onLeave=${() => letGo(part)} />`);
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
