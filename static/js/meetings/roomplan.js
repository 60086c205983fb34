// @ts-check
/** A room's plan as a drawing: a head table and rows around it, as arcs, straight or as a U. Pure geometry, in the units of the SVG. */

import { BADGE, FLAT, GAP, ROW, SEAT_HEIGHT, SEAT_WIDTH, TABLE_PITCH, capacity, spread } from "./seatplan.js";

/**
 * @typedef {{shape: string, head: number, rows: number[]}} RoomPlan
 * @typedef {import("./seatplan.js").Box} Box
 * @typedef {{x: number, y: number, row: number, seat: number, label: string}} PlanSeat
 * @typedef {{width: number, height: number, table: Box, places: PlanSeat[]}} Drawing
 */

const PITCH = SEAT_WIDTH + GAP;
/** Between straight rows. */
const AISLE = SEAT_HEIGHT + 22;
/** Between the arms of two Us. */
const ARM = SEAT_WIDTH + 26;
const FOOT = 34;

/** A, B … Z, AA: how rows are called. @param {number} place from 0 @returns {string} */
export function rowLetters(place) {
  let letters = "";
  for (let left = place + 1; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters;
}

/** What stands on a seat, counted from 1; empty where there is no such seat. @param {RoomPlan} plan @param {number} seat @returns {string} */
export function seatLabel(plan, seat) {
  let left = seat;
  const rows = plan.head ? [plan.head, ...plan.rows] : plan.rows;
  for (const [place, seats] of rows.entries()) {
    if (left <= seats) return left > 0 ? `${rowLetters(place)}${left}` : "";
    left -= seats;
  }
  return "";
}

/** What stands on somebody's seat; empty where they have none. @param {import("../app/types.js").Room} room @param {string} person @returns {string} */
export function seatIn(room, person) {
  const seating = room.list("seating").value[0];
  const seat = room.one("seats", person)?.seat;
  return seating && seat ? seatLabel(seating, seat) : "";
}

/** @param {RoomPlan} plan @returns {number} */
export function seatsIn(plan) {
  return plan.head + plan.rows.reduce((sum, seats) => sum + seats, 0);
}

/** @param {RoomPlan} plan @returns {Drawing} */
export function planRoom(plan) {
  const around = { arcs, rows: straight, u: horseshoe }[plan.shape] ?? arcs;
  const half = Math.max(1, plan.head) * (TABLE_PITCH / 2);
  // The head table's middle is at 0, 0; rows are above it.
  const head = Array.from({ length: plan.head }, (_, seat) => ({ x: (seat - (plan.head - 1) / 2) * TABLE_PITCH, y: 0, row: 0 }));
  const found = [...head, ...around(plan.rows, half)];
  const wide = Math.max(half, ...found.map((one) => Math.abs(one.x))) + SEAT_WIDTH / 2 + BADGE;
  const top = Math.max(0, ...found.map((one) => -one.y)) + SEAT_HEIGHT / 2 + BADGE;
  const places = found.map((one, place) => ({ x: one.x + wide, y: one.y + top, row: one.row, seat: place + 1, label: seatLabel(plan, place + 1) }));
  const table = { x: wide - half - 2, y: top - 22, width: plan.head ? 2 * half + 4 : 0, height: 44 };
  return { width: 2 * wide, height: top + FOOT, table, places };
}

/** @typedef {{x: number, y: number, row: number}} Spot */

/** Each arc as wide as its seats need, and outside the one before. @param {number[]} rows @param {number} half @returns {Spot[]} */
function arcs(rows, half) {
  let arc = half + SEAT_WIDTH / 2 + GAP + 8 - ROW;
  return rows.flatMap((seats, row) => {
    arc += ROW;
    while (capacity(arc) < seats) arc += 4;
    return seats === 1 ? [{ x: 0, y: -arc * FLAT, row: row + 1 }] : spread(seats, arc, 0, 0, row + 1);
  });
}

/** @param {number[]} rows @returns {Spot[]} */
function straight(rows) {
  return rows.flatMap((seats, row) => Array.from({ length: seats }, (_, seat) => ({ x: (seat - (seats - 1) / 2) * PITCH, y: -(row + 1) * AISLE - 16, row: row + 1 })));
}

/** Up the left arm, along the top, down the right arm. @param {number[]} rows @param {number} half @returns {Spot[]} */
function horseshoe(rows, half) {
  let [side, back] = [half, 0];
  return rows.flatMap((seats, row) => {
    const arm = Math.floor(seats * 0.36);
    const along = seats - 2 * arm;
    side = Math.max(side + ARM, ((along - 1) * PITCH) / 2 + ARM);
    back = Math.max(back + AISLE, (arm + 1) * (SEAT_HEIGHT + GAP) + 8);
    const level = back;
    const up = Array.from({ length: arm }, (_, seat) => -(seat + 1) * (SEAT_HEIGHT + GAP) + 8);
    return [
      ...up.map((y) => ({ x: -side, y, row: row + 1 })),
      ...Array.from({ length: along }, (_, seat) => ({ x: (seat - (along - 1) / 2) * PITCH, y: -level, row: row + 1 })),
      ...[...up].reverse().map((y) => ({ x: side, y, row: row + 1 })),
    ];
  });
}

/** The seat that is next in a direction, for the arrow keys; the same where there is none. @param {PlanSeat[]} places @param {number} at place in the list @param {string} key @returns {number} */
export function neighbour(places, at, key) {
  const [dx, dy] = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] })[key] ?? [0, 0];
  const here = places[at];
  let [best, least] = [at, Infinity];
  for (const [place, one] of places.entries()) {
    const along = (one.x - here.x) * dx + (one.y - here.y) * dy;
    const beside = Math.abs((one.x - here.x) * dy) + Math.abs((one.y - here.y) * dx);
    const cost = along + 2.5 * beside;
    if (along > 1 && beside <= along * 2 && cost < least) [best, least] = [place, cost];
  }
  return best;
}

/** What is written on somebody's seat: their initials, and where others have the same, their number under them. @param {{id: string, name: string, number?: number}[]} people @param {(name: string) => string} initials @returns {Map<string, [string, string]>} */
export function seatTexts(people, initials) {
  const same = new Map();
  for (const one of people) same.set(initials(one.name), (same.get(initials(one.name)) ?? 0) + 1);
  return new Map(people.map((one, place) => {
    const letters = initials(one.name);
    return [one.id, [letters, same.get(letters) > 1 ? String(one.number || place + 1) : ""]];
  }));
}

/** Rows typed as numbers: "8, 10, 12", "5x20" for five rows of twenty. Null where something else stands there. @param {string} typed @returns {number[] | null} */
export function rowsTyped(typed) {
  const words = typed.split(/[\s,;]+/).filter(Boolean);
  /** @type {number[]} */
  const rows = [];
  for (const word of words) {
    const found = /^(?:(\d{1,2})[x×])?(\d{1,3})$/i.exec(word);
    if (!found) return null;
    rows.push(...Array.from({ length: Number(found[1] ?? 1) }, () => Number(found[2])));
  }
  return rows;
}

/**
 * What of the drawing shows all of these seats: one as near as to read its neighbours, several together. Pure.
 * @param {{x: number, y: number}[]} spots some @param {{width: number, height: number}} hall @param {number} most
 * @returns {{x: number, y: number, zoom: number}}
 */
export function viewOf(spots, hall, most) {
  const [xs, ys] = [spots.map((one) => one.x), spots.map((one) => one.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const fits = Math.min(hall.width / (right - left + NEAR), hall.height / (bottom - top + NEAR / 2));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(1, Math.min(most, hall.width / 420, fits)) };
}

/**
 * Nearer or farther, about the same middle; where that would lose all that was found, about the nearest of it. Pure.
 * @param {{x: number, y: number}} view @param {number} zoom @param {{x: number, y: number}[]} found @param {{width: number, height: number}} hall
 * @returns {{x: number, y: number, zoom: number}}
 */
export function zoomed(view, zoom, found, hall) {
  const seen = (/** @type {{x: number, y: number}} */ one) => Math.abs(one.x - view.x) < hall.width / zoom / 2 - SEAT_WIDTH / 2 && Math.abs(one.y - view.y) < hall.height / zoom / 2 - SEAT_HEIGHT / 2;
  const far = (/** @type {{x: number, y: number}} */ one) => Math.hypot(one.x - view.x, one.y - view.y);
  const about = found.length && !found.some(seen) ? found.reduce((best, one) => (far(one) < far(best) ? one : best)) : view;
  return { x: about.x, y: about.y, zoom };
}

/** Around what was found, so that it is not at the very edge. */
const NEAR = 160;
