import assert from "node:assert/strict";
import test from "node:test";

import { lines } from "../../static/js/meetings/deskkeys.js";
import { shortcut, singleKeysOn } from "../../static/js/meetings/keys.js";

const outside = { tagName: "BODY" };
const field = { tagName: "TEXTAREA" };

test("a single key acts outside text fields only", () => {
  assert.equal(shortcut({ key: "d", target: outside }), "d");
  assert.equal(shortcut({ key: "D", shiftKey: true, target: outside }), "d");
  assert.equal(shortcut({ key: "d", target: field }), null);
  assert.equal(shortcut({ key: "d", target: { tagName: "DIV", isContentEditable: true } }), null);
  assert.equal(shortcut({ key: "d", target: { tagName: "INPUT", type: "text" } }), null);
  assert.equal(shortcut({ key: "d", target: { tagName: "INPUT", type: "checkbox" } }), "d");
});

test("single keys can be switched off; those with Ctrl, Alt and Esc stay", () => {
  assert.equal(shortcut({ key: "d", target: outside }, false), null);
  assert.equal(shortcut({ key: "Enter", ctrlKey: true, target: field }, false), "ctrl+enter");
  assert.equal(shortcut({ key: "Escape", target: field }, false), "escape");
});

test("nothing acts while Vietnamese is being composed", () => {
  for (const press of [
    { key: "d", isComposing: true },
    { key: "Process", code: "KeyD" },
    { key: "d", keyCode: 229 },
    { key: "Enter", isComposing: true, ctrlKey: true },
    { key: "Escape", keyCode: 229 },
    { key: "Dead", code: "KeyD" },
  ])
    assert.equal(shortcut({ ...press, target: outside }), null, JSON.stringify(press));
});

test("Alt with a digit goes by the key's place", () => {
  assert.equal(shortcut({ key: "¡", code: "Digit1", altKey: true, target: field }), "alt+1");
  assert.equal(shortcut({ key: "3", code: "Digit3", altKey: true, target: outside }), "alt+3");
  assert.equal(shortcut({ key: "ArrowUp", altKey: true, target: outside }), "alt+up");
});

test("a Vietnamese layout's letter is taken by its key", () => {
  assert.equal(shortcut({ key: "đ", code: "KeyD", target: outside }), "d");
  assert.equal(shortcut({ key: "ă", code: "KeyK", target: outside }), "k");
});

test("signs and the space have their names", () => {
  assert.equal(shortcut({ key: "?", shiftKey: true, target: outside }), "?");
  assert.equal(shortcut({ key: "/", target: outside }), "/");
  assert.equal(shortcut({ key: "+", shiftKey: true, target: outside }), "+");
  assert.equal(shortcut({ key: " ", target: outside }), "space");
});

test("AltGr, which types signs, is no shortcut", () => {
  assert.equal(shortcut({ key: "@", altKey: true, ctrlKey: true, target: field }), null);
});

test("what somebody has dealt with already isn't done again", () => {
  assert.equal(shortcut({ key: "d", target: outside, defaultPrevented: true }), null);
});

test("without storage the keys are on", () => assert.equal(singleKeysOn(), true));

test("the table of keys has every command of the line and every key of the desk", () => {
  const told = lines().flatMap(([keys]) => keys.split(", "));
  const all = ["/m", "/d", "/s", "/k", "/v", "/n", "@", "Ctrl+D", "Ctrl+T", "Alt+T", "Ctrl+Enter", "Ctrl+Z", "Ctrl+P", "Q", "D", "G", "K", "B", "+", "Esc", "?"];
  assert.deepEqual(all.filter((key) => !told.includes(key)), []);
});
