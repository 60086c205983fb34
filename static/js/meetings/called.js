// @ts-check
/** Being called to speak, as whoever is called sees it: in the room, over a sheet that is open there, and in the reader. */

import { html } from "../../vendor/preact.js";
import { Icon, Ring, Spoken } from "../app/components.js";
import { t } from "../app/text.js";
import { unsavedGist } from "./gist.js";

/** @typedef {import("../app/types.js").Room} Room */

/** The red band of the one who has been called; `children`: the way to the room, from outside it, where the band is a low one. @param {{room: Room, children?: any, low?: boolean}} props */
export function Called({ room, children = null, low = Boolean(children) }) {
  const floor = room.floor.value;
  if (!floor || floor.person !== room.me.person) return null;
  const paused = floor.state === "paused";
  const unsaved = unsavedGist(room, floor);
  const gist = unsaved ? t("Tóm tắt chưa lưu: %(text)s", { text: unsaved }) : floor.gist;
  const words = paused ? t("Phát biểu của tôi đang tạm dừng") : floor.replies_to ? t("Mời tôi đáp lời") : t("Mời tôi phát biểu");
  return html`<section class=${low ? "moi-toi thap" : "moi-toi"} aria-label=${words}><${Ring} room=${room} speech=${floor} size=${0} />
    <div><h2><${Icon} name=${paused ? "pause" : "microphone-fill"} />${words}</h2>${gist && html`<p>${gist}</p>`}</div>${children}</section>`;
}

const LEADING = ["chair", "secretary"];

/** What a sheet may not hide ("sheet.top"): being called, and what is read aloud. @param {{room: Room}} props */
export function OverSheets({ room }) {
  return html`${!LEADING.includes(room.me.capacity ?? "") && html`<${Called} room=${room} />`}<${Spoken} room=${room} inside />`;
}
