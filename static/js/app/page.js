// Every page of the site: menus, sheets, toasts, forms, and values the stylesheet needs.
import { command } from "./commands.js";
import { watchForms } from "./forms.js";
import { loadParts } from "./loads.js";
import { sayKept, toast } from "./notice.js";
import { watchReach } from "./reach.js";
import { deviceShelf, sessionShelf, shelve } from "./shelf.js";
import { t } from "./text.js";
import { watchPreferences } from "./theme.js";
import { startsIn } from "./until.js";

export { announce, confirmSheet, toast, toastNext } from "./notice.js";

/** `data-p="44%"` becomes the variable --p: templates may not carry styles. @param {ParentNode} root */
export function setValues(root) {
  for (const [name, variable] of [["data-p", "--p"], ["data-s", "--s"], ["data-d", "--d"], ["data-cao", "--cao"]]) {
    for (const found of root.querySelectorAll(`[${name}]`)) {
      /** @type {HTMLElement} */ (found).style.setProperty(variable, found.getAttribute(name));
    }
  }
}

/** Menus close when something else is pressed, and with Esc. */
function watchMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.thuc-don[open]")) {
      if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.thuc-don[open]");
    if (!menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  });
}

/** @param {string} id */
export function openSheet(id) {
  const sheet = document.getElementById(id);
  if (sheet instanceof HTMLDialogElement && !sheet.open) sheet.showModal();
}

/** `data-opens="id"` opens a <dialog>, `data-closes` closes the one around it; so does a press beside it. */
function watchSheets() {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const opener = target.closest("[data-opens]");
    if (opener) openSheet(/** @type {HTMLElement} */ (opener).dataset.opens ?? "");
    if (target.closest("[data-closes]")) target.closest("dialog")?.close();
    if (target instanceof HTMLDialogElement && target.open && outside(target, /** @type {MouseEvent} */ (event))) target.close();
  });
}

/** A press beside the sheet, on the scrim. @param {HTMLDialogElement} sheet @param {MouseEvent} event */
function outside(sheet, event) {
  const box = sheet.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  // Keyboard "clicks" have no place.
  return !inside && event.detail > 0;
}

/** `data-starts="…Z"` counts down; a page that says otherwise from a moment on (`data-changes-at`) is fetched anew then. */
function watchClock() {
  const skew = Number(document.body.dataset.now ?? Date.now()) - Date.now();
  const tick = () => {
    const now = Date.now() + skew;
    for (const found of document.querySelectorAll("[data-starts]")) {
      found.textContent = startsIn(Date.parse(/** @type {HTMLElement} */ (found).dataset.starts ?? "") - now);
    }
  };
  tick();
  if (document.querySelector("[data-starts]")) setInterval(tick, 15000);
  const changing = [...document.querySelectorAll("[data-changes-at]")].map((e) => Date.parse(e.getAttribute("data-changes-at") ?? "") - Date.now() - skew);
  const soon = changing.filter((wait) => wait > 0 && wait < 12 * 3600 * 1000);
  if (soon.length) setTimeout(() => document.querySelector("dialog[open]") || location.reload(), Math.min(...soon) + 500);
}

/** A choice that is an address: `data-goes="/meetings/new?clone="` and the value. */
function watchChoices() {
  document.addEventListener("change", (event) => {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    if (select.dataset?.goes) location.assign(select.dataset.goes + encodeURIComponent(select.value));
  });
}

/** Sign out, then the sign-in page. */
function watchSignOut() {
  document.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-sign-out]");
    if (!button) return;
    const answer = await fetch("/api/session", { method: "DELETE", credentials: "same-origin", headers: { "Content-Type": "application/json" } }).catch(() => null);
    if (answer && (answer.ok || answer.status === 401)) {
      await leaveNoChoice();
      location.assign("/sign-in");
    } else toast(t("Chưa đăng xuất được. Hãy thử lại."));
  });
}

/** Tablets are the hall's: whoever is next finds nobody's secret choice. Where no ballot was sealed nothing is fetched for it. */
async function leaveNoChoice() {
  for (const key of Object.keys(sessionShelf() ?? {})) if (key.startsWith("ballot:")) shelve(sessionShelf(), key, null);
  if (deviceShelf()?.getItem("dien-hong:phieu-kin")) await import("../voting/sealedshelf.js").then((shelf) => shelf.leaveNoChoice()).catch(() => {});
}

/** On a phone the tabs are a row that is pushed sideways: the one we are on is in view. */
function showTab() {
  const here = document.querySelector(".buoc [aria-current]");
  const row = here?.parentElement;
  if (!here || !row) return;
  const [tab, all] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += tab.left + tab.width / 2 - (all.left + all.width / 2);
}

if (typeof document !== "undefined") {
  setValues(document);
  loadParts(document);
  showTab();
  watchForms();
  watchPreferences();
  watchMenus();
  watchSheets();
  watchClock();
  watchSignOut();
  if (document.querySelector("form[data-session]")) leaveNoChoice(); // a session may end without a press
  watchChoices();
  watchReach();
  sayKept(async (reverse) => {
    const answer = await command(reverse.stream, reverse.command, reverse.args);
    if (!answer.ok) return toast(answer.error?.message ?? t("Không hoàn tác được."));
    document.dispatchEvent(new CustomEvent("undone", { detail: reverse }));
    location.reload();
    return undefined;
  });
}
