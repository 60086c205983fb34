// @ts-check
/** The approval inbox: approve by one tap (taken back for eight seconds), return with a reason, preview beside the list. */

import { command } from "../app/commands.js";
import { confirmSheet, toast } from "../app/notice.js";
import { t } from "../app/text.js";

const list = document.querySelector(".cho-duyet");
const frame = /** @type {HTMLIFrameElement} */ (document.getElementById("xem-truoc"));
const nothing = /** @type {HTMLElement} */ (document.getElementById("chua-chon"));
const WIDE = matchMedia("(min-width: 1001px)");

/** How many wait now; the empty sentence when none does. */
function count() {
  const waiting = list?.querySelectorAll("li[data-entry]").length ?? 0;
  const number = document.getElementById("cd-so");
  if (number) number.textContent = waiting ? String(waiting) : "";
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
  entry.remove();
  count();
  if (shown) preview(WIDE.matches ? /** @type {HTMLElement | null} */ (list?.querySelector("[data-previews]") ?? null) : null);
  const undo = async () => {
    const back = await command(stream, "paper.unapprove", { paper });
    if (!back.ok) return toast(back.error?.message ?? t("Không lưu được. Hãy thử lại."));
    list?.insertBefore(entry, after?.isConnected ? after : null);
    count();
    /** @type {HTMLElement | null} */ (entry.querySelector("[data-approves]"))?.focus();
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

if (WIDE.matches) preview(/** @type {HTMLElement | null} */ (list?.querySelector("[data-previews]") ?? null));
