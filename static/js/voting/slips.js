// @ts-check
/**
 * Opinion slips: what is being written is kept on this device until it is stored, files are sent when they are chosen,
 * Ctrl+Enter stores.
 */
import { upload } from "../app/commands.js";
import { deviceShelf, shelve, taken } from "../app/shelf.js";
import { t } from "../app/text.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

const shelf = deviceShelf();

/** @param {HTMLFormElement} form @returns {Field[]} */
function written(form) {
  const plain = (/** @type {any} */ field) => field.name && field.type !== "file" && field.type !== "checkbox" && !(field instanceof HTMLButtonElement);
  return /** @type {Field[]} */ ([...form.elements].filter(plain));
}

/** What is written there, field by field. @param {HTMLFormElement} form @returns {Record<string, string>} */
function valuesOf(form) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const field of written(form)) {
    if (field instanceof HTMLInputElement && field.type === "radio") {
      if (field.checked) found[field.name] = field.value;
    } else found[field.name] = field.value;
  }
  return found;
}

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function putBack(form, values) {
  for (const field of written(form)) {
    if (!(field.name in values)) continue;
    if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === values[field.name];
    else field.value = values[field.name];
  }
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
  const draft = taken(shelf, key);
  if (draft?.of === before && JSON.stringify(draft.values) !== before) {
    putBack(form, draft.values);
    say(form, t("Đã lấy lại phần viết dở trên máy này. Chưa gửi."));
  } else if (draft) shelve(shelf, key, null);
  const changed = () => {
    const values = valuesOf(form);
    const same = JSON.stringify(values) === before;
    shelve(shelf, key, same ? null : { of: before, values });
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
      line.replaceChildren(ticked(/** @type {any} */ (answer).result.file, file.name));
    }
    box.removeAttribute("aria-busy");
    chooser.value = "";
  });
}

/** @param {string} id @param {string} name */
function ticked(id, name) {
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "files", value: id, checked: true });
  box.dataset.type = "list";
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
