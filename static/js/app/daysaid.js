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

/** A title with places, on another day: "tháng {month} năm {year}". @param {string} pattern @param {string} value what a field for dates holds */
export function titled(pattern, value) {
  const found = /^(\d{4})-(\d\d)/.exec(value);
  if (!found) return "";
  const [year, month] = [found[1], Number(found[2])];
  const quarter = Math.ceil(month / 3);
  const told = { month, year, quarter_number: quarter, quarter: ["I", "II", "III", "IV"][quarter - 1] };
  return Object.entries(told).reduce((title, [place, one]) => title.replaceAll(`{${place}}`, String(one)), pattern);
}

/** `data-titled="… tháng {month}" data-titled-by="f-starts_at"`: a title keeps up with its day, until somebody writes another. @param {ParentNode} root */
export function keepTitles(root) {
  for (const title of /** @type {NodeListOf<HTMLTextAreaElement>} */ (root.querySelectorAll("[data-titled]"))) {
    const day = /** @type {HTMLInputElement | null} */ (document.getElementById(title.dataset.titledBy ?? ""));
    let suggested = title.value;
    day?.addEventListener("input", () => {
      const next = titled(title.dataset.titled ?? "", day.value);
      if (!next || title.value !== suggested) return;
      title.value = suggested = next;
    });
  }
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
