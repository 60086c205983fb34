// @ts-check
/**
 * The approval inbox: approve by one tap (taken back for eight seconds), return with a reason, preview beside the list.
 * What others submit, take back or decide comes and goes while it is looked at. Whoever approves sees nothing else of a
 * meeting that is being prepared, so there is no stream to follow: the list is asked for again and again.
 */

import { askAgain } from "../app/again.js";
import { command } from "../app/commands.js";
import { prepareForms } from "../app/forms.js";
import { announce, confirmSheet, toast } from "../app/notice.js";
import { fetched } from "../app/regions.js";
import { t } from "../app/text.js";

const list = document.querySelector(".cho-duyet");
const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("xem-truoc"));
const nothing = /** @type {HTMLElement} */ (document.getElementById("chua-chon"));
const WIDE = matchMedia("(min-width: 1001px)");
const EVERY = 4000;

/** How many wait now; the empty sentence when none does. */
function count() {
  const waiting = list?.querySelectorAll("li[data-entry]").length ?? 0;
  const number = document.getElementById("cd-so");
  if (number) number.textContent = waiting ? String(waiting) : "";
  for (const badge of document.querySelectorAll("a[href='/approvals'] .dem-so")) badge.textContent = String(waiting);
  const empty = document.getElementById("het");
  if (empty) empty.hidden = waiting > 0;
}

/** @param {HTMLElement | null} link */
function preview(link) {
  list?.querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  frame.hidden = !link;
  nothing.hidden = Boolean(link);
  if (!link) return frame.removeAttribute("src");
  link.setAttribute("aria-current", "true");
  frame.src = link.dataset.previews ?? "";
}

function previewFirst() {
  preview(WIDE.matches ? /** @type {HTMLElement | null} */ (list?.querySelector("[data-previews]") ?? null) : null);
}

/** Decided here a moment ago: an answer that was on its way does not bring it back. @type {Set<string>} */
const gone = new Set();

/** @param {string | undefined} key */
function present(key) {
  return [...(list?.children ?? [])].some((one) => /** @type {HTMLElement} */ (one).dataset.entry === key);
}

/** Under a finger, in a sheet: not now. @param {Element} place */
const busy = (place) => place.matches(":active") || place.querySelector("dialog[open], [aria-busy=true]") !== null;

/** @param {HTMLElement[]} fresh what waits now, in its order */
function renew(fresh) {
  if (!list || busy(list)) return;
  const keys = new Set(fresh.map((one) => one.dataset.entry));
  const shown = list.querySelector("[aria-current]");
  for (const old of /** @type {HTMLElement[]} */ ([...list.children])) if (!keys.has(old.dataset.entry)) old.remove();
  let come = 0;
  fresh.forEach((one, place) => {
    if (gone.has(one.dataset.entry ?? "") || present(one.dataset.entry)) return;
    const next = fresh.slice(place + 1).find((other) => present(other.dataset.entry));
    const before = [...list.children].find((other) => next && /** @type {HTMLElement} */ (other).dataset.entry === next.dataset.entry);
    const node = document.importNode(one, true);
    list.insertBefore(node, before ?? null);
    prepareForms(node);
    come += 1;
  });
  count();
  if (come) announce(t("Có việc mới chờ duyệt."));
  if (!frame.hidden && !shown?.isConnected) previewFirst();
  else if (frame.hidden && come) previewFirst();
}

/** What the house would show now; nothing where it can't be asked or the session has ended. */
async function ask() {
  const page = await fetched();
  if (page) renew(/** @type {HTMLElement[]} */ ([...page.querySelectorAll(".cho-duyet > li[data-entry]")]));
}

/** @param {HTMLElement} button */
async function approve(button) {
  const { approves: paper, stream = "", title = "" } = button.dataset;
  const publish = "publish" in button.dataset;
  if (publish) {
    const sure = await confirmSheet({
      title: t("Duyệt và phát hành “%(title)s”?", { title }),
      body: t("Mọi người dự họp sẽ xem được."),
      act: t("Duyệt và phát hành"),
    });
    if (!sure) return;
  }
  const entry = /** @type {HTMLElement} */ (button.closest("li"));
  button.setAttribute("aria-busy", "true");
  const result = await command(stream, "paper.approve", publish ? { paper, publish } : { paper });
  button.removeAttribute("aria-busy");
  if (!result.ok) return toast(result.error?.message ?? t("Không lưu được. Hãy thử lại."));
  const after = entry.nextElementSibling;
  const shown = entry.querySelector("[aria-current]");
  gone.add(entry.dataset.entry ?? "");
  entry.remove();
  count();
  if (shown) previewFirst();
  const undo = async () => {
    const back = await command(stream, "paper.unapprove", { paper });
    if (!back.ok) return toast(back.error?.message ?? t("Không lưu được. Hãy thử lại."));
    gone.delete(entry.dataset.entry ?? "");
    if (present(entry.dataset.entry)) return undefined;
    list?.insertBefore(entry, after?.isConnected ? after : null);
    count();
    /** @type {HTMLElement | null} */ (entry.querySelector("[data-approves]"))?.focus();
    return undefined;
  };
  toast(t("Đã duyệt “%(title)s”.", { title }), publish ? {} : { undo });
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest("[data-approves]"));
  if (button && button.getAttribute("aria-busy") !== "true") approve(button);
  const phrase = /** @type {HTMLElement | null} */ (target.closest("[data-phrase]"));
  if (phrase) {
    const field = /** @type {HTMLTextAreaElement | null} */ (phrase.closest("form")?.querySelector("textarea") ?? null);
    if (field) {
      field.value = [field.value.trim(), phrase.dataset.phrase].filter(Boolean).join(" ");
      field.focus();
    }
  }
  const link = /** @type {HTMLElement | null} */ (target.closest("[data-previews]"));
  if (link && WIDE.matches) {
    event.preventDefault();
    preview(link);
  }
});

previewFirst();
askAgain(ask, EVERY);
