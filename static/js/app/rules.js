// @ts-check
// The forms of a body's rules: what is chosen becomes the value that would be kept, and the server says it in a sentence.
import { request } from "./commands.js";
import { filled } from "./rulevalue.js";

/** @param {HTMLFormElement} form @returns {HTMLInputElement[]} */
const choicesOf = (form) => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[data-holds]")]);

/** Numbers typed beside a choice stand in its value. @param {HTMLFormElement} form */
function settle(form) {
  for (const choice of choicesOf(form)) {
    const own = choice.closest(".lua")?.querySelector(".so-rieng");
    own?.toggleAttribute("hidden", !choice.checked);
    /** @type {Record<string, string>} */
    const numbers = {};
    for (const field of own?.querySelectorAll("input") ?? []) numbers[field.dataset.number ?? ""] = field.value;
    choice.value = JSON.stringify(filled(JSON.parse(choice.dataset.holds ?? "null"), numbers));
  }
}

/** Answers that come late are of a value chosen before. @type {WeakMap<HTMLFormElement, string>} */
const asked = new WeakMap();

/** @param {HTMLFormElement} form */
async function show(form) {
  settle(form);
  const value = choicesOf(form).find((choice) => choice.checked)?.value;
  if (value === undefined) return;
  asked.set(form, value);
  const answer = await request(`${form.dataset.preview}&value=${encodeURIComponent(value)}`, { headers: { Accept: "application/json" } });
  if (asked.get(form) !== value || !answer.ok) return;
  const told = answer.result;
  const box = form.querySelector(".xem-truoc");
  const sentence = form.querySelector("[data-sentence]");
  const example = form.querySelector("[data-example]");
  if (!box || !sentence || !example) return;
  box.classList.toggle("loi-o", Boolean(told.fault));
  sentence.textContent = told.fault ?? told.sentence;
  example.textContent = told.example ?? "";
  example.toggleAttribute("hidden", !told.example);
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-rule]"))) {
  settle(form);
  form.addEventListener("input", () => show(form));
}
