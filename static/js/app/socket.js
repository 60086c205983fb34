// @ts-check
/** The page's one socket: whoever on it joins a stream does so over the same line. The only file that knows whose sockets they are. */

import { io } from "../../vendor/socket.io.js";

/**
 * @typedef {import("./connection.js").Socket} Socket
 * @typedef {Socket & {connected: boolean, off: (event: string, heard: (...args: any[]) => void) => any}} Line
 */

/** @param {number} timeout @returns {Line} */
const line = (timeout) => /** @type {any} */ (io({ transports: ["websocket"], reconnection: false, autoConnect: false, forceNew: true, timeout }));

/**
 * Sockets for several connections that are one. Where one of them gives the line up, it is up for all, and each comes back by
 * itself.
 * @param {(timeout: number) => Line} make
 */
export function sharing(make) {
  /** @type {{line: Line, sides: Set<() => void>} | null} */
  let open = null;
  /** @param {number} timeout */
  const take = (timeout) => {
    if (open) return open;
    const made = { line: make(timeout), sides: new Set() };
    const over = () => {
      if (open === made) open = null;
    };
    made.line.on("disconnect", over);
    made.line.on("connect_error", over);
    open = made;
    made.line.connect();
    return made;
  };
  return (/** @type {number} */ timeout) => side(timeout, take, (gone) => {
    if (open === gone) open = null;
  });
}

/**
 * @param {number} timeout @param {(timeout: number) => {line: Line, sides: Set<() => void>}} take
 * @param {(gone: any) => void} drop @returns {Socket}
 */
function side(timeout, take, drop) {
  /** @type {[string, (...args: any[]) => void][]} */
  const heard = [];
  /** @type {ReturnType<typeof take> | null} */
  let mine = null;
  const tell = (/** @type {string} */ event) => heard.filter(([name]) => name === event).forEach(([, hear]) => hear());
  const lost = () => tell("disconnect");
  return {
    on: (event, hear) => heard.push([event, hear]),
    connect() {
      mine = take(timeout);
      mine.sides.add(lost);
      for (const [event, hear] of heard) mine.line.on(event, hear);
      if (mine.line.connected) queueMicrotask(() => mine && tell("connect"));
    },
    emit: (event, payload, answered) => mine?.line.emit(event, payload, answered),
    removeAllListeners() {
      for (const [event, hear] of heard) mine?.line.off(event, hear);
      mine?.sides.delete(lost);
      heard.length = 0;
    },
    disconnect() {
      if (!mine) return;
      const gone = mine;
      mine = null;
      drop(gone);
      for (const [event, hear] of heard) gone.line.off(event, hear);
      gone.sides.delete(lost);
      gone.line.disconnect();
      for (const tellOther of [...gone.sides]) tellOther();
    },
  };
}

export const openSocket = sharing(line);

/** Whether the session is still good: asked when a handshake was refused. */
export async function stillSignedIn() {
  const answer = await fetch("/api/me", { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.status !== 401;
}
