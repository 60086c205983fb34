// @ts-check
/** A room: the state of a meeting's stream as signals, and the ways to act in it. Screens know only this. */

import { html, batch, computed, effect, signal } from "../../vendor/preact.js";
import { aloud } from "../app/aloud.js";
import { alikeList, keyed } from "../app/alike.js";
import { Ask } from "../app/ask.js";
import { t } from "../app/text.js";
import { saidBy, soOnceSeen } from "../app/toasts.js";
import { HEARD, onTheFloor, waiting } from "./figures.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Result} Result
 * @typedef {import("../app/types.js").ActOptions} ActOptions
 * @typedef {import("../app/connection.js").Connection} Connection
 * @typedef {import("../app/outbox.js").Outbox} Outbox
 */

/** Made once: asked for at each comparison it would cost more than all the rest of a list of hundreds. */
const vietnamese = new Intl.Collator("vi");

/** @param {any} a @param {any} b */
function inOrder(a, b) {
  const far = (a.order ?? 0) - (b.order ?? 0);
  if (far) return far;
  const [one, other] = [String(a.name ?? a.opened_at ?? a.at ?? ""), String(b.name ?? b.opened_at ?? b.at ?? "")];
  return one === other ? 0 : vietnamese.compare(one, other);
}

/**
 * The meeting, which is another only when something beside its quorum is: that changes with everybody who comes, and whoever reads
 * it (`meeting.quorum`) is drawn again, nobody else.
 * @param {import("../app/types.js").ReadonlySignal<any[]>} list
 */
function calmMeeting(list) {
  const quorum = computed(() => list.value[0]?.quorum ?? null);
  let [known, shown] = ["", /** @type {any} */ (null)];
  return computed(() => {
    const now = list.value[0] ?? null;
    const words = now ? JSON.stringify({ ...now, quorum: null }) : "";
    if (words === known) return shown;
    known = words;
    shown = now && Object.defineProperty({ ...now }, "quorum", { get: () => quorum.value, enumerable: true });
    return shown;
  });
}

/**
 * The part of a room that is read.
 * @param {import("../app/store.js").Store} store
 * @returns {any}
 */
function reading(store) {
  /** @type {Map<string, any>} */
  const lists = new Map();
  /** @param {string} name */
  const list = (name) => {
    let found = lists.get(name);
    if (!found) {
      found = computed(() => Object.values(store.all(name)).sort(inOrder));
      lists.set(name, found);
    }
    return found;
  };
  const meeting = calmMeeting(list("meeting"));
  const items = list("items");
  const item = computed(() => {
    const id = meeting.value?.item;
    return id ? store.one("items", id).value : null;
  });
  const speeches = list("speeches");
  return {
    list,
    by: (/** @type {string} */ name) => store.all(name),
    one: (/** @type {string} */ name, /** @type {string | null | undefined} */ id) => (id ? store.one(name, id).value : null),
    name: (/** @type {string | null | undefined} */ id) => (id ? (store.one("people", id).value?.name ?? "") : ""),
    order: (/** @type {string | null | undefined} */ id) => (id ? (store.one("items", id).value?.order ?? 0) : 0),
    meeting, items, item, speeches,
    phase: computed(() => meeting.value?.phase ?? ""),
    people: list("people"),
    votes: list("votes"),
    conclusions: list("conclusions"),
    papers: list("papers"),
    sites: list("sites"),
    remarks: list("remarks"),
    alarms: list("alarms"),
    floor: computed(() => onTheFloor(speeches.value)),
    queue: alikeList(() => waiting(speeches.value, meeting.value?.item ?? null)),
    heard: alikeList(() => speeches.value.filter((/** @type {any} */ one) => HEARD.has(one.state))),
    gone: store.those("attendance", (/** @type {any} */ one) => one.status === "left"),
    vote: computed(() => list("votes").value.find((/** @type {any} */ one) => one.state === "open") ?? null),
  };
}

/** Why somebody has no device in the room: its network, for longer than anybody waits, they left, the house was started anew, they never came. @typedef {"network" | "long" | "left" | "restart" | "never"} Gone */

/** @param {Record<string, string[]>} told @returns {Map<string, Gone>} */
function byPerson(told) {
  /** @type {Map<string, Gone>} */
  const found = new Map();
  for (const [why, people] of Object.entries(told)) for (const person of people) found.set(person, /** @type {Gone} */ (why));
  return found;
}

/** The live figures; exact ones come with every whole state. @param {Connection} connection @param {any} read */
function figures(connection, read) {
  const gone = signal(/** @type {Record<string, string[]>} */ ({}));
  const lost = computed(() => byPerson(gone.value));
  const live = {
    present: signal(/** @type {number | null} */ (null)),
    turnout: signal(/** @type {Record<string, number>} */ ({})),
    awaited: signal(/** @type {Record<string, number>} */ ({})),
    barred: signal(/** @type {Record<string, number>} */ ({})),
    missing: signal(/** @type {Record<string, string[]>} */ ({})),
    full: signal(false),
    attending: signal(/** @type {Record<string, string[]>} */ ({})),
    lost,
    whyLost: keyed(() => lost.value, /** @type {Gone | ""} */ ("")),
  };
  connection.onLive = (told) =>
    batch(() => {
      live.full.value = told.disk_full === true;
      renew(live.attending, told.attending ?? {});
      renew(gone, told.lost ?? {});
      if (typeof told.present === "number") live.present.value = told.present;
      if (told.turnout) renew(live.turnout, told.turnout);
      if (told.awaited) renew(live.awaited, told.awaited);
      if (told.barred) renew(live.barred, told.barred);
      if (told.missing) renew(live.missing, told.missing);
    });
  // An entry tells it, too, and at once: what is heard last holds, so that who comes is not drawn a second time a moment later.
  const present = computed(() => read.meeting.value?.quorum?.present ?? null);
  effect(() => void (live.present.value = present.value));
  const reset = () =>
    batch(() => {
      live.present.value = present.peek();
      const votes = read.votes.peek().filter((/** @type {any} */ one) => one.state === "open");
      const each = (/** @type {string} */ figure, /** @type {any} */ none) => Object.fromEntries(votes.map((/** @type {any} */ one) => [one.id, one[figure] ?? none]));
      renew(live.turnout, each("turnout", 0));
      renew(live.awaited, each("awaited", 0));
      renew(live.barred, each("barred", 0));
      renew(live.missing, each("missing", []));
    });
  return { live, reset };
}

/** Only a different figure is a change. @param {any} figure @param {any} value */
function renew(figure, value) {
  if (JSON.stringify(figure.peek()) !== JSON.stringify(value)) figure.value = value;
}

/** Toasts, sheets, announcements. @param {string} person whose words they are @param {import("../app/types.js").ReadonlySignal<boolean>} online @returns {Pick<Room, "toasts" | "sheets" | "spoken" | "toast" | "announce" | "sheet" | "ask">} */
function saying(person, online) {
  const toasts = signal(/** @type {any} */ (null));
  const sheets = signal(/** @type {any} */ (null));
  const spoken = signal({ polite: "", assertive: "" });
  const saying = (/** @type {"polite" | "assertive"} */ loud) => aloud((text) => (spoken.value = { ...spoken.peek(), [loud]: text }));
  const [polite, assertive] = [saying("polite"), saying("assertive")];
  let key = 0;
  /** @param {any} draw */
  const sheet = (draw) => {
    sheets.value = draw ? { draw, close: () => sheet(null) } : null;
  };
  return {
    toasts, sheets, spoken, sheet,
    toast(text, options = {}) {
      key += 1;
      toasts.value = { text, key, ...options };
    },
    announce: (text, loud = false) => (loud ? assertive : polite)(text),
    ask(spec) {
      return new Promise((answered) => {
        const done = (/** @type {any} */ answer) => {
          sheet(null);
          answered(answer);
        };
        sheet(() => html`<${Ask} spec=${spec} person=${person} online=${online} done=${done} />`);
      });
    },
  };
}

/** What a refusal says. @param {Result} result */
export function refusalWords(result) {
  const error = result.error;
  const field = Object.values(error?.fields ?? {})[0];
  return field || error?.message || t("Không lưu được. Hãy thử lại.");
}

/**
 * @param {Connection} connection @param {Outbox} outbox @param {import("../app/clock.js").Clock} clock
 * @returns {Room & {resetFigures: () => void}}
 */
export function makeRoom(connection, outbox, clock) {
  const read = reading(connection.store);
  const { live, reset } = figures(connection, read);
  const connected = computed(() => connection.network.value === "online");
  const said = saying(outbox.person, connected);
  const nobody = { person: outbox.person, capacity: null, may: [] };
  const send = outbox.send.bind(outbox);
  const seen = () => connection.store.seq ?? 0;
  /** @param {string} name @param {Record<string, any>} args @param {ActOptions} [options] */
  const act = async (name, args, { done, undo, undoText, holds, announce = false, ...how } = {}) => {
    const result = await send(name, args, how);
    if (!result.ok) {
      const words = refusalWords(result);
      said.toast(words, { tone: "xau" });
      return result;
    }
    const words = typeof done === "function" ? done(result) : done;
    const here = () => Boolean(how.to) || seen() >= (result.seq ?? 0);
    const so = holds ? soOnceSeen(() => holds(result), here) : null;
    if (words) said.toast(words, { mine: true, silent: announce, undo: undo ? () => undo(result) : null, undoText, holds: so });
    if (words && announce) said.announce(saidBy({ text: words }), true);
    return result;
  };
  return {
    stream: connection.stream,
    meetingId: connection.stream.split(":")[1],
    home: `/meetings/${connection.stream.split(":")[1]}`,
    get me() {
      return connection.me.value ?? nobody;
    },
    may: (name) => (connection.me.value ?? nobody).may.includes(name),
    ...read,
    seen,
    live,
    attend: (at) => connection.attend(at),
    resetFigures: reset,
    now: () => clock.now(),
    second: clock.second,
    minute: computed(() => Math.floor(clock.second.value / 60_000) * 60_000),
    connected,
    network: connection.network,
    back: signal(/** @type {any} */ (null)),
    outbox,
    send,
    act,
    sending: (name) => outbox.pending.value.filter((one) => one.name === name).length,
    held: (...names) => !connected.value && outbox.pending.value.some((one) => one.state === "waiting" && names.includes(one.name)),
    ...said,
  };
}
