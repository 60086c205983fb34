// @ts-check
/** "Chiếu kết quả" (screens.md 6.12): a result on all screens of the hall, from the chair and the desk. */

import { html } from "../../vendor/preact.js";
import { Button, Icon } from "../app/components.js";
import { fill } from "../app/panels.js";
import { t } from "../app/text.js";
import { asChosen, isFinal, scene } from "../meetings/scene.js";
import { listed } from "../meetings/screens.js";

/** @typedef {import("../app/types.js").Room} Room */
/** @typedef {import("../app/types.js").Vote} Vote */

/**
 * Whether a screen was told to show this result, or all of them come to it by themselves.
 * @param {Room} room @param {Vote} vote @param {{scene: string, vote: string | null}[]} screens @returns {"chosen" | "itself" | "no"}
 */
export function standing(room, vote, screens) {
  if (screens.some((one) => one.scene === "result" && asChosen(room, "result", one.vote)?.vote?.id === vote.id)) return "chosen";
  const shows = (/** @type {{scene: string, vote: string | null}} */ one) => {
    const now = scene(room, one.scene, one.vote);
    return now.name === "result" && now.vote?.id === vote.id;
  };
  return screens.every(shows) ? "itself" : "no";
}

/** Nothing where the hall has no screen, or the result is not final. @param {{room: Room, vote: Vote}} props */
function ShowResult({ room, vote }) {
  const screens = listed(room);
  if (!room.may("screen.show_result") || !screens.length || !isFinal(vote)) return null;
  const now = standing(room, vote, screens);
  if (now === "itself") return html`<span class="dang-chieu" role="status"><${Icon} name="presentation" />${t("Đang chiếu")}</span>`;
  const chosen = now === "chosen";
  const done = chosen ? t("Màn chiếu theo cuộc họp") : t("Đang chiếu kết quả này");
  return html`<${Button} class="chieu-kq" icon="presentation" pressed=${chosen} disabled=${!room.connected.value} busy=${room.sending("screen.show_result") > 0}
    onPress=${() => room.act("screen.show_result", { vote: vote.id, shown: !chosen }, { done })}>${chosen ? t("Đang chiếu") : t("Chiếu kết quả")}</${Button}>`;
}

fill("result.shown", ShowResult);
