// @ts-check
/**
 * Which shortcut a key press means, if any. Pure but for the switch: single keys act only outside text fields, can be
 * switched off (WCAG 2.1.4), and nothing acts while Vietnamese is being composed.
 */

/**
 * @typedef {{key: string, code?: string, isComposing?: boolean, keyCode?: number, ctrlKey?: boolean, metaKey?: boolean,
 *   altKey?: boolean, shiftKey?: boolean, target?: unknown, defaultPrevented?: boolean}} Press
 */

const SWITCH = "dien-hong.single-keys";

/**
 * True while an input method is composing: 229 is what browsers say for keys the method has eaten.
 * @param {Press} press
 * @returns {boolean}
 */
export function composing(press) {
  return press.isComposing === true || press.keyCode === 229 || press.key === "Process" || press.key === "Dead";
}

/**
 * @param {unknown} target
 * @returns {boolean}
 */
export function typing(target) {
  const element = /** @type {{tagName?: string, isContentEditable?: boolean, type?: string} | null | undefined} */ (target);
  if (!element) return false;
  if (element.isContentEditable) return true;
  const tag = (element.tagName ?? "").toUpperCase();
  if (tag === "INPUT") return !["checkbox", "radio", "button", "submit"].includes(element.type ?? "text");
  return tag === "TEXTAREA" || tag === "SELECT";
}

/**
 * The name of the shortcut: "g", "?", "+", "space", "ctrl+enter", "alt+3", "alt+up", "escape"; or null. Letters are taken
 * from the place of the key where a Vietnamese layout gives another letter.
 * @param {Press} press
 * @param {boolean} [single] whether single keys are on
 * @returns {string | null}
 */
export function shortcut(press, single = true) {
  if (composing(press) || press.defaultPrevented) return null;
  const name = keyName(press);
  if (press.ctrlKey || press.metaKey) return press.altKey ? null : `ctrl+${name}`;
  if (press.altKey) return `alt+${name}`;
  if (name === "escape") return name;
  return single && !typing(press.target) ? name : null;
}

/** @param {Press} press @returns {string} */
function keyName(press) {
  const named = { Enter: "enter", Escape: "escape", ArrowUp: "up", ArrowDown: "down", " ": "space" }[press.key];
  if (named) return named;
  const code = press.code ?? "";
  // Alt+digit gives other characters on some layouts; the key's place does not change.
  if (press.altKey && /^Digit\d$/.test(code)) return code.slice(5);
  if (/^[\x21-\x7e]$/.test(press.key)) return press.key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : press.key.toLowerCase();
}

/** @returns {boolean} */
export function singleKeysOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // storage may be forbidden; the keys still work
  }
}

/** @param {boolean} on */
export function switchSingleKeys(on) {
  try {
    localStorage.setItem(SWITCH, on ? "on" : "off");
  } catch {
    // Storage is forbidden: the switch lasts as long as the page's own state.
  }
}
