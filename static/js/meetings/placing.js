// A long list of people to choose from: typed words leave those who have them, and how many are chosen is said.
import { fold } from "../app/fold.js";

for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-filters]"))) {
  const list = document.getElementById(field.dataset.filters ?? "");
  if (!list) continue;
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-words]"))].map((row) => ({ row, words: fold(row.dataset.words ?? "") }));
  field.addEventListener("input", () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    for (const { row, words } of rows) row.hidden = !wanted.every((word) => words.includes(word));
  });
  // Enter in the search sends nothing.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  const count = document.querySelector(`[data-counts=${list.id}]`);
  list.addEventListener("change", () => {
    if (count) count.textContent = String(list.querySelectorAll("input:checked").length);
  });
}
