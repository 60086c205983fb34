// @ts-check
/** The hall's screens, from the desk: which there are, what each shows, one tap to change it; letting one in, taking one away. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { request } from "../app/commands.js";
import { Button, Chip, Empty, Icon, Sheet } from "../app/components.js";
import { t } from "../app/text.js";
import { OPEN } from "./figures.js";
import { grouped } from "./hallcode.js";
import { CHOICES, asChosen, presented, scene } from "./scene.js";
import { refusalWords } from "./state.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {{id: string, name: string, site: string | null, scene: string, vote: string | null, person: string, entered_at: string | null, account: boolean}} Screen */

const WAITING_EVERY = 4000;

/** @returns {Record<string, [string, string]>} scene -> its word and its icon */
const words = () => ({
  auto: [t("Tự động"), "sparkle"],
  agenda: [t("Chương trình"), "list-numbers"],
  item: [t("Nội dung"), "flag-checkered"],
  speaker: [t("Người phát biểu"), "microphone"],
  document: [t("Tài liệu"), "presentation"],
  vote: [t("Biểu quyết"), "check-square-offset"],
  waiting: [t("Chờ, điểm danh"), "hourglass-medium"],
  blank: [t("Màn nghỉ"), "moon"],
  result: [t("Kết quả biểu quyết"), "list-checks"],
});

/** @param {Room} room @param {{code?: string}} [how] code: read from a screen already */
export function openScreens(room, { code = "" } = {}) {
  room.sheet((close) => html`<${Screens} room=${room} code=${code} onClose=${close} />`);
}

/** Whoever scanned a screen's code with a phone of the desk comes into the room with it. @param {Room} room */
export function useScannedScreen(room) {
  useEffect(() => {
    const code = /^#man=(\d{6})$/.exec(location.hash)?.[1];
    if (!code) return;
    history.replaceState(null, "", location.pathname + location.search);
    openScreens(room, { code });
  }, []);
}

/** @param {{room: Room, code: string, onClose: () => void}} props */
function Screens({ room, code, onClose }) {
  const screens = listed(room);
  const open = OPEN.has(room.phase.value);
  const [adding, add] = useState(Boolean(code));
  const shownAdding = open && (adding || !screens.length);
  useTheKeyboardsPlace(adding, shownAdding);
  return html`<${Sheet} title=${t("Màn chiếu")} onClose=${onClose} wide><div class="cac-man">
    ${!room.connected.value && html`<p class="bang" role="status"><${Icon} name="wifi-slash" />${t("Đang mất mạng: màn chiếu giữ cảnh cuối. Có mạng mới đổi được.")}</p>`}
    ${screens.map((screen) => html`<${ScreenRow} key=${screen.id} room=${room} screen=${screen} />`)}
    ${!screens.length && !open && html`<${Empty} icon="monitor" text=${t("Cuộc họp này không có màn chiếu nào đang mở.")} />`}
    ${shownAdding ? html`<${Adding} room=${room} code=${code} first=${!screens.length} onDone=${() => add(false)} />`
      : open && html`<${Button} icon="plus" class="day-du them" onPress=${() => add(true)}>${t("Thêm màn chiếu")}</${Button}>`}
    <p class="phu vua">${t("Màn mở bằng tài khoản của hội trường có ở đây khi đang mở phòng họp này; các máy cùng một tài khoản chiếu cùng một cảnh.")}</p>
    ${room.may("screen.darken_hall") && html`<${DarkHall} room=${room} />`}
    <div class="chan-to"><${Button} onPress=${onClose} data-safe="">${t("Đóng")}</${Button}></div></div></${Sheet}>`;
}

/** Who asked for another screen types its code next; afterwards the button they came from is there again. @param {boolean} asked @param {boolean} shown */
function useTheKeyboardsPlace(asked, shown) {
  const before = useRef(shown);
  useEffect(() => {
    if (shown && asked) {
      document.getElementById("ma-man")?.focus();
      document.querySelector(".them-man")?.scrollIntoView({ block: "nearest" }); // down to what lets it in
    }
    if (!shown && before.current) /** @type {HTMLElement | null} */ (document.querySelector(".cac-man > .them"))?.focus();
    before.current = shown;
  }, [shown]);
}

/** Those of the hall's accounts while they show this meeting: they come and go by themselves. @param {Room} room @returns {Screen[]} */
export function listed(room) {
  const lost = room.live.lost.value;
  return room.list("screens").value.filter((one) => !one.account || !["left", "never"].includes(lost.get(one.person) ?? ""));
}

/** What a screen shows now, in a few words. @param {Room} room @param {string} chosen @param {string | null} [vote] */
export function shownWords(room, chosen, vote = null) {
  const now = scene(room, chosen, vote);
  const item = room.item.value;
  const page = presented(room);
  /** @type {Record<string, () => string>} */
  const said = {
    waiting: () => words().waiting[0],
    pause: () => t("Tạm nghỉ"),
    ended: () => t("Đã kết thúc"),
    vote: () => words().vote[0],
    result: () => t("Kết quả biểu quyết"),
    speaker: () => room.name(room.floor.value?.person),
    item: () => t("Nội dung %(n)s", { n: room.order(item?.id) }),
    agenda: () => words().agenda[0],
    document: () => t("%(title)s, trang %(n)s", { title: room.one("papers", page?.paper)?.title ?? t("Tài liệu"), n: page?.page ?? 1 }),
    blank: () => words().blank[0],
  };
  return said[now.name]();
}

/** A screen is waited for as long as it is the meeting's. @param {import("./state.js").Gone} why @returns {string} */
function lostWords(why) {
  if (why === "left") return t("Màn hình này đã đóng trang chiếu.");
  if (why === "restart") return t("Chưa kết nối lại sau khi máy chủ khởi động lại.");
  return t("Mất kết nối. Màn hình giữ cảnh cuối và tự nối lại khi có mạng.");
}

/** @param {{room: Room, screen: Screen}} props */
function ScreenRow({ room, screen }) {
  const empty = screen.scene !== "auto" && !asChosen(room, screen.scene, screen.vote);
  const site = (room.one("sites", screen.site) ?? room.sites.value.find((one) => one.screen === screen.person))?.name;
  const lost = room.live.whyLost(screen.person);
  const now = lost ? html`<span class="mat-noi" role="status"><${Icon} name=${lost === "left" ? "x-circle" : "wifi-slash"} />${lostWords(lost)}</span>` : screen.entered_at ? t("Đang chiếu: %(what)s", { what: shownWords(room, screen.scene, screen.vote) }) : t("Đang chờ màn hình vào…");
  return html`<section class="man-hinh" aria-labelledby=${`man-${screen.id}`}>
    <header><${Icon} name="monitor" large /><div><h3 id=${`man-${screen.id}`} class="ngat">${screen.name}</h3>
      <p class="phu vua">${site ? `${site} · ` : ""}${now}</p></div>
      ${!screen.account && html`<${Button} kind="tron" class="o" icon="x" label=${t("Thu hồi %(name)s", { name: screen.name })} disabled=${!room.connected.value} onPress=${() => takeAway(room, screen)} />`}</header>
    <${Choices} room=${room} screen=${screen} />
    ${empty && html`<p class="phu vua" role="status"><${Icon} name="info" /> ${t("Chưa có gì để chiếu ở cảnh này nên màn đang tự theo cuộc họp.")}</p>`}
  </section>`;
}

/** An arrow key goes over every scene on its way: the hall is shown the one it rests on so long. */
const REST = 700;

/** One tap each; Tự động is the way back. A result is chosen where it is read, and named here while it is shown. @param {{room: Room, screen: Screen}} props */
function Choices({ room, screen }) {
  const said = words();
  const [meant, mean] = useState(/** @type {string | null} */ (null));
  const on = meant ?? screen.scene;
  const byArrow = useRef(false);
  const waiting = useRef(/** @type {any} */ (0));
  const show = async (/** @type {string} */ to) => {
    clearTimeout(waiting.current);
    if (to !== "result" && to !== screen.scene) await room.act("screen.show", { screen: screen.id, scene: to });
    mean(null);
  };
  const choose = (/** @type {string} */ to) => {
    mean(to);
    if (!byArrow.current) return show(to);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(show, REST, to);
  };
  const key = (/** @type {KeyboardEvent} */ event) => { byArrow.current = event.key.startsWith("Arrow"); };
  return html`<div class="canh" role="radiogroup" onKeyDown=${key} onPointerDown=${() => (byArrow.current = false)} onFocusOut=${(/** @type {any} */ event) => { if (meant && !event.currentTarget.contains(event.relatedTarget)) show(meant); }} aria-label=${t("%(name)s chiếu gì", { name: screen.name })}>${(screen.scene === "result" ? [...CHOICES, "result"] : CHOICES).map((one) => html`<label key=${one}>
    <input type="radio" name=${`canh-${screen.id}`} checked=${on === one} disabled=${!room.connected.value} onChange=${() => choose(one)} /><${Icon} name=${said[one][1]} />${said[one][0]}</label>`)}</div>`;
}

/** @param {Room} room @param {Screen} screen */
async function takeAway(room, screen) {
  const sure = await room.ask({ title: t("Thu hồi %(name)s?", { name: screen.name }), body: t("Màn này thôi chiếu cuộc họp ngay và hiện mã mới."), yes: t("Thu hồi"), danger: true, over: () => !room.one("screens", screen.id) });
  if (sure) await room.act("screen.remove", { screen: screen.id }, { done: t("Đã thu hồi %(name)s", { name: screen.name }) });
  openScreens(room);
}

/** @param {{room: Room, code: string, first: boolean, onDone: () => void}} props */
function Adding({ room, code, first, onDone }) {
  const [typed, type] = useState(code ? grouped(code) : "");
  const [name, call] = useState(suggested(room));
  const [site, place] = useState("");
  const [faults, fault] = useState(/** @type {Record<string, string>} */ ({}));
  const waiting = useWaiting(room);
  const sites = room.sites.value;
  const busy = room.sending("screen.admit") > 0;
  // Of another code nothing has been said yet.
  const write = (/** @type {string} */ code) => { type(code); fault(({ code: _, ...others }) => others); };
  const confirm = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const missing = { ...(typed.trim() ? {} : { code: t("Cần ghi mục này.") }), ...(name.trim() ? {} : { name: t("Cần ghi mục này.") }) };
    fault(missing);
    if (Object.keys(missing).length) return;
    const result = await room.send("screen.admit", { code: typed.trim(), name: name.trim(), ...(site ? { site } : {}) });
    if (!result.ok) return fault(result.error?.fields && Object.keys(result.error.fields).length ? result.error.fields : { code: refusalWords(result) });
    room.toast(t("Đã mở %(name)s", { name: name.trim() }));
    onDone();
  };
  return html`<form class="them-man" onSubmit=${confirm}><h3>${first ? t("Mở màn chiếu đầu tiên") : t("Thêm màn chiếu")}</h3>
    <p class="phu vua">${t("Trên máy nối với màn hình lớn, mở địa chỉ %(address)s rồi nhập mã màn hình hiện ra.", { address: `${location.host}/screen` })}</p>
    <div class="truong"><label for="ma-man">${t("Mã trên màn hình")}</label>
      <input id="ma-man" class="o-nhap so ma-nhap" inputmode="numeric" autocomplete="off" maxlength="9" value=${typed} onInput=${(/** @type {any} */ event) => write(event.target.value)}
        aria-invalid=${faults.code ? "true" : undefined} aria-describedby=${faults.code ? "ma-man-loi" : undefined} />
      ${faults.code && html`<p class="loi" id="ma-man-loi">${faults.code}</p>`}</div>
    ${waiting.length > 0 && html`<div class="ma-cho" role="group" aria-label=${t("Đang chờ trong cùng mạng")}><span class="phu vua">${t("Đang chờ trong cùng mạng:")}</span>
      ${waiting.map((one) => html`<button type="button" class="nut so" aria-pressed=${String(typed.replace(/\s/g, "") === one)} onClick=${() => write(grouped(one))}>${grouped(one)}</button>`)}</div>`}
    <div class="truong"><label for="ten-man">${t("Tên màn chiếu")}</label>
      <input id="ten-man" class="o-nhap" maxlength="80" value=${name} onInput=${(/** @type {any} */ event) => call(event.target.value)} aria-invalid=${faults.name ? "true" : undefined} />
      ${faults.name && html`<p class="loi">${faults.name}</p>`}</div>
    ${sites.length > 0 && html`<div class="truong"><label for="cau-man">${t("Điểm cầu")}</label><select id="cau-man" class="o-nhap" value=${site} onChange=${(/** @type {any} */ event) => place(event.target.value)}>
      <option value="">${t("Phòng họp chính")}</option>${sites.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></div>`}
    <div class="hang wrap"><${Button} kind="chinh" type="submit" icon="check-bold" busy=${busy} disabled=${!room.connected.value} why=${t("Cần có mạng")}>${t("Mở màn chiếu này")}</${Button}>
      ${!first && html`<${Button} kind="tron" onPress=${onDone}>${t("Thôi")}</${Button}>`}</div></form>`;
}

/** A name nobody has yet. @param {Room} room */
function suggested(room) {
  const taken = new Set(room.list("screens").value.map((one) => one.name));
  for (let n = 1; ; n += 1) if (!taken.has(t("Màn chiếu %(n)s", { n }))) return t("Màn chiếu %(n)s", { n });
}

/** The codes that screens in this network show now: fewer letters to type. @param {Room} room */
function useWaiting(room) {
  const [codes, set] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    const look = async () => {
      const answer = await request(`/api/meetings/${room.meetingId}/screens`, { headers: { Accept: "application/json" } }).catch(() => null);
      const found = /** @type {any} */ (answer?.result)?.codes;
      if (Array.isArray(found)) set((before) => (String(before) === String(found) ? before : found.slice(0, 6)));
    };
    look();
    const looking = setInterval(look, WAITING_EVERY);
    return () => clearInterval(looking);
  }, []);
  return codes;
}

/** The room's own look for all who have chosen none. @param {{room: Room}} props */
function DarkHall({ room }) {
  const dark = Boolean(room.meeting.value?.dark);
  return html`<div class="hoi-truong"><label class="cong-tac"><input type="checkbox" role="switch" checked=${dark} disabled=${!room.connected.value}
      onChange=${(/** @type {any} */ event) => room.act("screen.darken_hall", { dark: event.target.checked })} /><span><b>${t("Hội trường tối")}</b>
      <small class="phu">${t("Mọi thiết bị trong phòng chuyển sang nền tối, trừ người đã tự chọn giao diện.")}</small></span></label></div>`;
}
