// @ts-check
/** The printed sheet of a result: asked for by the desk, opened by whoever sees the result and is of the body. */

import { html } from "../../vendor/preact.js";
import { Button, Icon } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";

/** @param {{room: any, vote: any}} props */
export function ResultSheet({ room, vote }) {
  if (vote.state !== "announced" && vote.state !== "annulled") return null;
  const sheet = room.one("result_sheets", vote.id);
  if (sheet?.state === "ready") return html`<a class="nut" href=${sheet.url} target="_blank"><${Icon} name="printer" />${t("Mở bảng kết quả để in")}</a>`;
  if (!room.may("sheet.print") || !vote.announced_at) return null;
  const making = sheet?.state === "making";
  const offline = !room.connected.value;
  return html`<${Button} icon="printer" busy=${making || room.sending("sheet.print") > 0} disabled=${making || offline} why=${offline ? t("Cần có mạng") : t("Đang lập bảng kết quả")}
    onPress=${() => room.act("sheet.print", { vote: vote.id })}>${making ? t("Đang lập bảng kết quả") : sheet?.state === "failed" ? t("Chưa lập được, lập lại") : t("In kết quả")}</${Button}>`;
}

fill("result.sheet", ResultSheet);
