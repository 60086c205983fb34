// @ts-check
/** The sites of a meeting: who is there of whom, who speaks from where, the way into the video room, and the roll a site's clerk keeps. */

import { html, useEffect, useMemo, useRef, useState } from "../../vendor/preact.js";
import { alikeList } from "../app/alike.js";
import { hhmm } from "../app/clock.js";
import { Button, Chip, Empty, Icon, Sheet } from "../app/components.js";
import { t, tn } from "../app/text.js";
import { invite } from "./acting.js";
import { presence } from "./attendance.js";
import { HERE, minutes } from "./figures.js";
import { isHere } from "./order.js";
import { FloorHere } from "./sitefloor.js";
import { FEW, foremost, HALL, spokenBySite, spokenInAll } from "./sitefigures.js";
import { asItStood, leftWords, statusWords, StatusIcon } from "./statuses.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Person} Person */

/** @typedef {{id: string, name: string, present: number, members: number, video: string, waiting: number, speaks: boolean}} Place */

/** Who waits and speaks where, as of a moment. @param {Room} room @param {number} now */
function spokenNow(room, now) {
  const matter = { speeches: room.heard.value, queue: room.queue.value, floor: room.floor.value };
  return spokenBySite(room.sites.value.map((one) => one.id), (person) => room.one("people", person)?.site, matter, now);
}

/**
 * The hall itself first, then each site: members there of those expected, how many wait there, and whether the floor is there.
 * @param {Room} room
 * @returns {Place[]}
 */
export function places(room) {
  const whole = presence(room);
  const listed = room.sites.value.map((one) => ({ id: one.id, name: one.name, present: one.members_present, members: one.members, video: one.video ?? "" }));
  const sum = (/** @type {"present" | "members"} */ key) => listed.reduce((so, one) => so + one[key], 0);
  const hall = { id: HALL, name: t("Phòng họp chính"), present: Math.max(0, whole.present - sum("present")), members: Math.max(0, whole.members - sum("members")), video: room.meeting.value?.video ?? "" };
  const spoken = spokenNow(room, 0);
  return [hall, ...listed].map((one) => ({ ...one, waiting: spoken.get(one.id)?.waiting.length ?? 0, speaks: Boolean(spoken.get(one.id)?.floor) }));
}

/** A compact line for the chair and the desk; nothing where there is one place only. @param {{room: Room}} props */
export function SiteStrip({ room }) {
  return room.sites.value.length === 0 ? null : html`<${Strip} room=${room} />`;
}

/** @param {Place} a @param {Place} b */
const alike = (a, b) => a.id === b.id && a.name === b.name && a.present === b.present && a.members === b.members && a.waiting === b.waiting && a.speaks === b.speaks;

/** Drawn again when something on it is another, not at every entry of somebody's speech. @param {{room: Room}} props */
function Strip({ room }) {
  const shown = useMemo(() => alikeList(() => foremost(places(room)), alike), [room]).value;
  const line = useRef(/** @type {HTMLElement | null} */ (null));
  const more = shown.length - useFitting(line, shown);
  return html`<button type="button" class=${shown.length > FEW ? "dai-diem-cau nhieu" : "dai-diem-cau"} title=${t("Xem tất cả %(n)s nơi", { n: shown.length })} onClick=${() => openSites(room)}><span class="an">${t("Các điểm cầu:")}</span>
    <span class="cac-dc" ref=${line}>${shown.map((one, place) => html`<span key=${one.id} class=${`dc${one.speaks ? " co-loi" : ""}${place >= shown.length - more ? " khuat" : ""}`}>${one.speaks && html`<${Icon} name="microphone-fill" label=${t("đang phát biểu từ đây")} />`}<b>${one.name}</b> <span class="so">${one.present}/${one.members}</span>${one.waiting > 0 && html` <span class="so cho-noi" title=${t("chờ phát biểu")}><${Icon} name="hand-palm-fill" /><span class="an">${t("chờ phát biểu:")}</span>${one.waiting}</span>`}</span>`)}</span>
    <span class="ca-dc so">${more > 0 && html`<span aria-hidden="true">+${more}</span><span class="an">${tn("và %(num)s nơi nữa", "và %(num)s nơi nữa", more)}</span>`}<${Icon} name="caret-right" /></span></button>`;
}

/**
 * How many places stand whole on the lines there are for them; the rest are counted, and behind the strip.
 * @param {{current: HTMLElement | null}} line @param {Place[]} shown
 */
function useFitting(line, shown) {
  const [fits, set] = useState(shown.length);
  useEffect(() => {
    const box = line.current;
    if (!box) return undefined;
    const look = () => {
      const { bottom } = box.getBoundingClientRect();
      set([...box.children].filter((one) => one.getBoundingClientRect().bottom <= bottom + 1).length);
    };
    const watcher = new ResizeObserver(look);
    watcher.observe(box);
    look();
    return () => watcher.disconnect();
  }, [shown]);
  return Math.max(1, Math.min(fits, shown.length));
}

/** One chip for all of them, however many: it opens the whole list. @param {{room: Room}} props */
export function SitesChip({ room }) {
  const sites = room.sites.value.length;
  if (!sites) return null;
  return html`<button type="button" class="nut chip-dc" onClick=${() => openSites(room)}><${Icon} name="map-pin" />${tn("%(num)s điểm cầu", "%(num)s điểm cầu", sites)}</button>`;
}

/** @param {Room} room */
export function openSites(room) {
  room.sheet((close) => html`<${SitesSheet} room=${room} onClose=${close} />`);
}

/** @param {{room: Room, onClose: () => void}} props */
function SitesSheet({ room, onClose }) {
  const { present, members, needed } = presence(room);
  const spoken = spokenNow(room, room.floor.value ? room.second.value : 0);
  const all = spokenInAll(spoken.values());
  return html`<${Sheet} title=${t("Các điểm cầu")} wide onClose=${onClose}><p class="phu">${t("Có mặt %(present)s trên %(members)s thành viên ở tất cả các nơi, túc số %(needed)s.", { present, members, needed })} ${spokenWords(all)}</p>
    <ul class="ds-diem-cau cac-noi">${places(room).map((one) => html`<${PlaceRow} key=${one.id} room=${room} place=${one} spoken=${spoken.get(one.id)} onClose=${onClose} />`)}</ul>
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/** @param {{times: number, seconds: number}} spoken */
function spokenWords({ times, seconds }) {
  if (times === 0 && seconds === 0) return t("Chưa có ai phát biểu.");
  return `${tn("Đã phát biểu %(num)s lượt", "Đã phát biểu %(num)s lượt", times)}, ${tn("%(num)s phút", "%(num)s phút", minutes(seconds))}.`;
}

/** One place: its share in the quorum, what was said from there, who waits there. @param {{room: Room, place: Place, spoken: any, onClose: () => void}} props */
function PlaceRow({ room, place, spoken, onClose }) {
  return html`<li><div><b>${place.name}</b>
      <span class="v">${t("%(present)s/%(members)s thành viên có mặt", { present: place.present, members: place.members })} · ${spokenWords(spoken)}</span>
      ${spoken.floor && html`<span class="v dang-noi"><${Icon} name="microphone-fill" />${t("%(name)s đang phát biểu từ đây", { name: room.name(spoken.floor.person) })}</span>`}</div>
    ${place.video && html`<a class="nut" href=${place.video} target="_blank" rel="noopener"><${Icon} name="video-camera" />${t("Mở phòng trực tuyến")}</a>`}
    ${spoken.waiting.length > 0 && html`<${WaitingHere} room=${room} waiting=${spoken.waiting} name=${place.name} onClose=${onClose} />`}</li>`;
}

/** Who waits at a place, by their place in the whole list. @param {{room: Room, waiting: import("./figures.js").Speech[], name: string, onClose: () => void}} props */
function WaitingHere({ room, waiting, name, onClose }) {
  const order = new Map(room.queue.value.map((one, place) => [one.id, place + 1]));
  const offline = !room.connected.value;
  const call = (/** @type {import("./figures.js").Speech} */ one) => {
    onClose();
    invite(room, { speech: one.id, person: one.person });
  };
  return html`<ol class="cho-dc" aria-label=${t("Chờ phát biểu ở %(site)s", { site: name })}>${waiting.map((one) => html`<li key=${one.id}><span class="so stt">${order.get(one.id)}</span><b class="ngat">${room.name(one.person)}</b>
    <${Button} icon="microphone" label=${t("Mời %(name)s", { name: room.name(one.person) })} disabled=${offline || !isHere(room, one.person) || room.phase.value !== "in_progress"} onPress=${() => call(one)}>${t("Mời")}</${Button}></li>`)}</ol>`;
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
  return html`<${Sheet} title=${site?.name ?? ""} wide onClose=${onClose}><${FloorHere} room=${room} /><p class="phu">${t("Có mặt %(present)s/%(expected)s người.", { present: site?.present ?? 0, expected: site?.expected ?? 0 })}</p>
    ${people.length === 0 ? html`<${Empty} icon="users" text=${t("Chưa xếp ai vào điểm cầu này.")} />` : html`<ul class="ds-diem-cau">${people.map((one) => html`<${SiteRow} key=${one.id} room=${room} person=${one} />`)}</ul>`}
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}

/**
 * The buttons are keyed: one that comes in another's place is not the one just pressed, so it takes a tap at once. Nothing that
 * marks somebody absent comes under the finger that marked them gone.
 * @param {{room: Room, person: Person}} props
 */
function SiteRow({ room, person }) {
  const row = room.one("attendance", person.id);
  const status = row?.status ?? "expected";
  const offline = !room.connected.value;
  const set = (/** @type {string} */ to) => room.act("attendance.mark", { person: person.id, status: to, ...(HERE.has(to) ? { site: person.site } : {}) }, { done: t("%(name)s: %(status)s", { name: person.name, status: statusWords(to) }), undo: () => room.act("attendance.mark", { person: person.id, status, ...asItStood(row) }) });
  return html`<li><${StatusIcon} status=${status} /><div><b>${person.name}</b><span class="v">${person.office}</span>${status === "left" && html`<span class="v so gio-ve">${leftWords(room, row?.at)}</span>`}</div>
    ${HERE.has(status) ? html`<${Chip} tone="lam" icon="check-bold">${statusWords(status)}${row?.at && html` <span class="so">${hhmm(row.at)}</span>`}</${Chip}><${Button} key="left" icon="sign-out" label=${t("%(name)s đã về", { name: person.name })} disabled=${offline} onPress=${() => set("left")}>${t("Đã về")}</${Button}>`
      : html`<${Button} key="present" icon="check-bold" label=${t("%(name)s có mặt", { name: person.name })} disabled=${offline} onPress=${() => set("present")}>${t("Có mặt")}</${Button}>
      ${status !== "left" && html`<${Button} key="absent" icon="minus-circle" label=${t("%(name)s vắng", { name: person.name })} disabled=${offline || status === "absent"} onPress=${() => set("absent")}>${t("Vắng")}</${Button}>`}`}</li>`;
}
