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
    done: (result) => {
      const place = room.queue.value.findIndex((one) => one.id === result.result?.id);
      return t("Đã đăng ký, thứ tự %(n)s", { n: place < 0 ? room.queue.value.length + 1 : place + 1 });
    },
    holds: (result) => stillWaits(room, result.result?.id),
    undo: (result) => withdraw(room, result.result?.id),
  });
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
