// The agenda builder: order by dragging, by Lên / Xuống / Chuyển đến…, and by Alt+↑↓; every one of them the same command. Times are
// worked out again at once; the move is kept when the server has it, and put back when it refuses.
import { command } from "../app/commands.js";
import { argsOf } from "../app/forms.js";
import { announce, confirmSheet, toast, toastNext } from "../app/notice.js";
import { sessionShelf, shelve, taken } from "../app/shelf.js";
import { t, tn } from "../app/text.js";
import { zone } from "../app/zone.js";

const board = /** @type {HTMLElement} */ (document.getElementById("chuong-trinh"));
const list = /** @type {HTMLElement} */ (board.querySelector(".nds"));
const stream = board.dataset.stream ?? "";

/** @returns {HTMLElement[]} the rows' list items, in the order shown */
const rows = () => /** @type {HTMLElement[]} */ ([...list.children].filter((row) => row.querySelector(".nd")));
const card = (/** @type {Element} */ row) => /** @type {HTMLElement} */ (row.querySelector(".nd"));
const idOf = (/** @type {Element} */ row) => card(row).dataset.item ?? "";
const titleOf = (/** @type {Element} */ row) => card(row).dataset.title ?? "";

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Numbers on the seals, and when each item begins and ends. */
function renumber() {
  let begins = Date.parse(board.dataset.begins ?? "");
  for (const [place, row] of rows().entries()) {
    const article = card(row);
    const minutes = Number(article.dataset.minutes);
    const ends = begins + minutes * 60000;
    const seal = article.querySelector(".an-dau");
    if (seal) seal.textContent = String(place + 1);
    const span = article.querySelector(".gio-nd");
    if (span) span.textContent = `${clock.format(begins)} – ${clock.format(ends)}`;
    article.setAttribute("aria-label", t("Nội dung %(n)s: %(title)s", { n: place + 1, title: titleOf(row) }));
    begins = ends;
  }
}

/** Put a row at a place (0 = first) on the screen. @param {HTMLElement} row @param {number} place */
function put(row, place) {
  const others = rows().filter((other) => other !== row);
  if (place >= others.length) list.append(row);
  else others[place].before(row);
  renumber();
}

/** Moves are sent one after the other: each is relative to the order the one before has made. */
let before = Promise.resolve();

/**
 * @param {HTMLElement} row
 * @param {number} from the place it had
 * @param {boolean} [undoable]
 */
function keep(row, from, undoable = true) {
  const order = rows();
  const place = order.indexOf(row);
  if (place === from) return;
  const after = place ? idOf(order[place - 1]) : undefined;
  const args = after ? { item: idOf(row), after } : { item: idOf(row) };
  before = before.then(async () => {
    const answer = await command(stream, "agenda.move_item", args);
    if (!answer.ok) {
      put(row, from);
      toast(t("Không lưu được. %(why)s", { why: answer.error?.message ?? "" }));
      return;
    }
    const text = t("Đã chuyển “%(title)s” lên vị trí %(n)s.", { title: titleOf(row), n: place + 1 });
    toast(text, undoable ? { undo: () => (put(row, from), keep(row, place, false)) } : {});
  });
}

/** @param {HTMLElement} row @param {number} place */
function move(row, place) {
  const from = rows().indexOf(row);
  const to = Math.max(0, Math.min(place, rows().length - 1));
  if (to === from) return;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  put(row, to);
  if (focused && row.contains(focused)) focused.focus();
  row.scrollIntoView({ block: "nearest" });
  announce(t("Vị trí %(n)s trên %(all)s", { n: to + 1, all: rows().length }), "place");
  keep(row, from);
}

// -- dragging ---------------------------------------------------------------------------------------------------------

/** @param {PointerEvent} event */
function drag(event) {
  const handle = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".keo"));
  const row = /** @type {HTMLElement | null} */ (handle?.closest("li"));
  if (!handle || !row || event.button !== 0) return;
  event.preventDefault();
  handle.focus();
  const from = rows().indexOf(row);
  const start = event.clientY + scrollY;
  const marker = document.createElement("li");
  marker.className = "cho";
  marker.setAttribute("aria-hidden", "true");
  const article = card(row);
  let place = from;
  let lifted = false;
  const follow = (/** @type {PointerEvent} */ moved) => {
    const distance = moved.clientY + scrollY - start;
    if (!lifted && Math.abs(distance) < 6) return;
    if (!lifted) {
      lifted = true;
      article.classList.add("keo-len");
      handle.setPointerCapture(event.pointerId);
    }
    article.style.transform = `translateY(${distance}px)`;
    const others = rows().filter((other) => other !== row);
    const passed = others.filter((other) => {
      const box = other.getBoundingClientRect();
      return moved.clientY > box.top + box.height / 2;
    });
    place = passed.length;
    if (place >= others.length) list.append(marker);
    else others[place].before(marker);
    if (moved.clientY < 90) scrollBy(0, -12);
    else if (moved.clientY > innerHeight - 90) scrollBy(0, 12);
  };
  const release = (/** @type {PointerEvent} */ ended) => {
    removeEventListener("pointermove", follow);
    removeEventListener("pointerup", release);
    removeEventListener("pointercancel", release);
    marker.remove();
    article.classList.remove("keo-len");
    article.style.transform = "";
    if (!lifted || ended.type === "pointercancel" || place === from) return;
    put(row, place);
    keep(row, from);
  };
  addEventListener("pointermove", follow);
  addEventListener("pointerup", release);
  addEventListener("pointercancel", release);
}

// -- one item ---------------------------------------------------------------------------------------------------------

/** @type {HTMLElement | null} */
let edited = null;

/** @param {HTMLElement} row */
function edit(row) {
  edited = row;
  const sheet = /** @type {HTMLDialogElement} */ (document.getElementById("sua-noi-dung"));
  const form = /** @type {HTMLFormElement} */ (sheet.querySelector("form"));
  const seen = shown(card(row));
  form.dataset.args = JSON.stringify({ item: idOf(row), seen });
  for (const [name, value] of Object.entries(seen)) {
    /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = String(value ?? "");
  }
  sheet.showModal();
}

/** After an edit: what somebody else had written meanwhile is said, and can be brought back. @param {CustomEvent} event */
function stored(event) {
  const overwritten = event.detail?.overwritten;
  if (edited) remember(idOf(edited), /** @type {HTMLFormElement} */ (event.target));
  if (overwritten && edited) {
    toastNext(t("Đã lưu đè lên phần người khác vừa sửa."), {
      command: "agenda.edit_item",
      stream,
      args: { item: idOf(edited), ...overwritten },
    });
  } else toastNext(t("Đã lưu nội dung."));
  location.reload();
}

// -- what another writes over ------------------------------------------------------------------------------------------

const MINE = `dien-hong:${document.body.dataset.person}:${stream}:da-ghi`;
const WORDS = /** @type {Record<string, (value: any) => string>} */ ({
  title: (value) => t("Nội dung: %(value)s", { value }),
  presenter: (value) => t("Trình bày: %(value)s", { value: value || t("chưa ghi") }),
  minutes: (num) => tn("%(num)s phút", "%(num)s phút", num),
  vote_kind: (value) => t("Biểu quyết: %(value)s", { value: document.querySelector(`#sn-vote option[value="${value}"]`)?.textContent?.trim() ?? value }),
});

/** What I saved in this window: item -> field -> value. @returns {Record<string, Record<string, any>>} */
function mine() {
  return taken(sessionShelf(), MINE) ?? {};
}

/** @param {string} item @param {Record<string, any> | null} fields null: no more of it */
function keepMine(item, fields) {
  const all = mine();
  if (fields && Object.keys(fields).length) all[item] = fields;
  else delete all[item];
  shelve(sessionShelf(), MINE, all);
}

/** @param {string} item @param {HTMLFormElement} form */
function remember(item, form) {
  const { seen, ...sent } = argsOf(form);
  const written = Object.entries(sent).filter(([name, value]) => name in seen && seen[name] !== value);
  keepMine(item, { ...mine()[item], ...Object.fromEntries(written) });
}

/** @param {HTMLElement} article @returns {Record<string, any>} */
function shown(article) {
  const { title, presenter, minutes, voteKind } = article.dataset;
  return { title, presenter, minutes: Number(minutes), vote_kind: voteKind };
}

/** Where another has written over what I saved, both are there, and mine can be had again. */
function tellOverwritten() {
  const all = mine();
  for (const row of rows()) {
    const now = shown(card(row));
    const lost = Object.entries(all[idOf(row)] ?? {}).filter(([name, value]) => !sameWords(now[name], value));
    row.querySelector(".ban-khac")?.remove();
    if (lost.length) row.append(overwritten(idOf(row), Object.fromEntries(lost)));
  }
}

/** The house takes stray spaces off. @param {any} a @param {any} b */
function sameWords(a, b) {
  const tidy = (/** @type {any} */ value) => String(value ?? "").normalize("NFC").trim().replace(/\s+/g, " ");
  return tidy(a) === tidy(b);
}

/** @param {string} item @param {Record<string, any>} lost */
function overwritten(item, lost) {
  const box = Object.assign(document.createElement("div"), { className: "ban-khac" });
  box.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = t("Người khác vừa sửa phần này. Bản của tôi: %(text)s", {
    text: Object.entries(lost).map(([name, value]) => WORDS[name]?.(value) ?? "").join("; "),
  });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "nut", textContent: t("Dùng lại bản của tôi") });
  again.addEventListener("click", async () => {
    const answer = await command(stream, "agenda.edit_item", { item, ...lost });
    if (!answer.ok) return toast(answer.error?.message ?? t("Không lưu được."));
    toastNext(t("Đã lưu nội dung."));
    location.reload();
  });
  const leave = Object.assign(document.createElement("button"), { type: "button", className: "nut tron", textContent: t("Bỏ bản của tôi") });
  leave.addEventListener("click", () => (keepMine(item, null), box.remove()));
  const acts = Object.assign(document.createElement("div"), { className: "hang g2 wrap" });
  acts.append(again, leave);
  box.append(said, acts);
  return box;
}

// What I gave back to another by undoing is what I want there.
document.addEventListener("undone", (event) => {
  const { command: name, args } = /** @type {CustomEvent} */ (event).detail;
  const { item, ...fields } = args;
  if (name === "agenda.edit_item") keepMine(item, { ...mine()[item], ...fields });
});
tellOverwritten();
new MutationObserver((changes) => changes.some((change) => change.target === list) && tellOverwritten()).observe(list, { childList: true });

/** @param {HTMLElement} row */
function choosePlace(row) {
  const sheet = /** @type {HTMLDialogElement} */ (document.getElementById("chuyen-den"));
  const select = /** @type {HTMLSelectElement} */ (sheet.querySelector("select"));
  const here = rows().indexOf(row);
  select.replaceChildren(
    ...rows().map((other, place) => {
      const words = place === here ? t("%(n)s (hiện tại)", { n: place + 1 }) : `${place + 1} · ${titleOf(other)}`;
      return new Option(words, String(place), false, place === here);
    }),
  );
  sheet.returnValue = "";
  sheet.addEventListener("close", () => sheet.returnValue === "yes" && move(row, Number(select.value)), { once: true });
  sheet.showModal();
}

/** @param {HTMLElement} row */
async function remove(row) {
  const title = t("Bỏ “%(title)s” khỏi chương trình?", { title: titleOf(row) });
  const chips = /** @type {HTMLElement[]} */ ([...row.querySelectorAll(".giay")]);
  const papers = chips.map((one) => `“${one.querySelector(".ten-giay")?.textContent ?? ""}”`);
  const ids = chips.map((one) => (one.dataset.opens ?? "").replace("tai-lieu-", ""));
  const body = papers.length ? t("Cùng với tài liệu: %(names)s. Tài liệu đã phát hành được thu hồi, mọi người không mở được nữa; tài liệu chưa phát hành chuyển sang tài liệu chung của cuộc họp, nếu đã duyệt thì phải trình duyệt lại.", { names: papers.join(", ") }) : "";
  if (!(await confirmSheet({ title, body, act: papers.length ? t("Bỏ cả tài liệu") : t("Bỏ khỏi chương trình"), danger: true }))) return;
  const answer = await command(stream, "agenda.remove_item", { item: idOf(row), ...(ids.length ? { with_papers: ids } : {}) });
  if (!answer.ok) return toast(answer.error?.message ?? t("Không lưu được."));
  toastNext(t("Đã bỏ nội dung."));
  location.reload();
}

/** @type {Record<string, (row: HTMLElement) => unknown>} */
const ACTS = {
  edit,
  up: (row) => move(row, rows().indexOf(row) - 1),
  down: (row) => move(row, rows().indexOf(row) + 1),
  move: choosePlace,
  remove,
};

board.addEventListener("pointerdown", drag);
board.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-act]"));
  const row = /** @type {HTMLElement | null} */ (button?.closest("li"));
  if (!button || !row) return;
  button.closest("details")?.removeAttribute("open");
  /** @type {HTMLElement | null} */ (row.querySelector("summary"))?.focus();
  ACTS[button.dataset.act ?? ""]?.(row);
});
document.getElementById("sua-noi-dung")?.addEventListener("stored", (event) => stored(/** @type {CustomEvent} */ (event)));

/** Single keys act outside text fields and sheets only, and not where the person has switched them off. @param {KeyboardEvent} event */
function keys(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector("dialog[open]") || target.closest("input, textarea, select")) return;
  const row = /** @type {HTMLElement | null} */ (target.closest(".nds > li"));
  if (event.altKey && row && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    move(row, rows().indexOf(row) + (event.key === "ArrowUp" ? -1 : 1));
  } else if (event.key === "Enter" && row && target.matches(".nd, .keo")) {
    event.preventDefault();
    edit(row);
  } else if (event.key.toLowerCase() === "n" && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    /** @type {HTMLDialogElement} */ (document.getElementById("them-noi-dung")).showModal();
  }
}
document.addEventListener("keydown", keys);
