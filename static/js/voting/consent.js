// @ts-check
/** Consent items in the room: a member says whether they have anything against them, the chair adopts the unopposed at once. */

import { html, useState } from "../../vendor/preact.js";
import { hhmm } from "../app/clock.js";
import { Button, Icon, Seal, Sheet } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { agreedOn, sortedOut, standing, waitingConsent } from "./consenting.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 * @typedef {import("./consenting.js").Consent} Consent
 */

const SAID_IN = ["published", "in_progress", "paused"];

/** @returns {[Consent["mark"], string, string][]} */
const words = () => [
  ["agreed", t("Không có ý kiến khác"), "check-circle"],
  ["objection", t("Có ý kiến khác"), "x-circle"],
  ["speak", t("Muốn phát biểu"), "microphone"],
];

/** What concerns this person of the consent items. @param {{room: Room}} props */
function ConsentItems({ room }) {
  const phase = room.phase.value;
  const items = waitingConsent(room.items.value);
  if (!SAID_IN.includes(phase) || room.vote.value) return null;
  if (room.me.capacity === "chair" || room.me.capacity === "secretary") return html`${items.length > 0 && html`<${AtTheDesk} room=${room} />`}<${Adopted} room=${room} />`;
  if (!items.length) return null;
  return room.one("people", room.me.person)?.on_roll && room.me.capacity === "member" ? html`<${MyWords} room=${room} items=${items} />` : null;
}

// -- a member ----------------------------------------------------------------------------------------------------------

/** Unfolded before the meeting while something is unanswered; in it the item that is on comes first. @param {{room: Room, items: Item[]}} props */
function MyWords({ room, items }) {
  const open = items.filter((one) => !room.one("my_consents", one.id)).length;
  const [first] = useState(open > 0 && room.phase.value === "published");
  const state = open ? tn("còn %(num)s nội dung chưa trả lời", "còn %(num)s nội dung chưa trả lời", open) : t("đã trả lời");
  return html`<details class="the the-chung" open=${first}><summary><span><b>${t("Nội dung thông qua chung")}</b> <span class="phu">${state}</span></span><${Icon} name="caret-down" /></summary>
    <p class="phu vua">${t("Chỉ chủ trì và thư ký thấy lựa chọn này. Không ai có ý kiến khác thì chủ trì thông qua một lần.")}</p>
    <ul>${items.map((item) => html`<${MyWord} key=${item.id} room=${room} item=${item} />`)}</ul></details>`;
}

/** @param {{room: Room, item: Item}} props */
function MyWord({ room, item }) {
  const mine = room.one("my_consents", item.id)?.mark;
  const say = (/** @type {string} */ mark) => room.act("consent.mark", { item: item.id, mark }, { done: t("Đã ghi nhận ý kiến.") });
  return html`<li><div class="hang g2"><${Seal} n=${item.order} /><span class="ngat dam">${unbroken(item.title)}</span></div>
    <div class="ba-y" role="group" aria-label=${t("Ý kiến của tôi về nội dung %(n)s", { n: item.order })}>${words().map(([mark, word, icon]) => html`<${Button} key=${mark} class=${`y-${mark}`} icon=${icon} pressed=${mine === mark}
      disabled=${!room.connected.value} onPress=${() => mine !== mark && say(mark)}>${word}</${Button}>`)}</div></li>`;
}

// -- the desk ----------------------------------------------------------------------------------------------------------

/** @param {Item[]} items */
const places = (items) => items.map((one) => one.order).join(", ");

/** @param {{room: Room}} props */
function AtTheDesk({ room }) {
  const { free, out } = sortedOut(room.items.value, /** @type {any} */ (room.list("consents").value));
  const adopts = room.may("consent.adopt") && room.phase.value === "in_progress" && free.length > 0;
  return html`<section class="the the-chung" aria-label=${t("Nội dung thông qua chung")}><p class="phu vua">${t("Nội dung thông qua chung")}</p>
    <p>${free.length > 0 ? tn("Không có ý kiến khác: nội dung %(list)s", "Không có ý kiến khác: nội dung %(list)s", free.length, { list: places(free) }) : t("Không có nội dung nào thông qua chung được.")}
      ${out.length > 0 && html`<br /><span class="phu">${tn("Đưa ra thảo luận: nội dung %(list)s", "Đưa ra thảo luận: nội dung %(list)s", out.length, { list: places(out.map(({ item }) => item)) })}</span>`}</p>
    <div class="hang wrap g2">${adopts ? html`<${Button} icon="check-circle" onPress=${() => openAdopting(room)}>${adoptWords(free.length)}</${Button}>`
      : html`<${Button} onPress=${() => openAdopting(room)}>${t("Xem từng nội dung")}</${Button}>`}</div></section>`;
}

/** Something else is on: a button, with everything behind it. @param {{room: Room}} props */
function ConsentBrief({ room }) {
  const waiting = waitingConsent(room.items.value).length;
  if (!SAID_IN.includes(room.phase.value) || room.vote.value || !(waiting || annullable(room).length)) return null;
  return html`<${Button} class="nut-chung" icon="list-checks" onPress=${() => openAdopting(room)}>${t("Thông qua chung")}${waiting > 0 && html` <span class="dem-so">${waiting}</span>`}</${Button}>`;
}

/** @param {Room} room */
function annullable(room) {
  return room.may("consent.annul") && ["in_progress", "paused"].includes(room.phase.value) ? standing(/** @type {any} */ (Object.values(room.by("adoptions")))) : [];
}

/** What was adopted, which the chair may set aside. @param {{room: Room}} props */
function Adopted({ room }) {
  const acts = annullable(room);
  if (!acts.length) return null;
  return html`<section class="the the-chung" aria-label=${t("Đã thông qua chung")}><ul class="ds-chung">${acts.map((act) => {
    const list = places(room.items.value.filter((one) => act.items.includes(one.id)).sort((a, b) => a.order - b.order));
    return html`<li key=${act.id} class="hang wrap g2"><span class="ngat">${tn("Đã thông qua chung lúc %(time)s: nội dung %(list)s", "Đã thông qua chung lúc %(time)s: nội dung %(list)s", act.items.length, { time: hhmm(act.at), list })}</span>
      <${Button} icon="arrow-u-up-left" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${() => annul(room, act, list)}>${t("Hủy việc thông qua")}</${Button}></li>`;
  })}</ul></section>`;
}

/** @param {Room} room @param {import("./consenting.js").Adoption} act @param {string} list */
async function annul(room, act, list) {
  await room.ask({
    title: tn("Hủy việc thông qua nội dung %(list)s?", "Hủy việc thông qua nội dung %(list)s?", act.items.length, { list }),
    body: t("Các nội dung này trở lại để thảo luận hoặc thông qua lại. Việc thông qua và lý do hủy vẫn được ghi vào biên bản."),
    yes: t("Hủy việc thông qua"),
    danger: true,
    about: act.id,
    send: async ({ reason }) => (await room.act("consent.annul", { adoption: act.id, reason }, { done: t("Đã hủy việc thông qua") })).ok,
    over: () => standing(/** @type {any} */ (Object.values(room.by("adoptions")))).every((one) => one.id !== act.id),
    fields: [{ name: "reason", label: t("Lý do"), required: true, type: "text" }],
  });
}

/** @param {number} n */
const adoptWords = (n) => tn("Thông qua %(num)s nội dung không có ý kiến khác", "Thông qua %(num)s nội dung không có ý kiến khác", n);

/** @param {Room} room */
function openAdopting(room) {
  room.sheet((close) => html`<${Adopting} room=${room} onClose=${close} />`);
}

/** The list that is adopted, each item of which the chair may leave for discussion. @param {{room: Room, onClose: () => void}} props */
function Adopting({ room, onClose }) {
  const consents = /** @type {Consent[]} */ (/** @type {any} */ (room.list("consents").value));
  const { free, out } = sortedOut(room.items.value, consents);
  const [left, leave] = useState(/** @type {string[]} */ ([]));
  const taken = free.filter((one) => !left.includes(one.id));
  const members = room.meeting.value?.members ?? 0;
  const mayAdopt = room.may("consent.adopt") && room.phase.value === "in_progress" && free.length > 0;
  const why = !room.connected.value ? t("Cần có mạng") : !room.meeting.value?.quorum?.met ? t("Chưa đủ túc số") : !taken.length ? t("Chưa chọn nội dung nào") : "";
  const adopt = async () => {
    const result = await room.act("consent.adopt", { items: taken.map((one) => one.id) }, { done: t("Đã thông qua") });
    if (result.ok) onClose();
  };
  const toggle = (/** @type {string} */ id) => leave(left.includes(id) ? left.filter((one) => one !== id) : [...left, id]);
  return html`<${Sheet} title=${mayAdopt ? t("Thông qua các nội dung không có ý kiến khác?") : t("Nội dung thông qua chung")} wide onClose=${onClose}><div class="dieu-khien chung" tabindex="-1" data-safe="">
    ${mayAdopt && html`<p class="phu">${t("Đọc tên từng nội dung trước hội trường. Danh sách được ghi vào biên bản; muốn hủy sau đó phải nêu lý do.")}</p>`}
    <ul class="ds-chung">${free.map((item) => html`<li key=${item.id}><label>${mayAdopt && html`<input type="checkbox" checked=${!left.includes(item.id)} onChange=${() => toggle(item.id)} />`}<${Seal} n=${item.order} />
      <span class="ngat"><b>${unbroken(item.title)}</b><small>${t("%(agreed)s/%(members)s thành viên trả lời không có ý kiến khác", { agreed: agreedOn(consents, item.id), members })}</small></span></label></li>`)}</ul>
    ${out.length > 0 && html`<h3>${t("Đưa ra thảo luận")}</h3><ul class="ds-chung">${out.map(({ item, by }) => html`<li key=${item.id}><div><${Seal} n=${item.order} /><span class="ngat"><b>${unbroken(item.title)}</b>
      ${by.map((one) => html`<small key=${one.id}><${Icon} name=${one.mark === "speak" ? "microphone" : "x-circle"} /> ${one.mark === "speak" ? t("%(name)s muốn phát biểu", { name: room.name(one.person) }) : t("%(name)s có ý kiến khác", { name: room.name(one.person) })}</small>`)}</span></div></li>`)}</ul>`}
    <${Adopted} room=${room} />
    <div class="chan-to"><${Button} large onPress=${onClose}>${t("Quay lại")}</${Button}>
      ${mayAdopt && html`<${Button} large kind="chinh" icon="check-circle" disabled=${why !== ""} why=${why} busy=${room.sending("consent.adopt") > 0} onPress=${adopt}>${tn("Thông qua %(num)s nội dung", "Thông qua %(num)s nội dung", taken.length)}</${Button}>`}</div></div></${Sheet}>`;
}

fill("room.consent", ConsentItems);
fill("room.consent.brief", ConsentBrief);
