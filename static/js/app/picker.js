// A field that finds a person by name, without marks: combobox with a list, arrows and Enter. The chosen id goes into a hidden field.
import { announce } from "./notice.js";
import { t, tn } from "./text.js";

/** @typedef {{ id: string, name: string, office: string, invited: boolean }} Found */

let made = 0;

/** @param {HTMLElement} box `data-picker` is the address that answers, `data-name` the hidden field's name */
export function picker(box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  const key = `tim-${(made += 1)}`;
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name ?? "person" });
  const list = document.createElement("ul");
  list.className = "tim-thay";
  list.id = key;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", t("Người tìm thấy"));
  list.hidden = true;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", key);
  input.setAttribute("aria-expanded", "false");
  input.after(list);
  box.append(hidden);
  /** @type {Found[]} */
  let found = [];
  let active = -1;
  let asked = 0;
  /** What the list was found for: Enter chooses from no other, and is kept for the one that comes. */
  let foundFor = "";
  let entered = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (/** @type {number} */ place) => {
    active = place;
    for (const [at, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(at === place));
    if (place >= 0) {
      input.setAttribute("aria-activedescendant", `${key}-${place}`);
      list.children[place]?.scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (/** @type {Found} */ person) => {
    if (person.invited) return;
    hidden.value = person.id;
    input.value = person.name;
    close();
    box.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: person }));
  };
  const show = () => {
    list.replaceChildren(
      ...found.map((person, place) => {
        const row = document.createElement("li");
        row.id = `${key}-${place}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        if (person.invited) row.setAttribute("aria-disabled", "true");
        const name = Object.assign(document.createElement("b"), { textContent: person.name });
        const more = document.createElement("span");
        more.textContent = person.invited ? t("đã có trong thành phần") : person.office;
        row.append(name, more);
        row.addEventListener("pointerdown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(person));
        return row;
      }),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    mark(found.findIndex((person) => !person.invited));
    announce(found.length ? tn("Tìm thấy %(num)s người", "Tìm thấy %(num)s người", found.length) : t("Không tìm thấy ai"), "found");
  };
  const ask = async () => {
    const words = input.value.trim();
    clearTimeout(waiting);
    if (words.length < 2) return close();
    const mine = (asked += 1);
    const answer = await fetch(`${box.dataset.picker}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    found = (await answer.json()).people;
    foundFor = words;
    show();
    const free = found.filter((person) => !person.invited);
    // One nobody has seen yet is taken where there is only one of that name.
    if (entered && free.length === 1) choose(free[0]);
    entered = false;
  };
  input.addEventListener("input", () => {
    hidden.value = "";
    entered = false;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 180);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // The Enter that ends a composed word chooses nobody.
    if (event.isComposing || event.keyCode === 229) return;
    const words = input.value.trim();
    if (event.key === "Enter" && !hidden.value && words.length > 1 && words !== foundFor) {
      event.preventDefault();
      entered = true;
      void ask();
      return;
    }
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && found[active]) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
}

for (const box of document.querySelectorAll("[data-picker]")) picker(/** @type {HTMLElement} */ (box));
