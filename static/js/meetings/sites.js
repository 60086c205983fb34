// @ts-check
/** The sites of a meeting: who is there of whom, who speaks from where, the way into the video room, and the roll a site's clerk keeps. */

import { html } from "../../vendor/preact.js";
import { Button, Chip, Empty, Icon, Sheet } from "../app/components.js";
import { t } from "../app/text.js";
import { presence } from "./attendance.js";
import { HERE } from "./figures.js";
import { statusWords, StatusIcon } from "./statuses.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Person} Person */

/**
 * The hall itself first, then each site: members there of those expected, and whether the floor is there.
 * @param {Room} room
 * @returns {{id: string, name: string, present: number, members: number, video: string, speaks: boolean}[]}
 */
export function places(room) {
  const sites = room.sites.value;
  const whole = presence(room);
  const floor = room.floor.value;
  const from = floor ? (room.one("people", floor.person)?.site ?? "") : null;
  const listed = sites.map((one) => ({ id: one.id, name: one.name, present: one.members_present, members: one.members, video: one.video ?? "", speaks: from === one.id }));
  const sum = (/** @type {"present" | "members"} */ key) => listed.reduce((so, one) => so + one[key], 0);
  const hall = { id: "", name: t("Phòng họp chính"), present: Math.max(0, whole.present - sum("present")), members: Math.max(0, whole.members - sum("members")), video: room.meeting.value?.video ?? "", speaks: from === "" };
  return [hall, ...listed];
}

/** A compact line for the chair and the desk; nothing where there is one place only. @param {{room: Room}} props */
export function SiteStrip({ room }) {
  if (room.sites.value.length === 0) return null;
  return html`<button type="button" class="dai-diem-cau" onClick=${() => openSites(room)}><span class="an">${t("Các điểm cầu:")}</span>
    ${places(room).map((one) => html`<span key=${one.id} class=${one.speaks ? "dc noi" : "dc"}>${one.speaks && html`<${Icon} name="microphone-fill" label=${t("đang phát biểu từ đây")} />`}<b>${one.name}</b> <span class="so">${one.present}/${one.members}</span></span>`)}</button>`;
}

/** @param {Room} room */
function openSites(room) {
  room.sheet((close) => html`<${SitesSheet} room=${room} onClose=${close} />`);
}

/** @param {{room: Room, onClose: () => void}} props */
function SitesSheet({ room, onClose }) {
  const { present, members, needed } = presence(room);
  const floor = room.floor.value;
  return html`<${Sheet} title=${t("Các điểm cầu")} wide onClose=${onClose}><p class="phu">${t("Có mặt %(present)s trên %(members)s thành viên ở tất cả các nơi, túc số %(needed)s.", { present, members, needed })}</p>
    <ul class="ds-diem-cau">${places(room).map((one) => html`<li key=${one.id}><div><b>${one.name}</b>
      <span class="v">${t("%(present)s/%(members)s thành viên có mặt", { present: one.present, members: one.members })}${one.speaks && floor ? html` · <span class="dang-noi">${t("%(name)s đang phát biểu từ đây", { name: room.name(floor.person) })}</span>` : null}</span></div>
      ${one.video && html`<a class="nut" href=${one.video} target="_blank" rel="noopener"><${Icon} name="video-camera" />${t("Mở phòng trực tuyến")}</a>`}</li>`)}</ul>
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** From where somebody takes part, beside their name; nothing in the hall itself. @param {{room: Room, person: string}} props */
export function SiteOf({ room, person }) {
  const site = room.one("people", person)?.site;
  const name = site ? room.one("sites", site)?.name : "";
  return name ? html` <span class="tu-dc"><${Icon} name="map-pin" />${name}</span>` : null;
}

/** What a member has beside the room: the video room of their site, and, for a site's clerk, its roll. @param {{room: Room}} props */
export function MySite({ room }) {
  const mine = room.one("people", room.me.person);
  if (!mine || ["ended", "cancelled"].includes(room.phase.value)) return null;
  const site = mine.site ? room.one("sites", mine.site) : null;
  const link = site?.video || room.meeting.value?.video || "";
  const kept = mine.clerk_of ? room.one("sites", mine.clerk_of) : null;
  if (!link && !kept) return null;
  return html`<section class="the diem-cau-toi" aria-label=${t("Điểm cầu")}>
    ${link && html`<a class="nut" href=${link} target="_blank" rel="noopener"><${Icon} name="video-camera" />${t("Mở phòng họp trực tuyến")}</a>`}
    ${kept && html`<${Button} icon="list-checks" onPress=${() => openSiteRoll(room, kept.id)}>${t("Điểm danh %(site)s", { site: kept.name })} <span class="so mo">${kept.present}/${kept.expected}</span></${Button}>`}</section>`;
}

/** @param {Room} room @param {string} site */
function openSiteRoll(room, site) {
  room.sheet((close) => html`<${SiteRoll} room=${room} id=${site} onClose=${close} />`);
}

/** The people of one site, for its clerk. @param {{room: Room, id: string, onClose: () => void}} props */
function SiteRoll({ room, id, onClose }) {
  const site = room.one("sites", id);
  const people = room.people.value.filter((one) => one.site === id);
  return html`<${Sheet} title=${site?.name ?? ""} wide onClose=${onClose}><p class="phu">${t("Có mặt %(present)s/%(expected)s người.", { present: site?.present ?? 0, expected: site?.expected ?? 0 })}</p>
    ${people.length === 0 ? html`<${Empty} icon="users" text=${t("Chưa xếp ai vào điểm cầu này.")} />` : html`<ul class="ds-diem-cau">${people.map((one) => html`<${SiteRow} key=${one.id} room=${room} person=${one} />`)}</ul>`}
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/**
 * The buttons are keyed: one that comes in another's place is not the one just pressed, so it takes a tap at once. Nothing that
 * marks somebody absent comes under the finger that marked them gone.
 * @param {{room: Room, person: Person}} props
 */
function SiteRow({ room, person }) {
  const status = room.one("attendance", person.id)?.status ?? "expected";
  const offline = !room.connected.value;
  const set = (/** @type {string} */ to) => room.act("attendance.mark", { person: person.id, status: to }, { done: t("%(name)s: %(status)s", { name: person.name, status: statusWords(to) }), undo: () => room.act("attendance.mark", { person: person.id, status }) });
  return html`<li><${StatusIcon} status=${status} /><div><b>${person.name}</b><span class="v">${person.office}</span></div>
    ${HERE.has(status) ? html`<${Chip} tone="lam" icon="check-bold">${statusWords(status)}</${Chip}><${Button} key="left" icon="sign-out" label=${t("%(name)s đã về", { name: person.name })} disabled=${offline} onPress=${() => set("left")}>${t("Đã về")}</${Button}>`
      : html`<${Button} key="present" icon="check-bold" label=${t("%(name)s có mặt", { name: person.name })} disabled=${offline} onPress=${() => set("present")}>${t("Có mặt")}</${Button}>
      ${status !== "left" && html`<${Button} key="absent" icon="minus-circle" label=${t("%(name)s vắng", { name: person.name })} disabled=${offline || status === "absent"} onPress=${() => set("absent")}>${t("Vắng")}</${Button}>`}`}</li>`;
}
