import assert from "node:assert/strict";
import test from "node:test";

import { alikeList } from "../../static/js/app/alike.js";
import { Store } from "../../static/js/app/store.js";
import { effect, signal } from "../../static/vendor/preact.js";

/** @param {number} seq @param {Record<string, any>} changes */
const entry = (seq, changes) => ({ seq, at: "2026-11-24T02:00:00.000Z", kind: "speaking.requested", actor: null, changes });
/** @param {number} from @param {number} to @param {any[]} entries */
const frame = (from, to, ...entries) => ({ stream: "meeting:m", from, to, head: `h${to}`, entries });

function started() {
  const store = new Store();
  store.reset({ items: { a: { title: "Một" }, b: { title: "Hai" } } }, 4, "v1", "h4");
  return store;
}

test("a snapshot gives every object its key as id", () => {
  const store = started();
  assert.deepEqual(store.collection("items").value.a, { id: "a", title: "Một" });
  assert.equal(store.seq, 4);
});

test("an entry replaces an object whole: a field it leaves out is gone", () => {
  const store = started();
  assert.equal(store.apply(frame(4, 5, entry(5, { items: { a: { state: "current" } } }))), true);
  assert.deepEqual(store.one("items", "a").value, { id: "a", state: "current" });
  assert.equal(store.seq, 5);
  assert.equal(store.head, "h5");
});

test("null removes an object", () => {
  const store = started();
  store.apply(frame(4, 5, entry(5, { items: { a: null } })));
  assert.deepEqual(Object.keys(store.collection("items").value), ["b"]);
  assert.equal(store.one("items", "a").value, null);
});

test("a frame that begins after what is known is a gap, and nothing of it is taken", () => {
  const store = started();
  assert.equal(store.apply(frame(6, 7, entry(7, { items: { a: null } }))), false);
  assert.equal(store.seq, 4);
  assert.equal(store.one("items", "a").value?.title, "Một");
});

test("of a frame that begins before what is known, only what is new is applied", () => {
  const store = started();
  const old = entry(4, { items: { a: { title: "cũ" } } });
  store.apply(frame(2, 6, old, entry(6, { items: { b: { title: "mới" } } })));
  assert.equal(store.one("items", "a").value?.title, "Một");
  assert.equal(store.one("items", "b").value?.title, "mới");
  assert.equal(store.seq, 6);
});

test("a frame that brings nothing new is dropped without going back", () => {
  const store = started();
  assert.equal(store.apply(frame(1, 3, entry(3, { items: { a: null } }))), true);
  assert.equal(store.seq, 4);
  assert.equal(store.one("items", "a").value?.title, "Một");
});

test("a range without entries moves the number on", () => {
  const store = started();
  assert.equal(store.apply(frame(4, 9)), true);
  assert.equal(store.seq, 9);
});

test("nothing is applied before the first snapshot", () => {
  assert.equal(new Store().apply(frame(0, 1, entry(1, { items: {} }))), false);
});

test("who shows one object is redrawn for that object only", () => {
  const store = started();
  let drawn = 0;
  effect(() => {
    store.one("items", "a").value;
    drawn += 1;
  });
  store.apply(frame(4, 5, entry(5, { items: { b: { title: "khác" } } })));
  assert.equal(drawn, 1);
  store.apply(frame(5, 6, entry(6, { items: { a: { title: "khác" } } })));
  assert.equal(drawn, 2);
});

test("a second snapshot keeps what is the same, removes what is gone, and redraws neither", () => {
  const store = started();
  store.apply(frame(4, 5, entry(5, { speeches: { s: { state: "waiting" } } })));
  const before = store.collection("items").value;
  store.reset({ items: { a: { title: "Một" }, b: { title: "Hai" } } }, 9, "v2", "h9");
  assert.equal(store.collection("items").value, before);
  assert.deepEqual(store.collection("speeches").value, {});
  assert.equal(store.view, "v2");
});

test("whoever reads all forms of a collection is drawn again by an entry that touches it, and by no other", () => {
  const store = started();
  const drawn = [];
  effect(() => drawn.push(Object.keys(store.all("items"))));
  store.apply(frame(4, 5, entry(5, { items: { c: { title: "Ba" } } })));
  store.apply(frame(5, 6, entry(6, { speeches: { s: { state: "waiting" } } })));
  assert.equal(drawn.length, 2);
  assert.ok(drawn[1].includes("c"));
});

test("a whole that somebody has kept stays as it stood", () => {
  const store = started();
  const kept = store.collection("items").value;
  const before = Object.keys(kept);
  store.apply(frame(4, 5, entry(5, { items: { c: { title: "Ba" } } })));
  assert.deepEqual(Object.keys(kept), before);
  assert.ok("c" in store.collection("items").value);
});

test("a list is another only when one of its members is", () => {
  const all = signal([{ on: true }, { on: false }]);
  const list = alikeList(() => all.value.filter((one) => one.on));
  const first = list.value;
  all.value = [...all.value, { on: false }];
  assert.equal(list.value, first);
  all.value = [...all.value, { on: true }];
  assert.equal(list.value.length, 2);
});
