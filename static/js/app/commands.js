// Commands of ordinary pages, by HTTP. The live room sends its own over the websocket (outbox.js).
import { t } from "./text.js";

/**
 * @typedef {{ code: string, message: string, fields?: Record<string, string>, retry_after?: number }} Fault
 * @typedef {{ ok: boolean, seq?: number, result?: any, error?: Fault }} Result
 */

/** A UUID; `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<Result>}
 */
export async function request(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    return { ok: false, error: { code: "unavailable", message: t("Mất mạng. Nội dung vừa nhập vẫn còn, hãy thử lại.") } };
  }
  const body = await answer.json().catch(() => null);
  if (body && typeof body === "object") return "ok" in body ? body : { ok: answer.ok, result: body };
  const message = t("Máy chủ không trả lời được. Hãy thử lại.");
  return answer.ok ? { ok: true } : { ok: false, error: { code: "unavailable", message } };
}

/**
 * Send one command; with the same `id` it happens once, however often it is sent.
 * @param {string} stream
 * @param {string} name
 * @param {Record<string, unknown>} [args]
 * @param {string} [id]
 * @returns {Promise<Result>}
 */
export function command(stream, name, args = {}, id = newId()) {
  return request("/api/commands", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ id, stream, name, args }),
  });
}

/**
 * Upload a file; nobody sees it until a command uses its id.
 * @param {File} file
 * @returns {Promise<Result>} `result.file`
 */
export function upload(file) {
  const body = new FormData();
  body.append("file", file, file.name);
  return request("/api/files", { method: "POST", body, headers: { Accept: "application/json" } });
}
