// @ts-check
/** The tablet at the door: one types one's number, sees one's name, and is here. Nobody needs an account for it. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Button, Icon, Logo } from "../app/components.js";
import { t } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { presence } from "./attendance.js";
import { HERE } from "./figures.js";
import { Banners } from "./header.js";
import { choosePlace, clerkOf, happensAt, PlaceAsked, placeName, placeToldOf } from "./place.js";
import { seatIn } from "./roomplan.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Person} Person
 */

const DIGITS = 5;
/** A welcome stays so long; whoever comes next may type at once. */
const WELCOME = 6000;
/** A number begun and left is forgotten. */
const LEFT = 30_000;

/** It stands somewhere: whoever sets it up says where, and it stays said. @param {{room: Room}} props */
export function DoorRoom({ room }) {
  const [asking, ask] = useState(false);
  const place = placeToldOf(room, "door");
  const { present, members } = presence(room);
  const chosen = (/** @type {string | null} */ one) => { choosePlace(room, "door", one); ask(false); };
  const many = room.sites.value.length > 0;
  return html`<main class="ban-cua"><header class="dau phong"><${Logo} /><div class="ten"><b>${room.meeting.value?.title}</b><span>${t("Bàn điểm danh")}${many && place !== undefined && html` · <strong class="noi-chieu">${placeName(room, place)}</strong>`}</span></div>
      ${many && place !== undefined && !asking && !clerkOf(room) && html`<${Button} kind="tron" class="o" icon="map-pin" label=${t("Đổi nơi đặt bàn điểm danh")} onPress=${() => ask(true)} />`}<span class="day"></span><p class="co-mat-cua"><span>${t("Có mặt")}</span> <b class="so">${present}/${members}</b></p></header>
    <${Banners} room=${room} />
    ${place === undefined || asking ? html`<${PlaceAsked} room=${room} onChoose=${chosen} />` : html`<${Door} room=${room} place=${place} />`}</main>`;
}

/** @param {{room: Room, place: string | null}} props */
function Door({ room, place }) {
  const [typed, type] = useState("");
  const [said, say] = useState(/** @type {{name: string, seat: string, again: boolean} | null} */ (null));
  const person = typed ? room.people.value.find((one) => String(one.number) === typed) : undefined;
  useForgetting(typed, said, type, say);
  const add = (/** @type {string} */ digit) => { say(null); type((before) => (before + digit).replace(/^0+/, "").slice(0, DIGITS)); };
  const back = () => type((before) => before.slice(0, -1));
  const enter = async () => {
    if (!person) return;
    const again = HERE.has(room.by("attendance")[person.id]?.status);
    const result = await room.send("attendance.check_in_number", { number: Number(typed), ...happensAt(room, place) });
    if (!result.ok) return room.toast(Object.values(result.error?.fields ?? {})[0] ?? result.error?.message ?? t("Không lưu được. Hãy thử lại."), { tone: "xau" });
    type("");
    say({ name: person.name, seat: seatIn(room, person.id), again });
    return room.announce(again ? t("%(name)s đã điểm danh trước đó.", { name: person.name }) : t("%(name)s đã điểm danh.", { name: person.name }), true);
  };
  useKeys({ add, back, enter, clear: () => type("") });
  return html`<div class="than-cua"><section class="ai-den" aria-live="polite">${said ? html`<${Welcome} ...${said} />` : html`<${Asked} room=${room} typed=${typed} person=${person} place=${place} />`}</section>
      <section class="ban-phim" aria-label=${t("Bàn phím số")}><output class="so-go so" aria-label=${t("Số đã gõ")}>${typed || html`<span class="mo">—</span>`}</output>
        ${["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => html`<button type="button" key=${digit} class="phim-so so" onClick=${() => add(digit)}>${digit}</button>`)}
        <button type="button" class="phim-so" aria-label=${t("Xóa hết")} disabled=${!typed} onClick=${() => type("")}><${Icon} name="x" large /></button>
        <button type="button" class="phim-so so" onClick=${() => add("0")}>0</button>
        <button type="button" class="phim-so" aria-label=${t("Xóa một số")} disabled=${!typed} onClick=${back}><${Icon} name="arrow-left" large /></button>
        <${Button} kind=${person ? "son" : ""} large class="xac-nhan" icon="check-bold" disabled=${!person || !room.connected.value} busy=${room.sending("attendance.check_in_number") > 0} onPress=${enter}>${t("Đúng, tôi có mặt")}</${Button}></section></div>`;
}

/** @param {{room: Room, typed: string, person: Person | undefined, place: string | null}} props */
function Asked({ room, typed, person, place }) {
  if (!typed) return html`<div class="moi-go"><${Icon} name="identification-card" large /><h1>${t("Mời gõ số của mình")}</h1><p class="phu">${t("Số có ở trang cuộc họp và trong danh sách dự họp. Không nhớ số thì hỏi thư ký.")}</p></div>`;
  if (!person) return html`<div class="moi-go"><h1>${t("Chưa có ai mang số %(n)s", { n: typed })}</h1><p class="phu">${t("Gõ tiếp, hoặc xóa và gõ lại.")}</p></div>`;
  const here = HERE.has(room.by("attendance")[person.id]?.status);
  const elsewhere = room.sites.value.length > 0 && (person.site ?? null) !== place;
  return html`<div class="moi-go"><p class="phu">${t("Có phải đây không?")}</p><h1 class="ngat">${person.name}</h1><p class="ngat">${unbroken(person.office)}</p>
    ${elsewhere && html`<p class="phu">${here ? t("Đang ghi ở %(there)s. Xác nhận là chuyển sang %(here)s.", { there: placeName(room, person.site), here: placeName(room, place) }) : t("Xếp ở %(there)s. Xác nhận là có mặt tại %(here)s.", { there: placeName(room, person.site), here: placeName(room, place) })}</p>`}${here && html`<p class="da-den"><${Icon} name="check-circle-fill" />${t("Đã điểm danh rồi")}</p>`}</div>`;
}

/** @param {{name: string, seat: string, again: boolean}} props */
function Welcome({ name, seat, again }) {
  return html`<div class="moi-go xong-cua"><${Icon} name="check-circle-fill" large /><h1 class="ngat">${name}</h1><p>${again ? t("Đã điểm danh trước đó.") : t("Đã điểm danh. Mời vào phòng họp.")}</p>${seat && html`<p class="ghe-cua">${t("Ghế %(seat)s", { seat })}</p>`}</div>`;
}

/** @param {string} typed @param {any} said @param {(text: string) => void} type @param {(said: null) => void} say */
function useForgetting(typed, said, type, say) {
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => say(null), WELCOME);
    return () => clearTimeout(timer);
  }, [said]);
  useEffect(() => {
    if (!typed) return undefined;
    const timer = setTimeout(() => type(""), LEFT);
    return () => clearTimeout(timer);
  }, [typed]);
}

/** A keyboard, or a number block that is plugged in. @param {{add: (digit: string) => void, back: () => void, enter: () => any, clear: () => void}} acts */
function useKeys(acts) {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    // Who types digits confirms them by Enter, whatever button had the focus; who goes from button to button presses that one.
    let byDigits = false;
    const key = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const digit = /^\d$/.test(event.key);
      const confirms = event.key === "Enter" && (byDigits || !(/** @type {Element} */ (event.target).closest?.("button")));
      byDigits = digit || (byDigits && event.key === "Backspace");
      if (confirms) event.preventDefault();
      if (digit) now.current.add(event.key);
      else if (event.key === "Backspace") now.current.back();
      else if (event.key === "Escape") now.current.clear();
      else if (confirms) now.current.enter();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
}
