// @ts-check
/** What I am going to say, in a few words: typed when asking for the floor or while waiting. Going back loses nothing of it. */

import { html, useSignal, useState } from "../../vendor/preact.js";
import { Button, Sheet, useOver } from "../app/components.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { t, tc } from "../app/text.js";
import { register } from "./asking.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {{gist: string, kind: string, to: string}} Draft what was typed and not sent */

/** @param {Room} room @param {import("../app/types.js").Speech | null} request */
const place = (room, request) => `gist:${room.me.person}:${request?.id ?? room.meeting.value?.item}`;

/** @param {import("../app/types.js").Speech | null} request */
export const gistWords = (request) => (request?.gist ? t("Sửa tóm tắt ý kiến") : t("Thêm tóm tắt ý kiến"));

/** What I typed for a request and nobody has seen: being called closes the sheet. "": nothing. @param {Room} room @param {import("../app/types.js").Speech} request @returns {string} */
export function unsavedGist(room, request) {
  const typed = taken(sessionShelf(), place(room, request))?.gist?.trim() ?? "";
  return typed === (request.gist ?? "") ? "" : typed;
}

/** In my own row of the list. @param {{room: Room, request: import("../app/types.js").Speech}} props */
export function MyGist({ room, request }) {
  return html`<${Button} kind="tron" class="tom-tat" icon="pencil-simple" onPress=${() => openGist(room, request)}>${gistWords(request)}</${Button}>`;
}

/** @param {Room} room @param {import("../app/types.js").Speech | null} [request] @param {string} [only] the kind that is asked for */
export function openGist(room, request = null, only = "") {
  room.sheet((close) => html`<${GistSheet} room=${room} request=${request} only=${only} close=${close} />`);
}

/** @param {{room: Room, request: import("../app/types.js").Speech | null, only: string, close: () => void}} props */
function GistSheet({ room, request, only, close }) {
  useOver(["ended", "cancelled"].includes(room.phase.value) || (request !== null && room.one("speeches", request.id)?.state !== "waiting"), close);
  const [key] = useState(() => place(room, request) + (only && `:${only}`));
  /** @type {Partial<Draft>} */
  const kept = taken(sessionShelf(), key) ?? {};
  const gist = useSignal(kept.gist ?? request?.gist ?? "");
  const kind = useSignal(only || (kept.kind ?? "speech"));
  const to = useSignal(kept.to ?? "");
  const keep = () => shelve(sessionShelf(), key, { gist: gist.value, kind: kind.value, to: to.value });
  const question = kind.value === "question";
  const send = async () => {
    close();
    // Asked again with a gist, the waiting request keeps its place and takes the new gist.
    const again = { item: request?.item, kind: request?.kind, gist: gist.value.trim() };
    const sent = request ? room.act("speaking.request", again, { hold: true, done: t("Đã lưu tóm tắt") }) : register(room, { gist: gist.value.trim(), kind: kind.value, ...(question && to.value ? { to: to.value } : {}) });
    if ((await sent).ok) shelve(sessionShelf(), key, null);
  };
  const kinds = [["speech", tc("one", "Phát biểu")], ["point_of_order", t("Về thủ tục")]];
  return html`<${Sheet} title=${request ? gistWords(request) : question ? t("Đăng ký chất vấn") : t("Đăng ký phát biểu nội dung %(n)s", { n: room.order(room.meeting.value?.item ?? "") })} onClose=${close} typing>
    ${question && html`<${Asked} room=${room} to=${to} keep=${keep} />`}
    ${!request && !only && html`<fieldset class="truong"><legend>${t("Loại ý kiến")}</legend><div class="chon">${kinds.map(([value, name]) => html`<label>
      <input type="radio" name="loai" checked=${kind.value === value} onChange=${() => { kind.value = value; keep(); }} />${name}</label>`)}</div></fieldset>`}
    <div class="truong"><label for="tom-tat">${question ? t("Nội dung chất vấn") : t("Tóm tắt ý kiến")}</label>
      <textarea id="tom-tat" class="o-nhap" rows="3" maxlength="500" value=${gist.value} onInput=${(/** @type {any} */ event) => { gist.value = event.target.value; keep(); }}></textarea>
      <p class="goi-y">${t("Tóm tắt hiện cùng tên trong danh sách phát biểu.")}</p></div>
    <div class="chan-to"><${Button} large onPress=${close}>${t("Quay lại")}</${Button}><${Button} large kind="chinh" onPress=${send}>${request ? t("Lưu tóm tắt") : t("Đăng ký")}</${Button}></div></${Sheet}>`;
}

/** Who is questioned: everybody sees it. @param {{room: Room, to: any, keep: () => void}} props */
function Asked({ room, to, keep }) {
  const people = room.people.value.filter((one) => one.id !== room.me.person);
  const presenter = room.item.value?.presenter;
  return html`<div class="truong"><label for="nguoi-duoc-hoi">${t("Người được chất vấn")}</label>
    <select id="nguoi-duoc-hoi" class="o-nhap" value=${to.value} onChange=${(/** @type {any} */ event) => { to.value = event.target.value; keep(); }}>
      <option value="">${t("Không nêu tên")}</option>${people.map((one) => html`<option key=${one.id} value=${one.id} selected=${one.id === to.value}>${one.office ? `${one.name}, ${one.office}` : one.name}</option>`)}</select>
    <p class="goi-y">${presenter ? t("Mọi người đều thấy tên người được chất vấn. Nội dung này do %(name)s trình.", { name: presenter }) : t("Mọi người đều thấy tên người được chất vấn.")}</p></div>`;
}
