import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../static/js/app/store.js";
import { putAway, saidBy, soOnceSeen } from "../../static/js/app/toasts.js";
import { register } from "../../static/js/meetings/asking.js";
import { setOrder } from "../../static/js/meetings/order.js";
import { makeRoom } from "../../static/js/meetings/state.js";
import { computed, signal } from "../../static/vendor/preact.js";

test("a toast that no longer holds takes only itself away, never the one that came after it", () => {
  const first = { text: "Đã mời Oanh phát biểu", undo: () => {} };
  const second = { text: "Đã mời Vinh phát biểu", undo: () => {} };
  const toasts = signal(first);
  toasts.value = second;
  putAway(toasts, first);
  assert.equal(toasts.value, second);
  putAway(toasts, second);
  assert.equal(toasts.value, null);
});

test("what was done stays said while its entry is still to come, and is drawn anew when another one makes it untrue", () => {
  const [order, seq] = [signal("first_time"), { now: 4 }];
  const so = soOnceSeen(() => order.value === "arrival", () => seq.now >= 5);
  const drawn = computed(so);
  assert.ok(drawn.value, "answered, but the entry is not here");
  seq.now = 5;
  order.value = "arrival";
  assert.ok(drawn.value);
  seq.now = 6;
  order.value = "least_time";
  assert.ok(!drawn.value, "another device chose another order");
});

test("a room's toast with its way back outlives an answer that comes before its entry", async () => {
  const store = new Store();
  const meeting = (/** @type {string} */ order) => ({ m: { phase: "in_progress", speaking: { order } } });
  store.reset({ meeting: meeting("first_time") }, 4, "v", null);
  const connection = { stream: "meeting:m", store, me: signal(null), network: signal("online") };
  const outbox = { person: "p", pending: signal([]), send: async () => ({ ok: true, seq: 5, result: {} }) };
  const room = makeRoom(connection, outbox, { second: signal(0), now: () => 0 });
  await setOrder(room, "arrival");
  const so = computed(() => Boolean(room.toasts.value?.holds()));
  assert.ok(so.value, "the entry is still to come");
  const changed = (/** @type {number} */ seq, /** @type {string} */ order) => store.apply({ stream: "meeting:m", from: seq - 1, to: seq, entries: [{ seq, changes: { meeting: meeting(order) } }] });
  changed(5, "arrival");
  assert.ok(so.value);
  changed(6, "least_time");
  assert.ok(!so.value, "somebody chose otherwise since");
});

test("who asks to speak is told the place in the list that the entry gives, and none before it is here", async () => {
  const store = new Store();
  const speech = (/** @type {string} */ id, /** @type {string} */ kind, /** @type {number} */ place) => ({ id, kind, order: place, person: id, item: "i", state: "waiting" });
  const waiting = { a: speech("a", "speech", 1), b: speech("b", "speech", 2) };
  store.reset({ meeting: { m: { phase: "in_progress", item: "i" } }, items: { i: { id: "i", position: 1 } }, speeches: waiting }, 4, "v", null);
  const connection = { stream: "meeting:m", store, me: signal(null), network: signal("online") };
  const outbox = { person: "p", pending: signal([]), send: async () => ({ ok: true, seq: 5, result: { id: "p" } }) };
  const room = makeRoom(connection, outbox, { second: signal(0), now: () => 0 });
  await register(room, { kind: "point_of_order" });
  const said = computed(() => saidBy(room.toasts.value));
  assert.equal(said.value, "Đã đăng ký");
  store.apply({ stream: "meeting:m", from: 4, to: 5, entries: [{ seq: 5, changes: { speeches: { p: speech("p", "point_of_order", 0) } } }] });
  assert.equal(said.value, "Đã đăng ký, thứ tự 1");
  store.apply({ stream: "meeting:m", from: 5, to: 6, entries: [{ seq: 6, changes: { speeches: { a: speech("a", "point_of_order", -1) } } }] });
  assert.equal(said.value, "Đã đăng ký, thứ tự 1", "what was said once is not said again");
});
