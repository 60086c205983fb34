import assert from "node:assert/strict";
import test from "node:test";

import { titleOf } from "../../static/js/meetings/titles.js";

const people = { a: { name: "Đặng Văn Khải", office: "Ủy viên", substitutes: null }, b: { name: "Lê Lan", office: "Phó Giám đốc", substitutes: "a" }, c: { name: "Ai Đó", office: "", substitutes: "a" } };
const room = { one: (_name, id) => people[id] ?? null, name: (id) => people[id]?.name ?? "" };

test("under a substitute's name stands whom they go for", () => {
  assert.equal(titleOf(room, "a"), "Ủy viên");
  assert.equal(titleOf(room, "b"), "Phó Giám đốc · dự thay Đặng Văn Khải");
  assert.equal(titleOf(room, "c"), "dự thay Đặng Văn Khải");
  assert.equal(titleOf(room, "nobody"), "");
});
