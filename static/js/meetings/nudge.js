// @ts-check
/** Near the end of an item the chair and the desk, and nobody else, are told who is here and has long said nothing. */

import { html, useComputed, useEffect, useState } from "../../vendor/preact.js";
import { Banner, Button, Sheet } from "../app/components.js";
import { usePutAway } from "../app/putaway.js";
import { t, tn } from "../app/text.js";
import { longSilent, nearItsEnd } from "./turns.js";
import { unheard } from "./unheard.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Nothing moves under a finger. */
const RELEASE = 600;

/**
 * A value that changes only when the screen hasn't been touched for a moment.
 * @template T
 * @param {T} value
 * @returns {T}
 */
function useQuiet(value) {
  const [shown, show] = useState(value);
  useEffect(() => {
    if (shown === value) return undefined;
    /** @type {any} */
    let timer;
    const hold = () => clearTimeout(timer);
    const wait = () => {
      hold();
      timer = setTimeout(() => show(value), RELEASE);
    };
    wait();
    addEventListener("pointerdown", hold);
    addEventListener("pointerup", wait);
    addEventListener("pointercancel", wait);
    return () => {
      hold();
      removeEventListener("pointerdown", hold);
      removeEventListener("pointerup", wait);
      removeEventListener("pointercancel", wait);
    };
  }, [value, shown]);
  return shown;
}

/** How many are told of now; 0: nobody, or not yet. @param {Room} room */
function silentNow(room) {
  const item = room.item.value;
  if (!item || room.phase.value !== "in_progress" || !nearItsEnd(item, room.minute.value)) return 0;
  return longSilent(unheard(room)).length;
}

/** How many are told of and not put away yet; what puts them away. @param {Room} room @returns {[number, () => void]} */
function useSilent(room) {
  const item = room.item.value?.id ?? "";
  const key = `nhac:${item}`;
  const { isAway, putAway } = usePutAway();
  const count = useQuiet(useComputed(() => silentNow(room)).value);
  return [!item || isAway(key) ? 0 : count, () => putAway(key)];
}

/** @param {number} count */
const silentWords = (count) => tn("%(num)s người có mặt chưa phát biểu 3 phiên liền", "%(num)s người có mặt chưa phát biểu 3 phiên liền", count);

/** @param {{see: () => void, away: () => void}} props */
function NudgeButtons({ see, away }) {
  return html`<span class="hang g2 nhac-nut"><${Button} onPress=${see}>${t("Xem")}</${Button}><${Button} kind="tron" class="o" icon="x" label=${t("Bỏ qua lời nhắc")} onPress=${away} /></span>`;
}

/** @param {{room: Room, draw?: any}} props `draw`: the list, where it isn't on the screen */
export function Nudge({ room, draw: List = null }) {
  const [count, away] = useSilent(room);
  if (count === 0) return null;
  const see = () => (List ? openList(room, List) : goToList());
  return html`<div class=${List ? "nhac-rieng" : "nhac-rieng dt"}><${Banner} icon="hand-pointing" action=${html`<${NudgeButtons} see=${see} away=${away} />`}>${silentWords(count)}</${Banner}></div>`;
}

/** The same in the head of the list where that stands beside the item: it pushes nothing there. @param {{room: Room}} props */
export function SilentHere({ room }) {
  const [count, away] = useSilent(room);
  if (count === 0) return null;
  return html`<div class="nhac-tai-cho"><p class="phu nho">${silentWords(count)}</p><${NudgeButtons} see=${goToList} away=${away} /></div>`;
}

function goToList() {
  const list = /** @type {HTMLElement | null} */ (document.querySelector(".chua"));
  list?.scrollIntoView({ block: "start" });
  list?.focus({ preventScroll: true });
}

/** @param {Room} room @param {any} List */
function openList(room, List) {
  room.sheet((close) => html`<${Sheet} title=${t("Chưa được nghe")} onClose=${close}><div class="man-ct tam-ray chua-to"><${List} room=${room} /></div>
    <div class="chan-to"><${Button} onPress=${close} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`);
}
