// @ts-check
/** Small things this browser keeps, as JSON: on the device, or as long as the tab is open; nowhere, where it is full or forbids it. */

/** @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void, removeItem: (key: string) => void}} Shelf */

/** @returns {Shelf | null} */
export function deviceShelf() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** @returns {Shelf | null} */
export function sessionShelf() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** What is kept there; null where nothing is. @param {Shelf | null} shelf @param {string} key @returns {any} */
export function taken(shelf, key) {
  try {
    return JSON.parse(shelf?.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Shelf | null} shelf @param {string} key @param {any} value null: no more of it */
export function shelve(shelf, key, value) {
  try {
    if (value === null) shelf?.removeItem(key);
    else shelf?.setItem(key, JSON.stringify(value));
  } catch {
    // It lives as long as the page.
  }
}
