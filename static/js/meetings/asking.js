// @ts-check
/** Asking for the floor and withdrawing. */

import { t } from "../app/text.js";

/** @typedef {import("../app/types.js").Room} Room */

/** My waiting request of a kind for the current item. @param {Room} room @param {string} [kind] */
export function myRequest(room, kind = "speech") {
  return room.queue.value.find((one) => one.person === room.me.person && one.kind === kind) ?? null;
}

/** @param {Room} room @param {{gist?: string, kind?: string, to?: string}} [more] */
export function register(room, more = {}) {
  const item = room.item.value;
  return room.act("speaking.request", { ...(item ? { item: item.id } : {}), ...more }, {
    hold: true,
    done: (result) => registered(room, result.result?.id),
    holds: (result) => stillWaits(room, result.result?.id),
    undo: (result) => withdraw(room, result.result?.id),
  });
}

/** What is said of a request: its place once its entry is here. Points of order and first-time speakers stand before others. @param {Room} room @param {string | undefined} speech */
function registered(room, speech) {
  let place = 0;
  return () => {
    place ||= room.queue.value.findIndex((one) => one.id === speech) + 1;
    return place ? t("Đã đăng ký, thứ tự %(n)s", { n: place }) : t("Đã đăng ký");
  };
}

/** The answer may come before the entry: what is not here yet waits. @param {Room} room @param {string | undefined} speech */
function stillWaits(room, speech) {
  const one = room.one("speeches", speech);
  return !one || (one.state === "waiting" && one.item === room.meeting.value?.item);
}

/** @param {Room} room @param {string | undefined} speech */
export function withdraw(room, speech) {
  return speech ? room.act("speaking.withdraw", { speech }, { hold: true, done: t("Đã rút đăng ký") }) : null;
}
