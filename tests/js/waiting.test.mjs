import assert from "node:assert/strict";
import test from "node:test";
import { Waiting } from "../../static/js/meetings/waiting.js";

const START = Date.parse("2026-11-24T02:00:00.000Z");

/** A house that gives codes, and a screen that waits. */
function hall() {
  const had = { now: START, codes: 0, letIn: /** @type {Record<string, string>} */ ({}), away: false, asked: /** @type {string[]} */ ([]) };
  const seen = { shown: /** @type {any} */ (null), trouble: "", meeting: "" };
  const waiting = new Waiting({
    now: () => had.now + 7_000_000, // a device whose clock is wrong
    tell: (shown, trouble) => Object.assign(seen, { shown, trouble }),
    enter: (meeting) => (seen.meeting = meeting),
    post: async (path, body) => {
      if (had.away) throw new TypeError("no network");
      had.asked.push(path);
      if (path === "/api/screens") {
        had.codes += 1;
        const expires = new Date(had.now + 300_000).toISOString();
        return { ok: true, status: 200, result: { code: `00000${had.codes}`, secret: `s${had.codes}`, expires_at: expires, server_time: new Date(had.now).toISOString() } };
      }
      return { ok: true, status: 200, result: { meeting: had.letIn[body.secret] ?? null } };
    },
  });
  return { had, seen, waiting };
}

test("a screen shows its code until it is let in", async () => {
  const { had, seen, waiting } = hall();
  await waiting.turn();
  await waiting.turn();
  assert.equal(seen.shown.code, "000001");
  had.letIn.s1 = "m";
  await waiting.turn();
  assert.equal(seen.meeting, "m");
});

test("the next code comes before this one is past, and who is typing this one still gets the screen", async () => {
  const { had, seen, waiting } = hall();
  await waiting.turn();
  had.now += 265_000;
  await waiting.turn();
  assert.equal(seen.shown.code, "000002");
  had.letIn.s1 = "m";
  await waiting.turn();
  assert.equal(seen.meeting, "m");
});

test("without a network the code stays, and a code that went by meanwhile is renewed", async () => {
  const { had, seen, waiting } = hall();
  await waiting.turn();
  had.away = true;
  await waiting.turn();
  assert.deepEqual([seen.shown.code, seen.trouble], ["000001", "network"]);
  had.away = false;
  had.now += 400_000;
  await waiting.turn();
  assert.deepEqual([seen.shown.code, seen.trouble], ["000002", ""]);
});
