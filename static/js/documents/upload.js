// @ts-check
/** Papers on the secretary's page: choose or drop files on an item, several at once, each with its progress and its fault. */

import { command } from "../app/commands.js";
import { toastNext } from "../app/notice.js";
import { t, tn } from "../app/text.js";

// Found anew each time: they are in a part of the page that is renewed when others change something (follow.js).
const place = () => /** @type {HTMLElement} */ (document.getElementById("tai-len"));
const chooser = () => /** @type {HTMLInputElement} */ (document.getElementById("chon-tep"));
const progress = () => /** @type {HTMLDialogElement} */ (document.getElementById("dang-tai"));
const ENDINGS = ["pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg"];
const SIDE_BY_SIDE = 2;

/** @typedef {{ item?: string, paper?: string }} Target an item that gets new papers, or a paper that gets a new version */

/** What is plainly wrong, said before anything is sent. @param {File} file */
function faultOf(file) {
  const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
  if (!ENDINGS.includes(ending)) return t("Chỉ nhận tệp PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) và ảnh PNG, JPG.");
  const most = Number(place().dataset.megabytes);
  if (file.size > most * 1024 * 1024) return t("Tệp quá lớn: tối đa %(n)s MB một tệp.", { n: most });
  return "";
}

/**
 * Send one file, telling how far it is.
 * @param {File} file
 * @param {(part: number) => void} tell
 * @returns {Promise<{ ok: boolean, file?: string, fault?: string }>}
 */
function send(file, tell) {
  return new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file, file.name);
    asked.open("POST", "/api/files");
    asked.setRequestHeader("Accept", "application/json");
    asked.responseType = "json";
    asked.upload.addEventListener("progress", (event) => event.lengthComputable && tell(event.loaded / event.total));
    asked.addEventListener("load", () => {
      const answer = asked.response;
      if (asked.status === 200 && answer?.file) resolve({ ok: true, file: answer.file });
      else resolve({ ok: false, fault: answer?.error?.message ?? t("Máy chủ không trả lời được. Hãy thử lại.") });
    });
    asked.addEventListener("error", () => resolve({ ok: false, fault: t("Mất mạng. Hãy thử lại.") }));
    asked.send(body);
  });
}

/** A line of the sheet for one file. @param {HTMLDialogElement} sheet @param {File} file */
function lineFor(sheet, file) {
  const line = document.createElement("li");
  const name = document.createElement("b");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", t("Đang tải “%(name)s” lên", { name: file.name }));
  const word = document.createElement("span");
  word.className = "v";
  line.append(name, bar, word);
  sheet.querySelector("ul")?.append(line);
  return {
    tell: (/** @type {number} */ part) => {
      bar.value = part;
      if (part >= 1) word.textContent = t("Đang kiểm tra tệp…");
    },
    done: () => {
      bar.value = 1;
      line.className = "xong";
      word.textContent = t("Đã thêm");
    },
    failed: (/** @type {string} */ why) => {
      bar.remove();
      line.className = "hong";
      word.className = "loi";
      word.textContent = why;
    },
  };
}

/** One file, from choosing to the paper it becomes. @param {HTMLDialogElement} sheet @param {File} file @param {Target} target @returns {Promise<boolean>} */
async function one(sheet, file, target) {
  const line = lineFor(sheet, file);
  const wrong = faultOf(file);
  if (wrong) return line.failed(wrong), false;
  const sent = await send(file, line.tell);
  if (!sent.ok) return line.failed(sent.fault ?? ""), false;
  const stream = place().dataset.stream ?? "";
  const result = target.paper
    ? await command(stream, "paper.replace", { paper: target.paper, file: sent.file })
    : await command(stream, "paper.add", target.item ? { file: sent.file, item: target.item } : { file: sent.file });
  if (!result.ok) return line.failed(result.error?.message ?? ""), false;
  line.done();
  return true;
}

/** Several files, two at a time. @param {File[]} files @param {Target} target */
async function all(files, target) {
  if (!files.length) return;
  const sheet = progress();
  document.querySelectorAll("dialog[open]").forEach((open) => open !== sheet && /** @type {HTMLDialogElement} */ (open).close());
  sheet.querySelector("ul")?.replaceChildren();
  const finished = /** @type {HTMLButtonElement} */ (sheet.querySelector("[data-finished]"));
  finished.disabled = true;
  sheet.showModal();
  const waiting = target.paper ? files.slice(0, 1) : [...files];
  let done = 0;
  let failed = 0;
  const lane = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) (await one(sheet, file, target)) ? done++ : failed++;
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  if (done) toastNext(tn("Đã thêm %(num)s tài liệu.", "Đã thêm %(num)s tài liệu.", done));
  if (!failed) return location.reload();
  finished.disabled = false;
  finished.focus();
  finished.onclick = () => (done ? location.reload() : sheet.close());
}

/** @param {Target} target */
function choose(target) {
  const field = chooser();
  field.multiple = !target.paper;
  field.value = "";
  field.onchange = () => all([...(field.files ?? [])], target);
  field.click();
}

/** Dropping on an item's row. */
function watchDrops() {
  /** @param {Event} event */
  const rowOf = (event) => /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest?.("[data-item]"));
  /** @param {DragEvent} event */
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const clear = () => document.querySelectorAll(".tha-vao").forEach((row) => row.classList.remove("tha-vao"));
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    clear();
    rowOf(event)?.classList.add("tha-vao");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && clear());
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    clear();
    const row = rowOf(event);
    if (row) all([...(event.dataTransfer?.files ?? [])], { item: row.dataset.item });
  });
}

if ("open" in (place()?.dataset ?? {})) {
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const adds = /** @type {HTMLElement | null} */ (target.closest("[data-adds]"));
    const replaces = /** @type {HTMLElement | null} */ (target.closest("[data-replaces]"));
    if (adds) choose({ item: adds.dataset.adds });
    if (replaces) choose({ paper: replaces.dataset.replaces });
  });
  watchDrops();
}
