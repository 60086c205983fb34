// @ts-check
/** The hall's code for checking in: it changes with the time, so it is asked for, and held by no state. */

import { useEffect, useState } from "../../vendor/preact.js";
import { asWord, happensAt, placeOf } from "./place.js";

/** @typedef {{code: string, digits: string, until: number}} HallCode */

/** The house did not answer: so soon again. */
const AGAIN = 2000;
/** Asked for a little after the change: the house's clock decides. */
const AFTER = 150;

/** The code of this moment for who shows it, or null: nobody who may not is answered. @param {import("../app/types.js").Room} room @returns {HallCode | null} */
export function useHallCode(room) {
  const [shown, show] = useState(/** @type {HallCode | null} */ (null));
  const may = ["hall", "chair", "secretary"].includes(room.me.capacity ?? "");
  useEffect(() => {
    if (!may) return undefined;
    let timer = 0;
    let over = false;
    const ask = async () => {
      const found = await askedFor(room.meetingId);
      if (over) return;
      // A code that is past is no longer shown.
      show((before) => found ?? (before && before.until > room.now() ? before : null));
      timer = window.setTimeout(ask, found ? Math.max(AFTER, found.until - room.now() + AFTER) : AGAIN);
    };
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [room.meetingId, may]);
  return shown;
}

/** @param {string} meeting @returns {Promise<HallCode | null>} */
async function askedFor(meeting) {
  try {
    const answer = await fetch(`/meetings/${meeting}/hall-code`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) return null;
    const told = await answer.json();
    return { ...told, until: Date.parse(told.until) };
  } catch {
    return null;
  }
}

/**
 * Who leads the meeting is here where the meeting is led: checked in with the code that their own device may ask for.
 * @param {import("../app/types.js").Room} room
 */
export async function checkInLeading(room) {
  const needed = Boolean(room.meeting.value?.vote_rules?.check_in_code);
  const code = needed ? (await askedFor(room.meetingId))?.code : undefined;
  return room.send("attendance.check_in", { ...happensAt(room, placeOf(room, "own")), ...(code ? { code } : {}) });
}

/** What the QR code of a place says: the code, and that whoever scans it is there. @param {import("../app/types.js").Room} room @param {HallCode} shown @param {string | null} place */
export function codeAddress(room, { code }, place) {
  const at = room.sites.value.length > 0 ? `&at=${asWord(place)}` : "";
  return `${location.origin}${room.home}/room?code=${encodeURIComponent(code)}${at}`;
}

/** Six digits as they are read aloud. @param {string} digits */
export function grouped(digits) {
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}
