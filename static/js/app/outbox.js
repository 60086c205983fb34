// @ts-check
/**
 * Commands on their way. Each gets its id and is kept on this device before it is sent, and stays kept until it is answered;
 * whatever happens to the network, the page or the server in between, it is sent again with the same id and so happens once.
 */

import { signal } from "../../vendor/preact.js";

/**
 * @typedef {import("./types.js").Command} Command
 * @typedef {import("./types.js").Result} Result
 * @typedef {Command & {person: string, at: number, sent: boolean, hold: boolean}} Kept
 * @typedef {{id: string, name: string, args: Record<string, any>, state: "waiting" | "sending", sent: boolean}} Pending `waiting`: this
 *   device has it for as long as it takes; `sent`: it may have arrived, its answer lost
 * @typedef {{all: () => Promise<Kept[]>, put: (one: Kept) => Promise<void>, remove: (id: string) => Promise<void>}} Shelf
 */

/** The house remembers ids at least seven days; what is older is not sent again, it might happen twice. */
const TOO_OLD = 6 * 24 * 3600_000;
const RETRY = 1000;
/** What may not wait is tried so long while the house can't write; then its sender is told. */
const PATIENCE = 5000;

/** `crypto.randomUUID` needs a secure page; a house without TLS in a closed network has none. @returns {string} */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Outbox {
  /**
   * @param {object} options
   * @param {string} options.person whose commands: a shared tablet keeps them apart
   * @param {string} options.stream
   * @param {Shelf} options.shelf
   * @param {(command: Command) => Promise<Result>} options.deliver resolves with the answer, rejects when the network is lost
   * @param {(kept: Kept, result: Result) => void} [options.late] an answer to something an earlier page sent
   * @param {(ms: number) => Promise<void>} [options.pause]
   * @param {() => number} [options.now]
   * @param {(code: string) => string} [options.words] what to say when it could not be sent at all
   */
  constructor({ person, stream, shelf, deliver, late, pause, now, words }) {
    this.person = person;
    this.stream = stream;
    this.shelf = shelf;
    this.deliver = deliver;
    this.late = late ?? (() => {});
    this.pause = pause ?? ((ms) => new Promise((done) => setTimeout(done, ms)));
    this.now = now ?? (() => Date.now());
    this.words = words ?? ((code) => code);
    this.online = false;
    /** @type {Kept[]} */
    this.queue = [];
    /** @type {Map<string, (result: Result) => void>} */
    this.answers = new Map();
    this.running = false;
    /** @type {import("./types.js").Signal<Pending[]>} */
    this.pending = signal([]);
    this.sendingId = "";
    /** Ids the shelf has, or can't have: only of these is it said that they wait. @type {Set<string>} */
    this.laid = new Set();
    /** The house can't write what may wait. */
    this.stuck = false;
    /** @type {import("./types.js").Signal<string>} why it can't */
    this.trouble = signal("");
  }

  /** What an earlier page left unanswered goes first. */
  async load() {
    /** @type {Kept[]} */
    let kept = [];
    try {
      kept = await this.shelf.all();
    } catch {
      // A browser that keeps nothing (private window): commands live as long as the page.
    }
    const mine = kept.filter((one) => one.person === this.person && one.stream === this.stream);
    for (const one of mine) {
      if (this.now() - one.at > TOO_OLD) {
        await this.forget(one);
        continue;
      }
      this.laid.add(one.id);
      if (!this.queue.some((other) => other.id === one.id)) this.queue.unshift(one);
    }
    this.queue.sort((a, b) => a.at - b.at);
    this.show();
    this.run();
  }

  /**
   * @param {string} name @param {Record<string, any>} args @param {{hold?: boolean, to?: string}} [options]
   * @returns {Promise<Result>}
   */
  async send(name, args, { hold = false, to = this.stream } = {}) {
    if (!hold && !this.online) return this.refusal("offline");
    /** @type {Kept} */
    const kept = { id: newId(), stream: to, name, args, person: this.person, at: this.now(), sent: false, hold };
    /** @type {Promise<Result>} */
    const answered = new Promise((answer) => this.answers.set(kept.id, answer));
    this.queue.push(kept);
    this.show();
    if (hold) {
      await this.keep(kept);
      this.show();
    }
    this.run();
    return answered;
  }

  /** @param {string} code @returns {Result} */
  refusal(code) {
    return { ok: false, error: { code, message: this.words(code) } };
  }

  /** What nobody has sent yet is given up by who gave it; false: it may have arrived already. @param {string} id @returns {boolean} */
  takeBack(id) {
    const one = this.queue.find((kept) => kept.id === id && !kept.sent);
    if (one) this.settle(one, this.refusal("taken_back"));
    return Boolean(one);
  }

  /** The network is there (joined) or gone. @param {boolean} online */
  turn(online) {
    this.online = online;
    if (online) this.run();
    else this.giveUpUnsent();
  }

  /** Without a network what nobody sent and may not wait is refused at once: "call the next" must not happen minutes later. */
  giveUpUnsent() {
    const lost = this.queue.filter((one) => !one.sent && !one.hold && one.id !== this.sendingId);
    for (const one of lost) this.settle(one, this.refusal("offline"));
  }

  /**
   * One at a time and in order: a second choice must not arrive before the first. While the house can't write what may wait,
   * only that waits: a full disk takes no ballots, but the vote can be closed.
   */
  async run() {
    if (this.running) return;
    this.running = true;
    try {
      while (this.online && this.queue.length) {
        const next = this.stuck ? this.queue.find((one) => !one.hold) : this.queue[0];
        if (next) await this.step(next);
        else {
          await this.pause(RETRY);
          this.stuck = false;
        }
      }
    } finally {
      this.running = false;
      this.sendingId = "";
      this.show();
    }
  }

  /** @param {Kept} kept */
  async step(kept) {
    this.sendingId = kept.id;
    this.show();
    kept.sent = true;
    await this.keep(kept);
    /** @type {Result} */
    let result;
    try {
      result = await this.deliver({ id: kept.id, stream: kept.stream, name: kept.name, args: kept.args });
    } catch {
      if (this.online) await this.pause(RETRY);
      return;
    }
    const code = result.error?.code;
    if (code === "unavailable") {
      this.trouble.value = result.error?.message ?? "";
      if (kept.hold) {
        this.stuck = true;
        return;
      }
      if (this.now() - kept.at < PATIENCE) {
        await this.pause(RETRY);
        return;
      }
    } else if (!this.stuck) this.trouble.value = "";
    if (code === "too_many") {
      await this.pause(Math.max(RETRY, (result.error?.retry_after ?? 0) * 1000));
      return;
    }
    if (code === "not_signed_in") {
      this.online = false;
      return;
    }
    this.settle(kept, result);
  }

  /** @param {Kept} kept @param {Result} result */
  settle(kept, result) {
    this.queue = this.queue.filter((one) => one.id !== kept.id);
    if (!this.queue.length) this.trouble.value = "";
    this.forget(kept);
    this.show();
    const answer = this.answers.get(kept.id);
    this.answers.delete(kept.id);
    if (answer) answer(result);
    else this.late(kept, result);
  }

  /** @param {Kept} kept */
  async keep(kept) {
    try {
      await this.shelf.put({ ...kept });
    } catch {
      // Kept in memory alone.
    }
    this.laid.add(kept.id);
  }

  /** @param {Kept} kept */
  async forget(kept) {
    this.laid.delete(kept.id);
    try {
      await this.shelf.remove(kept.id);
    } catch {
      // It was in memory alone.
    }
  }

  show() {
    this.pending.value = this.queue.map(({ id, name, args, sent, hold }) => ({
      id,
      name,
      args,
      sent,
      state: (id === this.sendingId && this.online) || (hold && !this.laid.has(id)) ? "sending" : "waiting",
    }));
  }
}

/** A shelf in the browser's own database. @param {string} [name] @returns {Shelf} */
export function shelf(name = "dien-hong-outbox") {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;
  const open = () => {
    opened ??= new Promise((done, failed) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("commands", { keyPath: "id" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    return opened;
  };
  /**
   * @template T
   * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} act
   * @returns {Promise<T>}
   */
  const run = async (mode, act) => {
    const database = await open();
    return new Promise((done, failed) => {
      const transaction = database.transaction("commands", mode);
      const request = act(transaction.objectStore("commands"));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  };
  return {
    all: () => run("readonly", (store) => store.getAll()),
    put: async (one) => void (await run("readwrite", (store) => store.put(one))),
    remove: async (id) => void (await run("readwrite", (store) => store.delete(id))),
  };
}

/** A shelf that lives as long as the page. @returns {Shelf & {kept: Map<string, Kept>}} */
export function memoryShelf() {
  /** @type {Map<string, Kept>} */
  const kept = new Map();
  return {
    kept,
    all: async () => [...kept.values()],
    put: async (one) => void kept.set(one.id, one),
    remove: async (id) => void kept.delete(id),
  };
}
