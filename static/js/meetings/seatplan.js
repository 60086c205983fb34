// @ts-check
/**
 * Where the seats are: a head table and arcs around it, made from the seat order. Pure geometry, in the units of the SVG.
 */

/** @typedef {{x: number, y: number, row: number}} Place centre of a seat; row 0 is the head table */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** @typedef {{width: number, height: number, table: Box, places: Place[]}} Plan */

export const SEAT_WIDTH = 40;
export const SEAT_HEIGHT = 34;
/** Space for the queue's number at a seat's corner. */
export const BADGE = 12;
/** Along the arc. Seats stand upright, so two of them on a slope need their diagonal between their centres. */
export const GAP = 13;
/** An arc is flatter than a circle: the space for it is wide. */
export const FLAT = 0.76;
export const TABLE_PITCH = SEAT_WIDTH + 4;
export const ROW = 60;
const WIDEST_ROW = 84;
/** The space on a tablet; a small meeting is not blown up beyond it. */
const LEAST_WIDTH = 504;

/**
 * The place of each seat, in seat order: the chair in the middle of the head table, then the others of it from the middle
 * outwards, then the arcs from the inner one, each from left to right.
 * @param {number} count
 * @param {number} [aspect] width / height of the space
 * @returns {Plan}
 */
export function planSeats(count, aspect = 2.15) {
  const head = Math.min(count, headSize(count));
  const inner = (head * TABLE_PITCH) / 2 + SEAT_WIDTH / 2 + GAP + 8;
  const arcs = count > head ? chooseArcs(count - head, inner, aspect) : [];
  const outer = arcs.at(-1) ?? inner;
  const width = 2 * outer + SEAT_WIDTH + 2 * BADGE;
  const top = arcs.length ? outer * FLAT + SEAT_HEIGHT / 2 + BADGE : SEAT_HEIGHT / 2 + BADGE;
  const table = { x: (width - head * TABLE_PITCH) / 2 - 2, y: top - 14, width: head * TABLE_PITCH + 4, height: 44 };
  const places = [...headPlaces(head, width / 2, table.y + 22), ...arcPlaces(count - head, arcs, width / 2, top)];
  return { width, height: top + 34, table, places };
}

/** @param {number} count @returns {number} */
function headSize(count) {
  if (count < 9) return 1;
  return count < 16 ? 3 : count < 60 ? 5 : 7;
}

/**
 * The radii, inner first, that make the drawing largest in the space.
 * @param {number} count @param {number} inner the least radius @param {number} aspect
 * @returns {number[]}
 */
function chooseArcs(count, inner, aspect) {
  let best = /** @type {number[]} */ ([]);
  let bestSize = 0;
  for (let rows = 1; rows <= 12; rows++) {
    const arcs = fittingArcs(count, inner, rows);
    const width = 2 * (arcs.at(-1) ?? inner) + SEAT_WIDTH + 2 * BADGE;
    const height = (arcs.at(-1) ?? inner) * FLAT + SEAT_HEIGHT + BADGE + 34;
    const size = Math.min(aspect / width, 1 / height);
    if (size > bestSize * 1.02) [best, bestSize] = [arcs, size];
  }
  return widen(best, inner);
}

/**
 * The smallest arcs, `rows` of them, that seat everybody.
 * @param {number} count @param {number} inner @param {number} rows
 * @returns {number[]}
 */
function fittingArcs(count, inner, rows) {
  for (let least = inner; ; least += 6) {
    const arcs = Array.from({ length: rows }, (_, row) => least + row * ROW);
    if (arcs.reduce((sum, arc) => sum + capacity(arc), 0) >= count) return arcs;
  }
}

/**
 * A small meeting is spread over the width there is.
 * @param {number[]} arcs @param {number} inner
 * @returns {number[]}
 */
function widen(arcs, inner) {
  const outer = arcs.at(-1) ?? inner;
  const wanted = LEAST_WIDTH / 2 - SEAT_WIDTH / 2;
  if (outer >= wanted) return arcs;
  const step = arcs.length > 1 ? Math.min(WIDEST_ROW, (wanted - arcs[0]) / (arcs.length - 1)) : 0;
  return arcs.map((_, row) => wanted - (arcs.length - 1 - row) * step);
}

/** Half of an ellipse's circumference (Ramanujan's approximation is more than needed). @param {number} arc @returns {number} */
function length(arc) {
  return Math.PI * Math.sqrt((arc * arc + arc * arc * FLAT * FLAT) / 2);
}

/** @param {number} arc @returns {number} */
export function capacity(arc) {
  return Math.floor(length(arc) / (SEAT_WIDTH + GAP)) + 1;
}

/**
 * From the middle outwards: the chair, then left, right, left…
 * @param {number} head @param {number} middle @param {number} y
 * @returns {Place[]}
 */
function headPlaces(head, middle, y) {
  return Array.from({ length: head }, (_, seat) => {
    const side = seat % 2 === 1 ? -1 : 1;
    return { x: middle + side * Math.ceil(seat / 2) * TABLE_PITCH - (head % 2 === 0 ? -TABLE_PITCH / 2 : 0), y, row: 0 };
  });
}

/**
 * @param {number} count @param {number[]} arcs @param {number} middle @param {number} y the arcs' common centre
 * @returns {Place[]}
 */
function arcPlaces(count, arcs, middle, y) {
  return share(count, arcs).flatMap((seats, row) => spread(seats, arcs[row], middle, y, row + 1));
}

/**
 * How many sit on each arc: by its length, and never more than fit.
 * @param {number} count @param {number[]} arcs
 * @returns {number[]}
 */
function share(count, arcs) {
  const total = arcs.reduce((sum, arc) => sum + length(arc), 0);
  let left = count;
  const shares = arcs.map((arc) => {
    const seats = Math.min(capacity(arc), left, Math.floor((count * length(arc)) / total));
    left -= seats;
    return seats;
  });
  for (let row = arcs.length - 1; left > 0; row = row === 0 ? arcs.length - 1 : row - 1)
    if (shares[row] < capacity(arcs[row])) [shares[row], left] = [shares[row] + 1, left - 1];
  return shares;
}

/**
 * Equal steps along the arc (not equal angles: those would crowd the ends), from left to right.
 * @param {number} seats @param {number} arc @param {number} middle @param {number} y @param {number} row
 * @returns {Place[]}
 */
export function spread(seats, arc, middle, y, row) {
  const marks = walk(arc);
  const total = marks[marks.length - 1].at;
  return Array.from({ length: seats }, (_, seat) => {
    const wanted = seats === 1 ? total / 2 : (total * seat) / (seats - 1);
    const mark = marks.find((one) => one.at >= wanted - 1e-6) ?? marks[marks.length - 1];
    return { x: middle - Math.cos(mark.angle) * arc, y: y - Math.sin(mark.angle) * arc * FLAT, row };
  });
}

/**
 * The way along half an ellipse in small steps.
 * @param {number} arc
 * @returns {{angle: number, at: number}[]}
 */
function walk(arc) {
  const steps = 1440;
  const marks = [{ angle: 0, at: 0 }];
  for (let step = 1; step <= steps; step++) {
    const angle = (Math.PI * step) / steps;
    const last = marks[step - 1];
    const dx = arc * (Math.cos(angle) - Math.cos(last.angle));
    const dy = arc * FLAT * (Math.sin(angle) - Math.sin(last.angle));
    marks.push({ angle, at: last.at + Math.hypot(dx, dy) });
  }
  return marks;
}
