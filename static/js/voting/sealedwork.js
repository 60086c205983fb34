// @ts-check
/** Loads what secret votes need when one is there: no other room fetches it. */

import { html, signal, useEffect } from "../../vendor/preact.js";
import { tidyKeys } from "./sealedshelf.js";

/** @type {import("../app/types.js").Signal<typeof import("./sealed.js") | null>} */
export const sealed = signal(null);

/** @param {{room: import("../app/types.js").Room}} props */
export function SealedWork({ room }) {
  const needed = room.list("sealed").value.length + room.list("my_boards").value.length > 0;
  const online = room.connected.value;
  useEffect(() => {
    if (needed && online && !sealed.peek()) import("./sealed.js").then((found) => (sealed.value = found)).catch(() => {});
  }, [needed, online]);
  const there = online && Boolean(room.meeting.value);
  const boards = room.list("my_boards").value.map((one) => one.id);
  useEffect(() => {
    if (there) tidyKeys(room, boards).then((gone) => gone.length && sealed.peek()?.drop(gone));
  }, [there, boards.join()]);
  return needed && sealed.value ? html`<${sealed.value.Work} room=${room} />` : null;
}
