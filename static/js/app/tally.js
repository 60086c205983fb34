// @ts-check
/** How many are of each kind, kept up to date by what changes alone. Pure. */

export class Tally {
  constructor() {
    /** @type {Map<string, string>} */
    this.kinds = new Map();
    /** @type {Map<string, number>} */
    this.counts = new Map();
  }

  /** From now on this one is of that kind; null: it is no more. @param {string} key @param {string | null} kind */
  put(key, kind) {
    const before = this.kinds.get(key) ?? null;
    if (before === kind) return;
    if (before !== null) this.counts.set(before, this.of(before) - 1);
    if (kind === null) {
      this.kinds.delete(key);
      return;
    }
    this.kinds.set(key, kind);
    this.counts.set(kind, this.of(kind) + 1);
  }

  /** @param {string} kind @returns {number} */
  of(kind) {
    return this.counts.get(kind) ?? 0;
  }
}
