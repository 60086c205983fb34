// @ts-check
/** A meeting's own rules: what is chosen goes in their place, and the server says each in a sentence, as the body's rules are said. */

import { request } from "../app/commands.js";
import { filled } from "../app/rulevalue.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("rieng-form"));
const selects = /** @type {HTMLSelectElement[]} */ ([...(form?.querySelectorAll("[data-rule]") ?? [])]);

/** Beside the choice that wants numbers they are typed. @param {HTMLSelectElement} select */
function numbersOf(select) {
  /** @type {Record<string, string>} */
  const numbers = {};
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (select.parentElement?.querySelectorAll(".so-rieng") ?? [])) {
    box.hidden = box.dataset.of !== select.value;
    if (!box.hidden) for (const field of box.querySelectorAll("input")) numbers[field.dataset.number ?? ""] = field.value;
  }
  return numbers;
}

/** What would hold: of a rule that is left to the body, the body's. @param {HTMLSelectElement} select @returns {any} */
const valueOf = (select) => filled(JSON.parse(select.selectedOptions[0]?.dataset.holds ?? "null"), numbersOf(select));

/** Only what the meeting has of its own. */
function gather() {
  const own = selects.filter((one) => one.value).map((one) => [one.dataset.rule, valueOf(one)]);
  /** @type {HTMLInputElement} */ (form?.elements.namedItem("vote_rules")).value = JSON.stringify(Object.fromEntries(own));
}

/** Answers that come late are of what was chosen before. @type {WeakMap<HTMLSelectElement, string>} */
const asked = new WeakMap();

/** @param {HTMLSelectElement} select */
async function show(select) {
  const general = selects.find((one) => one.dataset.rule === "majority");
  const own = select.value ? `&own=${encodeURIComponent(JSON.stringify(valueOf(select)))}` : "";
  const query = `${own}&value=${encodeURIComponent(JSON.stringify(valueOf(select)))}&general=${encodeURIComponent(JSON.stringify(general ? valueOf(general) : null))}`;
  asked.set(select, query);
  const answer = await request(`${select.dataset.preview}${query}`, { headers: { Accept: "application/json" } });
  if (asked.get(select) !== query || !answer.ok) return;
  const line = select.parentElement?.querySelector(".doc-la");
  const [sentence, example] = [line?.querySelector("[data-sentence]"), line?.querySelector("[data-example]")];
  if (!line || !sentence || !example) return;
  line.classList.toggle("loi-o", Boolean(answer.result.fault));
  sentence.textContent = answer.result.fault ?? answer.result.sentence;
  example.textContent = answer.result.example ?? "";
}

/** @param {Event} event */
function changed(event) {
  const field = /** @type {HTMLElement} */ (event.target);
  const select = selects.find((one) => one.parentElement?.contains(field));
  gather();
  if (!select) return;
  show(select);
  // A matter may go by the general majority: what that comes to changes with it.
  if (select.dataset.rule === "majority") for (const one of selects) if (one.dataset.rule?.startsWith("majority.")) show(one);
}

form?.addEventListener("input", changed);
if (form) gather();
