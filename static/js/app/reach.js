// @ts-check
/** A page that can't reach the house says so under its header, until it can. The live room has banners of its own. */
import { announce } from "./notice.js";
import { t } from "./text.js";

const ICON = `${new URL("../../vendor/icons.svg", import.meta.url).href}#wifi-slash`;

/** Who says that the house is out of reach: the device, or the page's own connection. @type {Set<"device" | "house">} */
const cut = new Set();

/** @param {"device" | "house"} who @param {boolean} reached */
export function reach(who, reached) {
  if (reached === !cut.has(who)) return;
  if (reached) cut.delete(who);
  else cut.add(who);
  show();
}

function words() {
  return cut.has("device") ? t("Mất mạng. Vẫn đọc được trang này, nhưng có thể chưa mới; có mạng mới gửi được.") : t("Đang nối lại…");
}

function show() {
  const before = document.querySelector(".mat-mang");
  if (!cut.size) {
    before?.remove();
    return announce(t("Đã nối lại"));
  }
  const banner = before ?? placed();
  /** @type {Element} */ (banner.lastElementChild).textContent = words();
  return undefined;
}

/** Under the header where the page scrolls as a whole; else at the head of what scrolls. */
function placed() {
  const banner = document.createElement("div");
  banner.className = "bang mat-mang";
  banner.setAttribute("role", "status");
  banner.innerHTML = `<svg class="i" aria-hidden="true" focusable="false"><use href="${ICON}"/></svg><span class="ph"></span>`;
  const header = document.querySelector("body > header.dau");
  if (header) header.after(banner);
  else (document.querySelector("main") ?? document.body).prepend(banner);
  return banner;
}

/** What the device itself knows of its network. */
export function watchReach() {
  const tell = () => reach("device", navigator.onLine);
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}
