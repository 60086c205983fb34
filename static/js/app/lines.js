// @ts-check
/**
 * The lines of a page to streams: one join each, whoever on the page listens. A page that only follows a stream (Watch) and the
 * state of what calls back to it (Store) share it.
 */

import { Clock } from "./clock.js";
import { Connection, withPage } from "./connection.js";
import { openSocket, stillSignedIn } from "./socket.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./watch.js").Watch} Watch */

/** @type {Map<string, Connection>} */
const lines = new Map();
/** @type {Map<string, {watch: Watch, joined: (line: Connection) => void}>} */
const followed = new Map();

/** @param {any} store */
const goesOn = (store) => /** @type {any} */ (Object.values(store.collections?.get("meeting")?.held ?? {})[0])?.phase === "in_progress";

/** @param {string} stream @param {any} store */
function open(stream, store) {
  /** @type {Connection} */
  const line = new Connection({ stream, store, clock: new Clock(), open: openSocket, lively: () => goesOn(line.store), stillSignedIn });
  line.onSignedOut = () => location.reload();
  withPage(line);
  lines.set(stream, line);
  followed.get(stream)?.joined(line);
  return line;
}

/**
 * The page keeps up with a stream. Where more of the page is to come over the same line (`[data-calls]`), that opens it.
 * @param {string} stream @param {Watch} watch @param {(line: Connection) => void} joined
 */
export function follow(stream, watch, joined) {
  followed.set(stream, { watch, joined });
  if (!document.querySelector(`[data-calls="${CSS.escape(stream)}"]`)) open(stream, watch).start();
}

/** Nothing more is to come over it. @param {string} stream */
export function alone(stream) {
  const watch = followed.get(stream)?.watch;
  if (watch && !lines.has(stream)) open(stream, watch).start();
}

/**
 * A store that stands at some `seq` goes on from there; `ready` before anything comes.
 * @param {string} stream @param {Store} store @param {(line: Connection) => void} ready
 */
export function carry(stream, store, ready) {
  const watch = followed.get(stream)?.watch;
  if (watch) {
    store.watches.push(watch);
    watch.catchUp(store);
  }
  const there = lines.get(stream);
  const line = there ?? open(stream, store);
  line.store = store;
  ready(line);
  if (!there) line.start();
  else if (there.joined || there.joining) there.join();
}
