// @ts-check
/** A question over the room: sure, or with words of one's own. */

import { html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Button, Sheet, useOver } from "./components.js";
import { sessionShelf, shelve, taken } from "./shelf.js";
import { t } from "./text.js";

/**
 * The confirm sheet: title = the act, body = its consequence, focus on the safe button. With fields it asks for words too, and
 * neither going back nor a reload nor a refusal loses any of them; without a network they wait here.
 * @param {{spec: import("./types.js").AskSpec, person: string, online: import("./types.js").ReadonlySignal<boolean>, done: (answer: any) => void}} props
 */
export function Ask({ spec, person, online, done }) {
  const { title, no = t("Quay lại"), danger = false, fields = [], about = "" } = spec;
  const [body, yes] = [spec.body, spec.yes].map((said) => (typeof said === "function" ? said() : said));
  const [faults, fault] = useState(/** @type {Record<string, string>} */ ({}));
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const place = `asked:${person}:${location.pathname}:${about}:${title}`;
  const [kept] = useState(() => taken(sessionShelf(), place) ?? {});
  const typed = () => Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (form.current)));
  // What stands in the fields now: drawn again (the network went), they show it.
  const now = useRef(/** @type {Record<string, any>} */ (kept));
  const offline = fields.length > 0 && !online.value;
  const [sending, busy] = useState(false);
  const standing = useRef(true);
  useEffect(() => () => { standing.current = false; }, []);
  const keep = () => {
    const data = (now.current = typed());
    const changed = fields.filter((field) => data[field.name] !== (field.value ?? ""));  // what was only looked at is shown anew
    shelve(sessionShelf(), place, changed.length ? Object.fromEntries(changed.map((field) => [field.name, data[field.name]])) : null);
  };
  const refuse = () => {
    if (fields.length) keep();
    done(fields.length ? null : false);
  };
  // What it sends may end it; the answer says so in a moment.
  useOver(!sending && spec.over(), refuse);
  /** @param {Record<string, string>} given */
  const send = async (given) => {
    busy(true);
    const settled = !spec.send || (await spec.send(given));
    if (settled) shelve(sessionShelf(), place, null);
    if (!standing.current) return;
    if (settled) done(given);
    else busy(false);
  };
  const accept = () => {
    if (!fields.length) return done(true);
    if (offline || sending) return undefined;
    const data = typed();
    const given = Object.fromEntries(fields.map((field) => [field.name, String(data[field.name] ?? "").trim()]));
    const missing = fields.filter((field) => field.required && !given[field.name]);
    if (!missing.length) return send(given);
    fault(Object.fromEntries(missing.map((field) => [field.name, t("Cần ghi mục này.")])));
    /** @type {HTMLElement | null} */ (form.current?.querySelector(`[name="${missing[0].name}"]`) ?? null)?.focus();
  };
  return html`<${Sheet} title=${title} onClose=${refuse} typing=${fields.some((field) => field.required)}>
    ${body && html`<p class="ph">${body}</p>`}
    <form ref=${form} onInput=${keep} onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); accept(); }}>
      ${fields.map((field) => html`<${AskFieldRow} field=${field} value=${now.current[field.name] ?? field.value ?? ""} fault=${faults[field.name]} />`)}
      <div class="chan-to"><${Button} large onPress=${refuse} data-safe=${fields.length ? undefined : ""}>${no}</${Button}>
        <${Button} large kind=${danger ? "nguy" : "chinh"} busy=${sending} disabled=${offline} why=${t("Cần có mạng")} type=${fields.length ? "submit" : "button"} onPress=${fields.length ? undefined : accept}>${yes}</${Button}></div>
    </form></${Sheet}>`;
}

/** @param {{field: import("./types.js").AskField, value: string, fault?: string}} props */
function AskFieldRow({ field, value, fault }) {
  const id = `hoi-${field.name}`;
  const shared = { id, name: field.name, class: "o-nhap", "aria-invalid": fault ? "true" : undefined, "aria-describedby": fault ? `${id}-loi` : undefined };
  return html`<div class="truong"><label for=${id}>${field.label}</label>
    ${field.type === "area" ? html`<textarea ...${shared} rows="3" maxlength="500" value=${value}></textarea>`
      : html`<input ...${shared} value=${value} maxlength="200" inputmode=${field.type === "number" ? "numeric" : undefined} />`}
    ${fault && html`<p class="loi" id=${`${id}-loi`}>${fault}</p>`}</div>`;
}
