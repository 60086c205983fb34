// @ts-check
/** @typedef {import("./types.js").Frame} Frame */

/**
 * What a connection keeps up to date for a page rendered by the server: only how far the page is, and that there is something new.
 * It begins where the page was rendered, so what happened between the rendering and the first join is not missed.
 */
export class Watch {
  /**
   * @param {(others: boolean) => void} changed whether it was somebody else, or the house itself (a paper was converted)
   * @param {{person: string, seq?: string, view?: string}} page who reads it, and where it was rendered
   */
  constructor(changed, { person, seq, view }) {
    this.changed = changed;
    this.person = person;
    /** @type {number | null} */
    this.seq = seq ? Number(seq) : null;
    /** @type {string | null} */
    this.view = view ?? null;
    /** @type {string | null} */
    this.head = null;
  }

  /** Beside a store that has come this far, by this frame too. @param {{seq: number | null, view: string | null, head: string | null}} store @param {Frame} [frame] */
  catchUp({ seq, view, head }, frame) {
    if (seq === null || (frame && this.apply(frame)) || (this.seq !== null && this.seq >= seq)) return;
    this.reset(null, seq, view, head);
  }

  /** @param {unknown} _state @param {number} seq @param {string | null} view @param {string | null} head */
  reset(_state, seq, view, head) {
    if (this.seq !== null) this.changed(true);
    Object.assign(this, { seq, view, head });
  }

  /** @param {Frame} frame */
  apply(frame) {
    const seq = this.seq;
    if (seq === null || frame.from > seq) return false;
    const news = frame.entries.filter((entry) => entry.seq > seq && entry.actor !== this.person);
    if (news.length) this.changed(news.some((entry) => entry.actor));
    if (frame.to > seq) Object.assign(this, { seq: frame.to, head: frame.head ?? this.head });
    return true;
  }
}

/**
 * `act`, once for calls that come close together and never twice at a time; where it says that it failed (false), again later.
 * @param {() => Promise<boolean>} act @param {number} gather milliseconds @param {number} again milliseconds
 */
export function gathered(act, gather, again) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  let acting = false;
  let missed = false;
  const run = async () => {
    if (acting) {
      missed = true;
      return;
    }
    acting = true;
    missed = false;
    const done = await act().catch(() => false);
    acting = false;
    if (missed || !done) later(done ? gather : again);
  };
  /** @param {number} wait */
  const later = (wait) => {
    clearTimeout(soon);
    soon = setTimeout(run, wait);
  };
  return () => later(gather);
}
