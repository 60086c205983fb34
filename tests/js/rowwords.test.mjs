/** What a row of the waiting list says of why it stands there, on the chair's tablet and at the desk. */
import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../static/js/app/store.js";
import { chipRowWords, rowWords } from "../../static/js/meetings/order.js";
import { makeRoom } from "../../static/js/meetings/state.js";
import { signal } from "../../static/vendor/preact.js";

const START = Date.parse("2026-11-28T02:00:00Z");
const asked = (more) => ({ item: "i1", kind: "speech", state: "waiting", order: 1, requested_at: "2026-11-28T01:50:00Z", started_at: null, seconds: 0, limit: 300, gist: "", ...more });

/** One has spoken for three minutes, two are here. */
function room() {
  const store = new Store();
  const meeting = { phase: "in_progress", item: "i1", chair: "chair", quorum: { met: true, present: 9, needed: 5 }, speaking: {}, order: "least_time" };
  const spoke = asked({ person: "a", state: "finished", seconds: 180, started_at: "2026-11-28T01:40:00Z" });
  store.reset({ meeting: { m: meeting }, items: { i1: { title: "Kinh tế", order: 1, state: "current", minutes: 30 } }, people: { a: { name: "Bà Tư", capacity: "member" }, b: { name: "Ông Năm", capacity: "member" } }, attendance: { a: { status: "present" }, b: { status: "present" } }, speeches: { s: spoke }, notices: {} }, 1, "v", null);
  const connection = { stream: "meeting:m", store, me: signal({ person: "chair", capacity: "chair", may: [] }), network: signal("online") };
  return makeRoom(connection, { person: "chair", pending: signal([]), send: async () => ({ ok: true }) }, { second: signal(START), now: () => START });
}

test("whose question is told by a chip is said to have spoken, if they have: the list may go by it", () => {
  const here = room();
  const question = (person) => ({ id: `q-${person}`, ...asked({ person, kind: "question", gist: "Về vốn" }) });
  assert.match(chipRowWords(here, question("a")), /đã nói 3 phút · Về vốn$/);
  assert.doesNotMatch(chipRowWords(here, question("a")), /chất vấn/);
  assert.equal(chipRowWords(here, question("b")), "Về vốn");
  assert.match(rowWords(here, question("a")), /^chất vấn · .*đã nói 3 phút/);
});
