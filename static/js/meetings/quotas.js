// @ts-check
/** The time of groups: a bar for each beside the list, and the sheet where the desk gives it. The desk alone sees them. */

import { html, useSignal, useState } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Button, Icon, Sheet, useOver } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { sharesOf } from "./allowance.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("./allowance.js").Share} Share */
/** @typedef {import("./allowance.js").Quota} Quota */

/** @param {Room} room @returns {string[]} */
export function groupsOf(room) {
  return [...new Set(room.people.value.map((one) => one.group).filter(Boolean))].sort((a, b) => a.localeCompare(b, "vi", { numeric: true }));
}

/** @param {Room} room @param {number} now */
function sharesNow(room, now) {
  const item = room.meeting.value?.item;
  const quotas = /** @type {Quota[]} */ (room.list("quotas").value);
  return item && quotas.length ? sharesOf(quotas, room.speeches.value, room.items.value, item, now) : [];
}

/** The groups that have used up their time by now; not asked again as the seconds go by, as the list isn't ordered again. @param {Room} room @returns {string[]} */
export function spentGroups(room) {
  return sharesNow(room, room.now()).filter((one) => one.share.spent).map((one) => one.group);
}

// -- the bars ---------------------------------------------------------------------------------------------------------

/** What is spoken, given, owed and overrun, to the second as all times of the room. @param {{order: (item: string) => string | number}} room @param {Share} share @returns {string[]} */
export function shareWords(room, share) {
  const words = [t("đã nói %(used)s/%(given)s", { used: mmss(share.used), given: mmss(share.given ?? 0) })];
  if (share.debt) words.push(share.since ? t("nợ %(time)s từ nội dung %(n)s", { time: mmss(share.debt), n: room.order(share.since) }) : t("nợ %(time)s", { time: mmss(share.debt) }));
  if (share.owes) words.push(t("quá %(time)s, trừ vào nội dung sau", { time: mmss(share.owes) }));
  else if (share.spent) words.push(t("đã hết giờ"));
  return words;
}

/** One bar a group, which can be folded away; nothing where no time was given. @param {{room: Room, folded?: boolean}} props */
export function QuotaBars({ room, folded = false }) {
  return room.list("quotas").value.length ? html`<${Bars} room=${room} folded=${folded} />` : null;
}

/** @param {{room: Room, folded: boolean}} props */
function Bars({ room, folded }) {
  const [unfolded] = useState(() => !folded && window.matchMedia("(min-width: 1001px)").matches);
  const open = useSignal(unfolded);
  const speaks = room.speeches.value.some((one) => one.started_at && one.group);
  const rows = sharesNow(room, speaks ? room.second.value : room.now()).filter((one) => one.share.quota !== null);
  if (rows.length === 0) return null;
  const spent = rows.filter((one) => one.share.spent).length;
  return html`<section class="gio-to" aria-label=${t("Thời gian các tổ")}>
    <button type="button" class="gap" aria-expanded=${String(open.value)} onClick=${() => (open.value = !open.value)}><b>${t("Thời gian các tổ")}</b>
      <span>${spent > 0 && tn("%(num)s tổ đã hết giờ", "%(num)s tổ đã hết giờ", spent)}</span><${Icon} name=${open.value ? "caret-up" : "caret-down"} /></button>
    ${open.value && html`<ul class="cuon">${rows.map(({ group, share }) => html`<li key=${group} class=${share.spent ? "het" : ""}><b>${group}</b>
      <span class="vach" aria-hidden="true"><i style=${{ width: `${filled(share)}%` }}></i></span><span class="phu">${shareWords(room, share).join(" · ")}</span></li>`)}</ul>`}</section>`;
}

/** @param {Share} share */
const filled = (share) => (share.given ? Math.min(100, (100 * share.used) / share.given).toFixed(1) : 100);

// -- giving -----------------------------------------------------------------------------------------------------------

/** @param {Room} room */
export function openQuotas(room) {
  room.sheet((close) => html`<${QuotaSheet} room=${room} close=${close} />`);
}

/** Minutes for each group, on all items or on one. @param {{room: Room, close: () => void}} props */
function QuotaSheet({ room, close }) {
  useOver(["ended", "cancelled"].includes(room.phase.value), close);
  const item = useSignal("");
  const drafts = useSignal(/** @type {Record<string, Record<string, string>>} */ ({})); // by item: looking at another takes nothing away
  const busy = useSignal(false);
  const quotas = /** @type {Quota[]} */ (room.list("quotas").value);
  const given = (/** @type {string} */ group, /** @type {string} */ of) => {
    const seconds = quotas.find((one) => one.group === group && (one.item ?? "") === of)?.seconds;
    return seconds === undefined || seconds === null ? "" : String(Math.round(seconds / 60));
  };
  const groups = [...new Set([...groupsOf(room), ...quotas.map((one) => one.group)])];
  const changed = Object.entries(drafts.value).flatMap(([of, typed]) => Object.entries(typed).map(([group, words]) => ({ of, group, words }))).filter(({ of, group, words }) => words !== given(group, of));
  const wrong = changed.some(({ words }) => !/^\d{0,3}$/.test(words) || Number(words) > MOST);
  const save = async () => {
    busy.value = true;
    let all = true;
    for (const { of, group, words } of changed) {
      const args = { group, seconds: words === "" ? null : Number(words) * 60, ...(of ? { item: of } : {}) };
      all = (await room.act("speaking.set_quota", args)).ok && all;
    }
    busy.value = false;
    if (!all) return;
    drafts.value = {};
    room.toast(t("Đã lưu thời gian các tổ"));
  };
  const stands = changed.length === 0 || wrong;
  return html`<${Sheet} title=${t("Thời gian các tổ")} onClose=${close} typing>
    <p class="phu vua">${t("Số phút mỗi tổ được nói ở một nội dung. Nói quá thì trừ vào nội dung sau. Tổ hết giờ xếp sau các tổ còn giờ.")}</p>
    <div class="truong"><label for="gio-to-muc">${t("Áp dụng cho")}</label>
      <select id="gio-to-muc" class="o-nhap" value=${item.value} onChange=${(/** @type {any} */ event) => (item.value = event.target.value)}>
        <option value="">${t("Mọi nội dung")}</option>${room.items.value.filter((one) => one.state !== "done").map((one) => html`<option key=${one.id} value=${one.id}>${t("Nội dung %(n)s: %(title)s", { n: room.order(one.id), title: one.title })}</option>`)}</select></div>
    <ul class="ds-gio cuon">${groups.map((group, place) => html`<li key=${group}><label for=${`gio-${place}`}>${group}</label>
      <input id=${`gio-${place}`} class="o-nhap so" type="text" inputmode="numeric" maxlength="3" autocomplete="off" value=${drafts.value[item.value]?.[group] ?? given(group, item.value)} placeholder=${item.value ? given(group, "") : ""}
        onInput=${(/** @type {any} */ event) => (drafts.value = { ...drafts.value, [item.value]: { ...drafts.value[item.value], [group]: event.target.value.trim() } })} /><span class="phu">${t("phút")}</span></li>`)}</ul>
    ${wrong && html`<p class="loi" role="alert">${t("Số phút là số nguyên, từ 0 đến %(n)s.", { n: MOST })}</p>`}
    <div class="chan-to"><${Button} large onPress=${close} data-safe="">${changed.length ? t("Quay lại") : t("Xong")}</${Button}>
      <${Button} large kind="chinh" disabled=${stands || !room.connected.value} why=${wrong ? "" : stands ? t("Chưa có thay đổi") : t("Cần có mạng")} busy=${busy.value} onPress=${save}>${t("Lưu")}</${Button}></div></${Sheet}>`;
}

const MOST = 600;
