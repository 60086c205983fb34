import assert from "node:assert/strict";
import test from "node:test";

import { Outbox, memoryShelf, newId } from "../../static/js/app/outbox.js";

/** @param {Partial<ConstructorParameters<typeof Outbox>[0]>} [more] */
function made(more = {}) {
  const shelf = memoryShelf();
  /** @type {any[]} */
  const delivered = [];
  const options = {
    person: "p1",
    stream: "meeting:m",
    shelf,
    deliver: async (/** @type {any} */ command) => {
      delivered.push(command);
      return { ok: true, seq: delivered.length };
    },
    pause: async () => {},
    words: (/** @type {string} */ code) => `words of ${code}`,
    ...more,
  };
  return { outbox: new Outbox(options), shelf: /** @type {ReturnType<typeof memoryShelf>} */ (options.shelf), delivered };
}
const settled = () => new Promise((done) => setTimeout(done, 0));

test("a command is kept before it is sent and forgotten when answered", async () => {
  /** @type {number[]} */
  const kept = [];
  const shelf = memoryShelf();
  const { outbox } = made({
    shelf,
    deliver: async () => {
      kept.push(shelf.kept.size);
      return { ok: true };
    },
  });
  outbox.turn(true);
  await outbox.send("speaking.request", {});
  await settled();
  assert.deepEqual(kept, [1]);
  assert.equal(shelf.kept.size, 0);
});

test("after a lost answer the same id is sent again, and the one who asked gets that answer", async () => {
  /** @type {any[]} */
  const tried = [];
  const { outbox } = made({
    deliver: async (command) => {
      tried.push(command.id);
      if (tried.length === 1) {
        outbox.turn(false);
        throw new Error("lost");
      }
      return { ok: true, seq: 9 };
    },
  });
  outbox.turn(true);
  const answer = outbox.send("vote.cast", { vote: "v", choice: "yes" });
  await settled();
  assert.equal(outbox.pending.value[0].state, "waiting");
  outbox.turn(true);
  assert.deepEqual(await answer, { ok: true, seq: 9 });
  assert.equal(tried.length, 2);
  assert.equal(tried[0], tried[1]);
});

test("what may wait is kept without a network and sent when it comes", async () => {
  const { outbox, shelf, delivered } = made();
  const answer = outbox.send("speaking.request", {}, { hold: true });
  await settled();
  assert.equal(delivered.length, 0);
  assert.equal(shelf.kept.size, 1);
  assert.equal(outbox.pending.value[0].state, "waiting");
  outbox.turn(true);
  assert.equal((await answer).ok, true);
  assert.equal(delivered.length, 1);
});

test("what may not wait is refused at once without a network", async () => {
  const { outbox, delivered } = made();
  const answer = await outbox.send("speaking.call", { speech: "s" });
  assert.deepEqual(answer, { ok: false, error: { code: "offline", message: "words of offline" } });
  outbox.turn(true);
  await settled();
  assert.equal(delivered.length, 0);
});

test("what an earlier page left unanswered is sent with its old id, and its answer is told", async () => {
  const shelf = memoryShelf();
  const old = { id: "old-id", stream: "meeting:m", name: "vote.cast", args: { choice: "no" }, person: "p1", at: Date.now(), sent: true, hold: true };
  await shelf.put(old);
  await shelf.put({ ...old, id: "another person's", person: "p2" });
  await shelf.put({ ...old, id: "another meeting's", stream: "meeting:n" });
  /** @type {any[]} */
  const told = [];
  const { outbox, delivered } = made({ shelf, late: (kept, result) => told.push([kept.id, result.ok]) });
  await outbox.load();
  outbox.turn(true);
  await settled();
  assert.deepEqual(delivered.map((one) => one.id), ["old-id"]);
  assert.deepEqual(told, [["old-id", true]]);
});

test("what is older than the house remembers is never sent again", async () => {
  const shelf = memoryShelf();
  const at = Date.now() - 7 * 24 * 3600_000;
  await shelf.put({ id: "x", stream: "meeting:m", name: "vote.cast", args: {}, person: "p1", at, sent: true, hold: true });
  const { outbox, delivered } = made({ shelf });
  await outbox.load();
  outbox.turn(true);
  await settled();
  assert.equal(delivered.length, 0);
  assert.equal(shelf.kept.size, 0);
});

test("a second choice never overtakes the first", async () => {
  /** @type {string[]} */
  const order = [];
  const { outbox } = made({
    deliver: async (command) => {
      await new Promise((done) => setTimeout(done, command.args.choice === "yes" ? 15 : 1));
      order.push(command.args.choice);
      return { ok: true };
    },
  });
  outbox.turn(true);
  await Promise.all([outbox.send("vote.cast", { choice: "yes" }), outbox.send("vote.cast", { choice: "no" })]);
  assert.deepEqual(order, ["yes", "no"]);
});

test("unavailable and too many are tried again with the same id; a refusal is an answer", async () => {
  const answers = [
    { ok: false, error: { code: "unavailable", message: "" } },
    { ok: false, error: { code: "too_many", message: "", retry_after: 2 } },
    { ok: false, error: { code: "conflict", message: "Đã đóng" } },
  ];
  /** @type {string[]} */
  const ids = [];
  /** @type {number[]} */
  const pauses = [];
  const { outbox } = made({
    deliver: async (command) => {
      ids.push(command.id);
      return /** @type {any} */ (answers.shift());
    },
    pause: async (ms) => void pauses.push(ms),
  });
  outbox.turn(true);
  const result = await outbox.send("vote.cast", {});
  assert.equal(result.error?.code, "conflict");
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(pauses, [1000, 2000]);
});

test("while the house can't write ballots the vote can be closed, the screen says why, and the ballot goes as soon as it can", async () => {
  let full = true;
  /** @type {string[]} */
  const order = [];
  const { outbox } = made({
    deliver: async (command) => {
      if (full && command.name !== "vote.close") return { ok: false, error: { code: "unavailable", message: "Hết chỗ" } };
      order.push(`${command.name} ${command.args.choice ?? ""}`);
      return { ok: true, seq: 1 };
    },
    pause: async () => {
      assert.equal(outbox.trouble.value, "Hết chỗ");
      full = order.length === 0;
    },
  });
  outbox.turn(true);
  const cast = Promise.all([outbox.send("vote.cast", { choice: "yes" }, { hold: true }), outbox.send("vote.cast", { choice: "no" }, { hold: true })]);
  const closed = await outbox.send("vote.close", {});
  assert.equal(closed.ok, true);
  await cast;
  assert.deepEqual(order, ["vote.close ", "vote.cast yes", "vote.cast no"]);
  assert.equal(outbox.trouble.value, "");
});

test("what may not wait is not tried for minutes while the house can't write", async () => {
  let time = 0;
  const { outbox } = made({
    deliver: async () => ({ ok: false, error: { code: "unavailable", message: "Hết chỗ" } }),
    pause: async (ms) => void (time += ms),
    now: () => time,
  });
  outbox.turn(true);
  const result = await outbox.send("vote.open", {});
  assert.equal(result.error?.message, "Hết chỗ");
  assert.ok(time <= 5000);
  assert.equal(outbox.pending.value.length, 0);
});

test("a browser that keeps nothing still sends", async () => {
  const broken = { all: async () => { throw new Error("no"); }, put: async () => { throw new Error("no"); }, remove: async () => { throw new Error("no"); } };
  const { outbox } = made({ shelf: /** @type {any} */ (broken) });
  await outbox.load();
  outbox.turn(true);
  assert.equal((await outbox.send("attendance.check_in", {})).ok, true);
});

test("ids are UUIDs and differ", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test("what waits may be taken back, and then is never sent; what was sent may have arrived", async () => {
  /** @type {any[]} */
  const delivered = [];
  const { outbox, shelf } = made({
    deliver: async (/** @type {any} */ command) => {
      delivered.push(command.args.choice);
      if (delivered.length > 1) return { ok: true };
      outbox.turn(false);
      throw new Error("lost");
    },
  });
  const first = outbox.send("vote.cast", { vote: "v", choice: "no" }, { hold: true });
  await settled();
  assert.equal(outbox.takeBack(outbox.pending.value[0].id), true);
  assert.equal((await first).error?.code, "taken_back");
  assert.equal(shelf.kept.size, 0);
  outbox.send("vote.cast", { vote: "v", choice: "yes" }, { hold: true });
  outbox.turn(true);
  await settled();
  const [waits] = outbox.pending.value;
  assert.deepEqual([waits.state, waits.sent], ["waiting", true]);
  assert.equal(outbox.takeBack(waits.id), false);
  outbox.turn(true);
  await settled();
  assert.deepEqual(delivered, ["yes", "yes"]);
});

test("it is said to wait only when this device has it", async () => {
  /** @type {() => void} */
  let written = () => {};
  const shelf = { ...memoryShelf(), put: () => /** @type {Promise<void>} */ (new Promise((done) => (written = done))) };
  const { outbox } = made({ shelf });
  outbox.send("conclusion.record", { text: "Một" }, { hold: true });
  await settled();
  assert.equal(outbox.pending.value[0].state, "sending");
  written();
  await settled();
  assert.equal(outbox.pending.value[0].state, "waiting");
});

test("where a browser keeps nothing it waits in the page, and what an earlier page kept waits at once", async () => {
  const broken = { ...memoryShelf(), put: async () => Promise.reject(new Error("private")) };
  const { outbox } = made({ shelf: broken });
  outbox.send("conclusion.record", { text: "Một" }, { hold: true });
  await settled();
  assert.equal(outbox.pending.value[0].state, "waiting");
  const { outbox: before, shelf } = made();
  before.send("conclusion.record", { text: "Hai" }, { hold: true });
  await settled();
  const { outbox: after } = made({ shelf });
  await after.load();
  assert.equal(after.pending.value[0].state, "waiting");
});
