// @ts-check
/** A browser writes dates in its own country's way. Under the field they stand as the house writes them: Thứ Sáu, 04/12/2026 · 08:00. */
import { language } from "./text.js";

/** @param {string} value what a field for dates or times holds @param {string} [spoken] a page's language */
export function daySaid(value, spoken = language) {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(value);
  if (!found) return "";
  const [, year, month, day, time] = found;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const weekday = date.toLocaleDateString(spoken === "en" ? "en-GB" : "vi-VN", { weekday: "long", timeZone: "UTC" });
  return `${weekday}, ${day}/${month}/${year}${time ? ` · ${time}` : ""}`;
}

/** @param {ParentNode} root */
export function sayDays(root) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[type=datetime-local], input[type=date]"))) {
    if (field.dataset.said !== undefined) continue;
    field.dataset.said = "";
    const words = document.createElement("p");
    words.className = "goi-y";
    field.after(words);
    const say = () => (words.textContent = daySaid(field.value));
    field.addEventListener("input", say);
    field.addEventListener("change", say);
    say();
  }
}
