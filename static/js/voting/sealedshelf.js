// @ts-check
/** What only this device may know of a secret vote: a voter's own ballot, a board tablet's keys. Lost with the page where the browser keeps nothing. */

const NAME = "dien-hong-sealed";
/** @type {Map<string, any>} */
const memory = new Map();
/** @type {Promise<IDBDatabase | null> | null} */
let opened = null;

function database() {
  opened ??= new Promise((found) => {
    try {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
      asked.onsuccess = () => found(asked.result);
      asked.onerror = () => found(null);
      asked.onblocked = () => found(null);
    } catch {
      found(null);
    }
  });
  return opened;
}

/** @param {"readonly" | "readwrite"} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
async function within(mode, act) {
  const base = await database();
  if (!base) return undefined;
  return new Promise((done) => {
    try {
      const transaction = base.transaction("kept", mode);
      const asked = act(transaction.objectStore("kept"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = () => done(undefined);
      transaction.onabort = () => done(undefined);
    } catch {
      done(undefined);
    }
  });
}

/** @param {string} key @param {any} value */
export async function keep(key, value) {
  memory.set(key, value);
  await within("readwrite", (store) => store.put(value, key));
}

/** @param {string} key @returns {Promise<any>} */
export async function kept(key) {
  return memory.get(key) ?? (await within("readonly", (store) => store.get(key))) ?? null;
}

/** @param {string} key */
export async function forget(key) {
  memory.delete(key);
  await within("readwrite", (store) => store.delete(key));
}
