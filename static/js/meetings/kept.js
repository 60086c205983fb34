// @ts-check
/**
 * A text that is saved while it is typed and outlives a lost network and a reload: what the house has not stored yet is kept
 * on this device, and says so. Somebody else's version never overwrites what is being typed; both are offered.
 */

import { signal, useEffect, useMemo } from "../../vendor/preact.js";
import { deviceShelf, sessionShelf, shelve, taken } from "../app/shelf.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Result} Result
 * @typedef {import("../app/shelf.js").Shelf} Shelf
 */

const DELAY = 700;
const RETRY = 2000;

export class KeptText {
  /**
   * @param {object} options
   * @param {string} options.key
   * @param {string} options.server what the house has
   * @param {(text: string, seen: string) => Promise<Result>} options.save `seen`: the house's text it is written over
   * @param {Shelf | null} [options.shelf] what is not stored yet
   * @param {Shelf | null} [options.desk] what I have stored, as long as I work here
   * @param {(act: () => void, ms: number) => any} [options.later]
   */
  constructor({ key, server, save, shelf = deviceShelf(), desk = sessionShelf(), later = (act, ms) => setTimeout(act, ms) }) {
    this.key = key;
    this.save = save;
    this.shelf = shelf;
    this.desk = desk;
    this.later = later;
    this.base = server;
    this.sending = false;
    /** Typed since the last sending began. */
    this.turn = 0;
    this.text = signal(server);
    /** @type {import("../app/types.js").Signal<"saved" | "waiting" | "sending" | "refused">} */
    this.state = signal("saved");
    this.fault = signal("");
    /** Another's version, while this one differs. @type {import("../app/types.js").Signal<string | null>} */
    this.theirs = signal(null);
    /** Mine, which was stored and written over by another. @type {import("../app/types.js").Signal<string | null>} */
    this.lost = signal(null);
    /** Heard of while mine was on its way. @type {string | null} */
    this.during = null;
    /** What I have stored, the latest last. @type {string[]} */
    this.mine = [];
    this.recall();
    this.recallMine();
  }

  /** What I stored before and isn't there any more, since I left this text. */
  recallMine() {
    const stored = taken(this.desk, `${this.key}:mine`);
    if (stored === null) return;
    this.mine = [stored];
    if (!this.dirty) this.lose(this.base);
  }

  /** The house has another text in place of mine: nothing is lost of it if the other goes on from it. @param {string} server */
  lose(server) {
    const own = this.mine.at(-1);
    if (own === undefined || own.trim() === "") return;
    if (tidy(server).includes(tidy(own))) this.lost.value = null;
    else if (!this.mine.some((text) => same(text, server))) this.lost.value = own;
  }

  /** @param {string} text */
  remember(text) {
    this.mine = [...this.mine.slice(-9), text];
    this.lost.value = null;
    shelve(this.desk, `${this.key}:mine`, text);
  }

  /** What an earlier page could not save. */
  recall() {
    const kept = this.read();
    if (kept === null) return undefined;
    if (same(kept.text, this.base)) return this.forget();
    this.text.value = kept.text;
    this.state.value = "waiting";
    if (!same(kept.base, this.base)) this.theirs.value = this.base;
    return undefined;
  }

  get dirty() {
    return this.state.value !== "saved";
  }

  /** @param {string} text */
  type(text) {
    this.text.value = text;
    this.state.value = this.sending ? "sending" : "waiting";
    this.fault.value = "";
    this.write();
    this.turn += 1;
    const turn = this.turn;
    this.later(() => turn === this.turn && this.flush(), DELAY);
  }

  /** Send what is not stored; one sending at a time, and not over another's version that hasn't been looked at. */
  async flush() {
    if (!this.dirty || this.sending || this.theirs.value !== null) return;
    const text = this.text.value;
    this.sending = true;
    this.state.value = "sending";
    this.during = null;
    const result = await this.save(text, this.base);
    this.sending = false;
    if (result.ok) this.stored(text);
    else this.unstored(result);
  }

  /** @param {string} text */
  stored(text) {
    // It was stored over what it was written over; another text heard of meanwhile has come after it.
    const other = this.another(this.during) && !same(/** @type {string} */ (this.during), text) ? this.during : null;
    this.base = text;
    this.remember(text);
    if (same(this.text.value, text)) {
      this.state.value = "saved";
      this.theirs.value = null;
      this.forget();
      if (other !== null) this.heard(other);
    } else {
      this.state.value = "waiting";
      if (other !== null) this.heard(other);
      this.flush();
    }
  }

  /** Neither what mine was written over nor mine from before. @param {string | null} text */
  another(text) {
    return text !== null && !same(text, this.base) && !this.mine.some((own) => same(own, text));
  }

  /** Without a network it waits; a refusal is shown, the text stays; where another was quicker, both are there. @param {Result} result */
  unstored(result) {
    const code = result.error?.code ?? "offline";
    if (code === "conflict" && this.another(this.during)) {
      this.state.value = "waiting";
      this.heard(/** @type {string} */ (this.during));
      return;
    }
    const waits = ["offline", "unavailable", "too_many"].includes(code);
    this.state.value = waits ? "waiting" : "refused";
    // The connection may be back a moment before commands go out again.
    if (waits) this.later(() => this.flush(), RETRY);
    this.fault.value = waits ? "" : (Object.values(result.error?.fields ?? {})[0] ?? result.error?.message ?? "");
  }

  /** The house's text has changed, by this device or another's. @param {string} server */
  heard(server) {
    if (this.sending) {
      this.during = server;
      return;
    }
    if (same(server, this.base)) return;
    this.base = server;
    if (!this.dirty) {
      this.lose(server);
      this.text.value = server;
    } else if (!same(server, this.text.value)) {
      this.theirs.value = server;
      this.fault.value = "";
      this.state.value = "waiting";
    }
  }

  /** Leave mine, take theirs. */
  takeTheirs() {
    this.text.value = this.theirs.value ?? this.text.value;
    this.base = this.text.value;
    this.theirs.value = null;
    this.state.value = "saved";
    this.letGo();
    this.forget();
  }

  /** Mine stays; it is saved over theirs. */
  keepMine() {
    this.theirs.value = null;
    this.flush();
  }

  /** Theirs and mine, one after the other: to be made into one by whoever writes on. */
  merge() {
    const [theirs, mine] = this.theirs.value !== null ? [this.theirs.value, this.text.value] : [this.text.value, this.lost.value ?? ""];
    this.theirs.value = null;
    this.letGo();
    this.text.value = together(theirs, mine);
    this.state.value = "waiting";
    this.write();
    this.flush();
  }

  /** Mine again, in place of the other's. */
  takeMine() {
    if (this.lost.value === null) return;
    this.text.value = this.lost.value;
    this.lost.value = null;
    this.state.value = "waiting";
    this.write();
    this.flush();
  }

  /** The other's stays, mine is not asked for again. */
  letGo() {
    this.lost.value = null;
    this.mine = [];
    shelve(this.desk, `${this.key}:mine`, null);
  }

  /** @returns {{text: string, base: string} | null} */
  read() {
    return taken(this.shelf, this.key);
  }

  write() {
    shelve(this.shelf, this.key, { text: this.text.value, base: this.base });
  }

  forget() {
    shelve(this.shelf, this.key, null);
  }
}

/** As the house writes texts: one Unicode form, no stray spaces. @param {string} text */
function tidy(text) {
  if (text === "") return text;
  return text.normalize("NFC").trim().replace(/\s+/g, " ");
}

/** So many words the same at the beginning are what both were written over: said once. */
const SHARED = 3;

/** Theirs, then what mine has beside it. @param {string} theirs @param {string} mine */
function together(theirs, mine) {
  if (tidy(theirs).includes(tidy(mine))) return theirs;
  if (tidy(mine).includes(tidy(theirs))) return mine;
  const [one, other] = [theirs, mine].map((text) => tidy(text).split(" "));
  const differs = other.findIndex((word, place) => word !== one[place]);
  const own = mine.normalize("NFC").replace(differs >= SHARED ? new RegExp(`^(\\s*\\S+){${differs}}`) : "", "");
  return `${theirs.trimEnd()} ${own.trimStart()}`;
}

/** @param {string} a @param {string} b */
function same(a, b) {
  return tidy(a) === tidy(b);
}

/**
 * A kept text of the room: saved when the network is back, and before it leaves the screen.
 * @param {Room} room @param {string} key @param {string} server @param {(text: string, seen: string) => Promise<Result>} save
 * @returns {KeptText}
 */
export function useKept(room, key, server, save) {
  const full = `dien-hong:${room.me.person}:${room.stream}:${key}`;
  const kept = useMemo(() => new KeptText({ key: full, server, save }), [full]);
  kept.save = save;
  useEffect(() => kept.heard(server), [server]);
  useEffect(() => room.connected.subscribe((on) => { if (on) kept.flush(); }), [kept]);
  useEffect(() => () => { kept.flush(); }, [kept]);
  return kept;
}
