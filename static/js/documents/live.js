// @ts-check
/** The reader's line to its meeting: what is presented, by whom, and who may. */

import { computed } from "../../vendor/preact.js";
import { Clock } from "../app/clock.js";
import { newId } from "../app/commands.js";
import { Connection, withPage } from "../app/connection.js";
import { watchTaps } from "../app/covering.js";
import { fold } from "../app/fold.js";
import { memoryShelf, Outbox } from "../app/outbox.js";
import { openSocket, stillSignedIn } from "../app/socket.js";
import { Store } from "../app/store.js";
import { t } from "../app/text.js";
import { showHall } from "../app/theme.js";
import { listenFor } from "../meetings/announcer.js";
import { makeRoom } from "../meetings/state.js";
import { listenForVotes } from "../voting/awaited.js";
import { mayPresent } from "./following.js";

/**
 * The room as its people hear of it from outside: it is told aloud as there, and nothing is sent from here by its ways.
 * @param {Connection} connection @param {string} person @param {{network?: boolean, whole?: boolean}} how
 */
export function outside(connection, person, { network = true, whole = true } = {}) {
  const outbox = new Outbox({ person, stream: connection.stream, shelf: memoryShelf(), deliver: (command) => connection.command(command) });
  const room = makeRoom(connection, outbox, connection.clock);
  connection.onJoined = () => room.resetFigures();
  room.meeting.subscribe((now) => now && showHall(Boolean(now.dark)));
  listenFor(room, { network, whole });
  listenForVotes(room);
  watchTaps(document);
  connection.clock.start();
  return room;
}

/** @param {string} stream @param {string} person */
function lineTo(stream, person) {
  const store = new Store();
  const first = (/** @type {string} */ name) => Object.values(store.collection(name).value)[0] ?? null;
  const lively = () => /** @type {any} */ (Object.values(store.collection("meeting").peek())[0])?.phase === "in_progress";
  const clock = new Clock();
  const connection = new Connection({ stream, store, clock, open: openSocket, lively, stillSignedIn });
  connection.onSignedOut = () => location.reload();
  withPage(connection);
  const meeting = computed(() => /** @type {any} */ (first("meeting")));
  const page = computed(() => /** @type {any} */ (first("presenting")));
  const may = computed(() => {
    const me = connection.me.value;
    const mine = /** @type {any} */ (store.one("people", person).value);
    const item = meeting.value?.item ? /** @type {any} */ (store.one("items", meeting.value.item).value) : null;
    const speeches = Object.values(store.collection("speeches").value);
    if (!me) return false;
    return mayPresent({ person, capacity: me.capacity, phase: meeting.value?.phase ?? "", speeches, presenter: item?.presenter ?? "", name: mine?.name ?? "", office: mine?.office ?? "" }, fold);
  });
  const room = outside(connection, person);
  connection.start();
  return {
    room, page, may, meeting,
    online: computed(() => connection.network.value === "online"),
    title: (/** @type {string | null} */ paper) => (paper ? (/** @type {any} */ (store.one("papers", paper).value)?.title ?? "") : ""),
    name: (/** @type {string | null} */ id) => (id ? (/** @type {any} */ (store.one("people", id).value)?.name ?? "") : ""),
    /** @param {string} name @param {Record<string, any>} [args] @returns {Promise<any>} */
    send: (name, args = {}) => connection.command({ id: newId(), stream, name, args }),
  };
}

/** @type {Line | null} */
let line = null;

/** The line of this page; none after a meeting's end. @param {any} shown @returns {Line | null} */
export function lineOf(shown) {
  if (shown.live) line ??= lineTo(shown.stream, document.body.dataset.person ?? "");
  return line;
}

/** Why it is over. @param {string} why */
export function overWords(why) {
  if (why === "recalled") return t("Tài liệu vừa bị thu hồi, trình chiếu dừng.");
  if (why === "item") return t("Đã sang nội dung khác, trình chiếu dừng.");
  if (why === "ended") return t("Phiên họp đã kết thúc, trình chiếu dừng.");
  return t("Đã dừng trình chiếu.");
}

/** @typedef {ReturnType<typeof lineTo>} Line */
