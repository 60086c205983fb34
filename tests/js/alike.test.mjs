// Long lists: cut into stretches, of which only the one that grows is gone over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stretches } from "../../static/js/app/alike.js";

const rows = (/** @type {string} */ keys) => [...keys].map((key) => ({ key }));
const said = (/** @type {{key: string, rows: {key: string}[]}[]} */ all) => all.map((one) => `${one.key}:${one.rows.map((row) => row.key).join("")}`).join(" ");

test("a list is cut where it grows, and what stood stays as it was", () => {
  const cut = stretches(3);
  assert.equal(said(cut(rows("abc"))), "0:abc");
  assert.equal(said(cut(rows("abcd"))), "0:abc 1:d");
  assert.equal(said(cut(rows("abcdefg"))), "0:abc 1:def 2:g");
});

test("who comes between others joins the stretch before, and nobody changes theirs", () => {
  const cut = stretches(3);
  cut(rows("abcdef"));
  assert.equal(said(cut(rows("abcxdef"))), "0:abcx 1:def");
  assert.equal(said(cut(rows("zabcxdef"))), "0:zabcx 1:def");
  assert.equal(said(cut(rows("def"))), "1:def");
  assert.equal(said(cut(rows("defg"))), "1:def 2:g");
});

test("every row is there once and in its order, whatever comes, goes and moves", () => {
  const cut = stretches(3);
  let seed = 7;
  const next = (/** @type {number} */ under) => ((seed = (seed * 48271) % 2147483647), seed % under);
  let list = rows("abcdefghij");
  for (let round = 0; round < 500; round++) {
    const place = next(list.length + 1);
    if (next(3) && list.length < 40) list = [...list.slice(0, place), { key: `n${round}` }, ...list.slice(place)];
    else if (next(2) && list.length > 2) list = list.filter((_, at) => at !== place);
    else list = [...list.slice(place), ...list.slice(0, place)];
    const all = cut(list);
    assert.deepEqual(all.flatMap((one) => one.rows), list);
    assert.equal(new Set(all.map((one) => one.key)).size, all.length);
  }
});

test("an empty list has no stretches", () => assert.deepEqual(stretches()([]), []));
