// @ts-check
/**
 * The service worker of a big screen: reloaded while the server is away, it has its page still, which says so and comes back by
 * itself; the browser's error page never shows (screens.md 6.14). It keeps that page and what it is made of, no answer of the API.
 * Browsers allow it over https, and on the machine itself.
 */

/** @type {any} */
const worker = self;
const KEPT = "screen";
/** A page may be kept under one of these addresses. */
const OWN = /^\/(screen|meetings\/[^/]+\/room)$/;
const ROOM = /\/room$/;
/** What only the page of a big screen says. */
const SCREEN = /id="screen"|data-screen|data-capacity="hall"/;
const RELEASE = /^\/static\/([^/]+)\//;

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (/** @type {any} */ event) => event.waitUntil(keep(event.data)));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && OWN.test(pathname)) event.respondWith(page(request, pathname));
  else if (RELEASE.test(pathname)) event.respondWith(part(request));
});

/** The page as the server has it; while it is away or fails, as it was last. @param {Request} request @param {string} path */
async function page(request, path) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && SCREEN.test(await answer.clone().text())) await kept.put(path, answer.clone());
    else if (answer.ok) await kept.delete(path); // somebody else uses this browser now
    else if (answer.status < 500) await kept.delete(path); // sent away, or the meeting is no longer its own
    if (answer.status < 500) return answer;
    return (await kept.match(path)) ?? answer;
  } catch {
    return (await kept.match(path)) ?? (await kept.match("/screen")) ?? Response.error();
  }
}

/** What pages are made of never changes under one address. @param {Request} request */
async function part(request) {
  const kept = await caches.open(KEPT);
  const found = await kept.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

/** The page's own address and parts, which it fetched before this worker was there; those of other releases go. @param {string[]} addresses */
async function keep(addresses) {
  const kept = await caches.open(KEPT);
  const release = addresses.map((one) => RELEASE.exec(one)?.[1]).find(Boolean);
  for (const old of await kept.keys()) {
    const path = new URL(old.url).pathname;
    const of = RELEASE.exec(path)?.[1];
    if ((of && of !== release) || (ROOM.test(path) && !addresses.includes(path))) await kept.delete(old);
  }
  for (const one of addresses) if (!(await kept.match(one))) await add(kept, one).catch(() => {});
}

/** What came by another way is no page of this address. @param {Cache} kept @param {string} address */
async function add(kept, address) {
  const answer = await fetch(address);
  if (answer.redirected || !answer.ok) return;
  if (RELEASE.test(address) || SCREEN.test(await answer.clone().text())) await kept.put(address, answer);
}
