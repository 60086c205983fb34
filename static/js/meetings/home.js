// Hôm nay keeps up with what happens: a meeting that starts or ends, something that waits for me. It speaks of several
// streams, so it asks how far they are, and only fetches itself where one has moved.
import { askAgain } from "../app/again.js";
import { fetched, renewRegions } from "../app/regions.js";

const EVERY = 4000;
const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-stand]"));

/** How far what this page speaks of has come; nothing where the house can't be asked or the session has ended. */
async function stand() {
  const answer = await fetch("/today/stand", { credentials: "same-origin" });
  return answer.ok && !answer.redirected ? answer.text() : null;
}

/** @param {HTMLElement} shown */
async function follow(shown) {
  const now = await stand();
  if (now === null || now === shown.dataset.stand) return;
  const fresh = await fetched();
  const its = /** @type {HTMLElement | null} */ (fresh?.querySelector("[data-stand]") ?? null);
  if (fresh && its && !renewRegions(fresh, { links: true })) shown.dataset.stand = its.dataset.stand;
}

if (page) askAgain(() => follow(page), EVERY);
