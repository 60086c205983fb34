// @ts-check
/** Where this device stands: whoever is checked in with it is here, in the main hall (null) or at a site. Kept on the device. */

import { html, signal } from "../../vendor/preact.js";
import { Button, Icon } from "../app/components.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";
import { standsAt } from "./sitefloor.js";

/** @typedef {import("../app/types.js").Room} Room */
/** What is done there: one device may call the roll of a site and have the door of the hall in another tab. @typedef {"door" | "roll" | "own"} Purpose */

/** The main hall in an address and on the shelf, where a site stands by its id. */
export const MAIN = "hall";

/**
 * The place of these that is said first; undefined where none is, or what is said is no site of the meeting any more.
 * @param {string[]} sites @param {(string | null | undefined)[]} said MAIN, a site, or nothing
 * @returns {string | null | undefined}
 */
export function placeSaid(sites, ...said) {
  const found = said.find((one) => one === MAIN || (one && sites.includes(one)));
  return found === MAIN ? null : found;
}

/** The place in this page's address: from the code that a hall or a site shows, or from whoever set up a door. */
const inAddress = () => new URLSearchParams(globalThis.location?.search ?? "").get("at");

/** @param {string | null} place */
export const asWord = (place) => place ?? MAIN;

/** @type {WeakMap<Room, Record<string, import("../app/types.js").Signal<string | null>>>} */
const known = new WeakMap();

/** @param {Room} room @param {Purpose} purpose */
const shelfPlace = (room, purpose) => `place:${purpose}:${room.meetingId}`;

/** @param {Room} room @param {Purpose} purpose */
function kept(room, purpose) {
  const all = known.get(room) ?? {};
  known.set(room, all);
  return (all[purpose] ??= signal(/** @type {string | null} */ (inAddress() ?? (purpose === "own" ? null : taken(deviceShelf(), shelfPlace(room, purpose))))));
}

/** The one site whose people this person marks; a clerk of a site stands nowhere else. @param {Room} room */
export const clerkOf = (room) => (room.me.capacity === "secretary" ? null : room.one("people", room.me.person)?.clerk_of);

/** Where this device stands for that; undefined where nobody has said it yet. @param {Room} room @param {Purpose} purpose @returns {string | null | undefined} */
export function placeToldOf(room, purpose) {
  const sites = room.sites.value.map((one) => one.id);
  return sites.length === 0 ? null : placeSaid(sites, purpose === "own" ? null : clerkOf(room), kept(room, purpose).value, standsAt(room)?.id);
}

/** The same; where nobody has said it, where its person is expected. @param {Room} room @param {Purpose} purpose @returns {string | null} */
export function placeOf(room, purpose) {
  const told = placeToldOf(room, purpose);
  return told === undefined ? (room.one("people", room.me.person)?.site ?? null) : told;
}

/** @param {Room} room @param {Purpose} purpose @param {string | null} place */
export function choosePlace(room, purpose, place) {
  const here = new URL(location.href);
  here.searchParams.delete("at");
  history.replaceState(history.state, "", here);
  if (purpose !== "own") shelve(deviceShelf(), shelfPlace(room, purpose), asWord(place)); // one's own the house keeps
  kept(room, purpose).value = asWord(place);
}

/** What a check-in says of where it happens; nothing where there is one place only. @param {Room} room @param {string | null} place @returns {{site?: string | null}} */
export const happensAt = (room, place) => (room.sites.value.length > 0 ? { site: place } : {});

/** @param {Room} room @param {string | null | undefined} place @returns {string} */
export const placeName = (room, place) => room.one("sites", place)?.name ?? t("Phòng họp chính");

/** The hall first, then its sites. @param {Room} room @returns {[string | null, string][]} */
const choices = (room) => [[null, t("Phòng họp chính")], ...room.sites.value.map((one) => /** @type {[string, string]} */ ([one.id, one.name]))];

/** Nothing where there is one place only. @param {{room: Room, place: string | null, onChoose: (place: string | null) => void, id: string, label: string, quiet?: boolean}} props quiet: the label is read, not shown */
export function PlaceSelect({ room, place, onChoose, id, label, quiet = false }) {
  if (room.sites.value.length === 0) return null;
  const choose = (/** @type {any} */ event) => onChoose(event.target.value === MAIN ? null : event.target.value);
  return html`<div class="truong noi-dd"><label for=${id} class=${quiet ? "an" : undefined}>${label}</label>
    <select id=${id} class="o-nhap" value=${asWord(place)} onChange=${choose}>${choices(room).map(([one, name]) => html`<option key=${asWord(one)} value=${asWord(one)}>${name}</option>`)}</select></div>`;
}

/** Asked of who sets up a door: one tap. @param {{room: Room, onChoose: (place: string | null) => void}} props */
export function PlaceAsked({ room, onChoose }) {
  return html`<section class="hoi-noi" aria-labelledby="hoi-noi"><h1 id="hoi-noi">${t("Bàn điểm danh này đặt ở đâu?")}</h1><p class="phu">${t("Ai điểm danh ở bàn này được ghi là có mặt tại đó.")}</p>
    <div class="cot">${choices(room).map(([one, name]) => html`<${Button} key=${asWord(one)} large class="day-du trai" onPress=${() => onChoose(one)}><${Icon} name="map-pin" />${name}</${Button}>`)}</div></section>`;
}
