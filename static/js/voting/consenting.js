// @ts-check
/** Consent items: which may be adopted at once, and what was said of them. Pure. */

/** @typedef {import("../app/types.js").Item} Item */
/** @typedef {{id: string, item: string, person: string, mark: "agreed" | "objection" | "speak", at: string}} Consent */

/** Those nobody has taken up yet, in the agenda's order. @param {Item[]} items */
export function waitingConsent(items) {
  return items.filter((one) => one.vote_kind === "consent" && one.state === "waiting").sort((a, b) => a.order - b.order);
}

/**
 * The items nobody opposes, and those taken out with who opposes them. Who says nothing does not object.
 * @param {Item[]} items @param {Consent[]} consents
 * @returns {{free: Item[], out: {item: Item, by: Consent[]}[]}}
 */
export function sortedOut(items, consents) {
  const waiting = waitingConsent(items);
  const against = (/** @type {Item} */ item) => consents.filter((one) => one.item === item.id && one.mark !== "agreed");
  return {
    free: waiting.filter((item) => !against(item).length),
    out: waiting.map((item) => ({ item, by: against(item) })).filter(({ by }) => by.length > 0),
  };
}

/** How many said they have nothing against it. @param {Consent[]} consents @param {string} item */
export const agreedOn = (consents, item) => consents.filter((one) => one.item === item && one.mark === "agreed").length;

/** @typedef {{id: string, at: string, items: string[], annulled_at?: string | null}} Adoption */

/** The acts that stand, the last first: what may be annulled. @param {Adoption[]} adoptions @returns {Adoption[]} */
export const standing = (adoptions) => adoptions.filter((one) => !one.annulled_at).sort((a, b) => b.at.localeCompare(a.at));

/** Was this item adopted together with others, and does that stand? @param {Adoption[]} adoptions @param {string} item */
export const adopted = (adoptions, item) => standing(adoptions).some((one) => one.items.includes(item));
