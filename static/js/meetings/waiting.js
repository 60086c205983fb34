// @ts-check
/**
 * A screen that waits to be let in: it has a code to show and the secret that goes with it, asks whether it was let in, and
 * gets the next code before this one is past. No drawing here.
 *
 * @typedef {{code: string, secret: string, until: number}} Shown until: by this device's clock
 * @typedef {{ok: boolean, status: number, result?: any}} Answer
 */

/** So long before its end a code gives way to the next one. */
const BEFORE = 40_000;

export class Waiting {
  /**
   * @param {object} ways
   * @param {(path: string, body: any) => Promise<Answer>} ways.post raises where there is no network
   * @param {(shown: Shown | null, trouble: "" | "network" | "many") => void} ways.tell
   * @param {(meeting: string) => void} ways.enter
   * @param {() => number} [ways.now]
   */
  constructor({ post, tell, enter, now = () => Date.now() }) {
    Object.assign(this, { post, tell, enter, now });
    this.post = post;
    this.tell = tell;
    this.enter = enter;
    this.now = now;
    /** The newest first; the one before may still be typed by somebody. @type {Shown[]} */
    this.shown = [];
  }

  /** One turn: asked every two seconds. */
  async turn() {
    try {
      for (const one of this.shown) if (await this.claimed(one)) return;
      this.shown = this.shown.filter((one) => one.until > this.now());
      const newest = this.shown[0];
      if (!newest || newest.until - this.now() < BEFORE) await this.renew();
      else this.tell(newest, "");
    } catch {
      this.tell(this.shown[0] ?? null, "network");
    }
  }

  /** @param {Shown} one */
  async claimed(one) {
    const answer = await this.post("/api/screens/claim", { secret: one.secret });
    if (answer.ok && answer.result?.meeting) {
      this.enter(answer.result.meeting);
      return true;
    }
    if (answer.status === 404) this.shown = this.shown.filter((other) => other !== one);
    return false;
  }

  async renew() {
    const answer = await this.post("/api/screens", {});
    if (!answer.ok) return this.tell(this.shown[0] ?? null, answer.status === 429 ? "many" : "network");
    const { code, secret, expires_at: expires, server_time: server } = answer.result;
    const fresh = { code, secret, until: this.now() + Date.parse(expires) - Date.parse(server) };
    this.shown = [fresh, ...this.shown].slice(0, 2);
    return this.tell(fresh, "");
  }
}
