import assert from "node:assert/strict";
import test from "node:test";

/** A room with only what the choice of a scene reads. @param {any} has */
function room(has) {
  const value = (/** @type {any} */ it) => ({ value: it });
  const votes = has.votes ?? [];
  return /** @type {any} */ ({
    phase: value(has.phase ?? "in_progress"),
    meeting: value({ item: "i" }),
    item: value(has.item === undefined ? { id: "i" } : has.item),
    floor: value(has.floor ?? null),
    votes: value(votes),
    vote: value(votes.find((/** @type {any} */ one) => one.state === "open") ?? null),
    speeches: value(has.floor ? [has.floor] : []),
    items: value(has.items ?? [{ id: "i" }]),
    list: (/** @type {string} */ name) => value(name === "presenting" && has.page ? [has.page] : []),
  });
}
const { CHOICES, inSight, scene } = await import("../../static/js/meetings/scene.js");
const at = (/** @type {number} */ minute) => `2026-11-24T02:${String(minute).padStart(2, "0")}:00.000Z`;

test("before the start the hall waits; in a pause and after the end it says so", () => {
  assert.equal(scene(room({ phase: "published" })).name, "waiting");
  assert.equal(scene(room({ phase: "paused" })).name, "pause");
  assert.equal(scene(room({ phase: "ended" })).name, "ended");
});

test("an open vote comes before who speaks", () => {
  assert.equal(scene(room({ votes: [{ id: "v", item: "i", state: "open" }], floor: { called_at: at(5) } })).name, "vote");
});

test("a closed vote shows no result before it is announced", () => {
  assert.equal(scene(room({ votes: [{ id: "v", item: "i", state: "closed", closed_at: at(9) }] })).name, "vote");
});

test("an announced result stays until the next speaker is called", () => {
  const votes = [{ id: "v", item: "i", state: "announced", announced_at: at(10) }];
  assert.equal(scene(room({ votes })).name, "result");
  assert.equal(scene(room({ votes, floor: { called_at: at(8) } })).name, "result");
  assert.equal(scene(room({ votes, floor: { called_at: at(11) } })).name, "speaker");
});

test("a result of another item is not shown", () => {
  const votes = [{ id: "v", item: "earlier", state: "announced", announced_at: at(10) }];
  assert.equal(scene(room({ votes })).name, "item");
  assert.equal(scene(room({ votes, item: null })).name, "agenda");
});

test("after a question that was cancelled or annulled no older result comes back by itself", () => {
  const older = { id: "v", item: "i", state: "announced", opened_at: at(3), announced_at: at(4) };
  for (const state of ["cancelled", "annulled"]) {
    const votes = [{ id: "w", item: "i", state, opened_at: at(6), closed_at: at(7) }, older];
    assert.equal(scene(room({ votes })).name, "item");
    assert.equal(scene(room({ votes, floor: { called_at: at(2) } })).name, "speaker");
    assert.equal(scene(room({ votes }), "vote").vote?.id, "v", "asked for, it is shown");
    assert.equal(scene(room({ votes: [...votes, { ...older, id: "x", opened_at: at(8) }] })).vote?.id, "x");
  }
});

const page = { state: "on", paper: "p", page: 3, started_at: at(6) };

test("a page that is presented comes before who speaks, and gives way to a vote and to its result", () => {
  assert.equal(scene(room({ page, floor: { called_at: at(9) } })).name, "document");
  assert.equal(scene(room({ page: { ...page, state: "over" }, floor: { called_at: at(9) } })).name, "speaker");
  assert.equal(scene(room({ page, votes: [{ id: "v", item: "i", state: "open" }] })).name, "vote");
  const votes = [{ id: "v", item: "i", state: "announced", announced_at: at(8) }];
  assert.equal(scene(room({ page, votes })).name, "result");
  assert.equal(scene(room({ page: { ...page, started_at: at(10) }, votes })).name, "document");
});

test("a screen shows what the desk chose for it, whatever happens", () => {
  const votes = [{ id: "v", item: "i", state: "open" }];
  const floor = { called_at: at(5) };
  for (const chosen of ["agenda", "item", "speaker", "document", "vote", "waiting", "blank"]) assert.equal(scene(room({ votes, floor, page }), chosen).name, chosen);
  assert.equal(scene(room({ phase: "paused" }), "agenda").name, "agenda");
});

test("a chosen scene with nothing to show is as if nothing were chosen", () => {
  const bare = { items: [], item: null };
  assert.deepEqual(CHOICES.map((chosen) => scene(room(bare), chosen).name), ["agenda", "agenda", "agenda", "agenda", "agenda", "agenda", "waiting", "blank"]);
  assert.equal(scene(room({ floor: { called_at: at(5) } }), "document").name, "speaker");
  assert.equal(scene(room({ phase: "ended" }), "speaker").name, "ended");
});

test("a chosen vote shows no result before it is announced either", () => {
  const closed = { id: "v", item: "i", state: "closed", closed_at: at(9) };
  assert.equal(scene(room({ votes: [closed] }), "vote").name, "vote");
  assert.equal(scene(room({ votes: [{ ...closed, state: "announced" }], floor: { called_at: at(11) } }), "vote").name, "result");
});

test("a result that was chosen is shown long after, and never one that is not final", () => {
  const older = { id: "v", item: "earlier", state: "announced", announced_at: at(1), result: { check: "" } };
  const floor = { called_at: at(11) };
  const now = scene(room({ votes: [older], floor }), "result", "v");
  assert.deepEqual([now.name, now.vote?.id], ["result", "v"]);
  for (const bad of [{ state: "annulled" }, { state: "closed" }, { result: null }, { result: { check: "checking" } }, { result: { check: "disputed" } }]) {
    assert.equal(scene(room({ votes: [{ ...older, ...bad }], floor }), "result", "v").name, "speaker");
  }
  assert.equal(scene(room({ votes: [older], floor }), "result", "gone").name, "speaker");
});

test("a long agenda shows the item that is on, whichever it is, with the one before it", () => {
  const agenda = (/** @type {number} */ count, /** @type {number} */ on, title = "Chương trình công tác") => Array.from({ length: count }, (_, place) => ({ title, order: place + 1, state: place + 1 < on ? "done" : place + 1 === on ? "current" : "waiting" }));
  const orders = (/** @type {any[]} */ items) => inSight(items).shown.map((one) => one.order);
  assert.deepEqual(orders(agenda(20, 12)).slice(0, 2), [11, 12]);
  assert.deepEqual(orders(agenda(20, 20)).at(-1), 20);
  assert.equal(orders(agenda(20, 1))[0], 1);
  assert.ok(orders(agenda(20, 12)).length >= 8);
  assert.ok(orders(agenda(20, 12, "Quy định ".repeat(30))).includes(12));
  assert.deepEqual(orders(agenda(20, 12, "Quy định ".repeat(30))).length < 8, true);
});

test("a short agenda is shown whole, in larger letters; a meeting not begun from its beginning, one that is over to its end", () => {
  const items = [1, 2, 3, 4].map((order) => ({ title: "Chương trình công tác", order, state: "waiting" }));
  assert.deepEqual([inSight(items).shown.length, inSight(items).large], [4, true]);
  const many = Array.from({ length: 20 }, (_, place) => ({ title: "Chương trình", order: place + 1, state: "waiting" }));
  assert.deepEqual([inSight(many).shown[0].order, inSight(many).large], [1, false]);
  assert.equal(inSight(many.map((one) => ({ ...one, state: "done" }))).shown.at(-1)?.order, 20);
  assert.deepEqual(inSight([]).shown, []);
});
