import assert from "node:assert/strict";
import test from "node:test";

import { KeptText } from "../../static/js/meetings/kept.js";
import { charges, unitOf } from "../../static/js/meetings/units.js";

const ok = { ok: true };
const offline = { ok: false, error: { code: "offline", message: "" } };

/** A shelf, a hand-driven clock, and a house that answers when told. */
function scene({ server = "", stored = {} } = {}) {
  const kept = new Map(Object.entries(stored));
  const shelf = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  const timers = [];
  const asked = [];
  const save = (text, seen) => new Promise((answer) => asked.push({ text, seen, answer }));
  const session = new Map();
  const desk = { getItem: (key) => session.get(key) ?? null, setItem: (key, value) => session.set(key, value), removeItem: (key) => session.delete(key) };
  const make = (given = server) => new KeptText({ key: "k", server: given, save, shelf, desk, later: (act) => timers.push(act) });
  return { kept, timers, asked, make, tick: () => timers.splice(0).forEach((act) => act()), settle: () => new Promise((done) => setImmediate(done)) };
}

test("typing is saved a moment later, once for many letters", async () => {
  const { asked, make, tick, settle, kept } = scene();
  const text = make();
  for (const so of ["M", "Mứ", "Mức"]) text.type(so);
  assert.equal(text.state.value, "waiting");
  tick();
  assert.deepEqual(asked.map((one) => one.text), ["Mức"]);
  asked[0].answer(ok);
  await settle();
  assert.equal(text.state.value, "saved");
  assert.equal(kept.size, 0);
});

test("what could not be sent outlives a reload and is sent when the network is back", async () => {
  const one = scene();
  const text = one.make();
  text.type("Chưa gửi được");
  one.tick();
  one.asked[0].answer(offline);
  await one.settle();
  assert.equal(text.state.value, "waiting");
  const reloaded = one.make("");
  assert.equal(reloaded.text.value, "Chưa gửi được");
  assert.equal(reloaded.state.value, "waiting");
  reloaded.flush();
  assert.equal(one.asked[1].text, "Chưa gửi được");
});

test("refused for want of a network, it is sent again by itself", async () => {
  const { asked, make, tick, settle } = scene();
  const text = make();
  text.type("một");
  tick();
  asked[0].answer(offline);
  await settle();
  tick();
  assert.equal(asked[1].text, "một");
});

test("nothing is sent over another's version until one of the two is chosen", () => {
  const { asked, make, tick } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  text.heard("của người khác");
  tick();
  assert.equal(asked.length, 0);
  text.keepMine();
  assert.equal(asked[0].text, "của tôi");
});

test("what is sent says which text it was written over", async () => {
  const { asked, make, tick, settle } = scene({ server: "cũ" });
  const text = make();
  text.type("mới");
  tick();
  assert.deepEqual([asked[0].text, asked[0].seen], ["mới", "cũ"]);
  asked[0].answer(ok);
  await settle();
  text.type("mới hơn");
  tick();
  assert.equal(asked[1].seen, "mới");
});

test("refused because another was quicker, both versions are there and nothing is sent until one is chosen", async () => {
  const { asked, make, tick, settle } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  tick();
  text.heard("của người khác");
  asked[0].answer({ ok: false, error: { code: "conflict", message: "Vừa được người khác sửa." } });
  await settle();
  assert.deepEqual([text.text.value, text.theirs.value, text.state.value], ["của tôi", "của người khác", "waiting"]);
  text.keepMine();
  assert.deepEqual([asked[1].text, asked[1].seen], ["của tôi", "của người khác"]);
});

test("refused before the other's version has come, it is offered when it comes", async () => {
  const { asked, make, tick, settle } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  tick();
  asked[0].answer({ ok: false, error: { code: "conflict", message: "Vừa được người khác sửa." } });
  await settle();
  assert.deepEqual([text.state.value, text.fault.value], ["refused", "Vừa được người khác sửa."]);
  text.heard("của người khác");
  assert.deepEqual([text.theirs.value, text.text.value, text.fault.value], ["của người khác", "của tôi", ""]);
});

test("my words that another wrote over afterwards can be had again, after a reload too", async () => {
  const one = scene({ server: "cũ" });
  const text = one.make();
  text.type("của tôi");
  one.tick();
  one.asked[0].answer(ok);
  await one.settle();
  text.heard("của tôi");
  assert.equal(text.lost.value, null);
  text.heard("của người khác");
  assert.deepEqual([text.text.value, text.lost.value], ["của người khác", "của tôi"]);
  const reloaded = one.make("của người khác nữa");
  assert.equal(reloaded.lost.value, "của tôi");
  reloaded.takeMine();
  assert.deepEqual([one.asked[1].text, one.asked[1].seen, reloaded.lost.value], ["của tôi", "của người khác nữa", null]);
});

test("another who goes on from my words takes none of them away", async () => {
  const { asked, make, tick, settle } = scene();
  const text = make();
  text.type("của tôi");
  tick();
  asked[0].answer(ok);
  await settle();
  text.heard("Đã xem: của tôi, và thêm.");
  assert.equal(text.lost.value, null);
  text.heard("khác hẳn");
  assert.equal(text.lost.value, "của tôi");
  text.letGo();
  text.heard("khác nữa");
  assert.equal(text.lost.value, null);
});

test("another's version that came while mine was on its way, and after it, is shown", async () => {
  const { asked, make, tick, settle } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  tick();
  text.heard("của người khác");
  asked[0].answer(ok);
  await settle();
  assert.deepEqual([text.text.value, text.lost.value], ["của người khác", "của tôi"]);
});

test("letters typed while one version is on its way follow it", async () => {
  const { asked, make, tick, settle } = scene();
  const text = make();
  text.type("a");
  tick();
  text.type("ab");
  tick();
  assert.equal(asked.length, 1);
  asked[0].answer(ok);
  await settle();
  assert.equal(asked[1].text, "ab");
});

test("another's version is shown beside mine and overwrites nothing", async () => {
  const { make } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  text.heard("của người khác");
  assert.equal(text.text.value, "của tôi");
  assert.equal(text.theirs.value, "của người khác");
  text.takeTheirs();
  assert.equal(text.text.value, "của người khác");
  assert.equal(text.state.value, "saved");
});

test("both versions can be put together, and neither loses a word", async () => {
  const { make, asked, settle } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  text.heard("của người khác");
  text.merge();
  assert.deepEqual([asked[0].text, asked[0].seen, text.theirs.value], ["của người khác của tôi", "của người khác", null]);
  asked[0].answer(ok);
  await settle();
  text.heard("khác hẳn");
  assert.equal(text.lost.value, "của người khác của tôi");
  text.merge();
  assert.deepEqual([asked[1].text, text.lost.value], ["khác hẳn của người khác của tôi", null]);
});

test("put together with words that hold the others already, nothing is said twice", () => {
  const { make, asked } = scene({ server: "cũ" });
  const text = make();
  text.type("của tôi");
  text.heard("của tôi, và thêm");
  text.merge();
  assert.equal(asked[0].text, "của tôi, và thêm");
});

test("put together, the beginning that both were written over is said once, and the lines of the rest stay", () => {
  const { make, asked } = scene({ server: "Giao Sở Xây dựng báo cáo" });
  const text = make();
  text.type("Giao Sở Xây  dựng báo cáo và gửi\nVăn phòng");
  text.heard("Giao Sở Xây dựng báo cáo trước 30/11");
  text.merge();
  assert.equal(asked[0].text, "Giao Sở Xây dựng báo cáo trước 30/11 và gửi\nVăn phòng");
});

test("my own words coming back from the house are no conflict", async () => {
  const { make, asked, tick, settle } = scene();
  const text = make();
  text.type("một");
  tick();
  text.heard("một");
  asked[0].answer(ok);
  await settle();
  assert.equal(text.theirs.value, null);
  assert.equal(text.state.value, "saved");
});

test("the house's tidied spelling of my words is no other version", async () => {
  const { make, asked, tick, settle } = scene();
  const text = make();
  text.type("một  hai");
  tick();
  asked[0].answer(ok);
  await settle();
  text.type("một  hai ba");
  text.heard("một hai");
  assert.deepEqual([text.theirs.value, text.lost.value, text.text.value], [null, null, "một  hai ba"]);
});

test("untouched, the text follows the house", () => {
  const { make } = scene({ server: "một" });
  const text = make();
  text.heard("hai");
  assert.equal(text.text.value, "hai");
});

test("a refusal says why and keeps the text", async () => {
  const { make, asked, tick, settle } = scene();
  const text = make();
  text.type("quá dài");
  tick();
  asked[0].answer({ ok: false, error: { code: "invalid", message: "Sai", fields: { note: "Dài quá 5000 chữ." } } });
  await settle();
  assert.deepEqual([text.state.value, text.fault.value, text.text.value], ["refused", "Dài quá 5000 chữ.", "quá dài"]);
});

const people = [
  { id: "b", name: "Bùi Anh Tuấn", office: "Giám đốc Sở Xây dựng" },
  { id: "h", name: "Hoàng Kim Oanh", office: "Giám đốc Sở Tài chính" },
  { id: "x", name: "Trần Xuân Dung", office: "Ủy viên" },
];

test("the unit is found in the office", () => {
  assert.equal(unitOf("Giám đốc Sở Xây dựng"), "Sở Xây dựng");
  assert.equal(unitOf("Ủy viên"), "");
  assert.equal(unitOf("Chánh Văn phòng UBND tỉnh"), "Văn phòng UBND tỉnh");
});

test("@xay dung offers the unit first, then who leads it, then the words", () => {
  const found = charges(people, "xay dung");
  assert.deepEqual(found.map((one) => [one.label, one.assignee, one.assignee_text]), [
    ["Sở Xây dựng", null, "Sở Xây dựng"], ["Trần Xuân Dung", "x", ""], ["Bùi Anh Tuấn", "b", ""], ["xay dung", null, "xay dung"],
  ].filter(([label]) => found.some((one) => one.label === label)));
  assert.equal(found[0].label, "Sở Xây dựng");
  assert.equal(found.at(-1).label, "xay dung");
});

test("a person is charged as a person", () => {
  assert.deepEqual(charges(people, "oanh")[0], { label: "Hoàng Kim Oanh", more: "Giám đốc Sở Tài chính", assignee: "h", assignee_text: "" });
});

test("typed in full, the words are not offered a second time", () => {
  assert.equal(charges(people, "Sở Xây dựng").filter((one) => one.label === "Sở Xây dựng").length, 1);
});
