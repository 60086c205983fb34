import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { unbroken } from "../../static/js/app/unbroken.js";

const shown = JSON.parse(readFileSync(new URL("../unbroken.json", import.meta.url), "utf8"));

for (const [said, kept] of Object.entries(shown)) {
  test(`"${said}" is kept together as on the pages that the server makes`, () => assert.equal(unbroken(said), kept));
}

test("nothing is changed but spaces and joiners", () => {
  for (const said of Object.keys(shown)) assert.equal(unbroken(said).replaceAll("\u00a0", " ").replaceAll("\u2060", ""), said);
});
