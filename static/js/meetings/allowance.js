// @ts-check
/** The time of groups on the items: the server's rules (allowance.py) told again, with the stretch that runs. Pure functions. */

import { HEARD, ms, wholeSeconds } from "./figures.js";

/**
 * @typedef {import("./figures.js").Item & {taken_up_at?: string | null}} Item
 * @typedef {import("./figures.js").Speech & {group?: string}} Speech
 * @typedef {{id: string, group: string, item: string | null, seconds: number | null}} Quota
 * @typedef {{quota: number | null, debt: number, used: number, given: number | null, owes: number, spent: boolean, since: string | null}} Share
 */

/**
 * A group's shares of the items, in the order in which they were taken up. A debt is taken off until it is paid.
 * @param {string[]} items @param {Record<string, number | null>} quotas @param {number | null} fallback @param {Record<string, number>} used
 * @returns {Record<string, Share>}
 */
export function shares(items, quotas, fallback, used) {
  /** @type {Record<string, Share>} */
  const found = {};
  let debt = 0;
  let since = /** @type {string | null} */ (null);
  for (const item of items) {
    const quota = item in quotas ? quotas[item] : fallback;
    const spoken = used[item] ?? 0;
    const owes = quota === null ? debt : Math.max(0, debt + spoken - quota);
    const given = quota === null ? null : Math.max(0, quota - debt);
    found[item] = { quota, debt, used: spoken, given, owes, spent: quota !== null && debt + spoken >= quota, since };
    since = owes === 0 ? null : owes > debt ? item : since;
    debt = owes;
  }
  return found;
}

/**
 * Items in the order in which they were first taken up, `item` last where it was not yet.
 * @param {Item[]} items @param {string} item
 * @returns {string[]}
 */
export function takenUp(items, item) {
  const since = (/** @type {Item} */ one) => ms(one.taken_up_at ?? one.finished_at ?? one.started_at) || Infinity;
  const begun = items.filter((one) => one.state !== "waiting");
  const ids = begun.sort((a, b) => (since(a) === since(b) ? a.order - b.order : since(a) - since(b))).map((one) => one.id);
  return ids.includes(item) ? ids : [...ids, item];
}

/**
 * Each group's share of an item, by name.
 * @param {Quota[]} quotas @param {Speech[]} speeches @param {Item[]} items @param {string} item
 * @param {number} now
 * @returns {{group: string, share: Share}[]}
 */
export function sharesOf(quotas, speeches, items, item, now) {
  const order = takenUp(items, item);
  const names = [...new Set(quotas.map((one) => one.group))].sort((a, b) => a.localeCompare(b, "vi", { numeric: true }));
  return names.map((group) => {
    const own = quotas.filter((one) => one.group === group);
    /** @type {Record<string, number>} */
    const used = {};
    for (const one of speeches) {
      if (one.group !== group || !one.item || !HEARD.has(one.state)) continue;
      used[one.item] = (used[one.item] ?? 0) + wholeSeconds(one, now);
    }
    const of = Object.fromEntries(own.filter((one) => one.item).map((one) => [one.item, one.seconds]));
    return { group, share: shares(order, of, own.find((one) => !one.item)?.seconds ?? null, used)[item] };
  });
}
