// @ts-check
/** Breaks and adjournments as moments, in the house's zone: pure. "Tạm nghỉ đến 00:15" at ten to midnight is tomorrow. */

import { momentOf, zone } from "../app/zone.js";

const DAY = 86_400_000;
/** A longer pause into another day is no break any more (meetings/planning/rules.py says the same). */
export const LONGEST_BREAK = 6 * 3_600_000;

/** 2026-11-28, there. @param {number} moment @param {string} [where] */
export function dayOf(moment, where = zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: where, year: "numeric", month: "2-digit", day: "2-digit" }).format(moment);
}

/**
 * "10:15", as typed: the next time the clock there shows it. "" for what is no time.
 * @param {string} typed @param {number} now @param {string} [where]
 * @returns {string} ISO 8601
 */
export function nextAt(typed, now, where = zone) {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(typed)) return "";
  const today = momentOf(`${dayOf(now, where)}T${typed}`, where);
  return Date.parse(today) > now ? today : momentOf(`${dayOf(Date.parse(today) + DAY, where)}T${typed}`, where);
}

/**
 * A day and a time as typed; "" for what is none, or has been.
 * @param {string} day @param {string} time @param {number} now @param {string} [where]
 */
export function momentOn(day, time, now, where = zone) {
  const found = momentOf(`${day}T${time}`, where);
  return found && Date.parse(found) > now ? found : "";
}

/** Is it another day there than at `now`? @param {string} until @param {number} now @param {string} [where] */
export function anotherDay(until, now, where = zone) {
  return dayOf(Date.parse(until), where) !== dayOf(now, where);
}

/** On another day, and too far for a break. @param {string} until @param {number} now @param {string} [where] */
export function adjourned(until, now, where = zone) {
  return anotherDay(until, now, where) && Date.parse(until) - now > LONGEST_BREAK;
}

/**
 * Adjourned to this day, from the sitting that began at `since`; what a night's sitting takes after midnight is a break.
 * @param {string} until @param {string | null | undefined} since @param {number} now @param {string} [where]
 */
export function goesOnToday(until, since, now, where = zone) {
  const today = dayOf(now, where);
  if (!since || anotherDay(until, now, where) || dayOf(Date.parse(since), where) >= today) return false;
  return Date.parse(until) - Date.parse(momentOf(`${today}T00:00`, where)) > LONGEST_BREAK;
}

/** In so many minutes, on the next five: 09:14 and fifteen minutes are 09:30. @param {number} now @param {number} minutes */
export function soon(now, minutes) {
  const five = 5 * 60_000;
  return Math.ceil((now + minutes * 60_000) / five) * five;
}
