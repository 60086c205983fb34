import assert from "node:assert/strict";
import test from "node:test";

import { choosePlace, happensAt, placeOf, placeSaid, placeToldOf } from "../../static/js/meetings/place.js";
import { codeAddress } from "../../static/js/meetings/hallcode.js";
import { signal } from "../../static/vendor/preact.js";

/** A device of somebody in a meeting with sites, opened at an address. */
function device({ sites = ["s1", "s2"], person = { site: "s1" }, capacity = "member", search = "", kept = {}, screen = null, own = null } = {}) {
  const shelf = { ...kept };
  globalThis.location = { search, href: `https://h.vn/meetings/m/room${search}`, origin: "https://h.vn" };
  globalThis.history = { state: null, replaceState: (_state, _title, url) => (globalThis.location = { search: url.search, href: url.href, origin: url.origin }) };
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: { getItem: (key) => shelf[key] ?? null, setItem: (key, value) => (shelf[key] = value), removeItem: (key) => delete shelf[key] } });
  const forms = sites.map((id) => ({ id, name: `Xã ${id}`, screen: screen === id ? "me" : null }));
  return {
    shelf, meetingId: "m", home: "/meetings/m", me: { person: "me", capacity },
    sites: signal(forms),
    list: (name) => signal(name === "my_screen" && own ? [{ site: own }] : []),
    one: (name, id) => (name === "people" ? (id === "me" ? person : null) : (forms.find((one) => one.id === id) ?? null)),
  };
}

test("what is said of a place first holds, and a site that is gone is no place", () => {
  assert.equal(placeSaid(["s1"], undefined, "hall", "s1"), null);
  assert.equal(placeSaid(["s1"], "gone", "s1", "hall"), "s1");
  assert.equal(placeSaid(["s1"], null, "", "gone"), undefined);
});

test("a member is where they are expected, until they choose or scan another place", () => {
  const room = device();
  assert.equal(placeOf(room, "own"), "s1");
  choosePlace(room, "own", null);
  assert.equal(placeOf(room, "own"), null);
  assert.deepEqual(room.shelf, {}, "the house keeps it; a tablet handed on does not");
  assert.equal(placeOf(device({ search: "?code=X&at=hall" }), "own"), null, "the hall's code is of the hall");
  assert.equal(placeOf(device({ search: "?code=X&at=s2" }), "own"), "s2");
  assert.equal(placeOf(device({ search: "?code=X&at=gone" }), "own"), "s1");
  assert.equal(placeOf(device({ person: null }), "own"), null);
});

test("one who scanned the hall's code may still say another place", () => {
  const room = device({ search: "?code=X&at=hall" });
  choosePlace(room, "own", "s2");
  assert.equal(placeOf(room, "own"), "s2");
  assert.equal(globalThis.location.search, "?code=X", "a reload doesn't bring the other place back");
});

test("a door stands nowhere until it is said where, and keeps it, apart from the roll", () => {
  const room = device({ capacity: "hall", person: null });
  assert.equal(placeToldOf(room, "door"), undefined);
  choosePlace(room, "door", null);
  assert.equal(placeToldOf(room, "door"), null);
  const again = device({ capacity: "hall", person: null, kept: room.shelf });
  assert.equal(placeToldOf(again, "door"), null);
  assert.equal(placeToldOf(again, "roll"), undefined);
  assert.equal(placeToldOf(device({ capacity: "hall", person: null, screen: "s2" }), "door"), "s2", "the account of a site's screen");
  assert.equal(placeToldOf(device({ capacity: "secretary", search: "?door=1&at=s2" }), "door"), "s2");
  assert.equal(placeToldOf(device({ capacity: "hall", person: null, kept: { "place:door:m": '"gone"' } }), "door"), undefined, "asked again");
});

test("a site's clerk stands at that site, whatever else is said", () => {
  const room = device({ person: { site: "s2", clerk_of: "s1" }, search: "?door=1&at=hall" });
  assert.equal(placeToldOf(room, "door"), "s1");
  assert.equal(placeOf(room, "roll"), "s1");
  assert.equal(placeOf(device({ person: { site: "s2", clerk_of: "s1" } }), "own"), "s2", "they themselves are where they are expected");
});

test("where there is one place only nothing is said of it", () => {
  const room = device({ sites: [], person: { site: null }, search: "?at=s1" });
  assert.equal(placeToldOf(room, "door"), null);
  assert.deepEqual(happensAt(room, null), {});
  assert.deepEqual(happensAt(device(), null), { site: null }, "else the main hall is said");
  assert.equal(codeAddress(room, { code: "A B" }, null), "https://h.vn/meetings/m/room?code=A%20B");
});

test("the code a hall shows is of the hall, a site's of the site", () => {
  const room = device();
  assert.equal(codeAddress(room, { code: "A" }, null), "https://h.vn/meetings/m/room?code=A&at=hall");
  assert.equal(codeAddress(room, { code: "A" }, "s2"), "https://h.vn/meetings/m/room?code=A&at=s2");
});
