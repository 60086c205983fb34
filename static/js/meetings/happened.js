//# allFunctionsCalledOnLoad
// @ts-check
/**
 * What happened, in order, put together from the state: the desk's journal. Pure. Words are made where it is shown.
 */

import { HEARD, ms } from "./figures.js";

/**
 * @typedef {import("./figures.js").Item} Item
 * @typedef {import("./figures.js").Speech} Speech
 * @typedef {{id: string, item: string | null, question: string, state: string, opened_at?: string | null,
 *   closed_at?: string | null, announced_at?: string | null, result?: any, reason?: string}} Vote
 * @typedef {{id: string, item?: string | null, text: string, at: string, by?: string | null}} Remark
 * @typedef {{id: string, kind: string, at: string, person?: string | null, until?: string | null, present: number, needed: number, members?: number | null, came?: string[] | null, went?: string[] | null}} Course
 * @typedef {{id: string, text: string, at: string, to: string, site: string | null}} Notice
 * @typedef {{id: string, item: string, name: string, text: string, given_at: string}} Opinion
 * @typedef {"meeting" | "item_start" | "item_end" | "speech" | "vote_open" | "vote_end" | "remark" | "left" | "notice" | "opinion" | "adopted" | "adopted_not" | "dispute"} Kind
 * @typedef {{id: string, items: string[], at: string, annulled_at?: string | null, reason?: string}} Adoption
 * @typedef {{id: string, at: string, item: string | null, person: string, question: string}} Dispute a device found that a secret ballot doesn't agree
 * @typedef {{key: string, kind: Kind, at: number, item: string | null, speech?: Speech, vote?: Vote, remark?: Remark,
 *   person?: string, topic?: Item, course?: Course, notice?: Notice, opinion?: Opinion, adoption?: Adoption, dispute?: Dispute}} Happening
 */

/**
 * @typedef {object} Matter
 * @property {{started_at?: string | null, ended_at?: string | null} | null} meeting
 * @property {Item[]} items
 * @property {Speech[]} speeches
 * @property {Vote[]} votes
 * @property {Remark[]} remarks
 * @property {{id: string, status: string, at?: string | null}[]} attendance
 * @property {Course[]} [course] what happened to the meeting as a whole
 * @property {Notice[]} [notices]
 * @property {Opinion[]} [opinions]
 * @property {Adoption[]} [adoptions]
 * @property {Dispute[]} [disputes]
 * @property {Record<string, {stage: string, finished_at?: string | null}>} [boxes] of secret votes, by the vote
 */

/**
 * Everything that happened, oldest first; of one moment, the item before the speech.
 * @param {Matter} matter
 * @returns {Happening[]}
 */
export function happenings(matter) {
  const all = [
    ...ofMeeting(matter),
    ...(matter.notices ?? []).map((one) => happening("notice", one.id, one.at, null, { notice: one }, one)),
    ...ofItems(matter.items.filter((one) => !adopted(one, matter.adoptions ?? [])), matter.course ?? []),
    ...(matter.adoptions ?? []).map((one) => happening("adopted", one.id, one.at, null, { adoption: one }, one)),
    ...(matter.adoptions ?? []).filter((one) => one.annulled_at).map((one) => happening("adopted_not", one.id, one.annulled_at, null, { adoption: one }, one)),
    ...ofSpeeches(matter.speeches),
    ...ofVotes(matter.votes, matter.boxes ?? {}),
    ...(matter.disputes ?? []).map((one) => happening("dispute", one.id, one.at, one.item, { dispute: one }, one)),
    ...(matter.opinions ?? []).map((one) => happening("opinion", one.id, one.given_at, one.item, { opinion: one }, one)),
    ...matter.remarks.map((one) => happening("remark", one.id, one.at, one.item ?? null, { remark: one }, one)),
    ...matter.attendance
      .filter((one) => one.status === "left")
      .map((one) => happening("left", one.id, one.at, null, { person: one.id }, one)),
  ];
  return all.filter((one) => one.at > 0).sort((a, b) => a.at - b.at || rank(a) - rank(b));
}

/** @type {Record<Kind, number>} */
const RANK = { meeting: 0, item_end: 1, item_start: 2, left: 3, speech: 4, vote_open: 5, vote_end: 6, remark: 7, notice: 8, opinion: 8, dispute: 7, adopted: 5, adopted_not: 5 };
/** Of one moment: the meeting begins before everything, ends after it, and loses its quorum by who leaves. */
const FIRST = { started: -1, ended: 9, quorum_lost: 3.5 };

/** @param {Happening} one */
const rank = (one) => /** @type {Record<string, number>} */ (FIRST)[one.course?.kind ?? ""] ?? RANK[one.kind];

/** Adopted with others and not taken up since: it neither began nor ended. @param {Item} item @param {Adoption[]} adoptions */
function adopted(item, adoptions) {
  return adoptions.some((one) => one.items.includes(item.id) && item.finished_at === one.at);
}

/** Told by the record; of meetings of before there was one, beginning and end by the meeting itself. @param {Matter} matter @returns {Happening[]} */
function ofMeeting(matter) {
  const told = matter.course ?? [];
  const ends = ["started", "ended"].filter((kind) => matter.course && !told.some((one) => one.kind === kind));
  const [meeting, none] = [/** @type {any} */ (matter.meeting), { present: 0, needed: 0 }];
  const untold = ends.map((kind) => ({ ...none, id: kind, kind, at: meeting?.[`${kind}_at`] }));
  return [...told, ...untold].map((one) => happening("meeting", one.id, one.at, null, { course: one }, one));
}

/** By the form they are made of, which never changes: a form that does is another. @type {WeakMap<object, Map<Kind, Happening>>} */
const made = new WeakMap();

/**
 * The very same for the same form: whoever draws hundreds of them sees at once which are new.
 * @param {Kind} kind @param {string} id @param {string | number | null | undefined} at @param {string | null} item
 * @param {Partial<Happening>} more @param {object} form
 * @returns {Happening}
 */
function happening(kind, id, at, item, more, form) {
  let ofForm = made.get(form);
  if (!ofForm) made.set(form, (ofForm = new Map()));
  let found = ofForm.get(kind);
  if (!found) ofForm.set(kind, (found = { key: `${kind}:${id}`, kind, at: typeof at === "number" ? at : ms(at), item, ...more }));
  return found;
}

/**
 * When an item began: its time of finished stretches, counted back over the breaks in which it stood still. Begun twice, it seems
 * to have begun later.
 * @param {Item} item @param {Course[]} [course]
 * @returns {number} 0: not begun
 */
export function beganAt(item, course = []) {
  const breaks = breaksOf(course);
  const running = ms(item.started_at);
  if (running && !breaks.some((one) => one.to === running)) return running;
  const paused = item.state === "current" && breaks[0]?.to === Infinity ? breaks[0].from : 0;
  let at = running || ms(item.finished_at) || paused;
  let used = (item.seconds_used ?? 0) * 1000;
  for (const { from, to } of breaks) {
    if (to > at) continue;
    if (used <= at - to && at !== to) break;
    used -= at - to;
    at = from;
  }
  return at && at - used;
}

/** Latest first. @param {Course[]} course @returns {{from: number, to: number}[]} */
function breaksOf(course) {
  const told = course.filter((one) => ["paused", "resumed"].includes(one.kind)).sort((a, b) => ms(a.at) - ms(b.at));
  const all = told.filter((one) => one.kind === "paused").map((one) => {
    const after = told.find((other) => other.kind === "resumed" && ms(other.at) >= ms(one.at));
    return { from: ms(one.at), to: after ? ms(after.at) : Infinity };
  });
  return all.reverse();
}

/** @param {Item[]} items @param {Course[]} course @returns {Happening[]} */
function ofItems(items, course) {
  return items.flatMap((one) => [
    happening("item_start", one.id, beganAt(one, course), one.id, { topic: one }, one),
    happening("item_end", one.id, one.finished_at, one.id, { topic: one }, one),
  ]);
}

/** Only who had the floor; who still waits has not happened. @param {Speech[]} speeches @returns {Happening[]} */
function ofSpeeches(speeches) {
  return speeches
    .filter((one) => HEARD.has(one.state))
    .map((one) => happening("speech", one.id, one.called_at ?? one.started_at ?? one.requested_at, one.item, { speech: one }, one));
}

/** A secret one that is set aside ended when its box did: after the disputes of it. @param {Vote[]} votes @param {NonNullable<Matter["boxes"]>} boxes @returns {Happening[]} */
function ofVotes(votes, boxes) {
  const aside = (/** @type {Vote} */ one) => (one.state === "annulled" && boxes[one.id]?.stage === "ended" ? boxes[one.id].finished_at : null);
  return votes
    .filter((one) => one.state !== "draft")
    .flatMap((one) => [
      happening("vote_open", one.id, one.opened_at, one.item, { vote: one }, one),
      happening("vote_end", one.id, aside(one) ?? one.announced_at ?? one.closed_at, one.item, { vote: one }, one),
    ]);
}
