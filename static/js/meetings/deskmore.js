// @ts-check
/** What the desk does for the meeting as a whole: pause, notices, who presides, the end. */

import { html } from "../../vendor/preact.js";
import { Button, Sheet } from "../app/components.js";
import { t, tc } from "../app/text.js";
import { resumeMeeting } from "./acting.js";
import { openCourse } from "./course.js";
import { endMeeting } from "./ending.js";
import { OPEN } from "./figures.js";
import { openNotify } from "./notices.js";
import { pauseMeeting } from "./pausing.js";
import { mayHandOver, openHandOver } from "./presiding.js";
import { openScreens } from "./screens.js";
import { openVoteControl } from "../voting/control.js";

/** @typedef {import("../app/types.js").Room} Room */

/** @param {Room} room */
export function openDeskMore(room) {
  room.sheet((close) => html`<${DeskMore} room=${room} onClose=${close} />`);
}

/** Closing the meeting stands apart. @param {{room: Room, onClose: () => void}} props */
function DeskMore({ room, onClose }) {
  const phase = room.phase.value;
  const then = (/** @type {() => any} */ act) => () => { onClose(); act(); };
  const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
  const act = (/** @type {string} */ icon, /** @type {string} */ words, /** @type {() => any} */ press) => html`<${Button} icon=${icon} class="day-du trai" ...${offline} onPress=${then(press)}>${words}</${Button}>`;
  return html`<${Sheet} title=${tc("menu", "Thêm")} onClose=${onClose}><div class="cot viec">
    ${phase === "in_progress" && act("pause", tc("act", "Tạm nghỉ"), () => pauseMeeting(room))}
    ${phase === "paused" && act("play-fill", t("Họp tiếp"), () => resumeMeeting(room))}
    ${OPEN.has(phase) && act("megaphone", t("Gửi thông báo"), () => openNotify(room))}
    ${mayHandOver(room) && act("user-switch", t("Giao điều hành"), () => openHandOver(room))}
    <${Button} icon="monitor" class="day-du trai" onPress=${then(() => openScreens(room))}>${t("Màn chiếu")}</${Button}>
    <${Button} icon="clock-counter-clockwise" class="day-du trai" onPress=${then(() => openCourse(room, (vote) => openVoteControl(room, { vote })))}>${t("Diễn biến")}</${Button}>
    ${["in_progress", "paused"].includes(phase) && html`<hr class="ke" /><${Button} icon="flag-checkered" kind="nguy" class="day-du trai" ...${offline} onPress=${then(() => endMeeting(room))}>${t("Bế mạc")}</${Button}>`}
    </div><div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
}
