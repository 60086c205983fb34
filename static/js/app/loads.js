// A part of a page that brings its own script (`data-loads="/static/…/x.js"`), also where it comes later than the page.

/** @param {ParentNode} root */
export function loadParts(root) {
  for (const part of root.querySelectorAll("[data-loads]")) load(/** @type {HTMLElement} */ (part).dataset.loads ?? "");
}

const AGAIN = 3000;

/** @param {string} address */
function load(address) {
  import(address).then(
    (found) => found.comes?.(),
    () => setTimeout(() => load(address), AGAIN), // the network went meanwhile
  );
}
