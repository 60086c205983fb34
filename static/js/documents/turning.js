// @ts-check
/** The presenter's pages on their way to everybody: the first at once, then the latest every so often, none that was flown over. */

const EVERY = 600;
const AGAIN = 1000;

/** @typedef {{ok: boolean, error?: {code: string, message?: string}}} Answer */

export class Turning {
  /**
   * @param {object} ways
   * @param {(page: number) => Promise<Answer>} ways.send
   * @param {(answer: Answer) => void} ways.refused
   * @param {(act: () => void, ms: number) => any} [ways.later]
   * @param {() => number} [ways.now]
   */
  constructor({ send, refused, later = (act, ms) => setTimeout(act, ms), now = () => Date.now() }) {
    this.send = send;
    this.refused = refused;
    this.later = later;
    this.now = now;
    /** @type {number | null} */
    this.wanted = null;
    this.told = 0;
    this.sent = -EVERY;
    this.busy = false;
    this.waiting = false;
  }

  /** This page is told already (the presentation began with it). @param {number} page */
  begin(page) {
    this.told = page;
    this.wanted = null;
    this.sent = this.now();
  }

  /** The presenter is at this page. @param {number} page */
  at(page) {
    this.wanted = page;
    this.next();
  }

  next() {
    if (this.busy || this.waiting || this.wanted === null || this.wanted === this.told) return;
    const early = this.sent + EVERY - this.now();
    if (early > 0) return this.wait(early);
    this.go();
  }

  /** @param {number} ms */
  wait(ms) {
    this.waiting = true;
    this.later(() => {
      this.waiting = false;
      this.next();
    }, ms);
  }

  async go() {
    const page = /** @type {number} */ (this.wanted);
    this.busy = true;
    this.sent = this.now();
    const answer = await this.send(page).catch(() => ({ ok: false, error: { code: "offline" } }));
    this.busy = false;
    if (answer.ok) this.told = page;
    else if (["offline", "too_many", "unavailable"].includes(answer.error?.code ?? "offline")) return this.wait(AGAIN);
    else {
      this.wanted = null;
      return this.refused(answer);
    }
    this.next();
  }

  stop() {
    this.wanted = null;
  }
}
