// @ts-check
/** The command line at the desk: what Enter would do is always shown before it is done. */

import { html, useEffect, useRef, useSignal, useState } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t, tc } from "../app/text.js";
import { openVoteControl } from "../voting/control.js";
import { goToItem, invite } from "./acting.js";
import { lacking, parseLine, suggest } from "./commandline.js";
import { NO_DUTY, recordArgs } from "./conclusions.js";
import { dayAt, shownDate } from "./dates.js";
import { HERE } from "./figures.js";
import { composing } from "./keys.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 * @typedef {import("./commandline.js").Suggestion} Suggestion
 * @typedef {import("./commandline.js").Verb} Verb
 */

export const COMMAND = "d-lenh";

/** @type {Record<Verb, {needs: string, icon: string, letter: string}>} */
const VERBS = {
  call: { needs: "speaking.call", icon: "microphone", letter: "m" },
  register: { needs: "speaking.request", icon: "hand-palm", letter: "d" },
  event: { needs: "meeting.remark", icon: "note-pencil", letter: "s" },
  conclude: { needs: "conclusion.record", icon: "gavel", letter: "k" },
  vote: { needs: "vote.prepare", icon: "check-square-offset", letter: "v" },
  item: { needs: "agenda.start_item", icon: "arrow-right", letter: "n" },
};

/** @returns {Record<Verb, string>} */
const names = () => ({ call: t("mời"), register: t("đăng ký giúp"), event: t("sự việc"), conclude: t("kết luận"), vote: t("biểu quyết"), item: tc("hint", "nội dung") });

/** @param {Room} room @returns {Verb[]} */
function verbsOf(room) {
  const over = isOver(room.phase.value);
  return /** @type {Verb[]} */ (Object.keys(VERBS)).filter((verb) => room.may(VERBS[verb].needs) && (!over || verb === "conclude"));
}

/** Nobody is invited any more and nothing happens; conclusions are still written. @param {string} phase */
const isOver = (phase) => phase === "ended" || phase === "cancelled";

/** Who may be invited: here, those who wait first. @param {Room} room @returns {import("./commandline.js").Scene} */
function sceneOf(room) {
  const attendance = room.by("attendance");
  const places = new Map(room.queue.value.map((one, place) => [one.person, place]));
  const people = room.people.value.filter((one) => HERE.has(attendance[one.id]?.status) && one.capacity !== "secretary");
  people.sort((a, b) => (places.get(a.id) ?? 999) - (places.get(b.id) ?? 999));
  const items = room.items.value.map((one) => ({ ...one, number: room.order(one.id) }));
  return { people, items, current: room.meeting.value?.item ?? null, verbs: verbsOf(room), everybody: room.people.value, today: dayAt(room.now()) };
}

/** @param {Room} room @param {Suggestion} one @param {Item} item @returns {Promise<any> | void} */
function perform(room, one, item) {
  const person = one.person;
  if (one.verb === "call" && person) return invite(room, { person: person.id });
  if (one.verb === "register" && person) return register(room, person, one.text);
  if (one.verb === "event") return room.act("meeting.remark", { text: one.text, item: item.id }, { done: t("Đã ghi sự việc") });
  if (one.verb === "item" && one.item) return goToItem(room, /** @type {Item} */ (room.one("items", one.item.id)));
  if (one.verb === "vote" && one.text) return room.act("vote.prepare", { question: one.text, item: item.id }, { done: t("Đã soạn biểu quyết, chờ chủ trì mở") });
  if (one.verb === "vote") return openVoteControl(room, { item: item.id });
  return room.act("conclusion.record", recordArgs(item.id, one.text, one.meant ?? NO_DUTY), {
    done: one.meant?.who ? t("Đã ghi kết luận, giao %(who)s", { who: one.meant.who }) : t("Đã ghi kết luận"),
    undo: (result) => room.act("conclusion.remove", { conclusion: result.result?.id }),
  });
}

/** @param {Room} room @param {{id: string, name: string}} person @param {string} gist */
function register(room, person, gist) {
  return room.act("speaking.request", { person: person.id, ...(gist ? { gist } : {}) }, {
    done: t("Đã ghi đăng ký giúp %(name)s", { name: person.name }),
    undo: (result) => room.act("speaking.withdraw", { speech: result.result?.id }),
  });
}

/** A sentence with one part of it in bold. @param {string} sentence @param {string} part */
function bold(sentence, part) {
  const at = part ? sentence.indexOf(part) : -1;
  return at < 0 ? sentence : html`${sentence.slice(0, at)}<b>${part}</b>${sentence.slice(at + part.length)}`;
}

/** @param {Suggestion} one @param {Room} room */
function words(one, room) {
  const { text } = one;
  const name = one.person?.name ?? "";
  if (one.verb === "call") return bold(tc("act", "Mời %(name)s phát biểu", { name }), name);
  if (one.verb === "register") return html`${bold(t("Ghi đăng ký giúp %(name)s", { name }), name)}${text && html` <span class="v">${text}</span>`}`;
  if (one.verb === "event") return bold(t("Ghi sự việc: %(text)s", { text }), text);
  if (one.verb === "conclude") return html`<span class="loi-kl">${bold(t("Ghi kết luận: %(text)s", { text }), text)}</span>${one.meant && html`<${Meant} meant=${one.meant} />`}`;
  if (one.verb === "vote") return text ? bold(t("Soạn biểu quyết: %(text)s", { text }), text) : t("Soạn biểu quyết cho nội dung này");
  return html`${t("Sang nội dung %(n)s", { n: room.order(one.item?.id) })} <span class="v">${one.item?.title}</span>`;
}

/** Whom a conclusion is given to and until when, and what was typed for that and is not understood. @param {{meant: import("./concluding.js").Meant}} props */
function Meant({ meant }) {
  const { who, more, due, left } = meant;
  if (!who && !due && left.length === 0) return null;
  return html`<span class="giao">${who && html`<span><${Icon} name="list-checks" />${t("giao %(who)s", { who })}${more && html` <span class="v">${more}</span>`}</span>`}
    ${due && html`<span class="so"><${Icon} name="calendar-blank" />${t("hạn %(day)s", { day: shownDate(due) })}</span>`}${leftWords(left).map((words) => html`<span class="v">${words}</span>`)}</span>`;
}

/** What was typed for a name or a day and is none. @param {import("./concluding.js").Left[]} left @returns {string[]} */
function leftWords(left) {
  const names = left.filter((one) => one.why === "name").map((one) => `“${one.words}”`).join(", ");
  const days = left.filter((one) => one.why !== "name").map(({ why, words }) => why === "past" ? t("%(words)s đã qua, không đặt làm hạn", { words })
    : why === "far" ? t("%(words)s quá xa, không đặt làm hạn", { words }) : t("Không có ngày %(words)s, không đặt làm hạn", { words }));
  return [...(names ? [t("%(words)s giữ nguyên là lời, không giao cho ai", { words: names })] : []), ...days];
}

/**
 * What stands in the line, kept on this device until it is done: through a reload, and where it was refused or there is no network.
 * @param {Room} room @returns {[string, (text: string) => void, {current: string}]}
 */
function useKeptLine(room) {
  const key = `dien-hong:${room.me.person}:${room.stream}:lenh`;
  const [line, set] = useState(() => /** @type {string} */ (taken(deviceShelf(), key) ?? ""));
  const latest = useRef(line);
  return [line, (text) => { latest.current = text; set(text); shelve(deviceShelf(), key, text || null); }, latest];
}

/** @param {{room: Room, item: Item}} props */
export function CommandLine({ room, item }) {
  const [line, setLine, latest] = useKeptLine(room);
  // A signal is known at once, and so is the line: the next key may come before the suggestions are drawn again for the last one.
  const pick = useSignal(0);
  const [here, enter] = useState(false);
  const [tried, tryIt] = useState(0);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  // What is left standing in the line offers nothing while the hands are elsewhere: nobody is looked for then.
  const scene = here ? sceneOf(room) : null;
  const found = scene ? suggest(line, scene) : [];
  const offered = () => (latest.current === line ? found : suggest(latest.current, sceneOf(room)));
  const picked = (/** @type {Suggestion[]} */ all) => all[Math.min(pick.value, all.length - 1)];
  const chosen = picked(found);
  const write = (/** @type {string} */ text) => { setLine(text); pick.value = 0; tryIt(0); };
  const run = async (/** @type {Suggestion | undefined} */ one) => {
    if (!one) return tryIt(tried + 1);
    const typed = latest.current;
    write("");
    field.current?.focus();
    const result = await perform(room, one, item);
    // Not done: it stands there again, unless something else does by now.
    if (result?.ok === false && !latest.current) write(typed);
    return undefined;
  };
  const step = (/** @type {number} */ by) => { const all = offered().length; pick.value = (pick.value + all + by) % Math.max(1, all); };
  /** @type {Record<string, () => void>} */
  const keys = { Enter: () => run(picked(offered())), ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const does = composing(event) || event.ctrlKey || event.altKey || event.metaKey ? null : keys[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  };
  return html`<div class="lenh">${found.length > 0 && html`<${Suggestions} room=${room} found=${found} pick=${found.indexOf(chosen)} run=${run} />`}
    ${scene && html`<${Nothing} line=${line} scene=${scene} tried=${tried} />`}
    <label class="o-nhap"><${Icon} name="caret-right-bold" /><span class="an">${t("Lệnh")}</span>
      <input id=${COMMAND} ref=${field} value=${line} autocomplete="off" spellcheck=${false} placeholder=${isOver(room.phase.value) ? t("Gõ lệnh như /k") : t("Gõ tên, hoặc lệnh như /m")} role="combobox" aria-expanded=${String(found.length > 0)} aria-controls="lenh-ds"
        aria-activedescendant=${chosen ? `lenh-${found.indexOf(chosen)}` : undefined} onInput=${(/** @type {any} */ event) => write(event.target.value)} onKeyDown=${key} onFocus=${() => enter(true)} onBlur=${() => { enter(false); tryIt(0); }} /></label>
    <div class="phim">${verbsOf(room).map((verb) => html`<button type="button" key=${verb} tabindex="-1" onClick=${() => { write(`/${VERBS[verb].letter} ${parseLine(line).rest}`); field.current?.focus(); }}><kbd>/${VERBS[verb].letter}</kbd> ${names()[verb]}</button>`)}
      <span class="khi-rong"><kbd>Ctrl Z</kbd> ${t("hoàn tác")}</span><span><kbd>?</kbd> <span class="khi-rong">${t("mọi phím")}</span></span></div></div>`;
}

/** @param {{room: Room, found: Suggestion[], pick: number, run: (one: Suggestion) => void}} props */
function Suggestions({ room, found, pick, run }) {
  useEffect(() => document.getElementById(`lenh-${pick}`)?.scrollIntoView({ block: "nearest" }), [pick]);
  return html`<ul class="goi-y" role="listbox" id="lenh-ds" aria-label=${t("Việc sẽ làm")}>${found.map((one, place) => html`<li key=${place} id=${`lenh-${place}`} role="option" aria-selected=${String(place === pick)}
    onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); run(one); }}><${Icon} name=${VERBS[one.verb].icon} /><span>${words(one, room)}</span><kbd>${place === pick ? "↵" : place > pick ? "↓" : "↑"}</kbd></li>`)}</ul>`;
}

/**
 * What can be typed, or why what was typed does nothing: while it is typed only where it is certain, after Enter always.
 * @param {{line: string, scene: import("./commandline.js").Scene, tried: number}} props
 */
function Nothing({ line, scene, tried }) {
  const lack = lacking(line, scene);
  if (!lack || (lack === "commands" && !tried && line.trim() !== "/")) return null;
  // Said again at each Enter.
  return html`<p class="goi-y khong" key=${tried} role=${tried ? "alert" : "status"}>${lackWords(lack, line, scene)}</p>`;
}

/** @param {import("./commandline.js").Lack} lack @param {string} line @param {import("./commandline.js").Scene} scene */
function lackWords(lack, line, scene) {
  const list = scene.verbs.map((verb) => `/${VERBS[verb].letter} ${names()[verb]}`).join(", ");
  if (["commands", "unknown"].includes(lack) && !scene.verbs.includes("call")) return t("Có thể gõ: %(list)s.", { list });
  if (lack === "commands") return t("Có thể gõ: %(list)s; hoặc gõ tên một người.", { list });
  if (lack === "unknown") return t("Không có lệnh này. Có thể gõ: %(list)s; hoặc gõ tên một người.", { list });
  if (lack === "words") return parseLine(line).verb === "event" ? t("Viết tiếp sự việc sau /s, ví dụ: /s Nghỉ giải lao 15 phút") : t("Viết tiếp nội dung kết luận sau /k, ví dụ: /k Trình phương án @Sở Xây dựng 30/11");
  if (lack === "nobody_here") return t("Chưa có ai đang có mặt để chọn. Điểm danh trước bằng phím D.");
  if (lack === "no_item") return t("Không có nội dung này.");
  return lack === "none_waiting" ? t("Không còn nội dung nào chờ bắt đầu. Gõ số của nội dung, ví dụ: /n 2") : t("Không có ai tên này đang có mặt.");
}
