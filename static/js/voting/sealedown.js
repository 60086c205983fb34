// @ts-check
/** One's own secret ballot on this device: sealing and sending it, its code, and the device's own look at what was published. */

import { html, signal, useEffect, useState } from "../../vendor/preact.js";
import { Banner, Button } from "../app/components.js";
import { t } from "../app/text.js";
import { aside } from "./sealedaside.js";
import { knownOf } from "./casting.js";
import { base64, grouped, hashOf, heard, markOf, newCode, seal } from "./sealedbox.js";
import { toldHolds } from "./sealedlook.js";
import { acknowledged, judged, latest, refused, sealedHere, sentElsewhere, settled } from "./sealedmine.js";
import { changeMine, forgetChoices, mineOf, thisTab } from "./sealedshelf.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */
/** @typedef {import("./sealedmine.js").Kept} Kept */
/** @typedef {import("./sealedmine.js").Told} Told */
/** @typedef {ReturnType<typeof import("./sealedlook.js").looked> & {ok: boolean}} Checked */

/** Nothing is to be looked for any more, so nothing has to be remembered. */
export const OVER = ["few", "final", "ended"];

/** What was sealed here, by vote. @type {import("../app/types.js").Signal<Record<string, Kept | null>>} */
const own = signal({});
export const marks = signal(/** @type {Record<string, string>} */ ({}));

/** @param {Room} room @param {string} vote @param {(was: Kept | null) => Kept | null} by */
async function note(room, vote, by) {
  const now = await changeMine(room, vote, by);
  own.value = { ...own.peek(), [vote]: now };
  return now;
}

/** What the house says it keeps of mine. @param {Room} room @param {string} vote @returns {Told | null} */
function toldOf(room, vote) {
  const stored = room.one("my_votes", vote);
  return stored ? { h1: stored.h1 ?? "", revision: stored.revision ?? 0, receipt: stored.receipt ?? "" } : null;
}

/** Is the code of this vote what this device was shown? @param {any} box */
export const codeHolds = (box) => Boolean(box?.manifest) && heard(box.manifest, box.nonces, box.code);

/** @param {string} message @returns {import("../app/types.js").Result} */
const no = (message) => ({ ok: false, error: { code: "invalid", message } });
const wrongCode = () => t("Mã hòm phiếu trên máy này không khớp. Báo ngay cho chủ trì.");

/**
 * Sealed here; kept here before it leaves. It is stored only when the house has signed for this very envelope.
 * @param {Room} room @param {Vote} vote @param {string[]} options @returns {Promise<import("../app/types.js").Result>}
 */
export async function castSealed(room, vote, options) {
  const box = room.one("sealed", vote.id);
  const before = await mineOf(room, vote.id);
  if (!codeHolds(box) || (before && before.manifest !== box.manifest)) return no(wrongCode());
  const mark = markOf(marks.peek()[vote.id] ?? "");
  if (mark === null) return no(markRule());
  const ballot = { choice: options.map((one) => vote.options.indexOf(one)).sort((a, b) => a - b), code: newCode(), mark };
  const envelopes = seal(box.manifest, ballot);
  const made = { person: room.me.person, manifest: box.manifest, ballot, digests: envelopes.map(hashOf), tab: thisTab() };
  const h1 = made.digests[0];
  await note(room, vote.id, (was) => sealedHere(was, made));
  const result = await room.send("sealed.cast", { vote: vote.id, e1: base64(envelopes[0]), ...knownOf(room, vote.id, Number(latest(before)?.revision ?? 0)) }, { hold: true });
  if (!result.ok) {
    await note(room, vote.id, (was) => refused(was, h1));
    return result;
  }
  const told = { h1, revision: Number(result.result?.revision ?? 0), receipt: String(result.result?.receipt ?? "") };
  const later = told.revision > Number(latest(before)?.revision ?? 0);
  if (!later || !toldHolds(made.manifest, made.person, told)) return no(t("Máy chủ không xác nhận đúng phiếu này. Hãy gửi lại; vẫn như vậy thì báo ngay cho chủ trì."));
  await note(room, vote.id, (was) => acknowledged(was, h1, told.revision));
  return result;
}

/** Whose answer was lost with the page is told by what the house keeps. @param {Room} room @param {string} vote */
async function takeUp(room, vote) {
  const kept = await mineOf(room, vote);
  const told = toldOf(room, vote);
  const { how, one } = kept && told ? judged(kept, told, toldHolds(kept.manifest, room.me.person, told)) : { how: "", one: null };
  if (kept && told && how === "mine" && one?.revision === null) await note(room, vote, (was) => acknowledged(was, told.h1, told.revision));
  else own.value = { ...own.peek(), [vote]: kept };
}

/**
 * How my ballot stands on this device: whether it may be said to be stored, and whether another one counts, sent elsewhere.
 * @param {Room} room @param {Vote} vote
 */
export function standingHere(room, vote) {
  const kept = own.value[vote.id];
  const told = toldOf(room, vote.id);
  const manifest = kept?.manifest ?? room.one("sealed", vote.id)?.manifest;
  const stored = Boolean(latest(kept ?? null)) || (told !== null && Boolean(manifest) && signed(manifest, room.me.person, told));
  return { stored, elsewhere: kept !== undefined && sentElsewhere(kept, told) };
}

/** Looked at once for each receipt: it takes a slow device a tenth of a second. @type {Map<string, boolean>} */
const looks = new Map();

/** @param {string} manifest @param {string} person @param {Told} told */
function signed(manifest, person, told) {
  const key = `${told.h1}:${told.revision}:${told.receipt}`;
  const found = looks.get(key) ?? toldHolds(manifest, person, told);
  looks.set(key, found);
  return found;
}

/** Keeps in sight what is on this device of a vote. @param {{room: Room, vote: string}} props */
export function OwnBallot({ room, vote }) {
  const told = toldOf(room, vote);
  useEffect(() => {
    takeUp(room, vote);
  }, [vote, told?.h1, told?.revision]);
  return null;
}

// -- on the ballot ----------------------------------------------------------------------------------------------------

/** The code that is read aloud, over the ballot. @param {{room: Room, vote: Vote}} props */
export function BallotCode({ room, vote }) {
  const box = room.one("sealed", vote.id);
  if (!box?.code) return null;
  if (box.why) return html`<div class="hang-bang"><${Banner} icon="warning-circle">${t("Hòm phiếu sẽ không mở được (%(why)s). Chủ trì sẽ hủy biểu quyết để bỏ phiếu lại.", { why: box.why })}</${Banner}></div>`;
  if (!codeHolds(box)) return html`<div class="hang-bang"><${Banner} tone="xau" icon="warning-circle-fill">${wrongCode()}</${Banner}></div>`;
  return html`<div class="hom-kin"><span>${t("Mã hòm phiếu, giống mã đọc trong hội trường")}</span><b class="so">${grouped(box.code)}</b></div>`;
}

const markRule = () => t("Dấu riêng gồm đúng 2 chữ hoặc số, không dùng I, O, 0, 1.");

/** What is wrong is said while it is typed; one sign is not yet wrong. @param {{vote: Vote}} props */
export function Mark({ vote }) {
  const typed = marks.value[vote.id] ?? "";
  const wrong = markOf(typed.length === 1 ? `${typed}2` : typed) === null;
  return html`<div class="dau-rieng"><p><label for="dau-rieng">${t("Dấu riêng (không bắt buộc)")}</label>
    <input id="dau-rieng" class="o-nhap" maxlength="2" size="4" autocomplete="off" autocapitalize="characters" spellcheck=${false} value=${typed} aria-describedby="dau-rieng-y" aria-invalid=${wrong ? "true" : undefined}
      onInput=${(/** @type {any} */ event) => (marks.value = { ...marks.peek(), [vote.id]: event.target.value })} /></p>
    <p id="dau-rieng-y" class=${wrong ? "loi" : "phu"} aria-live="polite">${wrong ? markRule() : t("Để nhận ra phiếu của tôi trong danh sách: 2 chữ hoặc số, không dùng I, O, 0, 1.")}</p></div>`;
}

/** After sending: no choice, only the code by which this ballot is found in the list. @param {{room: Room, vote: Vote}} props */
export function MyCode({ room, vote }) {
  const [shown, show] = useState(true);
  const { elsewhere } = standingHere(room, vote);
  const ballot = latest(own.value[vote.id] ?? null)?.ballot;
  if (!ballot || elsewhere) return null;
  const { code, mark } = ballot;
  return html`<div class="ma-phieu">${shown && html`<p class="ma"><small>${t("Mã phiếu của tôi, để tìm trong danh sách phiếu")}</small>${grouped(code)}${mark && html` · ${mark}`}</p>`}
    <div class="hang wrap g2"><${Button} icon=${shown ? "eye-slash" : "eye"} onPress=${() => show(!shown)}>${shown ? t("Ẩn mã") : t("Hiện mã")}</${Button}>
      <${Button} icon="download-simple" onPress=${() => save(vote, ballot)}>${t("Lưu trên máy")}</${Button}></div></div>`;
}

/** The code as a file of one's own, without the choice. @param {Vote} vote @param {import("./sealedbox.js").Ballot} ballot */
function save(vote, ballot) {
  const lines = [vote.question, t("Mã phiếu của tôi: %(code)s", { code: grouped(ballot.code) }), ballot.mark && t("Dấu riêng: %(mark)s", { mark: ballot.mark })];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${lines.filter(Boolean).join("\n")}\n`], { type: "text/plain" }));
  link.download = "ma-phieu.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// -- looking by itself ------------------------------------------------------------------------------------------------

/** @type {import("../app/types.js").Signal<Record<string, Checked>>} */
export const checked = signal({});
/** @type {Set<string>} */
const looking = new Set();

/** Looks once, then forgets what need not be remembered. @param {Room} room @param {any} box */
export async function look(room, box) {
  const id = box.id;
  if (looking.has(id)) return;
  looking.add(id);
  try {
    if (box.bundle && box.stage !== "ended" && !checked.peek()[id]) await lookNow(room, box);
    if (OVER.includes(room.one("sealed", id)?.stage)) await forgetOver(room, id);
  } catch {
    // Out of reach: it looks again when the room is drawn again.
  } finally {
    looking.delete(id);
  }
}

/** @param {Room} room @param {any} box */
async function lookNow(room, box) {
  const id = box.id;
  const answer = await fetch(`/api/sealed/${id}/bundle`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("no bundle");
  const text = await answer.text();
  const kept = await mineOf(room, id);
  const found = await aside("looked", { text, digest: box.bundle, person: room.me.person, manifest: box.manifest, kept, told: toldOf(room, id) });
  const ok = !found.found.length;
  checked.value = { ...checked.peek(), [id]: { ...found, ok } };
  // Only the device that sealed the ballot can say that it was counted; any may say that something is wrong.
  if (room.one("people", room.me.person)?.on_roll && (!ok || (found.how === "mine" && found.whole))) {
    await room.send("sealed.confirm", { vote: id, bundle: found.hash, ok, why: found.found.join(", ").slice(0, 200) }, { hold: true });
  }
}

/** A tablet is the hall's: of a vote that is over nobody's choice stays readable on it, only what was found. @param {Room} room @param {string} vote */
async function forgetOver(room, vote) {
  const found = checked.peek()[vote];
  if (found && ["mine", "wrong"].includes(found.how)) await note(room, vote, (was) => was && settled(was, was.verdict ?? { ok: found.ok && found.whole, bundle: found.hash }));
  await forgetChoices((was) => settled(was, was.verdict), vote);
  own.value = { ...own.peek(), [vote]: await mineOf(room, vote) };
}
