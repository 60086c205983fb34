// @ts-check
/** The secretary's desk (screens.md 6.13): roll call, journal with live gists, conclusions; everything by keyboard. */

import { html, useEffect, useLayoutEffect, useState } from "../../vendor/preact.js";
import { Button, Icon, Seal } from "../app/components.js";
import { useInSight } from "../app/insight.js";
import { Panel } from "../app/panels.js";
import { t, tc } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { ChairResult, covered, openVoteControl, VoteCard } from "../voting/control.js";
import { awaitsCount } from "../voting/counted.js";
import { goToItem, resumeMeeting, startMeeting, stopOrStart } from "./acting.js";
import { CommandLine, COMMAND } from "./commandbar.js";
import { Conclusions, NEW_POINT, submitAll } from "./conclusions.js";
import { openDeskMore } from "./deskmore.js";
import { deskKeys, openHelp } from "./deskkeys.js";
import { NotHeard } from "./chairparts.js";
import { Bands, RoomHeader } from "./header.js";
import { Nudge } from "./nudge.js";
import { GIST, Journal, JOURNAL } from "./journal.js";
import { DeskQueue, QUEUE } from "./deskqueue.js";
import { OpinionsButton } from "./opinions.js";
import { QuotaBars } from "./quotas.js";
import { RelievedNote } from "./relieved.js";
import { ROLL, RollCall } from "./rollcall.js";
import { useScannedScreen } from "./screens.js";
import { AtDesk, useAttending } from "./together.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 */

/** Which panes a narrower screen shows beside the journal. */
/** @typedef {"roll" | "points" | "journal"} Side */

/** Only one pane fits below this: the journal first. */
const NARROW = 900;

/** @param {{room: Room}} props */
export function DeskRoom({ room }) {
  useScannedScreen(room);
  useAttending(room);
  const [picked, pick] = useState(/** @type {string | null} */ (null));
  const [side, show] = useState(/** @type {Side} */ (innerWidth <= NARROW ? "journal" : "points"));
  const current = room.meeting.value?.item ?? null;
  useEffect(() => pick(null), [current]);
  const items = room.items.value;
  const item = items.find((one) => one.id === picked) ?? items.find((one) => one.id === current) ?? items[0] ?? null;
  useDeskKeys(room, item, { pick, show });
  return html`<div class=${`phong-hop ban-thu-ky man-tk hien-${side}`} inert=${covered(room)}>
    <h1 class="an">${t("Bàn thư ký · %(title)s", { title: room.meeting.value?.title ?? "" })}</h1>
    <${DeskHeader} room=${room} item=${item} pick=${pick} side=${side} show=${show} />
    <${Bands} room=${room}><${Nudge} room=${room} draw=${NotHeard} /><${RelievedNote} room=${room} /></${Bands}>
    <div class="than"><${RollCall} room=${room} onLeave=${() => leave(show)} />
      <${Center} room=${room} item=${item} />
      ${item ? html`<${Conclusions} key=${item.id} room=${room} item=${item} />` : html`<section class="pane phai"></section>`}</div></div><${ChairResult} room=${room} />`;
}

/** @param {string} id */
function focus(id) {
  const found = document.getElementById(id);
  found?.focus();
  return Boolean(found);
}

/** Out of a panel or a field, to where single keys act: the journal, which is on every screen. @param {(side: Side) => void} show */
function leave(show) {
  if (innerWidth <= NARROW) show("journal");
  if (!focus(JOURNAL) || document.activeElement?.id !== JOURNAL) requestAnimationFrame(() => focus(JOURNAL));
}

/** @param {Room} room @param {Item | null} item @param {{pick: (id: string | null) => void, show: (side: Side) => void}} view */
function useDeskKeys(room, item, { pick, show }) {
  // With the screen, not a frame after it: the first key counts.
  useLayoutEffect(() => {
    const after = (/** @type {Side} */ side, /** @type {string} */ id) => {
      show(side);
      focus(id);
      // A pane that was hidden can have the focus only when it is drawn.
      if (document.activeElement?.id !== id) requestAnimationFrame(() => focus(id));
    };
    const places = {
      command: () => { focus(COMMAND); return /** @type {HTMLInputElement | null} */ (document.getElementById(COMMAND))?.value ?? ""; },
      leave: () => leave(show),
      gist: () => { show("points"); if (!focus(GIST)) openLastGist(); },
      point: () => after("points", NEW_POINT),
      roll: () => after("roll", ROLL),
      queue: () => focus(QUEUE),
      item: (/** @type {number} */ n) => { const found = room.items.value[n - 1]; if (found) pick(found.id); },
      vote: () => openVoteControl(room, { item: item?.id }),
      submit: () => { leave(show); if (item) submitAll(room, item); },
      minutes: () => open(`${room.home}/minutes`, "_blank", "noopener"),
    };
    const keys = deskKeys(room, places);
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [room, item?.id]);
}

/** Nobody speaks: the last speech's record is opened instead. */
function openLastGist() {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-gist], button.gist"));
  const last = all[all.length - 1];
  if (last?.matches("button")) last.click();
  else last?.focus();
}

/** @param {{room: Room, item: Item | null, pick: (id: string | null) => void, side: Side, show: (side: Side) => void}} props */
function DeskHeader({ room, item, pick, side, show }) {
  // Of a long agenda the seals scroll: the one in hand is in sight.
  const row = useInSight(".chon-muc", [item?.id, room.items.value.length]);
  const seals = html`<div class="muc-so" ref=${row} role="group" aria-label=${t("Nội dung, Alt+1 đến Alt+9")}>${room.items.value.map((one) => html`<button type="button" key=${one.id} class=${one.id === item?.id ? "chon-muc" : ""}
    aria-pressed=${String(one.id === item?.id)} title=${one.title} onClick=${() => pick(one.id)}><${Seal} n=${room.order(one.id)} state=${one.state} /></button>`)}</div>`;
  const toggle = (/** @type {Side} */ to) => () => show(side === to ? "journal" : to);
  return html`<${RoomHeader} room=${room} strip=${seals} title=${t("Bàn thư ký · %(title)s", { title: room.meeting.value?.title ?? "" })}>
    <${AtDesk} room=${room} />
    <${Button} class="o chi-hep" kind="tron" icon="users" pressed=${side === "roll"} label=${tc("desk", "Điểm danh")} onPress=${toggle("roll")} />
    <${Button} class="o chi-hep" kind="tron" icon="gavel" pressed=${side === "points"} label=${t("Kết luận")} onPress=${toggle("points")} />
    <a class="nut bien-ban" href=${`${room.home}/minutes`}><${Icon} name="file-text" />${t("Biên bản nháp")}</a>
    <${Button} class="o" kind="tron" icon="dots-three" label=${tc("menu", "Thêm")} onPress=${() => openDeskMore(room)} />
    <${Button} class="o phim-tat" kind="tron" icon="keyboard" label=${t("Phím tắt")} onPress=${() => openHelp(room)} /></${RoomHeader}>`;
}

/** @param {{room: Room, item: Item | null}} props */
function Center({ room, item }) {
  if (!item) return html`<section class="pane giua-tk" id=${JOURNAL} tabindex="-1"><p class="phu vua trong">${t("Chương trình chưa có nội dung nào.")}</p></section>`;
  const open = room.vote.value?.item === item.id ? room.vote.value : null;
  const voting = open ?? room.votes.value.find((one) => (one.item ?? room.meeting.value?.item) === item.id && awaitsCount(room, one));
  return html`<section class="pane giua-tk" aria-label=${t("Diễn biến")}><header><${Seal} n=${room.order(item.id)} state=${item.state} /><h2>${unbroken(item.title)}</h2><span class="day"></span><${Panel} place="room.consent.brief" room=${room} /><${OpinionsButton} room=${room} item=${item} /><${Starting} room=${room} item=${item} /></header>
    <${Panel} place="room.presenting" room=${room} />
    ${voting && html`<div class="bq-tk"><${VoteCard} room=${room} vote=${voting} /></div>`}
    <${Journal} room=${room} item=${item} />
    <${QuotaBars} room=${room} folded /><${DeskQueue} room=${room} />
    <${CommandLine} room=${room} item=${item} /></section>`;
}

/** Begin the meeting, go on after a break, or begin the item that is looked at. @param {{room: Room, item: Item}} props */
function Starting({ room, item }) {
  const phase = room.phase.value;
  const disabled = !room.connected.value;
  if (phase === "published" && room.may("meeting.start")) return html`<${Button} icon="play-fill" disabled=${disabled} onPress=${() => startMeeting(room)}>${t("Bắt đầu phiên họp")}</${Button}>`;
  if (phase === "paused") return html`<${Button} icon="play-fill" disabled=${disabled} onPress=${() => resumeMeeting(room)}>${t("Họp tiếp")}</${Button}>`;
  const floor = room.floor.value;
  if (phase === "in_progress" && floor?.state === "paused" && room.may("speaking.resume")) return html`<${Button} icon="play-fill" disabled=${disabled} onPress=${() => stopOrStart(room, floor)}>${t("Cho nói tiếp")}</${Button}>`;
  if (phase !== "in_progress" || item.state !== "waiting" || !room.may("agenda.start_item")) return null;
  return html`<${Button} icon="play-fill" disabled=${disabled} onPress=${() => goToItem(room, item)}>${t("Bắt đầu nội dung %(n)s", { n: room.order(item.id) })}</${Button}>`;
}
