// @ts-check
/** The chair votes too: a small ballot inside the vote control. The same states as the members' one. */

import { html, useState } from "../../vendor/preact.js";
import { hhmmss } from "../app/clock.js";
import { Button, Icon } from "../app/components.js";
import { t } from "../app/text.js";
import { castArgs, takenAt } from "./casting.js";
import { complete, tapped } from "./choosing.js";
import { barWords, myBar } from "./entitled.js";
import { sealed } from "./sealedwork.js";
import { choiceWords, namedBy, namesSeveral, optionIcon, optionIn, sendWords } from "./words.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Vote} Vote
 */

/** @param {{room: Room, vote: Vote}} props */
export function MyBallot({ room, vote }) {
  const mine = room.one("my_votes", vote.id);
  const [choice, choose] = useState(/** @type {import("./choosing.js").Choice} */ (null));
  const [editing, edit] = useState(false);
  const [words, say] = useState("");
  const sending = room.sending("vote.cast") + room.sending("sealed.cast") > 0;
  const me = room.one("people", room.me.person);
  if (!me?.on_roll) return null;
  const bar = myBar(room, vote);
  if (bar && !mine?.cast) return html`<p class="phu">${barWords(bar)}</p>`;
  if (mine?.cast && (!editing || bar)) {
    return html`<div class="phieu-toi"><p><${Icon} name="check-circle-fill" /> ${vote.secret ? t("Phiếu kín của tôi đã ghi nhận lúc %(time)s", { time: hhmmss(mine.at) }) : t("Phiếu của tôi: %(choice)s, đã ghi nhận lúc %(time)s", { choice: choiceWords(mine.choice, vote), time: hhmmss(mine.at) })}</p>
      ${(vote.revote || vote.secret) && !bar && html`<${Button} onPress=${() => { edit(true); choose(vote.secret ? null : mine.choice); say(mine.words ?? ""); }}>${t("Đổi phiếu")}</${Button}>`}</div>`;
  }
  const done = () => {
    choose(null);
    edit(false);
  };
  const send = async () => {
    if (vote.secret) {
      const result = await sealed.peek()?.castSealed(room, vote, namedBy(choice));
      if (result) room.toast(result.ok ? t("Đã ghi nhận phiếu của tôi") : (result.error?.message ?? t("Hãy thử lại.")), result.ok ? {} : { tone: "xau" });
      return result?.ok ? done() : undefined;
    }
    const result = await room.act("vote.cast", castArgs(room, vote, choice, words), { hold: true, done: t("Đã ghi nhận phiếu của tôi"), announce: true });
    if (result.ok) takenAt(vote.id, result);
    return result.ok ? done() : undefined;
  };
  return html`<fieldset class="phieu-toi"><legend>${t("Phiếu của tôi")}</legend>
    <div class="chon">${vote.options.map((option) => html`<label key=${option}><input type=${namesSeveral(vote) ? "checkbox" : "radio"} name="phieu-ct" checked=${namedBy(choice).includes(option)} onChange=${() => choose(tapped(vote, choice, option))} />
      ${(optionIcon(option) || !namesSeveral(vote)) && html`<${Icon} name=${optionIcon(option) || "circle"} />`}${optionIn(option, vote)}</label>`)}</div>
    ${namedBy(choice).includes("other") && html`<div class="truong"><label for="y-khac-ct">${t("Nội dung ý kiến khác")}</label>
      <textarea id="y-khac-ct" class="o-nhap" rows="2" maxlength="2000" value=${words} onInput=${(/** @type {any} */ event) => say(event.target.value)}></textarea></div>`}
    <${Button} kind="chinh" disabled=${!complete(choice, words)} busy=${sending} onPress=${send}>${choice ? sendWords(choice, vote) : t("Gửi phiếu")}</${Button}></fieldset>`;
}
