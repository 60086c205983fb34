// @ts-check
/**
 * The last head of each journal this device has seen. It is shown to the house at every join: whoever puts the journal back or
 * writes it anew is given away by any one tablet. There is nothing personal in it, so it outlives whoever was signed in.
 */

/** @typedef {{seq: number, head: string, at: number}} Head */
/** @typedef {Pick<Storage, "getItem" | "setItem">} Shelf */

const KEY = "journal.heads";
/** Meetings one device remembers. */
const MOST = 200;
/** Frames come many times a second in a vote; the disk hears of them once in a while, and when the page is left. */
const GATHER = 5000;

/** The last a page on a phone is told before it is done away with. @param {() => void} act */
function whenHidden(act) {
  globalThis.document?.addEventListener("visibilitychange", () => document.hidden && act());
}

export class Heads {
  /** @param {Shelf | null} shelf @param {(act: () => void, ms: number) => any} [later] @param {(act: () => void) => void} [hidden] when the page may not come back */
  constructor(shelf, later = (act, ms) => setTimeout(act, ms), hidden = whenHidden) {
    this.shelf = shelf;
    this.later = later;
    /** @type {Record<string, Head>} */
    this.fresh = {};
    this.waiting = false;
    if (shelf) hidden(() => this.waiting && this.write());
  }

  /** @param {string} stream @returns {Head | null} */
  last(stream) {
    return this.fresh[stream] ?? this.kept()[stream] ?? null;
  }

  /** @param {string} stream @param {number} seq @param {string} head */
  keep(stream, seq, head) {
    this.fresh[stream] = { seq, head, at: Date.now() };
    if (this.waiting || !this.shelf) return;
    this.waiting = true;
    this.later(() => this.write(), GATHER);
  }

  write() {
    this.waiting = false;
    const all = Object.entries({ ...this.kept(), ...this.fresh });
    all.sort(([, a], [, b]) => b.at - a.at);
    this.fresh = {};
    try {
      this.shelf?.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(0, MOST))));
    } catch {
      // No room: other devices have it too.
    }
  }

  /** @returns {Record<string, Head>} */
  kept() {
    try {
      const found = JSON.parse(this.shelf?.getItem(KEY) ?? "{}");
      return typeof found === "object" && found ? found : {};
    } catch {
      return {};
    }
  }
}
