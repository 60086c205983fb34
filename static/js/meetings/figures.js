// @ts-check
/**
 * What the chair's and the desk's screens say about a meeting's state: pure functions on the forms of wire.md. They judge
 * nothing (the server does); they count, sort and put times together.
 */

/**
 * @typedef {{id: string, order: number, title: string, minutes: number, state: string, presenter?: string, queue?: string,
 *   started_at?: string | null, finished_at?: string | null, seconds_used?: number, vote_kind?: string}} Item
 * @typedef {{id: string, person: string, item: string, kind: string, gist: string, note?: string, state: string,
 *   order: number, requested_at?: string, called_at?: string | null, started_at: string | null, seconds: number,
 *   limit: number, goes_on?: boolean, to?: string | null, placed?: boolean, replies_to?: string | null, finished_at?: string | null, asked_by?: string | null}} Speech
 * @typedef {{id: string, name: string, office: string, capacity: string, on_roll: boolean, order?: number,
 *   post?: string, substitutes?: string | null, site?: string | null, number?: number}} Person
 * @typedef {{id: string, status: string, at?: string | null, reason?: string, leave?: string}} Presence
 * @typedef {{person: string | null, meetings: number, attended: number, spoken: number, last_spoke: string | null, registered: number,
 *   silent?: number}} History
 */

export const HERE = new Set(["present", "online"]);
/** Phases of a meeting that is held, or is going to be. */
export const OPEN = new Set(["published", "in_progress", "paused"]);
/** Speeches of whoever has or had the floor. */
export const HEARD = new Set(["speaking", "paused", "finished"]);

/**
 * Milliseconds of a wire time; 0 for none.
 * @param {string | null | undefined} time
 * @returns {number}
 */
export function ms(time) {
  return time ? Date.parse(time) : 0;
}

/**
 * Seconds an item has taken, up to now.
 * @param {Item} item @param {number} now
 * @returns {number}
 */
export function usedSeconds(item, now) {
  const running = item.state === "current" && item.started_at ? Math.max(0, now - ms(item.started_at)) / 1000 : 0;
  return (item.seconds_used ?? 0) + running;
}

/** From when the rest of the day counts: in a break that has an end, from there. @param {{phase?: string, until?: string | null} | null | undefined} meeting @param {number} now */
export function goesOnAt(meeting, now) {
  return meeting?.phase === "paused" && meeting.until ? Math.max(now, ms(meeting.until)) : now;
}

/**
 * When each waiting item may begin and when the meeting may end, if the rest takes the time planned for it.
 * @param {Item[]} items in order @param {number} now @param {number} startsAt @param {number | null} [minutes] what the invitation says the meeting takes; else what its items do @param {boolean} [begun] though none of them is on yet
 * @returns {{begin: Record<string, number>, end: number, planned: number}}
 */
export function timetable(items, now, startsAt, minutes = null, begun = false) {
  const planned = startsAt + (minutes || items.reduce((sum, item) => sum + item.minutes, 0)) * 60_000;
  const current = items.find((item) => item.state === "current");
  // A meeting that began before its hour is not waited for.
  let at = begun || items.some((item) => item.state !== "waiting") ? now : Math.max(now, startsAt);
  if (current) at += Math.max(0, current.minutes * 60 - usedSeconds(current, now)) * 1000;
  /** @type {Record<string, number>} */
  const begin = {};
  for (const item of items.filter((one) => one.state === "waiting")) {
    begin[item.id] = at;
    at += item.minutes * 60_000;
  }
  return { begin, end: at, planned };
}

/**
 * The same of a meeting as it stands; one that has begun is not waited for, though none of its items is on yet. A guest is told when
 * an item may begin only where they see all that comes before it: the minutes of the others are none of theirs.
 * @param {Item[]} items @param {{phase?: string, item?: string | null, until?: string | null, starts_at?: string, minutes?: number} | null | undefined} meeting @param {number} now
 */
export function foretold(items, meeting, now) {
  const table = timetable(items, goesOnAt(meeting, now), ms(meeting?.starts_at), meeting?.minutes, ["in_progress", "paused"].includes(meeting?.phase ?? ""));
  const hidden = meeting?.item && !items.some((one) => one.id === meeting.item);
  /** @type {Record<string, number>} */
  const begin = {};
  for (const [at, item] of (hidden ? [] : items).entries()) {
    const before = items[at - 1];
    const seen = item.order === 1 || (before?.order === item.order - 1 && (before.state !== "waiting" || before.id in begin));
    if (seen && item.id in table.begin) begin[item.id] = table.begin[item.id];
  }
  return { ...table, begin };
}

/** When the quorum that was there was lost, if it is lost now. @param {any[]} happenings @returns {string | null} */
export function quorumLostAt(happenings) {
  const turns = happenings.filter((one) => one.kind === "quorum_lost" || one.kind === "quorum_met");
  const last = turns.sort((a, b) => ms(a.at) - ms(b.at)).at(-1);
  return last?.kind === "quorum_lost" ? last.at : null;
}

/**
 * Seconds left of a speech, below zero over the limit.
 * @param {Speech} speech @param {number} now
 * @returns {number}
 */
export function secondsLeft(speech, now) {
  return speech.limit - secondsSpoken(speech, now);
}

/** @param {Speech} speech @param {number} now @returns {number} */
export function secondsSpoken(speech, now) {
  return speech.seconds + (speech.started_at ? Math.max(0, now - ms(speech.started_at)) / 1000 : 0);
}

/** Whole seconds of a speech by now, rounded as the server does it: what lists are ordered by (rules.py, `counted`). @param {Speech} speech @param {number} now @returns {number} */
export function wholeSeconds(speech, now) {
  return speech.seconds + (speech.started_at ? Math.floor((Math.max(0, now - ms(speech.started_at)) + 500) / 1000) : 0);
}

/**
 * Seconds until the floor is free, if who has it (a reply, and the speech it interrupts) takes the time that is left.
 * @param {(Speech | null)[]} floor @param {number} now
 * @returns {number}
 */
export function floorSeconds(floor, now) {
  return floor.reduce((sum, one) => sum + (one ? Math.max(0, secondsLeft(one, now)) : 0), 0);
}

/**
 * Who waits for an item, in the order of the list.
 * @param {Speech[]} speeches @param {string | null} item
 * @returns {Speech[]}
 */
export function waiting(speeches, item) {
  return speeches.filter((one) => one.state === "waiting" && one.item === item && !one.replies_to).sort((a, b) => a.order - b.order);
}

/** The floor while nobody has it: a card that is kept in the page has to show something. @type {any} */
export const NOBODY = Object.freeze({ id: "", item: "", person: "", kind: "speech", state: "finished", limit: 0, seconds: 0, started_at: null, replies_to: null });

/** Who has the floor: a reply before the speech it interrupts. @param {Speech[]} speeches @returns {Speech | null} */
export function onTheFloor(speeches) {
  const floor = speeches.filter((one) => one.state === "speaking" || one.state === "paused");
  return floor.find((one) => one.replies_to) ?? floor[0] ?? null;
}

/**
 * How often and how long each has spoken; with `item` only there.
 * @param {Speech[]} speeches @param {string | null} [item]
 * @returns {Map<string, {times: number, seconds: number}>}
 */
export function spoken(speeches, item = null) {
  const known = counted.get(speeches) ?? new Map();
  counted.set(speeches, known);
  if (!known.has(item)) known.set(item, count(speeches, item));
  return known.get(item);
}

/** A list of hundreds asks for each of its rows: the same speeches are counted once. @type {WeakMap<Speech[], Map<string | null, Map<string, {times: number, seconds: number}>>>} */
const counted = new WeakMap();

/** @param {Speech[]} speeches @param {string | null} item */
function count(speeches, item) {
  const found = new Map();
  for (const one of speeches) {
    if (one.state !== "finished" || (item && one.item !== item)) continue;
    const before = found.get(one.person) ?? { times: 0, seconds: 0 };
    found.set(one.person, { times: before.times + (one.replies_to ? 0 : 1), seconds: before.seconds + one.seconds });
  }
  return found;
}

/**
 * The same with who has the floor, until now: so the lists are ordered.
 * @param {Speech[]} speeches @param {number} now @param {string | null} [item]
 * @returns {Map<string, {times: number, seconds: number}>}
 */
export function spokenUntil(speeches, now, item = null) {
  return count(speeches.filter((one) => HEARD.has(one.state)).map((one) => (one.state === "finished" ? one : { ...one, state: "finished", seconds: wholeSeconds(one, now) })), item);
}

/** Who may be invited to speak: a member on the roll, here, who neither presides nor leads the body (and gave the chair away). @param {Person} one @param {Record<string, Presence>} attendance */
const toHear = (one, attendance) => one.on_roll && one.capacity !== "chair" && one.post !== "chair" && HERE.has(attendance[one.id]?.status);

/**
 * Is any member here but the chair? Nobody to hear is not everybody heard.
 * @param {Person[]} people @param {Record<string, Presence>} attendance
 * @returns {boolean}
 */
export function anyoneToHear(people, attendance) {
  return people.some((one) => toHear(one, attendance));
}

/** Fewer meetings attended say nothing about anybody. */
export const ENOUGH = 3;

/** @typedef {{id: string, person: Person, history: History | null}} Unheard */

/**
 * Members here who have not spoken today and do not wait, of whom enough meetings tell something: who never spoke in them
 * first, then those heard least.
 * @param {Person[]} people @param {Record<string, Presence>} attendance @param {Speech[]} speeches
 * @param {Record<string, History>} histories
 * @returns {Unheard[]}
 */
export function notHeard(people, attendance, speeches, histories) {
  return stillUnheard(rankedUnheard(people, histories), attendance, speeches);
}

/**
 * Everybody of whom enough meetings tell something, in the order in which they are to be heard: it lasts for a meeting.
 * @param {Person[]} people @param {Record<string, History>} histories
 * @returns {Unheard[]}
 */
export function rankedUnheard(people, histories) {
  return people
    .filter((one) => (histories[one.id]?.attended ?? 0) >= ENOUGH)
    .map((person) => ({ id: person.id, person, history: histories[person.id] ?? null }))
    .sort((a, b) => lessHeard(a.history, b.history) || seatOrder(a.person, b.person));
}

/**
 * Of these, who is here just now and has not spoken today nor waits.
 * @param {Unheard[]} ranked @param {Record<string, Presence>} attendance @param {Speech[]} speeches
 * @returns {Unheard[]}
 */
export function stillUnheard(ranked, attendance, speeches) {
  const busy = new Set(speeches.filter((one) => BUSY.has(one.state)).map((one) => one.person));
  return ranked.filter((one) => !busy.has(one.id) && toHear(one.person, attendance));
}

/**
 * Apart: who is hardly heard, and who is heard in more than half of the meetings they attend and only has not spoken today.
 * @param {Unheard[]} list @returns {{seldom: Unheard[], today: Unheard[]}}
 */
export function byHabit(list) {
  const often = (/** @type {Unheard} */ { history }) => 2 * (history?.spoken ?? 0) > (history?.attended ?? 0);
  return { seldom: list.filter((one) => !often(one)), today: list.filter(often) };
}

const BUSY = new Set(["waiting", "speaking", "paused", "finished"]);

/**
 * Fewest speeches for each meeting attended; of equals, who attended more. Nobody's first meeting comes before old silence.
 * @param {History | null} a @param {History | null} b
 * @returns {number}
 */
function lessHeard(a, b) {
  if (!a?.attended || !b?.attended) return (b?.attended ? 1 : 0) - (a?.attended ? 1 : 0);
  return a.spoken * b.attended - b.spoken * a.attended || b.attended - a.attended;
}

/** @param {{order?: number, name: string}} a @param {{order?: number, name: string}} b @returns {number} */
export function seatOrder(a, b) {
  return (a.order ?? 0) - (b.order ?? 0);
}

/**
 * @typedef {"speaking" | "spoke" | "not_yet" | "absent" | "chair"} SeatState
 * @typedef {{person: Person, sitter: Person, state: SeatState, online: boolean, place: number | null}} Seat
 */

/**
 * One seat for each member, in seat order, the chair first; a substitute sits in the absent member's seat.
 * @param {Person[]} people @param {Record<string, Presence>} attendance @param {Speech[]} speeches
 * @param {string | null} item
 * @returns {Seat[]}
 */
export function seats(people, attendance, speeches, item) {
  const places = new Map(waiting(speeches, item).map((one, place) => [one.person, place + 1]));
  const heard = spoken(speeches);
  const floor = onTheFloor(speeches)?.person;
  const members = people.filter((one) => one.on_roll || one.capacity === "chair");
  const sorted = [...members].sort((a, b) => Number(b.capacity === "chair") - Number(a.capacity === "chair") || seatOrder(a, b));
  const instead = new Map(people.filter((one) => one.substitutes && HERE.has(attendance[one.id]?.status)).map((one) => [one.substitutes, one]));
  return sorted.map((person) => {
    const substitute = instead.get(person.id);
    const sitter = HERE.has(attendance[person.id]?.status) ? person : (substitute ?? person);
    const status = attendance[sitter.id]?.status;
    return {
      person,
      sitter,
      state: seatState(sitter, HERE.has(status), floor, heard),
      online: status === "online",
      place: places.get(sitter.id) ?? null,
    };
  });
}

/**
 * @param {Person} sitter @param {boolean} here @param {string | undefined} floor
 * @param {Map<string, {times: number, seconds: number}>} heard
 * @returns {SeatState}
 */
function seatState(sitter, here, floor, heard) {
  if (floor === sitter.id) return "speaking";
  if (!here) return "absent";
  if (sitter.capacity === "chair") return "chair";
  return heard.has(sitter.id) ? "spoke" : "not_yet";
}

/**
 * Members counted for the strip and the seat map's words.
 * @param {Seat[]} all
 * @returns {{total: number, notYet: number, absent: number}}
 */
export function seatFigures(all) {
  return {
    total: all.length,
    notYet: all.filter((seat) => seat.state === "not_yet").length,
    absent: all.filter((seat) => seat.state === "absent").length,
  };
}

/**
 * mm:ss, without a sign.
 * @param {number} seconds
 * @returns {string}
 */
export function clockText(seconds) {
  const whole = Math.abs(seconds < 0 ? Math.ceil(seconds) : Math.ceil(seconds - 1e-9));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * Whole minutes, at least one for what was begun.
 * @param {number} seconds
 * @returns {number}
 */
export function minutes(seconds) {
  return seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0;
}
