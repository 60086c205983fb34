// @ts-check
/** Two secretaries at one desk: who is there, and who is writing at what. Where the hands are travels; what they write does not. */

import { html, useEffect } from "../../vendor/preact.js";
import { Icon } from "../app/components.js";
import { t, tn } from "../app/text.js";

/** @typedef {import("../app/types.js").Room} Room */

/** Fields say what they are of in `data-place`: `note:<speech>`, `point:<conclusion>`, `points:<item>`. @param {Room} room */
export function useAttending(room) {
  useEffect(() => {
    const look = () => {
      const field = document.activeElement?.closest?.("[data-place]");
      room.attend(/** @type {HTMLElement | null | undefined} */ (field)?.dataset.place ?? null);
    };
    // Going from one field to the next leaves neither for a moment.
    const later = () => setTimeout(look);
    addEventListener("focusin", later);
    addEventListener("focusout", later);
    look();
    return () => { removeEventListener("focusin", later); removeEventListener("focusout", later); room.attend(null); };
  }, [room]);
}

/** The other secretaries who have the desk open. @param {Room} room @returns {string[]} */
function others(room) {
  const people = room.by("people");
  return Object.keys(room.live.attending.value).filter((one) => one !== room.me.person && people[one]?.capacity === "secretary");
}

/** Who else is at the desk, by name. @param {{room: Room}} props */
export function AtDesk({ room }) {
  const here = others(room).map((one) => room.name(one));
  if (here.length === 0) return null;
  const names = here.join(", ");
  return html`<span class="cung-ban" title=${names}><${Icon} name="users" /><span class="an">${t("Cùng ghi:")} </span><b>${names}</b><span class="so-ban so" aria-hidden="true">${here.length + 1}</span><span class="dem" aria-hidden="true">${tn("%(num)s người đang ghi", "%(num)s người đang ghi", here.length + 1)}</span></span>`;
}

/** Beside a text somebody else has their hands on. It may be written all the same: both texts are kept. @param {{room: Room, place: string}} props */
export function WhoWrites({ room, place }) {
  const here = Object.entries(room.live.attending.value).filter(([person, places]) => person !== room.me.person && places.includes(place)).map(([person]) => room.name(person));
  if (here.length === 0) return null;
  return html`<span class="dang-viet" role="status"><${Icon} name="pencil-simple" />${t("%(name)s đang viết phần này", { name: here.join(", ") })}</span>`;
}
