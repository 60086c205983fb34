// <form data-command="meeting.edit" data-stream="meeting:…">: fields become the args of one command, sent with an id of its own that
// is kept until the answer, so that a second press or a lost answer does nothing twice. What was typed stays until it is stored.
import { command, newId, request, upload } from "./commands.js";
import { keepTitles, sayDays } from "./daysaid.js";
import { confirmSheet, toast, toastNext } from "./notice.js";
import { t } from "./text.js";
import { momentOf } from "./zone.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {{ label: string, stands: string, message: string }} Said */

/** @type {WeakMap<HTMLFormElement, { text: string, id: string }>} */
const sent = new WeakMap();

/**
 * @param {HTMLFormElement} form
 * @returns {Field[]}
 */
function fields(form) {
  const named = (/** @type {any} */ field) => field.name && !field.disabled && !(field instanceof HTMLButtonElement);
  return /** @type {Field[]} */ ([...form.elements].filter(named));
}

const EMPTY = Symbol("empty");

/** What a field's text means. @type {Record<string, (text: string, field: Field) => unknown>} */
const READ = {
  int: (text) => (/^-?\d+$/.test(text.trim()) ? Number(text) : text),
  bool: (text) => text === "true" || text === "on",
  list: (text) => text.split(/[\n,;]+/).map((word) => word.trim()).filter(Boolean),
  datetime: (text) => momentOf(text) || text,
  json: (text) => JSON.parse(text),
  string: (text) => text,
  null: (text) => text,
};

/**
 * @param {Field} field
 * @returns {unknown} EMPTY where the field has nothing to say
 */
function valueOf(field) {
  const type = field.dataset.type ?? "string";
  const ticked = field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type);
  if (ticked && !field.checked) return type === "bool" && field.type === "checkbox" ? false : EMPTY;
  if (ticked && type === "bool" && field.type === "checkbox") return true;
  if (ticked && type === "list") return [field.value];
  const text = field.value;
  if (text.trim() === "") return type === "null" ? null : "empty" in field.dataset ? "" : EMPTY;
  return (READ[type] ?? READ.string)(text, field);
}

/** Left as the page gave it: in a form with `data-only-changed` it is not set back to what it was. @param {Field} field */
function untouched(field) {
  if (field instanceof HTMLSelectElement) return [...field.options].every((option) => option.selected === option.defaultSelected);
  return field.value === field.defaultValue;
}

/**
 * The args a form stands for. Lists of ticked boxes are joined; one that has no box ticked is an empty list.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 */
export function argsOf(form, submitter) {
  /** @type {Record<string, any>} */
  const args = JSON.parse(form.dataset.args ?? "{}");
  for (const field of fields(form)) {
    if (field instanceof HTMLInputElement && field.type === "file") continue;
    if ("onlyChanged" in form.dataset && untouched(field)) continue;
    const value = valueOf(field);
    const boxes = field instanceof HTMLInputElement && field.type === "checkbox" && field.dataset.type === "list";
    if (boxes) args[field.name] = [...(args[field.name] ?? []), ...(value === EMPTY ? [] : /** @type {any} */ (value))];
    else if (value !== EMPTY) args[field.name] = value;
  }
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    args[submitter.name] = (READ[submitter.dataset.type ?? "string"] ?? READ.string)(submitter.value, /** @type {any} */ (submitter));
  }
  return args;
}

/**
 * Files are uploaded first; the command names them.
 * @param {HTMLFormElement} form
 * @param {Record<string, any>} args
 */
async function withFiles(form, args) {
  for (const field of fields(form)) {
    if (!(field instanceof HTMLInputElement) || field.type !== "file" || !field.files?.length) continue;
    const answer = await upload(field.files[0]);
    if (!answer.ok) return { ...answer, error: { ...answer.error, fields: { [field.name]: answer.error?.message ?? "" } } };
    args[field.name] = answer.result.file;
  }
  return null;
}

/**
 * The same press again is the same command; other content is another.
 * @param {HTMLFormElement} form
 * @param {Record<string, unknown>} args
 */
function idFor(form, args) {
  const text = JSON.stringify([form.dataset.command, form.dataset.stream, args]);
  const before = sent.get(form);
  if (before?.text === text) return before.id;
  const id = newId();
  sent.set(form, { text, id });
  return id;
}

/** @param {HTMLFormElement} form */
function clearErrors(form) {
  form.querySelector(".tom-loi")?.remove();
  for (const place of form.querySelectorAll(".loi")) place.textContent = "";
  for (const field of fields(form)) {
    field.removeAttribute("aria-invalid");
    const described = field.dataset.described;
    if (described) field.setAttribute("aria-describedby", described);
    else if (described === "") field.removeAttribute("aria-describedby");
    delete field.dataset.described;
  }
}

/**
 * The words under a field. Returns what the summary says of it.
 * @param {Field} field
 * @param {string} message
 * @returns {Said}
 */
function mark(field, message) {
  field.id ||= `f-${newId().slice(0, 8)}`;
  field.setAttribute("aria-invalid", "true");
  const box = field.closest(".truong") ?? field.parentElement;
  let place = box?.querySelector(".loi");
  if (!place) {
    place = document.createElement("p");
    place.className = "loi";
    box?.append(place);
  }
  place.id ||= `${field.id}-loi`;
  place.textContent = message;
  field.dataset.described = field.getAttribute("aria-describedby") ?? "";
  field.setAttribute("aria-describedby", [field.dataset.described, place.id].filter(Boolean).join(" "));
  const named = box?.querySelector("label, legend, .nhan-truong");
  return { label: named?.textContent?.trim() ?? field.name, stands: field.id, message };
}

/**
 * A summary on top with links to the fields; the focus goes there.
 * @param {HTMLFormElement} form
 * @param {string} message
 * @param {Record<string, string>} [wrong]
 */
export function showErrors(form, message, wrong = {}) {
  clearErrors(form);
  const known = fields(form);
  /** @type {Said[]} */
  const said = [];
  /** @type {string[]} */
  const loose = [];
  for (const [name, why] of Object.entries(wrong)) {
    const found = known.find((candidate) => candidate.name === name.split(/[.[]/)[0]);
    // A picked person's id is in a hidden field; the fault is shown at the one that is typed in.
    const typed = found?.closest("[data-picker]")?.querySelector("input");
    const field = found?.type === "hidden" ? typed : found;
    if (field) said.push(mark(field, why));
    else loose.push(why);
  }
  const box = document.createElement("div");
  box.className = "tom-loi";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const title = document.createElement("b");
  title.textContent = message;
  box.append(title);
  const list = document.createElement("ul");
  for (const { label, stands, message: why } of said) {
    const link = document.createElement("a");
    link.href = `#${stands}`;
    link.textContent = `${label}: ${why}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(stands)?.focus();
    });
    list.append(Object.assign(document.createElement("li"), {}));
    list.lastElementChild?.append(link);
  }
  for (const why of loose) list.append(Object.assign(document.createElement("li"), { textContent: why }));
  if (list.children.length) box.append(list);
  form.prepend(box);
  box.focus();
}

/** In the page's own words: a browser speaks its own language. @param {any} field @returns {string} */
function faultOf(field) {
  const { validity, min, max, type } = field;
  const shown = (/** @type {string} */ value) => (type === "date" ? value.split("-").reverse().join("/") : value);
  if (validity.valueMissing) return t("Cần điền mục này.");
  if (validity.rangeUnderflow) return type === "date" ? t("Cần chọn từ ngày %(day)s trở đi.", { day: shown(min) }) : t("Cần từ %(n)s trở lên.", { n: shown(min) });
  if (validity.rangeOverflow) return type === "date" ? t("Cần chọn đến ngày %(day)s.", { day: shown(max) }) : t("Nhiều nhất là %(n)s.", { n: shown(max) });
  if (validity.tooLong) return t("Nội dung này dài quá.");
  return t("Nội dung này chưa đúng.");
}

/** Required fields that are empty: {name: why}. @param {HTMLFormElement} form */
function missing(form) {
  /** @type {Record<string, string>} */
  const wrong = {};
  for (const field of fields(form)) {
    if (field.willValidate && !field.validity.valid) {
      wrong[field.name] = faultOf(field);
    }
  }
  return wrong;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button @param {boolean} on */
function pending(form, button, on) {
  form.toggleAttribute("data-sending", on);
  if (on) button?.setAttribute("aria-busy", "true");
  else button?.removeAttribute("aria-busy");
}

/**
 * Where to go after it, and what is said there.
 * @param {HTMLFormElement} form
 * @param {any} result
 */
function done(form, result) {
  sent.delete(form);
  const { then, toast: said, undo } = form.dataset;
  form.dispatchEvent(new CustomEvent("stored", { bubbles: true, detail: result }));
  const reverse = undo ? { ...JSON.parse(undo) } : undefined;
  if ("stay" in form.dataset) {
    if (said) toast(said, reverse ? { undo: () => command(reverse.stream, reverse.command, reverse.args).then(() => location.reload()) } : {});
    return;
  }
  if (said) toastNext(said, reverse);
  if (then) location.assign(then.replace("{id}", encodeURIComponent(result?.id ?? "")) + ("session" in form.dataset ? location.hash : ""));
  else location.reload();
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function send(form, button) {
  if (form.hasAttribute("data-sending")) return;
  const wrong = missing(form);
  if (Object.keys(wrong).length) return showErrors(form, t("Cần xem lại các mục sau"), wrong);
  const { confirm, confirmBody, confirmAct, danger } = { ...form.dataset, ...button?.dataset };
  if (confirm && !(await confirmSheet({ title: confirm, body: confirmBody, act: confirmAct, danger: danger !== undefined }))) return;
  pending(form, button, true);
  const args = argsOf(form, button);
  const failed = await withFiles(form, args);
  const answer = failed ?? ("session" in form.dataset ? await signIn(args) : await command(form.dataset.stream ?? "", form.dataset.command ?? "", args, idFor(form, args)));
  pending(form, button, false);
  if (answer.ok) {
    clearErrors(form);
    return done(form, answer.result);
  }
  const { code, message, fields: wrongFields } = answer.error ?? { code: "unavailable", message: "" };
  if (code === "not_signed_in" && !("session" in form.dataset)) return location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
  if (code !== "unavailable") sent.delete(form);
  const saved = code === "unavailable" && !("session" in form.dataset);
  const title = saved ? t("Không lưu được. %(why)s", { why: message ?? "" }) : message || t("Không lưu được.");
  showErrors(form, title, wrongFields);
}

/** @param {Record<string, unknown>} args */
function signIn(args) {
  return request("/api/session", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(args),
  });
}

/** Let the page's forms send commands. */
export function watchForms() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.dataset.command && !("session" in form.dataset)) return;
    event.preventDefault();
    send(form, /** @type {SubmitEvent} */ (event).submitter);
  });
  prepareForms(document);
}

/** Faults are said by us, in the person's language. @param {ParentNode} root */
export function prepareForms(root) {
  for (const form of root.querySelectorAll("form[data-command], form[data-session]")) form.setAttribute("novalidate", "");
  sayDays(root);
  keepTitles(root);
}
