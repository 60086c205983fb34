// @ts-check
/**
 * Opinion slips: what is being written is kept on this device until it is stored, files are sent when they are chosen,
 * Ctrl+Enter stores.
 */
import { upload } from "../app/commands.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
/** A file that was sent to the house from here and goes with nothing yet. @typedef {{id: string, name: string, at: number}} Chosen */
/** @typedef {{of: string, values: Record<string, string | string[]>, files?: Chosen[]}} Draft */

const shelf = deviceShelf();
/** The house forgets after a week what nothing uses. */
const KEPT_FOR = 6 * 24 * 60 * 60 * 1000;

/** @param {HTMLFormElement} form @returns {Field[]} */
function written(form) {
  const plain = (/** @type {any} */ field) => field.name && field.type !== "file" && !(field instanceof HTMLButtonElement);
  return /** @type {Field[]} */ ([...form.elements].filter(plain));
}

/** @param {Field} field @returns {field is HTMLInputElement} */
const ticks = (field) => field instanceof HTMLInputElement && field.type === "checkbox";
/** @param {Field} field @returns {field is HTMLInputElement} */
const chooses = (field) => field instanceof HTMLInputElement && field.type === "radio";

/** What is written there, field by field; of boxes the ticked ones. @param {HTMLFormElement} form */
function valuesOf(form) {
  /** @type {Record<string, string | string[]>} */
  const found = {};
  for (const field of written(form)) {
    if (ticks(field)) found[field.name] = [...(found[field.name] ?? []), ...(field.checked ? [field.value] : [])];
    else if (!chooses(field)) found[field.name] = field.value;
    else if (field.checked) found[field.name] = field.value;
  }
  if (form.querySelector("[data-uploads]")) found.files ??= [];
  return found;
}

/** @param {HTMLFormElement} form @param {Record<string, string | string[]>} values */
function putBack(form, values) {
  for (const field of written(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (ticks(field)) field.checked = value.includes(field.value);
    else if (chooses(field)) field.checked = field.value === value;
    else field.value = String(value);
  }
}

/** The files that were chosen here. @param {HTMLFormElement} form @returns {Chosen[]} */
function chosenIn(form) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-chosen] input[data-at]"));
  return [...boxes].map((box) => ({ id: box.value, name: box.nextElementSibling?.textContent ?? "", at: Number(box.dataset.at) }));
}

/** Files chosen here before go back into the list; what the house has forgotten is said. @param {HTMLFormElement} form @param {Chosen[]} files */
function putFilesBack(form, files) {
  const list = form.querySelector("[data-chosen]");
  const gone = [];
  for (const { id, name, at } of files) {
    if (Date.now() - at > KEPT_FOR) gone.push(name);
    else {
      const line = document.createElement("li");
      line.append(ticked(id, name, at));
      list?.append(line);
    }
  }
  const fault = form.querySelector("[data-uploads] .loi");
  if (gone.length && fault) fault.textContent = t("Chọn lại tệp, vì đã quá lâu từ khi tải lên: %(names)s.", { names: gone.join(", ") });
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const place = form.querySelector("[data-kept]");
  if (place) place.textContent = words;
}

/** A form's text lives on the device from the first letter until it is stored. @param {HTMLFormElement} form */
function keep(form) {
  const key = `${document.body.dataset.person ?? ""}/${form.dataset.keeps}`;
  const before = JSON.stringify(valuesOf(form));
  const draft = /** @type {Draft | null} */ (taken(shelf, key));
  if (draft?.of === before && JSON.stringify(draft.values) !== before) {
    putFilesBack(form, draft.files ?? []);
    putBack(form, draft.values);
    say(form, t("Đã lấy lại phần viết dở trên máy này. Chưa gửi."));
  } else if (draft) shelve(shelf, key, null);
  const changed = () => {
    const values = valuesOf(form);
    const same = JSON.stringify(values) === before;
    shelve(shelf, key, same ? null : { of: before, values, files: chosenIn(form) });
    say(form, same ? "" : navigator.onLine ? t("Đang giữ trên máy này, chưa gửi.") : t("Mất mạng. Đang giữ trên máy này; có mạng rồi hãy gửi."));
  };
  form.addEventListener("input", changed);
  for (const event of ["online", "offline"]) addEventListener(event, () => JSON.stringify(valuesOf(form)) !== before && changed());
  form.addEventListener("stored", () => shelve(shelf, key, null));
}

/** Chosen files go to the house at once; a tick says that they go with it. @param {HTMLElement} box */
function takeFiles(box) {
  const chooser = /** @type {HTMLInputElement} */ (box.querySelector("[data-chooses]"));
  const list = /** @type {HTMLElement} */ (box.querySelector("[data-chosen]"));
  const fault = /** @type {HTMLElement} */ (box.querySelector(".loi"));
  chooser.addEventListener("change", async () => {
    const files = [...(chooser.files ?? [])];
    fault.textContent = "";
    box.setAttribute("aria-busy", "true");
    for (const file of files) {
      const line = document.createElement("li");
      line.textContent = t("Đang tải “%(name)s” lên", { name: file.name });
      list.append(line);
      const most = Number(box.dataset.megabytes);
      const answer = file.size > most * 1024 * 1024 ? { ok: false, error: { message: t("Tệp quá lớn: tối đa %(n)s MB một tệp.", { n: most }) } } : await upload(file);
      if (!answer.ok) {
        line.remove();
        fault.textContent = answer.error?.message ?? "";
        continue;
      }
      line.replaceChildren(ticked(/** @type {any} */ (answer).result.file, file.name, Date.now()));
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.removeAttribute("aria-busy");
    chooser.value = "";
  });
}

/** @param {string} id @param {string} name @param {number} at when it was sent */
function ticked(id, name, at) {
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "files", value: id, checked: true });
  box.dataset.type = "list";
  box.dataset.at = String(at);
  const word = document.createElement("span");
  word.textContent = name;
  label.append(box, word);
  return label;
}

for (const form of document.querySelectorAll("form[data-keeps]")) keep(/** @type {HTMLFormElement} */ (form));
for (const box of document.querySelectorAll("[data-uploads]")) takeFiles(/** @type {HTMLElement} */ (box));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = /** @type {HTMLElement | null} */ (event.target)?.closest?.("form[data-keeps]");
  if (!form) return;
  event.preventDefault();
  /** @type {HTMLFormElement} */ (form).requestSubmit();
});
