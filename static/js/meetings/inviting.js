// The sheets whose command needs more than flat fields: inviting one person to some items, and a meeting's own rules.
import { command } from "../app/commands.js";
import { showErrors } from "../app/forms.js";
import { toastNext } from "../app/notice.js";
import { t } from "../app/text.js";

const inviting = /** @type {HTMLFormElement | null} */ (document.getElementById("moi-form"));

/** A guest's items are changed in the same sheet, filled in. @param {HTMLElement} opener */
function fill(opener) {
  if (!inviting) return;
  inviting.reset();
  const { person = "", personName = "", office = "", items = "" } = opener.dataset;
  const name = /** @type {HTMLInputElement} */ (inviting.querySelector("#m-person"));
  name.value = personName;
  name.readOnly = !!person;
  /** @type {HTMLInputElement} */ (inviting.elements.namedItem("person")).value = person;
  /** @type {HTMLInputElement} */ (inviting.elements.namedItem("office")).value = office;
  const wanted = new Set(items.split(" "));
  for (const box of boxes()) box.checked = wanted.has(box.value);
}

/** @returns {HTMLInputElement[]} */
const boxes = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (inviting?.querySelectorAll("input[name=items]") ?? [])];

/** @param {HTMLFormElement} form */
async function invite(form) {
  const data = new FormData(form);
  const person = String(data.get("person") ?? "");
  if (!person) return showErrors(form, t("Cần xem lại các mục sau"), { person: t("Chọn một người trong danh sách tìm thấy.") });
  const office = String(data.get("office") ?? "").trim();
  const row = { person, capacity: data.get("capacity"), items: data.getAll("items"), ...(office ? { office } : {}) };
  const answer = await command(form.dataset.stream ?? "", "meeting.invite", { people: [row] });
  if (!answer.ok) return showErrors(form, answer.error?.message ?? t("Không lưu được."), answer.error?.fields);
  toastNext(t("Đã mời."));
  location.reload();
}

document.addEventListener("click", (event) => {
  const opener = /** @type {Element} */ (event.target).closest("[data-opens=moi]");
  if (opener) fill(/** @type {HTMLElement} */ (opener));
});
inviting?.addEventListener("submit", (event) => {
  event.preventDefault();
  invite(inviting);
});
inviting?.addEventListener("picked", (event) => {
  const office = /** @type {HTMLInputElement} */ (inviting.elements.namedItem("office"));
  office.value ||= /** @type {CustomEvent} */ (event).detail.office;
});
inviting?.addEventListener("change", () => {
  const secretary = new FormData(inviting).get("capacity") === "secretary";
  const items = document.getElementById("moi-noi-dung");
  if (items) items.hidden = secretary;
});
