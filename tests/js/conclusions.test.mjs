// Submitting an item's conclusions: what is still on its way is waited for, however slow the network is.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

globalThis.document = /** @type {any} */ ({ activeElement: null, documentElement: { lang: "vi", dataset: {} }, getElementById: () => null });
const { signal } = await import("../../static/vendor/preact.js");
const { submitAll } = await import("../../static/js/meetings/conclusions.js");

/** A desk whose last point is still on its way. */
function desk() {
  const submitted = [];
  const room = {
    outbox: { pending: signal([{ name: "conclusion.record", args: { item: "i" } }]) },
    connected: signal(true),
    conclusions: signal([{ id: "first", item: "i", state: "draft" }]),
    seen: () => 0,
    act: async (_name, args) => { submitted.push(args.conclusion); return { ok: true }; },
    toast() {},
  };
  return { room, submitted };
}

/** @param {number} turns */
async function wait(turns) {
  for (let turn = 0; turn < turns; turn++) {
    mock.timers.tick(50);
    await Promise.resolve();
    await Promise.resolve();
  }
}

test("a point still on its way is submitted with the others, also over a slow network", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { room, submitted } = desk();
  const done = submitAll(/** @type {any} */ (room), /** @type {any} */ ({ id: "i" }));
  await wait(200);
  assert.deepEqual(submitted, []);
  room.conclusions.value = [...room.conclusions.value, { id: "last", item: "i", state: "draft" }];
  room.outbox.pending.value = [];
  await wait(2);
  await done;
  assert.deepEqual(submitted, ["first", "last"]);
});

test("without a network nothing is waited for", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  const { room, submitted } = desk();
  room.connected.value = false;
  const done = submitAll(/** @type {any} */ (room), /** @type {any} */ ({ id: "i" }));
  await wait(2);
  await done;
  assert.deepEqual(submitted, ["first"]);
});
