// @ts-check
/** Has a big screen's page kept in its browser (screenworker.js), so that a reload without a network shows it still. */

const RELEASE = /^\/static\/[^/]+\//;
/** Most parts of a page are there by then. */
const SETTLED = 5000;

export async function keepScreen() {
  const workers = navigator.serviceWorker; // none without https
  if (!workers) return;
  try {
    const registered = await workers.register("/screen-worker.js", { scope: location.pathname });
    await active(registered);
    registered.active?.postMessage(addresses());
    setTimeout(() => registered.active?.postMessage(addresses()), SETTLED);
  } catch {
    // The screen works as before, only not through a reload.
  }
}

/** @param {ServiceWorkerRegistration} registered @returns {Promise<void>} */
function active(registered) {
  const coming = registered.installing ?? registered.waiting;
  if (registered.active || !coming) return Promise.resolve();
  return new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
}

function addresses() {
  const parts = performance.getEntriesByType("resource").map((one) => new URL(one.name));
  const own = parts.filter((one) => one.origin === location.origin && RELEASE.test(one.pathname)).map((one) => one.pathname);
  return [...new Set([location.pathname, ...own])];
}
