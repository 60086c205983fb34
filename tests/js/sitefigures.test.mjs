import assert from "node:assert/strict";
import test from "node:test";

import { HEARD, onTheFloor, secondsSpoken, waiting } from "../../static/js/meetings/figures.js";
import { FEW, foremost, HALL, spokenBySite, spokenInAll } from "../../static/js/meetings/sitefigures.js";

const NOW = Date.parse("2026-11-26T01:30:00.000Z");

/** The same numbers each time, so that what fails once fails again. @param {number} seed */
function dice(seed) {
  let state = seed;
  return (/** @type {number} */ sides) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * sides);
  };
}

/** A meeting at some sites, some of whose people were placed at a site that is gone. */
function drawn(roll) {
  const sites = Array.from({ length: roll(5) }, (_, n) => `s${n}`);
  const placed = new Map(Array.from({ length: 1 + roll(20) }, (_, n) => [`p${n}`, [null, undefined, "gone", ...sites][roll(3 + sites.length)]]));
  const running = roll(3);
  const speeches = Array.from({ length: roll(40) }, (_, n) => {
    const state = n < running ? ["speaking", "paused"][n % 2] : ["waiting", "finished", "declined", "withdrawn"][roll(4)];
    return {
      id: `x${n}`, person: `p${roll(placed.size + 1)}`, item: `i${roll(2)}`, kind: "speech", gist: "", state, order: roll(9), limit: 300, seconds: roll(400),
      started_at: state === "speaking" ? "2026-11-26T01:29:00.000Z" : null, replies_to: roll(5) === 0 ? "x0" : null,
    };
  });
  const matter = { speeches, queue: waiting(speeches, "i0"), floor: onTheFloor(speeches) };
  return { sites, siteOf: (person) => placed.get(person), matter };
}

test("the places together are the meeting: who waits, who speaks, how often and how long", () => {
  const roll = dice(39);
  for (let turn = 0; turn < 400; turn += 1) {
    const { sites, siteOf, matter } = drawn(roll);
    const places = spokenBySite(sites, siteOf, matter, NOW);
    assert.deepEqual([...places.keys()], [HALL, ...sites]);
    const all = [...places.values()];
    const heard = matter.speeches.filter((one) => HEARD.has(one.state));
    const sum = spokenInAll(all);
    assert.equal(sum.times, heard.filter((one) => !one.replies_to).length);
    assert.ok(Math.abs(sum.seconds - heard.reduce((so, one) => so + secondsSpoken(one, NOW), 0)) < 1e-6);
    assert.deepEqual(new Set(all.flatMap((one) => one.waiting)), new Set(matter.queue));
    assert.equal(all.flatMap((one) => one.waiting).length, matter.queue.length);
    assert.deepEqual(all.map((one) => one.floor).filter(Boolean), matter.floor ? [matter.floor] : []);
  }
});

test("a place has only its own people's speeches, in the order of the list", () => {
  const roll = dice(40);
  for (let turn = 0; turn < 400; turn += 1) {
    const { sites, siteOf, matter } = drawn(roll);
    for (const [id, place] of spokenBySite(sites, siteOf, matter, NOW)) {
      const own = (one) => (sites.includes(siteOf(one.person)) ? siteOf(one.person) === id : id === HALL);
      assert.deepEqual(place.waiting, matter.queue.filter(own));
      assert.equal(place.times, matter.speeches.filter((one) => HEARD.has(one.state) && !one.replies_to && own(one)).length);
      assert.ok(!place.floor || own(place.floor));
    }
  }
});

test("of many places the hall stands first, then where somebody speaks, waits or is missing; few stay in their order", () => {
  const place = (id, more = {}) => ({ id, speaks: false, waiting: 0, present: 2, members: 2, ...more });
  const many = [place(HALL), place("a"), place("b", { present: 1 }), place("c", { waiting: 2 }), place("d"), place("e", { speaks: true })];
  assert.deepEqual(foremost(many).map((one) => one.id), [HALL, "e", "c", "b", "a", "d"]);
  const few = [place(HALL), place("a"), place("b", { speaks: true })];
  assert.equal(few.length, FEW);
  assert.deepEqual(foremost(few), few);
});
