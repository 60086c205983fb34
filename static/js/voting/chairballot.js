// @ts-check
/** The chair votes too: a small ballot inside the vote control. The same states as the members' one. */

import { html, useState } from "../../vendor/preact.js";
import { hhmmss } from "../app/clock.js";
import { Button, Icon } from "../app/components.js";
import { t } from "../app/text.js";
import { optionKind, optionName } from "./votes.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 */

/** @type {Record<string, string>} */
const GLYPHS = { t: "check-bold", k: "x-bold", b: "minus-bold" };

/** @param {{room: Room, vote: Vote}} props */
export function MyBallot({ room, vote }) {
  const mine = room.one("my_votes", vote.id);
  const [choice, choose] = useState(/** @type {string | null} */ (null));
  const sending = room.sending("vote.cast") > 0;
  const me = room.one("people", room.me.person);
  if (!me?.on_roll || (vote.no_vote ?? []).includes(room.me.person)) return null;
  if (mine?.cast && choice === null) {
    return html`<div class="phieu-toi"><p><${Icon} name="check-circle-fill" /> ${t("Phiếu của tôi: %(choice)s, đã ghi nhận lúc %(time)s", { choice: optionName(mine.choice), time: hhmmss(mine.at) })}</p>
      ${vote.revote && html`<${Button} onPress=${() => choose(mine.choice)}>${t("Đổi phiếu")}</${Button}>`}</div>`;
  }
  const send = async () => {
    const result = await room.act("vote.cast", { vote: vote.id, choice }, { hold: true, done: t("Đã ghi nhận phiếu của tôi"), announce: true });
    if (result.ok) choose(null);
  };
  return html`<fieldset class="phieu-toi"><legend>${t("Phiếu của tôi")}</legend>
    <div class="chon">${vote.options.map((option) => html`<label key=${option}><input type="radio" name="phieu-ct" checked=${choice === option} onChange=${() => choose(option)} />
      <${Icon} name=${GLYPHS[optionKind(option)] ?? "circle"} />${optionName(option)}</label>`)}</div>
    <${Button} kind="chinh" disabled=${choice === null} busy=${sending} onPress=${send}>${choice ? t("Gửi phiếu: %(choice)s", { choice: optionName(choice) }) : t("Gửi phiếu")}</${Button}></fieldset>`;
}
