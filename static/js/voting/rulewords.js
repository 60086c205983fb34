// @ts-check
/** The rule of a majority in words and as a number. The server judges; this says beforehand what it will judge by. Pure. */

import { t } from "../app/text.js";
import { majorityOf, thresholdOf } from "./words.js";

/** What the chair may choose; `at_least` comes from the body's rules only. */
export const RULES = [
  "more_than_half_of_members", "two_thirds_of_members", "three_fifths_of_members", "unanimous_of_members",
  "more_than_half_of_present", "two_thirds_of_present", "three_fifths_of_present", "unanimous_of_present",
  "more_than_half_of_cast", "two_thirds_of_cast", "three_fifths_of_cast", "unanimous_of_cast",
];

/** @param {any} majority @returns {string} */
export function ruleName(majority) {
  const { name } = majorityOf(majority);
  /** @type {Record<string, string>} */
  const words = {
    more_than_half_of_members: t("quá nửa tổng số thành viên"),
    two_thirds_of_members: t("từ hai phần ba tổng số thành viên"),
    three_fifths_of_members: t("từ ba phần năm tổng số thành viên"),
    unanimous_of_members: t("toàn bộ thành viên"),
    more_than_half_of_present: t("quá nửa số người có mặt"),
    two_thirds_of_present: t("từ hai phần ba số người có mặt"),
    three_fifths_of_present: t("từ ba phần năm số người có mặt"),
    unanimous_of_present: t("mọi người có mặt đều tán thành"),
    more_than_half_of_cast: t("quá nửa số người biểu quyết"),
    two_thirds_of_cast: t("từ hai phần ba số người biểu quyết"),
    three_fifths_of_cast: t("từ ba phần năm số người biểu quyết"),
    unanimous_of_cast: t("mọi người biểu quyết đều tán thành"),
    at_least: t("đạt số phiếu đã định"),
  };
  return words[name] ?? name;
}

/** How many in favour are needed, where it is known before the vote; else null. */
export const neededOf = thresholdOf;

/**
 * @param {any} majority @param {number} members @param {string} [kind]
 * @returns {string}
 */
export function ruleSentence(majority, members, kind) {
  const needed = neededOf(majority, members);
  if (needed !== null && kind === "confidence") return t("Không đạt khi có từ %(needed)s phiếu tín nhiệm thấp trên tổng số %(members)s thành viên.", { needed, members });
  if (needed !== null && (kind === "choice" || kind === "election")) return t("Cần từ %(needed)s phiếu trên tổng số %(members)s thành viên.", { needed, members });
  if (needed !== null) return t("Cần từ %(needed)s phiếu tán thành trên tổng số %(members)s thành viên.", { needed, members });
  return majorityOf(majority).name.endsWith("_of_present")
    ? t("Số phiếu cần có tính theo số người có mặt khi mở biểu quyết hoặc gửi phiếu sau đó.")
    : t("Số phiếu cần có tính theo số người đã gửi phiếu.");
}
