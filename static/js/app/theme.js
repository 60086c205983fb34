// Light, dark or as the device; and the size of text. Applied at once, kept for the person, and in a cookie for the sign-in page.
import { command } from "./commands.js";

export const SIZES = [90, 100, 115, 130];

/** @param {string} name @param {string} value */
function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

let dark = false;

/** @param {string} theme "auto", "light" or "dark"; "room": none of one's own, as the room is */
export function showTheme(theme) {
  const { dataset } = document.documentElement;
  if (theme === "room") delete dataset.ownTheme;
  else dataset.ownTheme = "";
  look(theme === "room" && dark ? "dark" : theme);
  remember("theme", theme);
}

/** The hall is dark, or light again: so is the room of everybody who has chosen no look of their own. @param {boolean} now */
export function showHall(now) {
  dark = now;
  if (!("ownTheme" in document.documentElement.dataset) && !document.documentElement.classList.contains("chieu")) look(dark ? "dark" : "auto");
}

/** @param {string} theme */
function look(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** @param {number} size in per cent */
export function showTextSize(size) {
  document.documentElement.dataset.text = String(size);
  remember("text", String(size));
}

/** The theme and size shown now. */
export function shown() {
  const { theme, text, ownTheme } = document.documentElement.dataset;
  return { theme: ownTheme === undefined ? "room" : (theme ?? "auto"), text_size: Number(text ?? 100) };
}

/**
 * Show it, and keep it for the person on every device.
 * @param {{ theme?: string, text_size?: number, language?: string, keyboard?: boolean }} chosen
 */
export function prefer(chosen) {
  if (chosen.theme) showTheme(chosen.theme);
  if (chosen.text_size) showTextSize(chosen.text_size);
  if (chosen.language) remember("language", chosen.language);
  return command("system", "person.set_preferences", chosen);
}

/** Controls with `data-prefers="theme" value="dark"` (radio buttons, or buttons). */
export function watchPreferences() {
  document.addEventListener("change", async (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const kind = field.dataset?.prefers;
    if (!kind) return;
    const value = kind === "text_size" ? Number(field.value) : kind === "keyboard" ? field.checked : field.value;
    await prefer({ [kind]: value });
    if (kind === "language") location.reload();
  });
  document.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("button[data-prefers]");
    if (!(button instanceof HTMLButtonElement)) return;
    const kind = button.dataset.prefers ?? "";
    if (kind === "language" && !document.body.dataset.person) {
      remember("language", button.value);
      location.reload();
      return;
    }
    await prefer({ [kind]: kind === "text_size" ? Number(button.value) : button.value });
    if (kind === "language") location.reload();
  });
}
