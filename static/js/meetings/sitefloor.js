// @ts-check
/** The floor at a site: its clerk and its screen are told that it is theirs; everybody else reads from where somebody speaks. */

import { html } from "../../vendor/preact.js";
import { Banner, Icon } from "../app/components.js";
import { fold } from "../app/fold.js";
import { t } from "../app/text.js";
import { scene } from "./scene.js";

/** @typedef {import("../app/types.js").Room} Room */

/** A name that says itself what it is the name of is not told so twice. @param {string} name */
function siteWords(name) {
  return fold(name).startsWith("diem cau") ? name : t("Điểm cầu %(site)s", { site: name });
}

/** The site from where somebody takes part; null in the hall itself. @param {Room} room @param {string | null | undefined} person */
export function siteOf(room, person) {
  return room.one("sites", room.one("people", person)?.site);
}

/** From where somebody takes part, beside their name; nothing in the hall itself. @param {{room: Room, person: string}} props */
export function SiteOf({ room, person }) {
  const name = siteOf(room, person)?.name;
  return name ? html` <span class="tu-dc"><${Icon} name="map-pin" />${name}</span>` : null;
}

/** What is said at a site that has the floor. Empty where it hasn't. @param {Room} room @param {string | null | undefined} id @returns {string} */
export function floorHereWords(room, id) {
  const floor = room.floor.value;
  const site = floor && siteOf(room, floor.person);
  if (!floor || !site || site.id !== id || room.phase.value !== "in_progress") return "";
  const words = { site: siteWords(site.name), name: room.name(floor.person) };
  if (floor.state === "paused") return t("%(site)s: %(name)s tạm dừng phát biểu", words);
  return floor.replies_to ? t("%(site)s: mời %(name)s đáp lời", words) : t("%(site)s: mời %(name)s phát biểu", words);
}

/** The site whose people I mark, while somebody else has the floor there. @param {Room} room @returns {string} */
export function myFloorWords(room) {
  if (room.floor.value?.person === room.me.person) return "";
  return floorHereWords(room, room.one("people", room.me.person)?.clerk_of);
}

/** For a site's clerk. @param {{room: Room}} props */
export function FloorHere({ room }) {
  const words = myFloorWords(room);
  return words ? html`<div class="moi-dc"><${Banner} icon=${room.floor.value?.state === "paused" ? "pause" : "microphone-fill"}><b class="ngat">${words}</b></${Banner}></div>` : null;
}

// -- the hall's screens -----------------------------------------------------------------------------------------------

/** The site a screen stands at; null in the hall itself, and on people's own devices. @param {Room} room */
export function standsAt(room) {
  if (room.me.capacity !== "hall") return null;
  const own = room.list("my_screen").value[0]?.site;
  return room.one("sites", own) ?? room.sites.value.find((one) => one.screen === room.me.person) ?? null;
}

/** Above the speaker's name: that they speak, or, where they are, that the floor is here. @param {{room: Room, words: string}} props */
export function SpeaksHere({ room, words }) {
  const floor = room.floor.value;
  const here = standsAt(room);
  if (!floor || !here || floor.state === "paused" || siteOf(room, floor.person)?.id !== here.id) return html`<p>${words}</p>`;
  const site = siteWords(here.name);
  return html`<p class="tai-day"><${Icon} name="microphone-fill" /><span class="ngat">${floor.replies_to ? t("%(site)s: mời đáp lời", { site }) : t("%(site)s: mời phát biểu", { site })}</span></p>`;
}

/** From where somebody speaks, for whoever is elsewhere. @param {{room: Room, person: string}} props */
export function SpeaksFrom({ room, person }) {
  if (room.sites.value.length === 0) return null;
  const [site, here] = [siteOf(room, person), standsAt(room)];
  if (site?.id === here?.id) return null;
  return html`<p class="tu-dc"><${Icon} name="map-pin" /><span class="ngat">${site?.name ?? t("Phòng họp chính")}</span></p>`;
}

/** On a site's screen that shows something else: the floor is here. @param {{room: Room, chosen?: string, result?: string | null}} props */
export function FloorBand({ room, chosen, result }) {
  const words = floorHereWords(room, standsAt(room)?.id);
  if (!words || room.vote.value || ["speaker", "blank"].includes(scene(room, chosen, result).name)) return null;
  return html`<p class="tin-hoi-truong moi-den"><${Icon} name="microphone-fill" /> ${words}</p>`;
}
