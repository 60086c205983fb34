// @ts-check
/** What is typed in a field with `data-draft` is kept on this device until it is sent; the room finds it there, too. */

import { deviceShelf, shelve, taken } from "../app/shelf.js";

/** @param {EventTarget | null} target @returns {HTMLTextAreaElement | null} */
const drafted = (target) => (target instanceof HTMLTextAreaElement && target.dataset.draft ? target : null);

/** @param {ParentNode} root */
function fill(root) {
  for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (root.querySelectorAll("textarea[data-draft]"))) {
    if (!field.value) field.value = String(taken(deviceShelf(), field.dataset.draft ?? "") ?? "");
  }
}

document.addEventListener("input", (event) => {
  const field = drafted(event.target);
  if (field) shelve(deviceShelf(), field.dataset.draft ?? "", field.value || null);
});
document.addEventListener("stored", (event) => {
  for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (/** @type {Element} */ (event.target).querySelectorAll("textarea[data-draft]"))) shelve(deviceShelf(), field.dataset.draft ?? "", null);
});
// Opened again after the page was renewed in place, its fields are new.
document.addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest("[data-opens]")) fill(document);
});
fill(document);
