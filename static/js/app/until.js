// How far off a start is, in words: for pages and for rooms, which are no ordinary pages.
import { t, tn } from "./text.js";

/** How far off a start is, in words. @param {number} milliseconds */
export function startsIn(milliseconds) {
  const minutes = Math.ceil(milliseconds / 60000);
  if (minutes <= 0) return t("Đến giờ họp");
  if (minutes < 90) return tn("Bắt đầu sau %(num)s phút", "Bắt đầu sau %(num)s phút", minutes);
  const hours = Math.round(minutes / 60);
  if (hours < 36) return tn("Bắt đầu sau %(num)s giờ", "Bắt đầu sau %(num)s giờ", hours);
  const days = Math.round(hours / 24);
  return tn("Bắt đầu sau %(num)s ngày", "Bắt đầu sau %(num)s ngày", days);
}
