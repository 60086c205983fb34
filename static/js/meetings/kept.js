// @ts-check
/**
 * A text that is saved while it is typed and outlives a lost network and a reload: what the house has not stored yet is kept
 * on this device, and says so. Somebody else's version never overwrites what is being typed; both are offered.
 */

import { signal, useEffect, useMemo } from "../../vendor/preact.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Result} Result
 * @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void, removeItem: (key: string) => void}} Shelf
 */

const DELAY = 700;
const RETRY = 2000;

export class KeptText {
  /**
   * @param {object} options
   * @param {string} options.key
   * @param {string} options.server what the house has
   * @param {(text: string) => Promise<Result>} options.save
   * @param {Shelf | null} [options.shelf]
   * @param {(act: () => void, ms: number) => any} [options.later]
   */
  constructor({ key, server, save, shelf = deviceShelf(), later = (act, ms) => setTimeout(act, ms) }) {
    this.key = key;
    this.save = save;
    this.shelf = shelf;
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
    this.recall();
  }

  /** What an earlier page could not save. */
  recall() {
    const kept = this.read();
    if (kept === null || same(kept.text, this.base)) return this.forget();
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
    const result = await this.save(text);
    this.sending = false;
    if (result.ok) this.stored(text);
    else this.unstored(result);
  }

  /** @param {string} text */
  stored(text) {
    this.base = text;
    if (same(this.text.value, text)) {
      this.state.value = "saved";
      this.theirs.value = null;
      this.forget();
    } else {
      this.state.value = "waiting";
      this.flush();
    }
  }

  /** Without a network it waits; a refusal is shown, the text stays. @param {Result} result */
  unstored(result) {
    const waits = ["offline", "unavailable", "too_many"].includes(result.error?.code ?? "offline");
    this.state.value = waits ? "waiting" : "refused";
    // The connection may be back a moment before commands go out again.
    if (waits) this.later(() => this.flush(), RETRY);
    this.fault.value = waits ? "" : (Object.values(result.error?.fields ?? {})[0] ?? result.error?.message ?? "");
  }

  /** The house's text has changed, by this device or another's. @param {string} server */
  heard(server) {
    if (same(server, this.base)) return;
    if (!this.dirty) {
      this.base = server;
      this.text.value = server;
    } else if (!this.sending && !same(server, this.text.value)) {
      this.base = server;
      this.theirs.value = server;
    }
  }

  /** Leave mine, take theirs. */
  takeTheirs() {
    this.text.value = this.theirs.value ?? this.text.value;
    this.base = this.text.value;
    this.theirs.value = null;
    this.state.value = "saved";
    this.forget();
  }

  /** Mine stays; it is saved over theirs. */
  keepMine() {
    this.theirs.value = null;
    this.flush();
  }

  /** @returns {{text: string, base: string} | null} */
  read() {
    try {
      return JSON.parse(this.shelf?.getItem(this.key) ?? "null");
    } catch {
      return null;
    }
  }

  write() {
    try {
      this.shelf?.setItem(this.key, JSON.stringify({ text: this.text.value, base: this.base }));
    } catch {
      // A full or forbidden storage: the text lives as long as the page.
    }
  }

  forget() {
    try {
      this.shelf?.removeItem(this.key);
    } catch {
      // As above.
    }
  }
}

/** The house takes off the spaces around a text. @param {string} a @param {string} b */
function same(a, b) {
  return a.trim() === b.trim();
}

/** @returns {Shelf | null} */
function deviceShelf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/**
 * A kept text of the room: saved when the network is back, and before it leaves the screen.
 * @param {Room} room @param {string} key @param {string} server @param {(text: string) => Promise<Result>} save
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
