// @ts-check
/**
 * The socket. It joins a stream and keeps the store at what everybody sees: entries since what it has, a snapshot where that
 * is too old, and again after every cut, until the page is closed. The only file that knows there is a socket.
 */

import { signal } from "../../vendor/preact.js";
import { Heads } from "./heads.js";
import { deviceShelf } from "./shelf.js";

/**
 * @typedef {import("./types.js").Command} Command
 * @typedef {import("./types.js").Result} Result
 * @typedef {import("./types.js").JoinAnswer} JoinAnswer
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Refusal} Refusal
 * @typedef {{connect: () => any, disconnect: () => any, on: (event: string, heard: (...args: any[]) => void) => any,
 *   emit: (event: string, payload: any, answered: (answer: any) => void) => any, removeAllListeners: () => any}} Socket
 */

/**
 * A meeting in progress says something at least every two seconds; this long without a word is a lost connection. Looked at every
 * LISTEN ms: together three seconds.
 */
export const SILENCE = 2750;
export const LISTEN = 250;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 3000;
/** A command unanswered for so long on a socket that seems alive is asked again. */
const PATIENCE = 8000;
const FIRST_TRY = 5000;
const LONGEST_TRY = 20_000;
/** What a join may take beyond the handshake. */
const JOIN = 3000;

/**
 * Milliseconds before the n-th try (from 0): 0.2 s doubling to 3 s, spread so that a hall full of devices doesn't come at once.
 * @param {number} tries @param {() => number} [random]
 */
export function backoff(tries, random = Math.random) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries) * (0.5 + random() / 2);
}

/**
 * Milliseconds a handshake may take: longer after each that failed, for a server that is overwhelmed answers late, and
 * whoever gives up early only adds to its work.
 * @param {number} tries
 */
export function tryFor(tries) {
  return Math.min(LONGEST_TRY, FIRST_TRY * 2 ** Math.max(0, tries - 1));
}

export class Connection {
  /**
   * @param {object} options
   * @param {string} options.stream
   * @param {import("./store.js").Store} options.store
   * @param {import("./clock.js").Clock} options.clock
   * @param {(ms: number) => Socket} options.open makes a new, unconnected socket with so much time for its handshake
   * @param {() => boolean} options.lively whether silence means something now (a meeting in progress)
   * @param {() => Promise<boolean>} options.stillSignedIn asked when a handshake was refused
   * @param {Heads} [options.heads] what this device has seen of journals
   */
  constructor({ stream, store, clock, open, lively, stillSignedIn, heads = new Heads(deviceShelf()) }) {
    Object.assign(this, { stream, store, clock, open, lively, stillSignedIn });
    this.stream = stream;
    this.store = store;
    this.clock = clock;
    this.open = open;
    this.lively = lively;
    this.stillSignedIn = stillSignedIn;
    this.heads = heads;
    /** @type {import("./types.js").Signal<import("./types.js").Network>} */
    this.network = signal("connecting");
    /** @type {import("./types.js").Signal<import("./types.js").Me | null>} */
    this.me = signal(null);
    /** @type {(live: Record<string, any>) => void} */
    this.onLive = () => {};
    /** @type {(joined: {again: boolean, count: number | null, whole: boolean}) => void} */
    this.onJoined = () => {};
    /** @type {(refusal: Refusal) => void} */
    this.onRefused = () => {};
    /** @type {(reason: string) => void} */
    this.onSignedOut = () => {};
    /** @type {Socket | null} */
    this.socket = null;
    /** Where the hands are on this device (the desk alone says it). @type {string | null} */
    this.at = null;
    this.joined = false;
    this.joining = false;
    this.joinAgain = false;
    this.everJoined = false;
    this.tries = 0;
    this.heard = 0;
    /** @type {Frame[]} */
    this.held = [];
    /** @type {Set<(error: Error) => void>} */
    this.unanswered = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.watch = undefined;
    this.watched = 0;
    this.closed = false;
  }

  start() {
    this.watched = Date.now();
    this.watch = setInterval(() => this.listen(), LISTEN);
    this.connect();
  }

  stop() {
    this.closed = true;
    clearInterval(this.watch);
    clearTimeout(this.retry);
    this.drop();
  }

  connect() {
    if (this.closed) return;
    clearTimeout(this.retry);
    this.drop();
    const socket = this.open(tryFor(this.tries));
    this.socket = socket;
    /** @param {(...args: any[]) => void} act @returns {(...args: any[]) => void} */
    const ours = (act) => (...args) => {
      if (this.socket === socket) act(...args);
    };
    socket.on("connect", ours(() => this.join()));
    socket.on("connect_error", ours((error) => this.refusedHandshake(error)));
    socket.on("disconnect", ours(() => this.lost()));
    socket.on("entries", ours((frame) => this.entries(frame)));
    socket.on("live", ours((live) => this.live(live)));
    socket.on("rejoin", ours((asked) => this.rejoin(asked)));
    socket.on("signed_out", ours((told) => this.signedOut(told?.reason ?? "")));
    this.heard = Date.now();
    socket.connect();
  }

  /** Forget the socket we have, and say to whoever waits for an answer that none will come. */
  drop() {
    const socket = this.socket;
    this.socket = null;
    this.joined = false;
    this.joining = false;
    this.joinAgain = false;
    this.held = [];
    if (socket) {
      socket.removeAllListeners();
      socket.disconnect();
    }
    const waiting = [...this.unanswered];
    this.unanswered.clear();
    for (const fail of waiting) fail(new Error("lost"));
  }

  /** Ask something and wait for the answer; a lost socket or a very long silence is an error. @param {string} event @param {any} payload @param {number} [ms] */
  ask(event, payload, ms = PATIENCE) {
    return new Promise((answered, failed) => {
      const socket = this.socket;
      if (!socket) return failed(new Error("lost"));
      const timer = setTimeout(() => fail(new Error("late")), ms);
      /** @param {Error} error */
      const fail = (error) => {
        clearTimeout(timer);
        this.unanswered.delete(fail);
        failed(error);
      };
      this.unanswered.add(fail);
      socket.emit(event, payload, (answer) => {
        clearTimeout(timer);
        this.unanswered.delete(fail);
        this.heard = Date.now();
        answered(answer);
      });
    });
  }

  /** @param {Command} command @returns {Promise<Result>} */
  command(command) {
    if (!this.joined) return Promise.reject(new Error("lost"));
    return this.ask("command", command);
  }

  /** What is being written here: it lasts as long as the socket, and is said again on each. @param {string | null} at */
  attend(at) {
    if (at === this.at) return;
    this.at = at;
    if (this.joined) this.sayWhere();
  }

  sayWhere() {
    this.ask("attend", { stream: this.stream, at: this.at }).catch(() => {});
  }

  async join() {
    if (this.joining) {
      this.joinAgain = true;
      return;
    }
    this.joining = true;
    const socket = this.socket;
    const { seq } = this.store;
    const asked = this.clock.local();
    /** @type {JoinAnswer} */
    let answer;
    try {
      answer = await this.ask("join", { stream: this.stream, ...this.since() }, tryFor(this.tries) + JOIN);
    } catch {
      if (this.socket === socket) this.lost();
      return;
    }
    if (this.socket !== socket) return;
    this.joining = false;
    if (!answer.ok) return this.refusedJoin(answer.error ?? { code: "unavailable", message: "" });
    this.clock.forget();
    this.clock.hear(answer.server_time, asked);
    this.take(answer, seq);
  }

  /**
   * Where to go on from. A page that has nothing yet says which head this device saw last: it is given everything, and the
   * house looks whether that head is on its journal.
   */
  since() {
    const { seq, view, head } = this.store;
    if (seq !== null) return { since: seq, view, head };
    const kept = this.heads.last(this.stream);
    return { since: kept?.seq ?? null, view: null, head: kept?.head ?? null };
  }

  /** @param {JoinAnswer} answer @param {number | null} since */
  take(answer, since) {
    const whole = !answer.entries;
    if (answer.entries) {
      const head = answer.head ?? undefined;
      this.store.apply({ stream: this.stream, from: since ?? 0, to: answer.seq, head, entries: answer.entries });
    } else {
      this.store.reset(answer.snapshot ?? {}, answer.seq, answer.view, answer.head);
    }
    this.store.view = answer.view;
    this.keepHead();
    this.me.value = answer.me;
    const held = this.held;
    this.held = [];
    const again = this.everJoined && this.network.peek() !== "online";
    this.joined = true;
    this.everJoined = true;
    this.tries = 0;
    this.heard = Date.now();
    this.network.value = "online";
    if (this.at !== null) this.sayWhere();
    this.onJoined({ again, count: answer.entries ? answer.entries.length : null, whole });
    for (const frame of held) this.entries(frame);
    if (this.joinAgain) {
      this.joinAgain = false;
      this.join();
    }
  }

  /** @param {Frame} frame */
  entries(frame) {
    if (frame.stream !== this.stream) return;
    this.heard = Date.now();
    if (this.joining) this.held.push(frame);
    else if (this.store.apply(frame)) this.keepHead();
    else this.join();
  }

  keepHead() {
    const { seq, head } = this.store;
    if (seq !== null && head) this.heads.keep(this.stream, seq, head);
  }

  /** @param {Record<string, any>} live */
  live(live) {
    if (live.stream !== this.stream) return;
    this.heard = Date.now();
    this.clock.hear(live.server_time);
    this.onLive(live);
  }

  /** @param {{stream: string}} asked */
  rejoin(asked) {
    if (asked.stream === this.stream) this.join();
  }

  /** Nothing may be seen here any more, or not now. @param {Refusal} refusal */
  refusedJoin(refusal) {
    if (refusal.code === "not_signed_in") return this.signedOut(refusal.message);
    if (refusal.code === "too_many" || refusal.code === "unavailable") {
      this.retry = setTimeout(() => this.join(), (refusal.retry_after ?? 1) * 1000);
      return;
    }
    this.finish("closed");
    this.onRefused(refusal);
  }

  /** @param {string} reason */
  signedOut(reason) {
    this.finish("signed_out");
    this.onSignedOut(reason);
  }

  /** @param {import("./types.js").Network} state */
  finish(state) {
    this.stop();
    this.network.value = state;
  }

  /** A handshake is refused to who is not signed in; everything else (a server that starts, a proxy) passes. @param {any} error */
  async refusedHandshake(error) {
    const socket = this.socket;
    const refused = error?.data !== undefined || !error?.type;
    if (refused && !(await this.stillSignedIn().catch(() => true))) {
      if (this.socket === socket) this.signedOut("");
      return;
    }
    if (this.socket !== socket) return;
    this.lost();
    if (error?.data?.code === "unavailable" && !this.closed) this.network.value = "full";
  }

  /** The connection is gone: say so, and come back. */
  lost() {
    this.drop();
    if (this.closed) return;
    const offline = typeof navigator !== "undefined" && navigator.onLine === false;
    if (this.everJoined || offline) this.network.value = offline ? "offline" : "reconnecting";
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.connect(), backoff(this.tries));
    this.tries += 1;
  }

  /** The page is left: said while there is a line, so that nobody takes it for a device that was lost. */
  part() {
    this.sayLeave();
    this.drop();
    clearTimeout(this.retry);
  }

  sayLeave() {
    if (this.joined) this.socket?.emit("leave", { stream: this.stream }, () => {});
    this.joined = false;
  }

  /** The device says the network is back, or the page is looked at again: don't wait for the next try. */
  hurry() {
    if (this.closed || this.joined) return;
    this.tries = 0;
    this.connect();
  }

  /** Called every LISTEN ms. A check that itself comes late (a page asleep) says nothing of the network yet. */
  listen() {
    const now = Date.now();
    const onTime = now - this.watched < 1500;
    this.watched = now;
    if (!onTime || !this.socket) return;
    const quiet = now - this.heard;
    if (this.joined && quiet >= SILENCE && this.lively()) this.lost();
    else if (!this.joined && quiet > tryFor(this.tries) + JOIN) this.lost();
  }
}

/** The connections of this page. @type {Set<Connection>} */
const ofPage = new Set();

/** The page is left: each stream is told before the line they share is closed. */
function left() {
  for (const one of ofPage) one.sayLeave();
  for (const one of ofPage) one.part();
}

/** As the page and its device live: it parts when the page is left, and doesn't wait when the network or the page is back. @param {Connection} connection */
export function withPage(connection) {
  if (!ofPage.size) addEventListener("pagehide", left);
  ofPage.add(connection);
  addEventListener("pageshow", (event) => event.persisted && connection.hurry());
  addEventListener("online", () => connection.hurry());
  addEventListener("offline", () => connection.lost());
  document.addEventListener("visibilitychange", () => document.hidden || connection.hurry());
}
