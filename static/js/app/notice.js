// What is said back: toasts, the confirm sheet, and words for screen readers.
import { aloud } from "./aloud.js";
import { stay } from "./holding.js";
import { t } from "./text.js";

const KEPT = "dienhong.toast";

/** @typedef {{ command: string, stream: string, args: Record<string, unknown> }} Reverse what undoes an act */

/** Ends the stay of the toast before. @type {(() => void) | undefined} */
let goes;

function region() {
  let found = document.querySelector(".toast-cho");
  if (!found) {
    found = document.createElement("div");
    found.className = "toast-cho";
    found.setAttribute("role", "status");
    document.body.append(found);
  }
  return /** @type {HTMLElement} */ (found);
}

/**
 * One toast at a time, eight seconds, longer while it has the focus or somebody points at it.
 * @param {string} text
 * @param {{ undo?: () => unknown, action?: string }} [options]
 */
export function toast(text, { undo, action } = {}) {
  const place = region();
  const box = document.createElement("div");
  box.className = "toast";
  box.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nut day";
    button.textContent = action ?? t("Hoàn tác");
    button.addEventListener("click", () => {
      box.remove();
      undo();
    });
    box.append(button);
  }
  place.replaceChildren(box);
  goes?.();
  goes = stay(place, () => box.remove());
}

/**
 * Said after the next page has come.
 * @param {string} text
 * @param {Reverse} [undo]
 */
export function toastNext(text, undo) {
  sessionStorage.setItem(KEPT, JSON.stringify({ text, undo }));
}

/**
 * Say what the page before left to be said.
 * @param {(reverse: Reverse) => unknown} reverse
 */
export function sayKept(reverse) {
  const kept = sessionStorage.getItem(KEPT);
  if (!kept) return;
  sessionStorage.removeItem(KEPT);
  const { text, undo } = JSON.parse(kept);
  toast(text, undo ? { undo: () => reverse(undo) } : {});
}

/**
 * For acts that can't be taken back: the title is the act, the body its consequence; the focus is on the safe button.
 * @param {{ title: string, body?: string, act?: string, back?: string, danger?: boolean }} asked
 * @returns {Promise<boolean>}
 */
export function confirmSheet({ title, body = "", act = t("Đồng ý"), back = t("Quay lại"), danger = false }) {
  const sheet = document.createElement("dialog");
  sheet.className = "to-day";
  sheet.setAttribute("aria-labelledby", "hoi-lai");
  const form = document.createElement("form");
  form.method = "dialog";
  const heading = document.createElement("h2");
  heading.id = "hoi-lai";
  heading.textContent = title;
  const text = document.createElement("p");
  text.textContent = body;
  text.hidden = !body;
  const row = document.createElement("div");
  row.className = "chan-to";
  for (const [value, label, look] of [["", back, "nut lon"], ["yes", act, `nut lon ${danger ? "nguy" : "chinh"}`]]) {
    const button = document.createElement("button");
    button.value = value;
    button.className = look;
    button.textContent = label;
    row.append(button);
  }
  form.append(heading, text, row);
  sheet.append(form);
  document.body.append(sheet);
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  return new Promise((settle) => {
    sheet.addEventListener("close", () => {
      sheet.remove();
      before?.focus();
      settle(sheet.returnValue === "yes");
    });
    sheet.showModal();
    row.querySelector("button")?.focus();
  });
}

/** @param {string} text */
function show(text) {
  let place = document.getElementById("doc-len");
  if (!place) {
    place = document.createElement("div");
    place.id = "doc-len";
    place.className = "an";
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
}

/** For screen readers only, one after the other; of one `kind` the latest. @type {(text: string, kind?: string) => void} */
export const announce = aloud(show);
