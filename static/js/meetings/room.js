// @ts-check
/** The live room's entry: joins the meeting's stream and draws what this person's capacity sees. */

import { html, render, signal, useEffect, useLayoutEffect, useState } from "../../vendor/preact.js";
import { Clock, useZone } from "../app/clock.js";
import { Banner, Button, Icon, Logo, Overlays, Skeleton } from "../app/components.js";
import { watchTaps } from "../app/covering.js";
import { Connection, withPage } from "../app/connection.js";
import { keepFocus } from "../app/focus.js";
import { Outbox, shelf } from "../app/outbox.js";
import { fill, Panel } from "../app/panels.js";
import { openSocket, stillSignedIn } from "../app/socket.js";
import { Store } from "../app/store.js";
import { t } from "../app/text.js";
import { showHall } from "../app/theme.js";
import { listenFor } from "./announcer.js";
import { HandsUnderSheet, listenForVotes } from "../voting/awaited.js";
import { DueUnderSheet } from "../voting/boarddue.js";
import { OverSheets } from "./called.js";
import { tellTurns } from "./presiding.js";
import { keepScreen } from "./screenkept.js";
import { makeRoom, refusalWords } from "./state.js";

/** Each is loaded when it is needed: a member's tablet never fetches the chair's screen. @type {Record<string, () => Promise<any>>} */
const SCREENS = {
  member: () => import("./member.js").then((found) => found.MemberRoom),
  guest: () => import("./member.js").then((found) => found.MemberRoom),
  substitute: () => import("./member.js").then((found) => found.MemberRoom),
  chair: () => import("./chair.js").then((found) => found.ChairRoom),
  secretary: () => import("./desk.js").then((found) => found.DeskRoom),
  hall: () => import("./projector.js").then((found) => found.ProjectorRoom),
  door: () => import("./door.js").then((found) => found.DoorRoom),
  seats: () => import("./seatingroom.js").then((found) => found.SeatingRoom),
};
const VOTES = "../voting/votes.js";
/** What the packages to the right put into the room's places. A missing one leaves its place empty. */
const PARTS = [VOTES, "../voting/hall.js", "../voting/consent.js", "../documents/papers.js", "../documents/hallpage.js", "../documents/notes.js", "../documents/resultsheet.js"];

/** @param {string} code */
const words = (code) => (code === "offline" ? t("Cần có mạng. Việc này chưa được thực hiện.") : t("Không lưu được. Hãy thử lại."));

/** @param {HTMLElement} root */
function start(root) {
  const stream = /** @type {string} */ (root.dataset.stream);
  const person = document.body.dataset.person ?? "";
  useZone(document.documentElement.dataset.zone);
  const store = new Store();
  const clock = new Clock();
  const lively = () => Object.values(store.collection("meeting").peek())[0]?.phase === "in_progress";
  const connection = new Connection({ stream, store, clock, open: openSocket, lively, stillSignedIn });
  const outbox = new Outbox({ person, stream, shelf: shelf(), deliver: (command) => connection.command(command), words });
  const room = makeRoom(connection, outbox, clock);
  outbox.late = async (kept, result) => {
    const told = kept.name === "vote.cast" && (await import(VOTES).then((votes) => votes.answeredLate(room, kept, result), () => false));
    if (!told && !result.ok) room.toast(refusalWords(result), { tone: "xau" });
  };
  follow(connection, outbox, room);
  listenFor(room);
  listenForVotes(room, { inside: true });
  tellTurns(room);
  watchTaps(document);
  keepFocus();
  fill("sheet.top", ({ onBack }) => html`<${OverSheets} room=${room} /><${DueUnderSheet} room=${room} onBack=${onBack} /><${HandsUnderSheet} room=${room} onBack=${onBack} />`);
  room.meeting.subscribe((meeting) => meeting && showHall(Boolean(meeting.dark)));
  draw(root, room);
  clock.start();
  outbox.load();
  connection.start();
  for (const part of PARTS) import(part).catch(() => {});
  return room;
}

const BACK_SHOWN = 6000;

/** A big screen that was let in by its code, and shows the next one when it is sent away: never an error. */
const isScreen = () => "screen" in (document.getElementById("room")?.dataset ?? {});

/**
 * What follows from the connection's life: the outbox is let go or held, the figures renewed, the way back said.
 * @param {Connection} connection @param {Outbox} outbox @param {ReturnType<typeof makeRoom>} room
 */
function follow(connection, outbox, room) {
  connection.network.subscribe((state) => state !== "online" && outbox.turn(false));
  connection.onJoined = ({ again, count }) => {
    room.resetFigures();
    outbox.turn(true);
    if (!again) return;
    room.back.value = { kind: "online", count };
    setTimeout(() => (room.back.value = null), BACK_SHOWN);
  };
  connection.onSignedOut = () => {
    if (isScreen()) return location.replace("/screen");
    location.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
  };
  connection.onRefused = (refusal) => {
    if (isScreen()) return location.replace("/screen");
    closed.value = refusal.message || t("Không tìm thấy cuộc họp này.");
  };
  withPage(connection);
}

/** @param {string | null} capacity */
const isHall = (capacity) => isScreen() || capacity === "hall";

/** A line that is only being opened is none that was lost. */
const LATE = 2000;

/** A big screen that knows nothing of the meeting yet: just started, or reloaded while the server is away. */
function ComingBack() {
  const [late, tell] = useState(false);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = "dark"; // as the hall's screen itself, which may be long in coming
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => tell(true), LATE);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class="khung-chieu toan-man"><div class="man-chieu cho"><header class="tren"><${Logo} /><span class="ten-hop"><b>${document.title}</b></span>
    <span role="status">${late && html`<span class="noi-lai"><${Icon} name="wifi-slash" />${t("Đang nối lại…")}</span>`}</span></header><div class="noi-dung nghi"><${Logo} /></div><footer class="chan-m"></footer></div></div>`;
}

const closed = signal("");
const screens = signal(/** @type {Record<string, any>} */ ({}));

/** @param {string} capacity */
async function load(capacity) {
  const found = SCREENS[capacity] ?? SCREENS.member;
  try {
    const screen = await found();
    screens.value = { ...screens.value, [capacity]: screen };
  } catch {
    // The network went in the middle of loading; the page stays as it is and tries again.
    setTimeout(() => load(capacity), 1500);
  }
}

/** A screen of its own for who may: a tablet at the door takes numbers; the secretary arranges the seats. @type {[string, string][]} */
const ALSO = [["door", "attendance.check_in_number"], ["seats", "seating.place"]];

/** @param {string | null} capacity @param {import("../app/types.js").Room} [room] */
function shownAs(capacity, room) {
  const asked = new URLSearchParams(location.search);
  const also = ALSO.find(([name, command]) => asked.has(name) && (!room || room.may(command)));
  return capacity && also ? also[0] : capacity;
}

/** @param {HTMLElement} root @param {import("../app/types.js").Room} room */
function draw(root, room) {
  const Page = () => {
    const capacity = shownAs(room.me.capacity, room);
    const ready = capacity && room.meeting.value;
    const Screen = capacity ? screens.value[capacity] : null;
    if (closed.value) return html`<${Closed} text=${closed.value} home="/" />`;
    if (isHall(capacity ?? root.dataset.capacity ?? null) && (!ready || !Screen)) return html`<${ComingBack} />`;
    if (!ready || !Screen) return html`<div class="phong-cho"><${Skeleton} rows=${5} onRetry=${() => location.reload()} /></div>`;
    return html`<${Screen} room=${room} /><${Panel} place="room.cover" room=${room} /><${Overlays} room=${room} />`;
  };
  const wanted = new Set();
  const want = (/** @type {string | null} */ capacity) => {
    if (!capacity || wanted.has(capacity)) return;
    wanted.add(capacity);
    load(capacity);
  };
  want(shownAs(root.dataset.capacity ?? null));
  root.replaceChildren();
  if (isHall(root.dataset.capacity ?? null)) keepScreen();
  render(html`<${Page} /><${Wanting} room=${room} want=${want} />`, root);
}

/** Loads the screen of whatever capacity the join says. @param {{room: import("../app/types.js").Room, want: (capacity: string | null) => void}} props */
function Wanting({ room, want }) {
  want(shownAs(room.me.capacity, room));
  return null;
}

/** @param {{text: string, home: string}} props */
function Closed({ text, home }) {
  return html`<div class="phong-cho"><${Banner} tone="xau" icon="warning-circle">${text}</${Banner}>
    <${Button} onPress=${() => (location.href = home)}>${t("Về trang Hôm nay")}</${Button}></div>`;
}

const root = document.getElementById("room");
if (root) start(root);
