// @ts-check
/**
 * The server's time on this device. Every timer of a meeting is drawn from it, so that it reads the same on every screen
 * whatever the device's own clock says.
 */

import { signal } from "../../vendor/preact.js";

/** How many of the latest samples count. At two seconds each that is a minute: long enough for a quick one to be among them. */
const SAMPLES = 30;

/** A clock that never jumps back while the page lives. The device's own may be set by hand in the middle of a meeting. */
const steady = () => performance.timeOrigin + performance.now();

export class Clock {
  /** @param {() => number} [local] a steady clock in milliseconds */
  constructor(local = steady) {
    this.local = local;
    /** @type {number[]} */
    this.samples = [];
    this.offset = Date.now() - local();
    /** Server time, once a second. Read it only in the smallest component that shows it. */
    this.second = signal(this.now());
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Server time now, in milliseconds. */
  now() {
    return this.local() + this.offset;
  }

  /**
   * A time the server told. What travelled longest seems earliest, so the greatest difference of the latest samples is the
   * best one. With `asked` (local time of asking) half the way there and back is taken off.
   * @param {string | null | undefined} told
   * @param {number | null} [asked]
   */
  hear(told, asked = null) {
    const server = told ? Date.parse(told) : NaN;
    if (Number.isNaN(server)) return;
    const here = this.local();
    const moment = asked === null ? here : (asked + here) / 2;
    this.samples = [...this.samples, server - moment].slice(-SAMPLES);
    this.offset = Math.max(...this.samples);
  }

  /** After a gap (sleep, a new connection) older samples say nothing. */
  forget() {
    this.samples = [];
  }

  /** Begin to tick, on the server's whole seconds. */
  start() {
    const tick = () => {
      const now = this.now();
      this.second.value = now;
      this.timer = setTimeout(tick, 1000 - (((now % 1000) + 1000) % 1000) + 4);
    };
    clearTimeout(this.timer);
    tick();
  }

  stop() {
    clearTimeout(this.timer);
  }
}

let zone = "Asia/Ho_Chi_Minh";
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** The house's time zone; the page says it. @param {string | undefined} name */
export function useZone(name) {
  if (!name || name === zone) return;
  zone = name;
  formats.clear();
  minutes.clear();
  days.clear();
}

/** @param {string} key @param {Intl.DateTimeFormatOptions} options */
function format(key, options) {
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options });
    formats.set(key, found);
  }
  return found;
}

/** @param {number | string | Date} time @returns {number} */
const instant = (time) => (typeof time === "string" ? Date.parse(time) : Number(time));

/** 09:14 @param {number | string | Date} time */
export function hhmm(time) {
  const minute = Math.floor(instant(time) / 60_000);
  let said = minutes.get(minute);
  if (said === undefined) {
    // Long lists tell the same few minutes over and over.
    if (minutes.size > 2000) minutes.clear();
    minutes.set(minute, (said = format("hm", { hour: "2-digit", minute: "2-digit" }).format(minute * 60_000)));
  }
  return said;
}

/** @type {Map<number, string>} */
const minutes = new Map();

/** 09:14:03 @param {number | string | Date} time */
export function hhmmss(time) {
  return format("hms", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(instant(time));
}

/** 24/11/2026 @param {number | string | Date} time */
export function ddmmyyyy(time) {
  return format("dmy", { day: "2-digit", month: "2-digit", year: "numeric" }).format(instant(time));
}

/** 24/11 @param {number | string | Date} time */
export function ddmm(time) {
  const quarter = Math.floor(instant(time) / 900_000);
  let said = days.get(quarter);
  if (said === undefined) {
    // As with the minutes; no zone begins its day within a quarter of an hour.
    if (days.size > 2000) days.clear();
    days.set(quarter, (said = format("dm", { day: "2-digit", month: "2-digit" }).format(quarter * 900_000)));
  }
  return said;
}

/** @type {Map<number, string>} */
const days = new Map();

/**
 * 2:14, without a sign. What is left is rounded up, so that 0:00 is shown when it is over and not a second before.
 * @param {number} seconds
 */
export function mmss(seconds) {
  const whole = seconds < 0 ? Math.floor(-seconds) : Math.ceil(seconds - 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
