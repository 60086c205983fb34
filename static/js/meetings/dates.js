// @ts-check
/**
 * Deadlines as a secretary types them: `15/12`, `15/12/2027`, `15`, `+7` (days), `+2t` (weeks). Pure; days are ISO dates.
 */

/**
 * The ISO date meant by what was typed, or null. A day without a year is the next one, today included.
 * @param {string} typed
 * @param {string} today ISO date in the house's time zone
 * @returns {string | null}
 */
export function parseDue(typed, today) {
  const text = typed.trim().toLowerCase();
  const later = /^\+\s*(\d{1,3})\s*(t|tuần|tuan|w)?$/.exec(text);
  if (later) return addDays(today, Number(later[1]) * (later[2] ? 7 : 1));
  const named = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?$/.exec(text);
  if (named) return named[3] ? day(fullYear(named[3]), +named[2], +named[1]) : next(today, +named[1], +named[2]);
  const alone = /^(\d{1,2})$/.exec(text);
  return alone ? nextOfMonth(today, +alone[1]) : null;
}

/**
 * @param {string} today
 * @param {number} days
 * @returns {string}
 */
export function addDays(today, days) {
  const moment = new Date(`${today}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

/**
 * dd/mm/yyyy, as on paper.
 * @param {string} iso
 * @returns {string}
 */
export function shownDate(iso) {
  return iso.slice(0, 10).split("-").reverse().join("/");
}

/**
 * The day on the house's calendar at a moment of server time.
 * @param {number} moment milliseconds
 * @param {string} [zone]
 * @returns {string}
 */
export function dayAt(moment, zone = "Asia/Ho_Chi_Minh") {
  // The Swedish form is the ISO form.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(moment);
}

/** @param {string} digits @returns {number} */
function fullYear(digits) {
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

/**
 * A real day of the calendar, or null (31/02).
 * @param {number} year @param {number} month @param {number} date
 * @returns {string | null}
 */
function day(year, month, date) {
  const moment = new Date(Date.UTC(year, month - 1, date));
  const real = moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date && year > 1999;
  return real ? moment.toISOString().slice(0, 10) : null;
}

/**
 * The next `date`/`month`, this year or the one after.
 * @param {string} today @param {number} date @param {number} month
 * @returns {string | null}
 */
function next(today, date, month) {
  const year = Number(today.slice(0, 4));
  const found = [day(year, month, date), day(year + 1, month, date)];
  return found.find((one) => one !== null && one >= today) ?? null;
}

/**
 * The next day of a month with this number: `15` on the 24th is the 15th of next month.
 * @param {string} today @param {number} date
 * @returns {string | null}
 */
function nextOfMonth(today, date) {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  for (let later = 0; later < 3; later++) {
    const found = day(year + Math.floor((month - 1 + later) / 12), ((month - 1 + later) % 12) + 1, date);
    if (found !== null && found >= today) return found;
  }
  return null;
}
