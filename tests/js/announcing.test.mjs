/** What is read aloud as the meeting goes on: screens.md §4. The room is the real one, its entries are given to its store. */
import assert from "node:assert/strict";
import test from "node:test";

import { Store } from "../../static/js/app/store.js";
import { notesAloud } from "../../static/js/documents/notes.js";
import { listenFor } from "../../static/js/meetings/announcer.js";
import { makeRoom } from "../../static/js/meetings/state.js";
import { signal } from "../../static/vendor/preact.js";

const START = Date.parse("2026-11-28T02:00:00Z");
const person = (name, capacity = "member") => ({ name, capacity });
const PEOPLE = { me: person("Bà Tư"), other: person("Ông Năm"), chair: person("Bà Hà", "chair") };

/** A room in progress, what it says aloud ("!" before what is assertive), and a way to let an entry come. */
function listening({ capacity = "member", items = { i1: item("Kinh tế", 1), i2: item("Nhân sự", 2) } } = {}) {
  const [store, second] = [new Store(), signal(START)];
  const meeting = { phase: "in_progress", item: "i1", chair: "chair", quorum: { met: true, present: 9, needed: 5 }, speaking: {} };
  store.reset({ meeting: { m: meeting }, items, people: PEOPLE, attendance: {}, speeches: {}, notices: {} }, 1, "v", null);
  const network = signal("online");
  const connection = { stream: "meeting:m", store, me: signal({ person: "me", capacity, may: [] }), network };
  const room = makeRoom(connection, { person: "me", pending: signal([]), send: async () => ({ ok: true }) }, { second, now: () => second.value });
  const said = [];
  room.announce = (text, loud = false) => said.push(`${loud ? "!" : ""}${text}`);
  listenFor(room);
  let seq = 1;
  const entry = (changes) => store.apply({ stream: "meeting:m", from: seq, to: ++seq, entries: [{ seq, changes }] });
  return {
    entry, second, network,
    meeting: (now) => entry({ meeting: { m: { ...meeting, ...now } } }),
    heard: () => said.splice(0),
  };
}

function item(title, order) {
  return { title, order, state: "waiting", minutes: 30 };
}

function speech(who, more = {}) {
  return { s: { person: who, item: "i1", kind: "speech", state: "speaking", order: 1, requested_at: "2026-11-28T01:50:00Z", started_at: "2026-11-28T02:00:00Z", seconds: 0, limit: 300, ...more } };
}

test("what was so when the page came is not read aloud, nor is the list of speakers", () => {
  const room = listening();
  room.entry({ speeches: speech("other", { state: "waiting", started_at: null }) });
  assert.deepEqual(room.heard(), []);
});

test("the next item is told politely; a guest who isn't invited to it is told that, and not its title", () => {
  const [member, guest] = [listening(), listening({ capacity: "guest", items: { i1: item("Kinh tế", 1) } })];
  for (const room of [member, guest]) room.meeting({ item: "i2" });
  assert.deepEqual(member.heard(), ["Nội dung 2: Nhân sự"]);
  assert.deepEqual(guest.heard(), ["Nội dung đang họp không mời khách dự."]);
});

test("another's turn and its end are told politely, mine at once, and a phone in the hand is felt", (t) => {
  const felt = [];
  const device = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  t.after(() => (device ? Object.defineProperty(globalThis, "navigator", device) : delete globalThis.navigator));
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { userActivation: { hasBeenActive: true }, vibrate: (pattern) => felt.push(pattern) } });
  const [other, mine] = [listening(), listening()];
  other.entry({ speeches: speech("other") });
  other.entry({ speeches: speech("other", { state: "finished", started_at: null, seconds: 60 }) });
  mine.entry({ speeches: speech("me") });
  assert.deepEqual(other.heard(), ["Mời Ông Năm phát biểu", "Phát biểu đã kết thúc"]);
  assert.equal(felt.length, 1, "mine alone");
  assert.deepEqual(mine.heard(), ["!Mời tôi phát biểu"]);
});

test("a speaker's time is told at one minute and at zero, once each, and at no other second", () => {
  const room = listening();
  room.entry({ speeches: speech("other") });
  room.heard();
  for (let passed = 0; passed <= 320; passed += 1) room.second.value = START + passed * 1000;
  assert.deepEqual(room.heard(), ["Còn 1 phút", "Hết giờ phát biểu"]);
});

test("a break, the end, a lost quorum and who presides are told at once", () => {
  const room = listening();
  room.meeting({ phase: "paused" });
  room.meeting({ phase: "in_progress" });
  room.meeting({ chair: "other" });
  room.meeting({ chair: "other", quorum: { met: false, present: 4, needed: 5 } });
  room.meeting({ chair: "other", phase: "ended" });
  const heard = room.heard();
  assert.ok(heard.every((text) => text.startsWith("!")));
  assert.deepEqual(heard.map((text) => text.slice(1)).filter((text) => !text.includes("túc số")), ["Phiên họp tạm nghỉ", "Phiên họp đang diễn ra", "Ông Năm điều hành phiên họp", "Phiên họp đã kết thúc"]);
  assert.equal(heard.length, 5, "the quorum, too");
});

test("of a break whose end is known its end is told", () => {
  const room = listening();
  room.meeting({ phase: "paused", until: "2026-11-28T02:30:00Z" });
  assert.deepEqual(room.heard(), ["!Tạm nghỉ đến 09:30"]);
});

test("a line that is lost and found is told at once", () => {
  const room = listening();
  for (const state of ["reconnecting", "online"]) room.network.value = state;
  assert.deepEqual(room.heard(), ["!Mất kết nối, đang nối lại", "!Đã nối lại"]);
});

test("that a note is kept is said, that it is not is left to its own words", async () => {
  const said = [];
  const keeps = (ok) => notesAloud({ keep: async () => ({ ok }) }, (text) => said.push(text)).keep({ text: "Hỏi về nguồn vốn" });
  assert.deepEqual(await Promise.all([keeps(true), keeps(false)]), [{ ok: true }, { ok: false }]);
  assert.deepEqual(said, ["Đã lưu ghi chú"]);
});

test("whose item went on without them is told so, once, and nobody else is", () => {
  for (const [who, told] of [["me", true], ["other", false]]) {
    const room = listening();
    room.entry({ speeches: speech(who, { state: "waiting", started_at: null }) });
    room.entry({ items: { i1: { ...item("Kinh tế", 1), state: "done" } } });
    room.entry({ items: { i1: { ...item("Kinh tế", 1), state: "done", minutes: 20 } } });
    assert.deepEqual(room.heard(), told ? ["Nội dung 1 (Kinh tế) đã kết thúc, đăng ký phát biểu của tôi ở nội dung này không còn."] : []);
  }
});
