import assert from "node:assert/strict";
import test from "node:test";

const { wayTo } = await import("../../static/js/app/insight.js");

test("what is in sight moves nothing", () => {
  assert.equal(wayTo(100, 150, 0, 400), 0);
  assert.equal(wayTo(0, 400, 0, 400), 0);
});

test("what is above or below comes into sight with an edge of its neighbours", () => {
  assert.equal(wayTo(-100, -50, 0, 400), -128);
  assert.equal(wayTo(500, 550, 0, 400), 178);
});

test("of what is longer than the list the beginning is in sight", () => {
  assert.equal(wayTo(10, 900, 0, 400), 10);
});
