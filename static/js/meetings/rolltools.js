// @ts-check
/** What the desk does with the roll beside calling it: the hall's code, the table at the door, the list as a file. */

import { html } from "../../vendor/preact.js";
import { Button, Icon, Sheet } from "../app/components.js";
import { t } from "../app/text.js";
import { presence } from "./attendance.js";
import { codeAddress, grouped, useHallCode } from "./hallcode.js";
import { asWord, placeName, placeOf } from "./place.js";
import { Qr } from "./qr.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @param {{room: Room}} props */
export function RollTools({ room }) {
  return html`<${Button} kind="tron" class="o" icon="dots-three" label=${t("Việc với danh sách điểm danh")} onPress=${() => openRollTools(room)} />`;
}

/** @param {Room} room */
export function openRollTools(room) {
  room.sheet((close) => html`<${RollSheet} room=${room} onClose=${close} />`);
}

/** @param {{room: Room, onClose: () => void}} props */
function RollSheet({ room, onClose }) {
  const open = !["ended", "cancelled"].includes(room.phase.value);
  const { present, members } = presence(room);
  return html`<${Sheet} title=${t("Điểm danh")} onClose=${onClose}>
    <p class="phu">${t("Có mặt %(present)s/%(members)s thành viên.", { present, members })}</p>
    ${open && html`<${HallCode} room=${room} />`}
    <div class="cot viec">
      ${open && html`<a class="nut day-du trai" href=${`${room.home}/room?door=1&at=${asWord(placeOf(room, "roll"))}`} target="_blank" rel="noopener"><${Icon} name="identification-card" />${t("Bàn điểm danh theo số")}</a>`}
      <a class="nut day-du trai" href=${`${room.home}/roll.xlsx`} download><${Icon} name="download-simple" />${t("Xuất danh sách điểm danh")}</a>
      </div><div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}

/** What the hall shows now: for a hall without a screen the clerk holds it up or reads it aloud. @param {{room: Room}} props */
function HallCode({ room }) {
  const shown = useHallCode(room);
  if (!shown) return null;
  const place = placeOf(room, "roll");
  return html`<figure class="ma-hoi-truong"><${Qr} text=${codeAddress(room, shown, place)} />
    <figcaption><span>${place ? t("Mã điểm danh tại %(place)s", { place: placeName(room, place) }) : t("Mã điểm danh của hội trường")}</span><b class="so">${grouped(shown.digits)}</b><small>${t("Đổi sau mỗi 30 giây.")}</small></figcaption></figure>`;
}
