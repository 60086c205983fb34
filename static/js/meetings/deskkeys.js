// @ts-check
/** The desk's shortcuts (screens.md §7) and the sheet that lists them. */

import { effect, html, useState } from "../../vendor/preact.js";
import { Button, Sheet } from "../app/components.js";
import { t } from "../app/text.js";
import { oneMoreMinute, stopOrStart } from "./acting.js";
import { shortcut, singleKeysOn, switchSingleKeys, typing } from "./keys.js";

/** @typedef {import("../app/types.js").Room} Room */
/**
 * @typedef {{command: () => any, leave: () => any, gist: () => any, point: () => any, roll: () => any, queue: () => any, item: (n: number) => any,
 *   vote: () => any, submit: () => any, minutes: () => any}} Places
 */

/** The last thing that can be taken back, also after its toast has gone. */
let lastUndo = /** @type {(() => any) | null} */ (null);

/**
 * One listener for the whole desk.
 * @param {Room} room @param {Places} places
 * @returns {(event: KeyboardEvent) => void}
 */
export function deskKeys(room, places) {
  remember(room);
  return (event) => {
    if (room.sheets.value) return;
    const name = shortcut(event, singleKeysOn());
    if (!name || !does(room, places, name, event)) return;
    event.preventDefault();
  };
}

/** @type {WeakSet<Room>} */
const remembered = new WeakSet();

/** @param {Room} room */
function remember(room) {
  if (remembered.has(room)) return;
  remembered.add(room);
  effect(() => {
    const toast = room.toasts.value;
    // What was done last has no way back: then an earlier act isn't taken back in its place.
    if (toast?.undo || toast?.mine) lastUndo = toast.undo ?? null;
  });
}

/**
 * @param {Room} room @param {Places} places @param {string} name @param {KeyboardEvent} event
 * @returns {boolean} whether the key was ours
 */
function does(room, places, name, event) {
  const floor = room.floor.value;
  /** @type {Record<string, () => any>} */
  const acts = {
    "?": () => openHelp(room), g: places.gist, k: places.point, d: places.roll, q: places.queue, b: places.vote,
    space: () => floor && stopOrStart(room, floor), "+": () => floor && oneMoreMinute(room, floor.id), "=": () => floor && oneMoreMinute(room, floor.id),
    "ctrl+enter": places.submit, "ctrl+p": places.minutes, escape: places.leave,
  };
  if (name === "ctrl+z") return undo(room, event);
  // The stroke itself is typed into the line, where it begins a command; one that stands there goes on.
  if (name === "/") return places.command() !== "";
  if (/^alt\+[1-9]$/.test(name)) return ran(() => places.item(Number(name.slice(4))));
  // Space presses the button that has the focus; only elsewhere it is the timer's.
  if (name === "space" && /** @type {HTMLElement} */ (event.target)?.closest?.("button, a, [role=option], [role=listbox], summary")) return false;
  return acts[name] ? ran(acts[name]) : false;
}

/** @param {() => any} act */
function ran(act) {
  act();
  return true;
}

/** In a field with text Ctrl+Z is the field's own. @param {Room} room @param {KeyboardEvent} event */
function undo(room, event) {
  const field = /** @type {HTMLInputElement | null} */ (event.target);
  if (typing(field) && field?.value) return false;
  const act = lastUndo;
  lastUndo = null;
  room.toasts.value = null;
  if (act) act();
  else room.toast(t("Không còn việc nào để hoàn tác"));
  return true;
}

/** @param {Room} room */
export function openHelp(room) {
  room.sheet((close) => html`<${Help} onClose=${close} />`);
}

/** Every key and command of the desk. @returns {[string, string][]} */
export const lines = () => [
  ["/", t("dòng lệnh")], ["/m", t("mời: tên")], ["/d", t("đăng ký giúp: tên, hai chấm, tóm tắt")], ["/s", t("ghi sự việc")], ["/k", t("kết luận, kèm @đơn vị và hạn")], ["/v", t("soạn biểu quyết")], ["/n", t("sang nội dung: số")], ["G", t("tóm tắt của người đang nói")], ["K", t("kết luận")], ["D", t("điểm danh: ↑ ↓, C có mặt, T trực tuyến, V vắng; gõ chữ khác để tìm tên")],
  ["Q", t("danh sách chờ: Enter mời, Alt+↑↓ đổi chỗ, Delete rút")], ["Alt+1…9", t("xem nội dung")], [t("Phím cách"), t("dừng, chạy đồng hồ phát biểu")], ["+", t("thêm một phút")],
  ["B", t("soạn biểu quyết")], ["Ctrl+Enter", t("trình chủ trì duyệt kết luận")], ["Ctrl+Z", t("hoàn tác")], ["Esc", t("rời ô đang gõ (chữ được giữ), để dùng các phím một chữ")], ["Ctrl+P", t("biên bản nháp để in")],
  ["@", t("trong kết luận: đơn vị, người")], ["Ctrl+D", t("trong kết luận: hạn, ví dụ 15/12 hoặc +7")], ["Ctrl+T, Alt+T", t("trong kết luận: thành nhiệm vụ")], ["?", t("bảng này")],
];

/** @param {{onClose: () => void}} props */
function Help({ onClose }) {
  const [on, set] = useState(singleKeysOn());
  const change = () => { switchSingleKeys(!on); set(!on); };
  return html`<${Sheet} title=${t("Phím tắt")} wide onClose=${onClose}><dl class="cac-phim">${lines().map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
    <label class="hang bat-tat"><input type="checkbox" checked=${on} onChange=${change} />${t("Phím một chữ (G, K, D…) có tác dụng ngoài ô nhập")}</label>
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></${Sheet}>`;
}
