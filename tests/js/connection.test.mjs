import assert from "node:assert/strict";
import test from "node:test";

import { Clock } from "../../static/js/app/clock.js";
import { Connection, LISTEN, backoff } from "../../static/js/app/connection.js";
import { Heads } from "../../static/js/app/heads.js";
import { Store } from "../../static/js/app/store.js";

/** A socket whose other end is the test. */
class FakeSocket {
  constructor() {
    /** @type {Record<string, (...args: any[]) => void>} */
    this.heard = {};
    /** @type {{event: string, payload: any, answer: (value: any) => void}[]} */
    this.asked = [];
    this.live = false;
  }
  /** @param {string} event @param {(...args: any[]) => void} act */
  on(event, act) {
    this.heard[event] = act;
  }
  connect() {}
  disconnect() {
    this.live = false;
  }
  removeAllListeners() {
    this.heard = {};
  }
  /** @param {string} event @param {any} payload @param {(value: any) => void} answer */
  emit(event, payload, answer) {
    this.asked.push({ event, payload, answer });
  }
  /** @param {string} event @param {any[]} args */
  says(event, ...args) {
    this.heard[event]?.(...args);
  }
}

const ME = { person: "p", capacity: "member", may: [] };
const now = "2026-11-24T02:00:00.000Z";
const settled = () => new Promise((done) => setTimeout(done, 0));

function made({ signedIn = true, heads = new Heads(null) } = {}) {
  /** @type {FakeSocket[]} */
  const sockets = [];
  const store = new Store();
  const connection = new Connection({
    stream: "meeting:m",
    store,
    clock: new Clock(),
    open: () => {
      sockets.push(new FakeSocket());
      return sockets[sockets.length - 1];
    },
    lively: () => true,
    stillSignedIn: async () => signedIn,
    heads,
  });
  /** @type {any[]} */
  const joins = [];
  connection.onJoined = (joined) => joins.push(joined);
  return { connection, sockets, store, joins };
}

async function joined() {
  const all = made();
  all.connection.connect();
  all.sockets[0].says("connect");
  const snapshot = { items: { a: { title: "Một" } } };
  all.sockets[0].asked[0].answer({ ok: true, seq: 5, view: "v", head: "h5", snapshot, me: ME, server_time: now });
  await settled();
  return all;
}

test("the first join asks for everything", async () => {
  const { sockets, store, connection, joins } = await joined();
  assert.deepEqual(sockets[0].asked[0].payload, { stream: "meeting:m", since: null, view: null, head: null });
  assert.equal(store.seq, 5);
  assert.equal(connection.network.value, "online");
  assert.deepEqual(joins, [{ again: false, count: null, whole: true }]);
  connection.stop();
});

test("a page that has nothing yet shows the head its device saw last, and gets everything", async () => {
  const heads = new Heads(null);
  heads.keep("meeting:m", 4, "h4");
  const { connection, sockets, store, joins } = made({ heads });
  connection.connect();
  sockets[0].says("connect");
  assert.deepEqual(sockets[0].asked[0].payload, { stream: "meeting:m", since: 4, view: null, head: "h4" });
  const answer = { ok: true, seq: 3, view: "v", head: "g3", snapshot: { items: {} }, me: ME, server_time: now };
  sockets[0].asked[0].answer(answer);
  await settled();
  assert.equal(store.seq, 3);
  assert.deepEqual(joins, [{ again: false, count: null, whole: true }]);
  assert.equal(heads.last("meeting:m")?.head, "g3");
  connection.stop();
});

test("every frame brings the head of its end", async () => {
  const heads = new Heads(null);
  const { connection, sockets } = made({ heads });
  connection.connect();
  sockets[0].says("connect");
  sockets[0].asked[0].answer({ ok: true, seq: 5, view: "v", head: "h5", snapshot: {}, me: ME, server_time: now });
  await settled();
  sockets[0].says("entries", { stream: "meeting:m", from: 5, to: 7, head: "h7", entries: [] });
  assert.deepEqual([heads.last("meeting:m")?.seq, heads.last("meeting:m")?.head], [7, "h7"]);
  connection.stop();
});

test("after a cut it joins with what it has, and says how much was added", async () => {
  const { sockets, store, connection, joins } = await joined();
  sockets[0].says("disconnect");
  assert.equal(connection.network.value, "reconnecting");
  connection.hurry();
  sockets[1].says("connect");
  assert.deepEqual(sockets[1].asked[0].payload, { stream: "meeting:m", since: 5, view: "v", head: "h5" });
  const entries = [6, 7].map((seq) => ({ seq, at: now, kind: "x", actor: null, changes: { items: { a: { title: `${seq}` } } } }));
  sockets[1].asked[0].answer({ ok: true, seq: 8, view: "v", head: "h8", entries, me: ME, server_time: now });
  await settled();
  assert.equal(store.seq, 8);
  assert.equal(store.one("items", "a").value?.title, "7");
  assert.deepEqual(joins[1], { again: true, count: 2, whole: false });
  connection.stop();
});

test("a gap makes it join again on the same socket, and frames that come meanwhile are kept", async () => {
  const { sockets, store, connection } = await joined();
  const frame = (from, to, title) => ({ stream: "meeting:m", from, to, head: `h${to}`, entries: [{ seq: to, at: now, kind: "x", actor: null, changes: { items: { a: { title } } } }] });
  sockets[0].says("entries", frame(7, 8, "lost"));
  assert.equal(sockets[0].asked.length, 2);
  assert.equal(sockets[0].asked[1].payload.since, 5);
  sockets[0].says("entries", frame(8, 9, "nine"));
  sockets[0].asked[1].answer({ ok: true, seq: 8, view: "v", head: "h8", entries: [], me: ME, server_time: now });
  await settled();
  assert.equal(store.seq, 9);
  assert.equal(store.one("items", "a").value?.title, "nine");
  connection.stop();
});

test("changed rights make it join again, and what may no longer be seen goes", async () => {
  const { sockets, store, connection } = await joined();
  sockets[0].says("rejoin", { stream: "meeting:m", reason: "rights" });
  const me = { ...ME, capacity: "guest" };
  sockets[0].asked[1].answer({ ok: true, seq: 6, view: "w", head: "h6", snapshot: {}, me, server_time: now });
  await settled();
  assert.equal(store.one("items", "a").value, null);
  assert.equal(connection.me.value?.capacity, "guest");
  connection.stop();
});

test("a command whose socket is lost fails, so that it is sent again", async () => {
  const { sockets, connection } = await joined();
  const sent = connection.command({ id: "1", stream: "meeting:m", name: "vote.cast", args: {} });
  sockets[0].says("disconnect");
  await assert.rejects(sent);
  await assert.rejects(connection.command({ id: "1", stream: "meeting:m", name: "vote.cast", args: {} }));
  connection.stop();
});

for (const since of [0, 10, 240, 300, 490]) {
  test(`silence in a meeting in progress shows within three seconds, a beat that is late does not (${since} ms after a look)`, async (t) => {
    const { connection, sockets } = await joined();
    t.mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: Date.now() });
    const pass = (/** @type {number} */ ms) => {
      for (let gone = 0; gone < ms; gone += 10) t.mock.timers.tick(10);
    };
    connection.watched = Date.now();
    connection.watch = setInterval(() => connection.listen(), LISTEN);
    pass(500 + since);
    sockets[0].says("live", { stream: "meeting:m", server_time: now });
    pass(2500);
    assert.equal(connection.network.value, "online");
    sockets[0].says("live", { stream: "meeting:m", server_time: now });
    pass(3000);
    assert.equal(connection.network.value, "reconnecting");
    connection.stop();
  });
}

test("a page that was asleep first hears what came before it judges", async () => {
  const { connection } = await joined();
  connection.heard = Date.now() - 60_000;
  connection.watched = Date.now() - 60_000;
  connection.listen();
  assert.equal(connection.network.value, "online");
  connection.stop();
});

test("signed out, it does not come back", async () => {
  const { sockets, connection } = await joined();
  let told = "";
  connection.onSignedOut = (reason) => (told = reason);
  sockets[0].says("signed_out", { reason: "Đã bị đóng." });
  assert.equal(told, "Đã bị đóng.");
  assert.equal(connection.network.value, "signed_out");
  connection.hurry();
  assert.equal(sockets.length, 1);
});

test("a refused handshake of who is no longer signed in ends it; a server that starts does not", async () => {
  const out = made({ signedIn: false });
  out.connection.connect();
  out.sockets[0].says("connect_error", { data: undefined });
  await settled();
  assert.equal(out.connection.network.value, "signed_out");
  const starting = made();
  starting.connection.connect();
  starting.sockets[0].says("connect_error", { type: "TransportError" });
  await settled();
  assert.notEqual(starting.connection.network.value, "signed_out");
  starting.connection.stop();
});

test("waits grow from a fifth of a second to three, never all at once", () => {
  assert.equal(backoff(0, () => 1), 200);
  assert.equal(backoff(0, () => 0), 100);
  assert.equal(backoff(3, () => 1), 1600);
  assert.equal(backoff(50, () => 1), 3000);
});

test("each try is given longer than the one before: an overwhelmed server is not asked again and again", async () => {
  const { connection } = made();
  /** @type {number[]} */
  const given = [];
  const open = connection.open;
  connection.open = (ms) => {
    given.push(ms);
    return open(ms);
  };
  for (let n = 0; n < 5; n++) {
    connection.connect();
    connection.lost();
  }
  assert.deepEqual(given, [5000, 5000, 10_000, 20_000, 20_000]);
  connection.connect();
  connection.watched = Date.now();
  connection.heard = Date.now() - 22_000;
  const socket = connection.socket;
  connection.listen();
  assert.equal(connection.socket, socket); // still within the time this try has
  connection.stop();
});

test("a server that has as many devices as it takes is not called a lost network, and is tried again", async () => {
  const { connection, sockets } = made();
  connection.connect();
  sockets[0].says("connect_error", Object.assign(new Error("full"), { data: { code: "unavailable", message: "đủ" } }));
  await settled();
  assert.equal(connection.network.value, "full");
  connection.hurry();
  sockets[1].says("connect");
  sockets[1].asked[0].answer({ ok: true, seq: 5, view: "v", head: "h5", snapshot: {}, me: ME, server_time: now });
  await settled();
  assert.equal(connection.network.value, "online");
  connection.stop();
});

test("a page that is left says so on its line, once there is one, and comes back when it is shown again", async () => {
  const { connection, sockets } = await joined();
  connection.part();
  assert.deepEqual(sockets[0].asked.at(-1).event, "leave");
  assert.deepEqual(sockets[0].asked.at(-1).payload, { stream: "meeting:m" });
  assert.equal(connection.socket, null);
  connection.hurry();
  assert.equal(sockets.length, 2);
  connection.part();
  assert.deepEqual(sockets[1].asked, [], "nothing was joined yet");
  connection.stop();
});

test("a line that is lost leaves nothing: its device is waited for", async () => {
  const { connection, sockets } = await joined();
  connection.lost();
  assert.ok(!sockets[0].asked.some((one) => one.event === "leave"));
  connection.stop();
});
