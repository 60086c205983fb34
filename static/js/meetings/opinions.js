// @ts-check
/**
 * Written opinions (góp ý bằng chữ): written from the bar, kept on the device until the house has them; the desk reads them
 * beside the item and answers; their author sees what became of them.
 */

import { html, useState } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Button, Chip, Icon, Sheet, useOver } from "../app/components.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t, tc, tn } from "../app/text.js";
import { ms } from "./figures.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Item} Item */
/**
 * @typedef {{id: string, item: string, person: string, name: string, office: string, text: string, shared: boolean,
 *   given_at: string, amended_at?: string | null, answer: string, answered_at?: string | null}} Opinion
 */

const LONGEST = 3000;
const WRITTEN = ["published", "in_progress", "paused"];

/** @param {Opinion} a @param {Opinion} b */
const older = (a, b) => ms(a.given_at) - ms(b.given_at);

/** Those of an item this screen may read, oldest first; one's own are `myOpinions`. @param {Room} room @param {string | null} item @returns {Opinion[]} */
export function opinionsOf(room, item) {
  return /** @type {Opinion[]} */ (Object.values(room.by("opinions"))).filter((one) => item === null || one.item === item).sort(older);
}

/** @param {Room} room @param {string} item @returns {Opinion[]} */
export function myOpinions(room, item) {
  return /** @type {Opinion[]} */ (Object.values(room.by("my_opinions"))).filter((one) => one.item === item).sort(older);
}

/** What the desk has not answered yet. @param {Room} room */
export function unanswered(room) {
  return opinionsOf(room, null).filter((one) => !one.answered_at);
}

/** Said before it is sent. @param {Room} room */
function readersWords(room) {
  return room.meeting.value?.vote_rules?.opinions === "members"
    ? t("Chủ trì, thư ký và các thành viên sẽ thấy góp ý này. Góp ý được ghi vào biên bản.")
    : t("Chỉ chủ trì và thư ký thấy góp ý này. Góp ý được ghi vào biên bản.");
}

// -- writing ----------------------------------------------------------------------------------------------------------

/** The bar's button: on the item that is looked at. @param {{room: Room, item: Item | null}} props */
export function WriteButton({ room, item }) {
  const can = Boolean(item) && room.may("opinion.give") && WRITTEN.includes(room.phase.value);
  return html`<${Button} class="phu-nut" icon="note-pencil" disabled=${!can} label=${t("Góp ý bằng chữ")} onPress=${() => item && openWriting(room, item)}><span class="chu-dai">${t("Góp ý bằng chữ")}</span><span class="chu-ngan">${tc("short", "Góp ý")}</span></${Button}>`;
}

/** @param {Room} room @param {Item} item @param {Opinion | null} [before] */
export function openWriting(room, item, before = null) {
  room.sheet((close) => html`<${Writing} room=${room} item=${item} before=${before} close=${close} />`);
}

/** Where what is typed is kept. @param {Room} room @param {string} of an item, or an opinion that is changed */
const placeOf = (room, of) => `opinion:${room.me.person}:${of}`;

/** What one was still writing when the meeting ended. @param {Room} room @param {Item} item */
function neverSent(room, item) {
  return WRITTEN.includes(room.phase.value) ? "" : String(taken(deviceShelf(), placeOf(room, item.id)) ?? "").trim();
}

/** What is typed is kept on this device, through a reload and without a network. @param {{room: Room, item: Item, before: Opinion | null, close: () => void}} props */
function Writing({ room, item, before, close }) {
  const place = placeOf(room, before?.id ?? item.id);
  const [text, write] = useState(() => String(taken(deviceShelf(), place) ?? before?.text ?? ""));
  useOver(!WRITTEN.includes(room.phase.value) || Boolean(before && answeredOrGone(room, before.id)), () => {
    close();
    if (!before && text.trim()) room.toast(t("Phiên họp đã kết thúc, góp ý đang ghi chưa gửi."));
  });
  const typed = (/** @type {string} */ value) => { write(value); shelve(deviceShelf(), place, value || null); };
  const why = !text.trim() ? t("Cần ghi nội dung góp ý.") : "";
  const send = async () => {
    close();
    const given = text.trim();
    const sent = before
      ? room.act("opinion.amend", { opinion: before.id, text: given }, { hold: true, done: t("Đã sửa góp ý") })
      : room.act("opinion.give", { item: item.id, text: given }, { hold: true, done: t("Đã gửi góp ý"), announce: true });
    if (!room.connected.value) room.toast(t("Góp ý chờ gửi: có mạng lại thì tự gửi."));
    // From here on the outbox keeps it; a refusal gives it back to the sheet.
    shelve(deviceShelf(), place, null);
    if (!(await sent).ok) shelve(deviceShelf(), place, given);
  };
  return html`<${Sheet} title=${before ? t("Sửa góp ý") : t("Góp ý nội dung %(n)s", { n: room.order(item.id) })} onClose=${close} typing>
    <div class="truong"><label for="gop-y">${t("Nội dung góp ý")}</label>
      <textarea id="gop-y" class="o-nhap" rows="5" maxlength=${LONGEST} value=${text} onInput=${(/** @type {any} */ event) => typed(event.target.value)}></textarea>
      <p class="goi-y ai-thay"><${Icon} name="eye" />${before ? readersOf(before) : readersWords(room)}</p></div>
    <div class="chan-to"><${Button} large onPress=${close}>${t("Quay lại")}</${Button}><${Button} large kind="chinh" icon="paper-plane-tilt" disabled=${why !== ""} why=${why} onPress=${send}>${before ? t("Lưu") : t("Gửi góp ý")}</${Button}></div></${Sheet}>`;
}

/** Who reads one that was given. @param {Opinion} one */
const readersOf = (one) => (one.shared ? t("Chủ trì, thư ký và các thành viên thấy góp ý này.") : t("Chỉ chủ trì và thư ký thấy góp ý này."));

/** One's own on an item, with what became of them; and what is on its way. @param {{room: Room, item: Item}} props */
export function MyOpinions({ room, item }) {
  const mine = myOpinions(room, item.id);
  const held = room.outbox.pending.value.filter((one) => one.name === "opinion.give" && one.args.item === item.id);
  const others = room.me.capacity === "member" || room.me.capacity === "substitute" ? opinionsOf(room, item.id).filter((one) => one.person !== room.me.person) : [];
  const unsent = neverSent(room, item);
  if (!mine.length && !held.length && !others.length && !unsent) return null;
  return html`<section class="the dem gop-y" aria-label=${t("Góp ý bằng chữ")}><h2><${Icon} name="note-pencil" />${t("Góp ý bằng chữ")}</h2>
    <ul>${mine.map((one) => html`<${Mine} key=${one.id} room=${room} item=${item} one=${one} />`)}
      ${held.map((one) => html`<li key=${one.id}><p class="ngat">${one.args.text}</p><p class="phu nho">${room.held("opinion.give") ? t("Chờ gửi") : t("Đang gửi")}</p></li>`)}
      ${unsent && html`<li key="unsent"><p class="ngat">${unsent}</p><p class="phu nho">${t("Chưa gửi khi phiên họp kết thúc.")}</p></li>`}
      ${others.map((one) => html`<li key=${one.id}><p class="phu vua"><b>${one.name}</b> · <span class="so">${hhmm(one.given_at)}</span></p><p class="ngat">${one.text}</p><${Answer} one=${one} /></li>`)}</ul></section>`;
}

/** @param {{room: Room, item: Item, one: Opinion}} props */
function Mine({ room, item, one }) {
  const open = !one.answered_at && WRITTEN.includes(room.phase.value);
  const withdraw = async () => {
    const sure = await room.ask({ title: t("Rút góp ý này?"), body: t("Góp ý sẽ không còn trong danh sách và biên bản."), yes: t("Rút góp ý"), danger: true, over: () => !WRITTEN.includes(room.phase.value) || answeredOrGone(room, one.id) });
    if (sure) room.act("opinion.withdraw", { opinion: one.id }, { done: t("Đã rút góp ý") });
  };
  return html`<li><p class="phu nho">${t("Của tôi")} · <span class="so">${hhmm(one.amended_at ?? one.given_at)}</span> · ${readersOf(one)}</p><p class="ngat">${one.text}</p><${Answer} one=${one} />
    ${open && html`<div class="hang g2 wrap"><${Button} icon="pencil-simple" onPress=${() => openWriting(room, item, one)}>${t("Sửa")}</${Button}>
      <${Button} icon="arrow-u-up-left" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${withdraw}>${t("Rút góp ý")}</${Button}></div>`}</li>`;
}

/** One of mine is not to be taken back any more. @param {Room} room @param {string} id */
function answeredOrGone(room, id) {
  const now = room.one("my_opinions", id);
  return !now || Boolean(now.answered_at);
}

/** @param {{one: Opinion}} props */
function Answer({ one }) {
  return one.answered_at ? html`<p class="tra-loi-gy"><${Chip} tone="lam" icon="check-bold">${t("Đã trả lời")}</${Chip}> <span class="ngat">${one.answer}</span></p>` : null;
}

// -- the desk ---------------------------------------------------------------------------------------------------------

/** Beside the item: how many there are, those not answered counted. @param {{room: Room, item: Item}} props */
export function OpinionsButton({ room, item }) {
  const all = opinionsOf(room, item.id);
  if (!all.length) return null;
  const open = all.filter((one) => !one.answered_at).length;
  const words = tn("%(num)s góp ý bằng chữ", "%(num)s góp ý bằng chữ", all.length);
  return html`<${Button} class="nut-gy" icon="note-pencil" onPress=${() => openOpinions(room, item)}>${words}${open > 0 && html` <span class="dem-so">${open}</span>`}</${Button}>`;
}

/** @param {Room} room @param {Item | null} item null: of all items, those not answered */
export function openOpinions(room, item) {
  room.sheet((close) => html`<${Opinions} room=${room} item=${item} close=${close} />`);
}

/** @param {{room: Room, item: Item | null, close: () => void}} props */
function Opinions({ room, item, close }) {
  const found = item ? opinionsOf(room, item.id) : unanswered(room);
  const title = item ? t("Góp ý bằng chữ nội dung %(n)s", { n: room.order(item.id) }) : t("Góp ý chưa trả lời");
  return html`<${Sheet} title=${title} onClose=${close} wide>
    ${found.length ? html`<ul class="ds-gop-y">${found.map((one) => html`<${Given} key=${one.id} room=${room} one=${one} whose=${!item} />`)}</ul>` : html`<p class="phu">${t("Không còn góp ý nào chờ trả lời.")}</p>`}
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** @param {{room: Room, one: Opinion, whose: boolean}} props */
function Given({ room, one, whose }) {
  const answer = (/** @type {string} */ text) => room.act("opinion.answer", { opinion: one.id, text }, { done: t("Đã trả lời góp ý của %(name)s", { name: one.name }) });
  const other = async () => {
    await room.ask({ title: t("Trả lời góp ý của %(name)s", { name: one.name }), body: one.text, yes: t("Trả lời"), about: one.id, fields: [{ name: "text", label: t("Trả lời"), required: true, type: "area", value: one.answer }], send: async ({ text }) => (await answer(text)).ok, over: () => room.one("opinions", one.id)?.answered_at !== one.answered_at });
    openOpinions(room, whose ? null : room.one("items", one.item));
  };
  const offline = !room.connected.value;
  return html`<li><p class="phu vua">${whose && html`<b>${t("Nội dung %(n)s", { n: room.order(one.item) })}</b> · `}<b>${one.name}</b>${one.office && html` · ${one.office}`} · <span class="so">${hhmm(one.given_at)}</span></p>
    <p class="ngat">${one.text}</p><${Answer} one=${one} />
    <div class="hang g2 wrap">${!one.answered_at && html`<${Button} icon="check-bold" disabled=${offline} onPress=${() => answer(t("Đã tiếp thu"))}>${t("Đã tiếp thu")}</${Button}>`}
      <${Button} icon="chat-text" disabled=${offline} why=${t("Cần có mạng")} onPress=${other}>${one.answered_at ? t("Sửa trả lời") : t("Trả lời khác")}</${Button}></div></li>`;
}
