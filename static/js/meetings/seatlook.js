// @ts-check
/**
 * How each seat looks, live. What all seats share is worked out once; a seat is drawn anew only when its own look changes, so that
 * five hundred of them cost nothing when one person comes in.
 */

import { computed, effect, signal } from "../../vendor/preact.js";
import { keyed } from "../app/alike.js";
import { initials } from "../app/fold.js";
import { Tally } from "../app/tally.js";
import { HERE, seatOrder, spoken } from "./figures.js";
import { planRoom, seatTexts } from "./roomplan.js";
import { planSeats } from "./seatplan.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Person} Person
 * @typedef {"speaking" | "spoke" | "not_yet" | "absent" | "invited" | "chair" | "free"} Look
 * @typedef {{state: Look, online: boolean, site: string, place: number, sitter: string}} Seen `site`: where somebody is who is not on the seat itself
 * @typedef {{x: number, y: number, row: number, seat: number, label: string, person: string}} Spot a seat in the drawing and who has it
 * @typedef {{width: number, height: number, table: import("./seatplan.js").Box, spots: Spot[], planned: boolean}} Hall
 */

/** @type {WeakMap<Room, ReturnType<typeof shared>>} */
const known = new WeakMap();

/** @param {Room} room */
function shared(room) {
  const said = saidBy(room);
  const instead = computed(() => new Map(room.people.value.filter((one) => one.substitutes).map((one) => [one.substitutes, one.id])));
  const texts = computed(() => seatTexts(room.people.value, initials));
  const hall = computed(() => hallOf(room));
  const seatOf = computed(() => new Map(hall.value.spots.filter((one) => one.person && one.label).map((one) => [one.person, one.label])));
  /** @type {Map<string, import("../../vendor/preact.js").ReadonlySignal<string>>} */
  const looks = new Map();
  /** @type {Map<string, {place: import("../../vendor/preact.js").ReadonlySignal<number>, drawn: import("../../vendor/preact.js").ReadonlySignal<string>}>} */
  const marks = new Map();
  return { said, instead, texts, hall, seatOf, looks, marks };
}

/** @typedef {{speaks: boolean, spoke: boolean, place: number}} Said */
/** @type {Said} */
const NOTHING = { speaks: false, spoke: false, place: 0 };

/**
 * What each person has to do with the floor and the list. Only those are told of whom something is another: a list that moves by one
 * place asks nobody who doesn't stand in it.
 * @param {Room} room
 * @returns {(person: string) => Said}
 */
function saidBy(room) {
  return keyed(() => saidNow(room), NOTHING, (was, is) => was.speaks === is.speaks && was.spoke === is.spoke && was.place === is.place);
}

/** Those of whom there is something to say. @param {Room} room @returns {Map<string, Said>} */
function saidNow(room) {
  /** @type {Map<string, Said>} */
  const found = new Map();
  const add = (/** @type {string} */ person, /** @type {Partial<Said>} */ more) => found.set(person, { ...(found.get(person) ?? NOTHING), ...more });
  for (const person of spoken(room.speeches.value).keys()) add(person, { spoke: true });
  room.queue.value.forEach((one, place) => add(one.person, { place: place + 1 }));
  const floor = room.floor.value?.person;
  if (floor) add(floor, { speaks: true });
  return found;
}

/** @param {Room} room */
export function seatSignals(room) {
  let found = known.get(room);
  if (!found) known.set(room, (found = shared(room)));
  return found;
}

/** The room's plan with who sits where; without one, arcs made from the members' order. @param {Room} room @returns {Hall} */
function hallOf(room) {
  const seating = room.list("seating").value[0];
  if (seating) {
    const drawing = planRoom(seating);
    const taken = new Map(room.list("seats").value.map((one) => [one.seat, one.id]));
    return { ...drawing, planned: true, spots: drawing.places.map((one) => ({ ...one, person: taken.get(one.seat) ?? "" })) };
  }
  const members = room.people.value.filter((one) => one.on_roll || one.capacity === "chair");
  const sorted = members.sort((a, b) => Number(b.capacity === "chair") - Number(a.capacity === "chair") || seatOrder(a, b));
  const drawing = planSeats(sorted.length);
  return { ...drawing, planned: false, spots: sorted.map((one, place) => ({ ...drawing.places[place], seat: place + 1, label: "", person: one.id })) };
}

/** How the seat of this person looks now. @param {Room} room @param {string} person @returns {Seen} */
function seen(room, person) {
  if (!person) return { state: "free", online: false, site: "", place: 0, sitter: "" };
  const { said, instead } = seatSignals(room);
  const own = room.one("attendance", person)?.status ?? "expected";
  const other = HERE.has(own) ? "" : (instead.value.get(person) ?? "");
  const there = other && HERE.has(room.one("attendance", other)?.status);
  const sitter = there ? other : person;
  const status = there ? room.one("attendance", other)?.status : own;
  const mine = said(sitter);
  const site = HERE.has(status) ? (room.one("people", sitter)?.site ?? "") : "";
  return { state: stateOf(room, sitter, status, mine), online: status === "online", site, place: mine.place, sitter };
}

/** @param {Room} room @param {string} sitter @param {string} status @param {Said} said @returns {Look} */
function stateOf(room, sitter, status, said) {
  if (said.speaks) return "speaking";
  if (!HERE.has(status)) return status === "expected" ? "invited" : "absent";
  if (room.one("people", sitter)?.capacity === "chair") return "chair";
  return said.spoke ? "spoke" : "not_yet";
}

/** Kept for each person: whoever asks again, for a seat or for the count, is answered without working it out. @param {Room} room @param {string} person */
function lookOf(room, person) {
  const { looks } = seatSignals(room);
  let found = looks.get(person);
  if (!found) looks.set(person, (found = computed(() => JSON.stringify(seen(room, person)))));
  return found;
}

/** For a component: it is drawn again only when something of it changes. @param {Room} room @param {string} person @returns {Seen} */
export function useLook(room, person) {
  return JSON.parse(lookOf(room, person).value);
}

/**
 * The same for a seat in the drawing, which shows the place in the list as text: a list that moves by one writes its numbers anew and
 * draws none of its seats. `place` is there where somebody waits.
 * @typedef {{state: Look, online: boolean, site: string, sitter: string, place: import("../../vendor/preact.js").ReadonlySignal<number> | null}} Mark
 */

/** @param {Room} room @param {string} person @returns {Mark} */
export function useMark(room, person) {
  const { marks } = seatSignals(room);
  let found = marks.get(person);
  if (!found) {
    const look = lookOf(room, person);
    const read = () => /** @type {Seen} */ (JSON.parse(look.value));
    const place = computed(() => read().place);
    const drawn = computed(() => { const seen = read(); return JSON.stringify({ ...seen, place: Math.sign(seen.place) }); });
    marks.set(person, (found = { place, drawn }));
  }
  const seen = JSON.parse(found.drawn.value);
  return { ...seen, place: seen.place ? found.place : null };
}

/** @type {WeakMap<Room, import("../../vendor/preact.js").Signal<{total: number, tally: Tally}>>} */
const counts = new WeakMap();

/** Each seat is put where its look belongs, and moved when that changes: nobody goes over all of them for one. @param {Room} room */
function counting(room) {
  const counted = signal({ total: 0, tally: new Tally() });
  effect(() => {
    const spots = seatSignals(room).hall.value.spots;
    const tally = new Tally();
    const seats = spots.map((one) => effect(() => {
      /** @type {Seen} */
      const look = JSON.parse(lookOf(room, one.person).value);
      tally.put(String(one.seat), look.state);
      counted.value = { total: spots.length, tally };
    }));
    counted.value = { total: spots.length, tally };
    return () => seats.forEach((stop) => stop());
  });
  return counted;
}

/** Counted over all seats, for those who don't see them. @param {Room} room */
export function seatCounts(room) {
  let found = counts.get(room);
  if (!found) counts.set(room, (found = counting(room)));
  const { total, tally } = found.value;
  return { total, free: tally.of("free"), notYet: tally.of("not_yet"), absent: tally.of("absent") + tally.of("invited") };
}
