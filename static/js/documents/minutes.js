// The minutes' page: the paper broken into sheets, a paragraph edited in its place, and the PDF waited for.
import { toast } from "../app/notice.js";
import { t } from "../app/text.js";

const LOOK = 700;
const LONG = 10_000;

const root = /** @type {HTMLElement} */ (document.querySelector(".man-bb"));
const place = document.querySelector(".to-giay");

// -- sheets -----------------------------------------------------------------------------------------------------------

/** @param {number} number */
function newSheet(number) {
  const sheet = document.createElement("article");
  sheet.className = "a4 hai";
  sheet.lang = "vi";
  const top = Object.assign(document.createElement("p"), { className: "so-tr", textContent: String(number) });
  sheet.append(top);
  return sheet;
}

/** Whole paragraphs move on, a heading and the lines above the signatures with what follows; one longer than a sheet makes its sheet longer. */
function breakIntoSheets() {
  const paper = /** @type {HTMLElement | null} */ (document.querySelector("[data-sheet]"));
  if (!paper) return;
  for (const extra of document.querySelectorAll(".a4.hai")) {
    paper.append(...[...extra.children].filter((child) => !child.classList.contains("so-tr")));
    extra.remove();
  }
  let sheet = /** @type {HTMLElement} */ (paper);
  for (let number = 2; number < 200; number += 1) {
    const style = getComputedStyle(sheet);
    if (!(parseFloat(style.minHeight) > 0)) return; // a small screen: one long sheet
    const bottom = sheet.getBoundingClientRect().top + parseFloat(style.minHeight) - parseFloat(style.paddingBottom);
    const parts = [...sheet.children].filter((child) => !child.classList.contains("so-tr"));
    let first = parts.findIndex((part, place) => place > 0 && part.getBoundingClientRect().bottom > bottom);
    if (first < 1) return;
    while (first > 1 && parts[first - 1].hasAttribute("data-leads")) first -= 1;
    const next = newSheet(number);
    next.append(...parts.slice(first));
    sheet.after(next);
    sheet = next;
  }
}

// -- editing ----------------------------------------------------------------------------------------------------------

/** @param {string} id */
const template = (id) => /** @type {HTMLTemplateElement | null} */ (document.getElementById(id));

/** @param {HTMLElement} block */
function offerEditing(block) {
  const made = template("nut-sua")?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return;
  made.title = (block.dataset.text ?? "").slice(0, 80);
  made.addEventListener("click", () => edit(block));
  block.append(made);
  // Where nothing hovers there is no room beside the text either: a tap on the paragraph is the same.
  block.addEventListener("click", (event) => {
    if (matchMedia("(hover: none), (max-width: 720px)").matches && !made.contains(/** @type {Node} */ (event.target))) edit(block);
  });
}

/** @param {HTMLElement} block @param {boolean} [adding] a new paragraph behind this one */
function edit(block, adding = false) {
  document.querySelector(".sua-doan [data-leaves]")?.dispatchEvent(new MouseEvent("click"));
  const made = template("sua-doan")?.content.firstElementChild?.cloneNode(true);
  if (!(made instanceof HTMLElement)) return;
  const form = /** @type {HTMLFormElement} */ (made.querySelector("form"));
  const text = /** @type {HTMLTextAreaElement} */ (made.querySelector("textarea"));
  const id = block.dataset.block ?? "";
  text.id = `sua-${id}`;
  made.querySelector("label")?.setAttribute("for", text.id);
  text.value = adding ? "" : (block.dataset.text ?? "");
  if (adding) form.dataset.command = "minutes.add";
  form.dataset.args = JSON.stringify(adding ? { after: id } : { block: id, seen: block.dataset.text ?? "" });
  for (const other of made.querySelectorAll("form[data-only]")) {
    const only = /** @type {HTMLFormElement} */ (other);
    only.dataset.args = JSON.stringify({ block: id });
    if (adding || !(/** @type {string} */ (only.dataset.only) in block.dataset)) only.remove();
  }
  const adds = made.querySelector("[data-adds]");
  if (adding || block.dataset.kind === "end") adds?.remove();
  adds?.addEventListener("click", () => edit(block, true));
  const leave = () => {
    made.remove();
    block.hidden = false;
    breakIntoSheets();
    /** @type {HTMLElement | null} */ (block.querySelector(".nut-sua"))?.focus();
  };
  made.querySelector("[data-leaves]")?.addEventListener("click", leave);
  made.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  made.addEventListener("stored", () => reloadAt(`#b-${id}`));
  if (!adding) block.hidden = true;
  block.after(made);
  fit(text);
  text.addEventListener("input", () => fit(text));
  text.focus();
}

/** @param {HTMLTextAreaElement} text */
function fit(text) {
  text.rows = Math.min(18, Math.max(3, Math.ceil(text.value.length / 62) + 1));
}

/** @param {string} hash */
function reloadAt(hash) {
  history.replaceState(null, "", location.pathname + hash);
  location.reload();
}

// -- the PDF ----------------------------------------------------------------------------------------------------------

/**
 * What became of a version: the journal's entries since the page was made tell it.
 * @param {string} id
 */
async function made(id) {
  const { follows, seq, view } = root.dataset;
  const answer = await fetch(`/api/streams/${follows}/entries?since=${seq}&view=${view}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return answer.status === 410 ? "unknown" : null;
  const { entries } = await answer.json();
  const found = entries.map((/** @type {any} */ entry) => entry.changes?.minutes_versions?.[id]).filter(Boolean).pop();
  return found && found.state !== "making" ? found : null;
}

/** @param {string} id @param {HTMLElement} said @param {HTMLElement | null} button */
async function waitFor(id, said, button) {
  const since = Date.now();
  said.hidden = false;
  said.textContent = t("Đang tạo PDF…");
  button?.setAttribute("aria-busy", "true");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const found = await made(id).catch(() => null);
    if (found === "unknown") return location.reload();
    if (found?.state === "failed") break;
    if (found) {
      location.assign(found.url);
      said.textContent = t("Đã có bản %(n)s.", { n: found.version });
      button?.removeAttribute("aria-busy");
      return;
    }
    if (Date.now() - since > LONG) said.textContent = t("Vẫn đang tạo PDF…");
  }
  said.hidden = true;
  button?.removeAttribute("aria-busy");
  toast(t("Không tạo được PDF. Hãy thử lại."));
}

/** @param {HTMLFormElement} form */
function watchExport(form) {
  const said = /** @type {HTMLElement} */ (form.querySelector(".dang"));
  form.addEventListener("stored", (event) => {
    const result = /** @type {CustomEvent} */ (event).detail;
    waitFor(result.id, said, form.querySelector("button"));
  });
}

/** The paper as the server gave it, now and each time it is renewed because somebody else changed it (follow.js). */
function setUp() {
  const paper = document.querySelector("[data-sheet]:not([data-ready])");
  if (!(paper instanceof HTMLElement)) return;
  paper.dataset.ready = "";
  for (const block of paper.querySelectorAll("[data-block]")) offerEditing(/** @type {HTMLElement} */ (block));
  breakIntoSheets();
}

if (place) {
  new MutationObserver(setUp).observe(place, { childList: true });
  document.fonts.ready.then(() => {
    setUp();
    if (location.hash) document.querySelector(location.hash)?.scrollIntoView({ block: "center" });
  });
  addEventListener("resize", breakIntoSheets);
  const form = document.querySelector("form.xuat");
  if (form) watchExport(/** @type {HTMLFormElement} */ (form));
}
