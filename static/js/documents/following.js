// @ts-check
/**
 * Where a reader stands to what is presented. Pure: the reader tells what happens, and is told what to do.
 *
 * @typedef {{id: string, state: string, why: string, paper: string | null, version: number | null, page: number | null, by: string | null, started_at: string}} Page
 * @typedef {{wants: boolean, paused: boolean}} Following wants: follows as a rule; paused: has turned pages by themselves since
 */

/** One's own turning so short a time ago is not taken away by somebody who begins to present. */
export const BUSY = 5000;

/** @param {Page | null} page @param {{paper: string, version: number}} shown */
export function isHere(page, shown) {
  return page?.state === "on" && page.paper === shown.paper && page.version === shown.version;
}

/**
 * What a reader that opens, or hears that another page is presented, does.
 * @param {Following} following
 * @param {Page | null} page
 * @param {{paper: string, version: number}} shown
 * @param {{begins: boolean, busy: boolean, came: boolean}} how begins: another presentation than before; came: to follow it
 * @returns {{following: Following, go?: number, open?: {paper: string, version: number}}}
 */
export function heard(following, page, shown, { begins, busy, came }) {
  if (page?.state !== "on") return { following: { ...following, paused: false } };
  const paused = begins ? busy : following.paused;
  if (!following.wants || paused) return { following: { ...following, paused } };
  if (isHere(page, shown)) return { following: { ...following, paused }, go: page.page ?? 1 };
  // Whoever opened another paper by themselves keeps it; whoever came along goes along.
  if (came) return { following, open: { paper: /** @type {string} */ (page.paper), version: /** @type {number} */ (page.version) } };
  return { following: { ...following, paused: true } };
}

/**
 * May this person present? Chair and secretaries; who has the floor; whom the current item names as its presenter.
 * The server judges by the same rule (documents/presenting/rules.py).
 * @param {{person: string, capacity: string | null, phase: string, speeches: any[], presenter: string, name: string, office: string}} me
 * @param {(text: string) => string} fold
 */
export function mayPresent({ person, capacity, phase, speeches, presenter, name, office }, fold) {
  if (phase !== "in_progress") return false;
  if (capacity === "chair" || capacity === "secretary") return true;
  if (speeches.some((one) => one.person === person && ["speaking", "paused"].includes(one.state))) return true;
  const [meant, called, sits] = [fold(presenter), fold(name), fold(office)];
  return Boolean(meant) && (meant === called || meant === sits || (Boolean(called) && ` ${meant} `.includes(` ${called} `)));
}
