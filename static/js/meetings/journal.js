// @ts-check
/** The desk's journal of an item: what happened, with the secretary's record of each speech, live while it is typed. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { stretches, useAlike } from "../app/alike.js";
import { hhmm } from "../app/clock.js";
import { Button } from "../app/components.js";
import { t, tc, tn } from "../app/text.js";
import { Kept, Others, useGrown } from "./conclusions.js";
import { minutes, ms } from "./figures.js";
import { adoptedWords, courseWords, matterOf, notAdoptedWords } from "./course.js";
import { beganAt, happenings } from "./happened.js";
import { noticeWords } from "./notices.js";
import { useKept } from "./kept.js";
import { composing } from "./keys.js";
import { afterwards, ReplyButton } from "./reply.js";
import { SpeechLeft } from "./speaking.js";
import { WhoWrites } from "./together.js";
import { LostDevice } from "./statuses.js";
import { disputeSaid } from "../voting/disputes.js";
import { verdictIn } from "../voting/words.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 * @typedef {import("./happened.js").Happening} Happening
 */

export const GIST = "d-gist";
/** So many pixels from the end is still at the end. */
const NEAR = 24;
/** Where Esc leads: it can be scrolled by the arrows, and single keys act there. */
export const JOURNAL = "d-dien-bien";

/** What belongs to an item, or happened while it was on. @param {Room} room @param {Item} item @returns {Happening[]} */
function ofItem(room, item) {
  const all = happenings({ ...matterOf(room), attendance: room.gone.value, opinions: Object.values(room.by("opinions")) });
  const [from, to] = [beganAt(item, Object.values(room.by("happenings"))), item.finished_at ? ms(item.finished_at) : Infinity];
  return all.filter((one) => one.item === item.id || (one.item === null && from > 0 && one.at >= from && one.at <= to));
}

/** @param {{room: Room, item: Item}} props */
export function Journal({ room, item }) {
  const list = ofItem(room, item);
  const drawn = useAlike();
  const [cut] = useState(() => stretches());
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  // After it is drawn: before, the whole screen would be laid out for it a second time.
  useEffect(() => {
    const timer = requestAnimationFrame(() => setTimeout(() => {
      end.current?.scrollIntoView({ block: "end" });
      // What is being written stays in sight, whatever came after it.
      const at = document.activeElement;
      if (at?.matches("[data-gist]") && end.current?.parentElement?.contains(at)) inSight(at);
    }));
    return () => cancelAnimationFrame(timer);
  }, [list.length, item.id]);
  useEffect(() => staysAtEnd(end.current), [list.length === 0]);
  const place = { id: JOURNAL, class: "tk cuon", role: "group", tabindex: "0", "aria-label": t("Diễn biến nội dung %(n)s", { n: room.order(item.id) }) };
  if (list.length === 0) return html`<div ...${place}><p class="phu vua trong">${item.state === "waiting" ? t("Nội dung này chưa bắt đầu.") : t("Chưa có diễn biến.")}</p></div>`;
  return html`<div ...${place}><ol class="song-lung">${cut(list).map(({ key, rows }) => drawn(key, rows, () => html`<${Stretch} key=${key} room=${room} rows=${rows} />`))}</ol><div ref=${end}></div></div>`;
}

/** A field with the frame around it. @param {Element} field */
const inSight = (field) => field.parentElement?.scrollIntoView({ block: "nearest" });

/** Who reads at the end stays there while a row gets longer or the waiting list below takes more room. @param {HTMLElement | null} end */
function staysAtEnd(end) {
  const place = end?.parentElement;
  if (!place) return undefined;
  let [there, top] = [true, place.scrollTop];
  // Only who goes up has left the end: it may be told of a scroll to it after the list has grown again.
  const look = () => {
    const near = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR;
    there = near || (there && place.scrollTop >= top);
    top = place.scrollTop;
  };
  const sizes = new ResizeObserver(() => there && end.scrollIntoView({ block: "end" }));
  for (const one of [place, ...place.children]) sizes.observe(one);
  place.addEventListener("scroll", look, { passive: true });
  return () => { sizes.disconnect(); place.removeEventListener("scroll", look); };
}

/** @param {{room: Room, rows: Happening[]}} props */
function Stretch({ room, rows }) {
  const drawn = useAlike();
  return rows.map((one) => drawn(one.key, [one], () => html`<${Row} key=${one.key} room=${room} one=${one} />`));
}

/** @param {{room: Room, one: Happening}} props */
function Row({ room, one }) {
  const live = one.speech && one.speech.state !== "finished";
  const vote = one.kind === "vote_open" && one.vote?.state === "open";
  return html`<li class=${live || vote ? "nay" : ""}><span class="so">${hhmm(one.at)}</span><div class="nd">${one.speech ? html`<${Speech} room=${room} speech=${one.speech} />` : words(room, one)}</div></li>`;
}

/** @param {Room} room @param {Happening} one */
function words(room, one) {
  const n = room.order(one.item);
  if (one.kind === "item_start") return tc("journal", "Bắt đầu nội dung %(n)s", { n });
  if (one.kind === "item_end") return tc("journal", "Kết thúc nội dung %(n)s", { n });
  if (one.kind === "meeting") return html`<b>${courseWords(room, one.course)}</b>`;
  if (one.kind === "notice" && one.notice) return noticeWords(room, one.notice);
  if (one.kind === "opinion" && one.opinion) return html`<b>${one.opinion.name}</b> ${t("góp ý bằng chữ:")} <span class="ngat">${one.opinion.text}</span>`;
  if (one.kind === "left") return html`<b>${room.name(one.person)}</b> ${t("rời cuộc họp")}`;
  if (one.kind === "remark") return html`<${Remark} room=${room} remark=${one.remark} />`;
  if (one.kind === "adopted") return html`<b>${adoptedWords(room, one.adoption?.items ?? [])}</b>`;
  if (one.kind === "adopted_not") return html`<b>${notAdoptedWords(room, one.adoption)}</b>`;
  if (one.kind === "dispute" && one.dispute) return html`<b>${disputeSaid(room, one.dispute)}</b>`;
  if (one.kind === "vote_open") return t("Mở biểu quyết: %(question)s", { question: one.vote?.question ?? "" });
  return voteEnd(one.vote);
}

/** @param {any} vote */
function voteEnd(vote) {
  if (vote.state === "cancelled") return t("Hủy biểu quyết: %(reason)s", { reason: vote.reason ?? "" });
  if (vote.state === "annulled") return t("Hủy kết quả biểu quyết: %(reason)s", { reason: vote.reason ?? "" });
  if (!vote.result) return tc("journal", "Đóng biểu quyết");
  if (vote.result.check) return html`<b>${t("Kết quả biểu quyết")}</b> · ${verdictIn(vote.result, vote).words}`;
  const sentence = document.documentElement.lang === "en" ? vote.result.sentence?.en : vote.result.sentence?.vi;
  const said = vote.result.by_hand ? `${sentence} (${t("Nhập tay")})` : sentence;
  return vote.state === "closed" ? html`${t("Đóng biểu quyết, chưa công bố")} · ${said}` : html`<b>${t("Kết quả biểu quyết")}</b> · ${said}`;
}

/** Where another was quicker, theirs is shown and mine is still there. @param {Room} room @param {any} remark @param {string} [mine] */
async function amend(room, remark, mine) {
  let overtaken = false;
  const given = await room.ask({
    title: t("Đính chính"),
    body: mine === undefined ? "" : t("Người khác vừa ghi: %(text)s", { text: remark.text }),
    yes: t("Lưu đính chính"),
    about: remark.id,
    fields: [{ name: "text", label: t("Sự việc"), required: true, type: "area", value: mine ?? remark.text }],
    send: async ({ text }) => {
      const result = await room.act("meeting.amend_remark", { remark: remark.id, text, seen: remark.text }, { done: t("Đã đính chính") });
      overtaken = result.error?.code === "conflict";
      return result.ok || overtaken;
    },
    over: () => !room.one("remarks", remark.id) || !room.may("meeting.amend_remark"),
  });
  if (given && overtaken) await amend(room, room.one("remarks", remark.id) ?? remark, given.text);
}

/** A correction amends, it never deletes. @param {{room: Room, remark: any}} props */
function Remark({ room, remark }) {
  return html`${remark.text}${remark.amended_at && html` <span class="phu nho">${t("đã đính chính %(time)s", { time: hhmm(remark.amended_at) })}</span>`}
    ${room.may("meeting.amend_remark") && html` <${Button} kind="tron" class="nhe" onPress=${() => amend(room, remark)}>${t("Đính chính")}</${Button}>`}`;
}

/**
 * Open while the speech goes on; at its end the record closes, but not under the hands of who writes it. Known while it is drawn:
 * in an effect, the row would be drawn twice.
 * @param {boolean} finished @param {() => boolean} written
 * @returns {[boolean, (open: boolean) => void]}
 */
function useOpened(finished, written) {
  const [, draw] = useState(0);
  const now = useRef({ finished, open: !finished });
  if (now.current.finished !== finished) now.current = { finished, open: !finished || (now.current.open && written()) };
  return [now.current.open, (open) => { now.current.open = open; draw((n) => n + 1); }];
}

/** @param {import("../app/types.js").Speech} speech @returns {string} */
function standsWords(speech) {
  if (speech.state === "paused") return t("tạm dừng");
  return speech.replies_to ? t("đang đáp lời") : t("đang phát biểu");
}

/** @param {{room: Room, speech: import("../app/types.js").Speech}} props */
function Speech({ room, speech }) {
  const finished = speech.state === "finished";
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [open, setOpen] = useOpened(finished, () => Boolean(box.current?.contains(document.activeElement)));
  const helper = !speech.unasked && speech.asked_by && speech.asked_by !== speech.person ? room.name(speech.asked_by) : "";
  const spoke = speech.seconds < 60 ? t("dưới 1 phút") : tn("%(num)s phút", "%(num)s phút", minutes(speech.seconds));
  const after = finished ? "" : afterwards(room);
  return html`<div ref=${box}><div class="ai-noi"><span><b>${room.name(speech.person)}</b> ${finished ? html`· ${spoke}` : html`${standsWords(speech)} · <${SpeechLeft} room=${room} speech=${speech} /> <${LostDevice} room=${room} person=${speech.person} />`}
    ${helper && html` <span class="phu nho">${t("ghi giúp bởi %(name)s", { name: helper })}</span>`}${after && html` <span class="phu nho">${after}</span>`}</span>${!finished && speech.id === room.floor.value?.id && html`<${ReplyButton} room=${room} />`}</div>
    ${open && room.may("speaking.note") ? html`<${Gist} room=${room} speech=${speech} live=${!finished} onDone=${() => setOpen(!finished)} />`
      : html`<button type="button" class="gist" onClick=${() => setOpen(true)}>${speech.note || html`<span class="mo">${t("Chưa có tóm tắt. Bấm để ghi.")}</span>`}</button><${WhoWrites} room=${room} place=${`note:${speech.id}`} />`}</div>`;
}

/** Saved while it is typed. Esc leaves it. @param {{room: Room, speech: import("../app/types.js").Speech, live: boolean, onDone: () => void}} props */
function Gist({ room, speech, live, onDone }) {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const kept = useKept(room, `note:${speech.id}`, speech.note ?? "", (note, seen) => room.send("speaking.note", { speech: speech.id, note, seen }));
  useGrown(area, kept.text.value);
  useEffect(() => { if (!live) area.current?.focus(); }, []);
  // The line being written stays in sight, and with it whether it is saved.
  const state = kept.state.value;
  useEffect(() => { if (area.current && area.current === document.activeElement) inSight(area.current); }, [kept.text.value, state]);
  /** @param {KeyboardEvent} event */
  const key = (event) => { if (event.key === "Escape" && !composing(event)) { kept.flush(); if (!live) onDone(); } };
  const leave = () => { kept.flush(); if (!live && !kept.dirty) onDone(); };
  return html`<div class="soan" data-kept=${state}>${speech.gist && html`<p class="phu nho ngat">${t("Đăng ký: %(gist)s", { gist: speech.gist })}</p>`}<textarea ref=${area} id=${live ? GIST : undefined} data-gist="" data-place=${`note:${speech.id}`} rows=${live ? 2 : 1} maxlength="5000" value=${kept.text.value}
      placeholder=${t("Ghi tóm tắt ý kiến…")} aria-label=${t("Tóm tắt ý kiến của %(name)s", { name: room.name(speech.person) })}
      onInput=${(/** @type {any} */ event) => kept.type(event.target.value)} onKeyDown=${key} onBlur=${leave}></textarea>
    <span class="tinh-trang"><${WhoWrites} room=${room} place=${`note:${speech.id}`} /><${Kept} kept=${kept} /></span><${Others} kept=${kept} /></div>`;
}
