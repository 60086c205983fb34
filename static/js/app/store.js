// @ts-check
/**
 * What this device knows of a stream: the state of wire.md, changed by entries alone. It replaces objects whole and knows
 * nothing else of what happened.
 */

import { batch, computed, signal } from "../../vendor/preact.js";

/**
 * @typedef {import("./types.js").Form} Form
 * @typedef {import("./types.js").Collection} Collection
 * @typedef {import("./types.js").Frame} Frame
 * @typedef {import("./types.js").Entry} Entry
 * @typedef {Record<string, Record<string, any>>} State
 */

const NOTHING = Object.freeze({});

export class Store {
  constructor() {
    /** @type {number | null} */
    this.seq = null;
    /** @type {string | null} */
    this.view = null;
    /** @type {string | null} */
    this.head = null;
    /** @type {Map<string, ReturnType<typeof shelf>>} */
    this.collections = new Map();
    /** By collection and id. @type {Map<string, Map<string, import("./types.js").Signal<Form | null>>>} */
    this.objects = new Map();
    /** What else goes by this stream: told after it is here. @type {import("./watch.js").Watch[]} */
    this.watches = [];
  }

  /** A collection as it stands, by id. @param {string} name @returns {import("./types.js").ReadonlySignal<Collection>} */
  collection(name) {
    return this.shelf(name).whole;
  }

  /** All forms of a collection, to be read at once: later ones come into the same object. @param {string} name @returns {Readonly<Collection>} */
  all(name) {
    const shelf = this.shelf(name);
    shelf.version.value;
    return shelf.held;
  }

  /**
   * The forms of a collection of which `test` holds, kept entry by entry: hundreds are not gone over when one changes, and whoever
   * reads them is told only when they are others.
   * @param {string} name @param {(form: Form) => boolean} test @returns {import("./types.js").ReadonlySignal<Form[]>}
   */
  those(name, test) {
    const shelf = this.shelf(name);
    const own = part(test);
    for (const form of Object.values(shelf.held)) own.put(form.id, form);
    shelf.parts.push(own);
    return computed(() => {
      own.version.value;
      return [...own.forms.values()];
    });
  }

  /** @param {string} name */
  shelf(name) {
    let found = this.collections.get(name);
    if (!found) this.collections.set(name, (found = shelf()));
    return found;
  }

  /**
   * One object: whoever reads it is redrawn only when it changes, and in a list of hundreds nobody else is even asked.
   * @param {string} name @param {string} id @returns {import("./types.js").ReadonlySignal<Form | null>}
   */
  one(name, id) {
    let ofName = this.objects.get(name);
    if (!ofName) this.objects.set(name, (ofName = new Map()));
    let found = ofName.get(id);
    if (!found) ofName.set(id, (found = signal(/** @type {Form | null} */ (this.shelf(name).held[id] ?? null))));
    return found;
  }

  /**
   * A whole state. What is the same as before stays the same object, so nothing of it is drawn again.
   * @param {State} state @param {number} seq @param {string} view @param {string | null} head
   */
  reset(state, seq, view, head) {
    batch(() => {
      for (const name of new Set([...this.collections.keys(), ...Object.keys(state)])) {
        const shelf = this.shelf(name);
        const next = renewed(shelf.held, state[name] ?? NOTHING);
        const renew = next !== shelf.held;
        shelf.held = next;
        if (renew) shelf.version.value = shelf.version.peek() + 1;
        for (const [id, one] of this.objects.get(name) ?? []) one.value = next[id] ?? null;
        for (const part of shelf.parts) part.reset(next);
      }
      Object.assign(this, { seq, view, head });
    });
    for (const watch of this.watches) watch.reset(state, seq, view, head);
  }

  /**
   * Entries from `from` up to `to`. At more than `from` what is known already is left out; at less something is missing,
   * nothing is done and the answer is false: join again.
   * @param {Frame} frame
   * @returns {boolean}
   */
  apply(frame) {
    const seq = this.seq;
    if (seq === null || frame.from > seq) return false;
    if (frame.to <= seq) return true;
    batch(() => {
      for (const entry of frame.entries) if (entry.seq > seq) this.change(entry.changes);
      Object.assign(this, { seq: frame.to, head: frame.head ?? this.head });
    });
    for (const watch of this.watches) watch.catchUp(this, frame);
    return true;
  }

  /** @param {Entry["changes"]} changes */
  change(changes) {
    for (const [name, objects] of Object.entries(changes)) {
      const shelf = this.shelf(name);
      for (const [id, form] of Object.entries(objects)) {
        if (form === null) delete shelf.held[id];
        else shelf.held[id] = { ...form, id };
        const one = this.objects.get(name)?.get(id);
        if (one) one.value = shelf.held[id] ?? null;
        for (const part of shelf.parts) part.put(id, shelf.held[id] ?? null);
      }
      shelf.version.value = shelf.version.peek() + 1;
    }
  }
}

/** The forms of one collection. Hundreds of them are copied only for whoever keeps the whole as it stood. */
function shelf() {
  const version = signal(0);
  const own = { held: /** @type {Collection} */ ({}), parts: /** @type {ReturnType<typeof part>[]} */ ([]) };
  const whole = computed(() => {
    version.value;
    return { ...own.held };
  });
  return Object.assign(own, { version, whole });
}

/** Some of a collection's forms. @param {(form: Form) => boolean} test */
function part(test) {
  const version = signal(0);
  /** @type {Map<string, Form>} */
  const forms = new Map();
  /** @param {string} id @param {Form | null} form */
  const put = (id, form) => {
    const fits = form !== null && test(form);
    if (fits ? forms.get(id) === form : !forms.has(id)) return;
    if (fits) forms.set(id, form);
    else forms.delete(id);
    version.value = version.peek() + 1;
  };
  /** @param {Collection} all */
  const reset = (all) => {
    for (const id of [...forms.keys()]) if (!(id in all)) put(id, null);
    for (const form of Object.values(all)) put(form.id, form);
  };
  return { version, forms, put, reset };
}

/** @param {Collection} old @param {Record<string, any>} forms @returns {Collection} */
function renewed(old, forms) {
  /** @type {Collection} */
  const next = {};
  let same = Object.keys(old).length === Object.keys(forms).length;
  for (const [id, form] of Object.entries(forms)) {
    const fresh = { ...form, id };
    const kept = id in old && JSON.stringify(old[id]) === JSON.stringify(fresh);
    next[id] = kept ? old[id] : fresh;
    same = same && kept;
  }
  return same ? old : next;
}
