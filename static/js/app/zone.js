// Times as people of the house write them: in the display zone, wherever the device is.

/** The display zone, said by the page. */
export const zone = (typeof document !== "undefined" && document.documentElement.dataset.zone) || "Asia/Ho_Chi_Minh";

/**
 * Minutes the zone is ahead of UTC at a moment.
 * @param {number} moment milliseconds
 * @param {string} where
 */
function offset(moment, where) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: where, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(moment);
  /** @type {Record<string, number>} */
  const part = {};
  for (const { type, value } of parts) part[type] = Number(value);
  const there = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return Math.round((there - moment) / 60000);
}

/**
 * "2026-11-26T08:00", as typed, is which moment? Returns ISO 8601 UTC, or "" for what is no time.
 * @param {string} typed
 * @param {string} [where]
 */
export function momentOf(typed, where = zone) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(typed);
  if (!found) return "";
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  const guess = Date.UTC(year, month - 1, day, hour, minute);
  // Twice, for moments near a change of the clock in zones that have one.
  const first = guess - offset(guess, where) * 60000;
  return new Date(guess - offset(first, where) * 60000).toISOString();
}
