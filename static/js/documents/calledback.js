// @ts-check
/** The page of a meeting that is under way: whoever is there is outside the room, and is called back as in the reader. */

import { html, render } from "../../vendor/preact.js";
import { useZone } from "../app/clock.js";
import { Elsewhere } from "./elsewhere.js";
import { lineTo } from "./live.js";

const place = document.getElementById("goi-ve");
const said = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-phase]"))?.dataset.phase ?? "";

/** From the moment this page says that it has begun: those who only look something up days before need no line. */
function listen() {
  if (!place || !["in_progress", "paused"].includes(said())) return;
  began.disconnect();
  useZone(document.documentElement.dataset.zone);
  const { room } = lineTo(place.dataset.stream ?? "", document.body.dataset.person ?? "", { network: false }); // the page follows the meeting and tells of it
  render(html`<${Elsewhere} room=${room} network=${false} />`, place);
}

const began = new MutationObserver(listen);
began.observe(document.body, { childList: true, subtree: true });
listen();
