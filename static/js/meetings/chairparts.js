// @ts-check
/** The parts of the chair's screen: the rail with its minutes, the speaker, who is next, the list, who was not heard. */

import { html, useComputed, useState } from "../../vendor/preact.js";
import { placeApart, useAlike, useSaid } from "../app/alike.js";
import { hhmm } from "../app/clock.js";
import { Button, Chip, Icon, Ring, Seal, Sheet, useStill } from "../app/components.js";
import { useInSight } from "../app/insight.js";
import { Panel } from "../app/panels.js";
import { t, tc, tn } from "../app/text.js";
import { unbroken } from "../app/unbroken.js";
import { adopted } from "../voting/consenting.js";
import { verdictShort } from "../voting/words.js";
import { finishItem, finishSpeech, goToItem, invite, later, lockOrUnlock, moveInQueue, nextItem, oneMoreMinute, pickItem, removeFromQueue, stopOrStart, toTheFront } from "./acting.js";
import { whyNobody } from "./stillwaiting.js";
import { adoptionsOf } from "./agenda.js";
import { endMeeting } from "./ending.js";
import { SiteOf } from "./sitefloor.js";
import { anyoneToHear, byHabit, ENOUGH, foretold, NOBODY, usedSeconds } from "./figures.js";
import { chipRowWords, isHere, OrderButton, rowWords } from "./order.js";
import { afterwards, floorWords, ReplyButton } from "./reply.js";
import { QuotaBars } from "./quotas.js";
import { SilentHere } from "./nudge.js";
import { SpeechLeft } from "./speaking.js";
import { firstHere } from "./turns.js";
import { LostDevice } from "./statuses.js";
import { titleOf } from "./titles.js";
import { unheard } from "./unheard.js";

/**
 * @typedef {import("../app/types.js").Room} Room
 * @typedef {import("../app/types.js").Item} Item
 * @typedef {import("../app/types.js").Speech} Speech
 */

// -- the rail ---------------------------------------------------------------------------------------------------------

/** @param {{room: Room, onGo?: () => void}} props */
export function Rail({ room, onGo }) {
  const items = room.items.value;
  const rail = useInSight(".nay", [room.meeting.value?.item, items.length]);
  return html`<nav class="ray" aria-label=${t("Chương trình họp")}>
    <ol class="song-lung cuon" tabindex="0" ref=${rail}>${items.map((item) => html`<${RailRow} key=${item.id} room=${room} item=${item} />`)}</ol>
    ${room.item.value && html`<${Panel} place="room.consent.brief" room=${room} />`}<${GoOn} room=${room} onGo=${onGo} /></nav>`;
}

/** Whatever is not on may be turned to: the next one by its button, any other here. @param {{room: Room, item: Item}} props */
function RailRow({ room, item }) {
  const look = { done: "xong", current: "nay" }[item.state] ?? "";
  const inside = html`<b title=${item.title}>${unbroken(item.title)}</b><p><${RailTimes} room=${room} item=${item} /></p>`;
  const goes = item.state !== "current" && room.phase.value === "in_progress" && room.connected.value && !room.vote.value;
  return html`<li class=${look} aria-current=${item.state === "current" ? "step" : undefined}>
    <${Seal} n=${room.order(item.id)} state=${item.state} />
    ${goes ? html`<button type="button" class="hang-muc" onClick=${() => pickItem(room, item)}>${inside}</button>` : html`<div>${inside}</div>`}</li>`;
}

/** Used of planned for what is done or on; a time of beginning for what comes; a vote's result where there is one. @param {{room: Room, item: Item}} props */
function RailTimes({ room, item }) {
  const now = room.second.value;
  const vote = room.votes.value.filter((one) => one.item === item.id && one.state === "announced" && one.result).at(-1);
  if (item.state === "done" && vote) return verdictShort(vote);
  if (item.state === "done" && adopted(adoptionsOf(room), item.id)) return t("Thông qua chung");
  const used = Math.round(usedSeconds(item, now) / 60);
  if (item.state !== "waiting") return html`<span class="so">${t("%(used)s/%(planned)s phút", { used, planned: item.minutes })}</span>`;
  if (room.phase.value === "ended") return t("Chưa thảo luận");
  const planned = tn("%(num)s phút", "%(num)s phút", item.minutes);
  const table = foretold(room.items.value, room.meeting.value, now);
  return html`<span class="so">${hhmm(table.begin[item.id])}</span> · ${planned}`;
}

/** @param {{room: Room, onGo?: () => void}} props */
function GoOn({ room, onGo }) {
  if (room.phase.value !== "in_progress") return null;
  const next = nextItem(room);
  const current = room.item.value;
  const offline = !room.connected.value;
  const why = offline ? t("Cần có mạng") : room.vote.value ? t("Đang biểu quyết") : "";
  if (next && !current) return null;
  const press = () => {
    onGo?.();
    if (next) goToItem(room, next);
    else if (current) finishItem(room, current);
  };
  if (!next && !current) return null;
  const words = next ? t("Sang nội dung %(n)s", { n: room.order(next.id) }) : t("Kết thúc nội dung %(n)s", { n: room.order(current?.id) });
  return html`<${Button} class="day-du sang" busy=${room.sending("agenda.start_item") > 0} disabled=${why !== ""} why=${why} onPress=${press}>
    ${unbroken(words)}<${Icon} name=${next ? "arrow-right" : "check-bold"} /></${Button}>`;
}

/** On a portrait tablet and a phone the rail is a sheet. @param {Room} room */
export function openRail(room) {
  room.sheet((close) => html`<${Sheet} title=${t("Chương trình họp")} onClose=${close}><div class="man-ct tam-ray"><${Rail} room=${room} onGo=${close} /></div><div class="chan-to"><${Button} large onPress=${close}>${t("Đóng")}</${Button}></div></${Sheet}>`);
}

// -- who speaks, who is next ------------------------------------------------------------------------------------------

/**
 * Who has the floor. The card stays in the page while nobody has, hidden: made anew for each speaker it was the dearest thing on a
 * slow tablet (docs/performance.md).
 * @param {{room: Room}} props
 */
export function Speaker({ room }) {
  const floor = room.floor.value ?? NOBODY;
  const person = room.one("people", floor.person);
  const offline = !room.connected.value;
  return html`<section class="the noi" aria-label=${floorWords(floor)} hidden=${floor === NOBODY}>
    <${Ring} room=${room} speech=${floor} size=${116} width=${8} />
    <div><p class="phu vua">${floorWords(floor)} <${LostDevice} room=${room} person=${floor.person} /></p><h2>${person?.name}</h2>
      <p class="phu vua chuc">${afterwards(room) || titleOf(room, floor.person)}<${SiteOf} room=${room} person=${floor.person} /></p>
      <div class="hang g2 wrap">${floor.state === "paused" && html`<${Button} kind="chinh" icon="play-fill" disabled=${offline} busy=${room.sending("speaking.resume") > 0} onPress=${() => stopOrStart(room, floor)}>${t("Cho nói tiếp")}</${Button}>`}
        <${Button} icon="plus" label=${t("Thêm 1 phút")} disabled=${offline} onPress=${() => oneMoreMinute(room, floor.id)}>${t("1 phút")}</${Button}>
        <${Button} icon="stop-fill" label=${t("Kết thúc phát biểu")} disabled=${offline} busy=${room.sending("speaking.finish") > 0} onPress=${() => finishSpeech(room, floor)}>${t("Kết thúc")}</${Button}><${ReplyButton} room=${room} /></div>
      ${offline && html`<p class="phu vua can-mang">${t("Cần có mạng")}</p>`}</div></section>`;
}

/** In the card of a vote: who still has the floor. Its place stays when nobody has, so that nothing moves. @param {{room: Room}} props */
export function StillSpeaking({ room }) {
  const floor = room.floor.value;
  if (!floor) return html`<div class="con-noi"></div>`;
  const name = room.name(floor.person);
  return html`<div class="con-noi"><p><small><span>${floorWords(floor)}</span> <${SpeechLeft} room=${room} speech=${floor} /></small><b title=${name}>${name}</b></p>
    <${Button} icon="stop-fill" label=${t("Kết thúc phát biểu")} disabled=${!room.connected.value} busy=${room.sending("speaking.finish") > 0} onPress=${() => finishSpeech(room, floor)}>${t("Kết thúc")}</${Button}></div>`;
}

/** The one red button: who is next of those who are here, and why. @param {{room: Room}} props */
export function InviteNext({ room }) {
  const place = firstHere(room.queue.value, (person) => isHere(room, person));
  const next = room.queue.value[place];
  if (!next) return html`<p class="the chua-ai phu"><${Icon} name="hand-palm" />${room.queue.value.length ? t("Người đang chờ đều không có mặt.") : room.item.value?.queue === "locked" ? t("Đã khóa danh sách, không còn ai chờ.") : t("Chưa có ai đăng ký phát biểu.")}</p>`;
  const name = room.name(next.person);
  const offline = !room.connected.value;
  return html`<${Button} kind="son" class="moi" icon="microphone-fill" disabled=${offline} why=${t("Cần có mạng")} busy=${room.sending("speaking.call") > 0}
    onPress=${() => invite(room, { speech: next.id, person: next.person })}><span><b>${t("Mời %(name)s", { name })}</b><span>${t("Thứ tự %(n)s", { n: place + 1 })} · ${rowWords(room, next)}<${SiteOf} room=${room} person=${next.person} /></span></span></${Button}>`;
}

/** @param {string} kind @returns {string} */
export function kindWords(kind) {
  return kind === "question" ? t("Chất vấn") : kind === "point_of_order" ? t("Về thủ tục") : tc("one", "Phát biểu");
}

// -- the list ---------------------------------------------------------------------------------------------------------

/** @param {{room: Room}} props */
export function WaitingList({ room }) {
  const [rows, still] = useStill(room.queue.value);
  const item = room.item.value;
  const count = room.queue.value.length;
  const drawn = useAlike();
  const [apart] = useState(() => placeApart());
  return html`<section class="cho" aria-label=${t("Chờ phát biểu")}><div class="hang"><h2>${t("Chờ phát biểu")}</h2><span class="so dam mo">${count || ""}</span>
    ${item && html`<${Button} kind="tron" class="day nho khoa" disabled=${!room.connected.value} onPress=${() => lockOrUnlock(room, item)}>${item.queue === "locked" ? t("Cho đăng ký tiếp") : t("Khóa danh sách")}</${Button}>`}</div>
    ${item?.queue === "locked" && html`<p><${Chip} tone="vang" icon="lock-simple">${t("Đã khóa danh sách")}</${Chip}></p>`}
    <${OrderButton} room=${room} /><${QuotaBars} room=${room} />
    <${NotNow} room=${room} waits=${rows.length > 0} />
    ${rows.length === 0 ? html`<p class="phu vua trong">${t("Chưa có ai chờ.")}</p>`
      : html`<ol class="hang-doi cuon" ...${still}>${apart(rows).map((speech, place) => {
        const lane = place > 0 && rows[place - 1].kind !== speech.kind;
        return drawn(speech.id, [speech, lane], () => html`<${WaitingRow} key=${speech.id} room=${room} speech=${speech} lane=${lane} />`);
      })}</ol>`}</section>`;
}

/** Why those who wait cannot be called. @param {{room: Room, waits: boolean}} props */
function NotNow({ room, waits }) {
  const why = whyNobody(room);
  return waits && why ? html`<p class="phu vua">${why}</p>` : null;
}

/** @param {{room: Room, speech: Speech, lane: boolean}} props `lane`: another lane begins with it */
function WaitingRow({ room, speech, lane }) {
  const name = room.name(speech.person);
  const here = isHere(room, speech.person);
  const why = whyNobody(room);
  const words = useSaid(speech, (one) => chipRowWords(room, one));
  return html`<li class=${`${lane ? "lan-moi" : ""}${here ? "" : " da-roi"}`}><span class="stt"></span><div><b>${name}</b><span class="v">${words}<${SiteOf} room=${room} person=${speech.person} /></span>
      ${speech.kind !== "speech" && html`<span class="nhan-ch">${speech.to ? t("Chất vấn %(name)s", { name: room.name(speech.to) }) : kindWords(speech.kind)}</span>`}</div>
    <span class="hang nut-hang"><${Button} kind="tron" class="o hep" icon="dots-three" label=${t("Việc khác với %(name)s", { name })} onPress=${() => openRow(room, speech)} />
      <${Button} class="o" icon="microphone" label=${t("Mời %(name)s", { name })} disabled=${!room.connected.value || !here || why !== ""} onPress=${() => invite(room, { speech: speech.id, person: speech.person })} /></span></li>`;
}

/** @param {Room} room @param {Speech} speech */
function openRow(room, speech) {
  const name = room.name(speech.person);
  room.sheet((close) => {
    const then = (/** @type {() => any} */ act) => () => { close(); act(); };
    const offline = { disabled: !room.connected.value, why: t("Cần có mạng") };
    const rest = room.queue.value;
    const [first, last] = [rest[0]?.id === speech.id, rest.at(-1)?.id === speech.id];
    return html`<${Sheet} title=${name} onClose=${close}><p>${rowWords(room, speech)}</p>
      <div class="cot viec">${rest.length > 1 && html`<div class="ba-nut"><${Button} icon="arrow-up" ...${first || offline.disabled ? { disabled: true } : {}} onPress=${then(() => toTheFront(room, speech))}>${t("Lên đầu")}</${Button}>
          <${Button} icon="caret-up" ...${first || offline.disabled ? { disabled: true } : {}} onPress=${then(() => moveInQueue(room, speech.id, -1))}>${t("Lên")}</${Button}>
          <${Button} icon="caret-down" ...${last || offline.disabled ? { disabled: true } : {}} onPress=${then(() => moveInQueue(room, speech.id, 1))}>${t("Xuống")}</${Button}></div>`}
        <${Button} icon="arrow-down" class="day-du trai" ...${offline} onPress=${then(() => later(room, speech))}>${t("Để sau")}</${Button}>
        <hr class="ke" />
        <${Button} icon="x" kind="nguy" class="day-du trai" ...${offline} onPress=${then(() => removeFromQueue(room, speech))}>${t("Bỏ khỏi danh sách")}</${Button}>
        </div><div class="chan-to"><${Button} onPress=${close} data-safe="">${t("Quay lại")}</${Button}></div></${Sheet}>`;
  });
}

// -- not heard yet ----------------------------------------------------------------------------------------------------

/** So many are shown before asking for the rest. */
const FIRST = 12;

/** Present, not heard today, least heard over the meetings first; who is heard often is apart. Never on another screen. @param {{room: Room}} props */
export function NotHeard({ room }) {
  const [rows, still] = useStill(unheard(room));
  const drawn = useAlike();
  const [all, showAll] = useState(false);
  const { seldom, today } = byHabit(rows);
  const shown = all ? [...seldom, ...today] : seldom.slice(0, FIRST);
  const more = rows.length - shown.length;
  const live = !!room.item.value && room.phase.value === "in_progress";
  if (rows.length === 0) return html`<section class="chua gon" tabindex="-1" aria-label=${t("Chưa được nghe")}><div class="hang"><h2>${t("Chưa được nghe")}</h2><${Nobody} room=${room} /></div></section>`;
  const chip = (/** @type {import("./figures.js").Unheard} */ row) => drawn(row.id, [row.person, row.history, live], () => html`<${NotHeardChip} key=${row.id} room=${room} person=${row.person} history=${row.history} live=${live} />`);
  return html`<section class=${shown.length ? "chua" : "chua gon"} tabindex="-1" aria-label=${t("Chưa được nghe")}><header><h2>${t("Chưa được nghe")}</h2>
      <span class="phu nho so">${tn("%(num)s người", "%(num)s người", seldom.length)}</span><${Counted} meetings=${rows[0].history?.meetings ?? 0} /><${WhyNotNow} room=${room} /><${SilentHere} room=${room} /></header>
    <ul class="cuon" ...${still}>${shown.map((row) => (row === today[0] ? [html`<li key="nhom" class="het phu nho"><b>${t("Hôm nay chưa nói")}</b></li>`, chip(row)] : chip(row)))}
      ${more > 0 && html`<li class="het"><${Button} class="day-du" onPress=${() => showAll(true)}>${moreWords(seldom.length - Math.min(seldom.length, FIRST), today.length)}</${Button}></li>`}</ul></section>`;
}

/** What one press shows: more of the hardly heard, or who only has not spoken today. @param {number} seldom @param {number} today */
function moreWords(seldom, today) {
  return seldom ? tn("Xem thêm %(num)s người", "Xem thêm %(num)s người", seldom + today) : tn("Hôm nay chưa nói: %(num)s người", "Hôm nay chưa nói: %(num)s người", today);
}

/** @param {{room: Room}} props */
function Nobody({ room }) {
  const anyone = useComputed(() => anyoneToHear(room.people.value, room.by("attendance")));
  const told = useComputed(() => Object.values(room.by("unheard")).some((/** @type {any} */ one) => one.attended >= ENOUGH));
  const begun = ["in_progress", "paused"].includes(room.phase.value);
  const words = !begun ? t("Có khi phiên họp bắt đầu.") : !anyone.value ? t("Chưa có thành viên nào có mặt.") : told.value ? t("Mọi người có mặt đều đã nói hoặc đang chờ.") : t("Chưa đủ dữ liệu: cần ít nhất 3 phiên đã dự.");
  return html`<p class="phu nho">${words}</p>`;
}

/** A meeting counts when it is over: this one not yet. @param {{meetings: number}} props */
function Counted({ meetings }) {
  if (meetings === 0) return null;
  return html`<p class="phu nho tinh-tu">${tn("Tính %(num)s phiên đã kết thúc", "Tính %(num)s phiên đã kết thúc", meetings)}</p>`;
}

/** Why nobody of them can be called just now. @param {{room: Room}} props */
function WhyNotNow({ room }) {
  const why = room.phase.value !== "in_progress" ? t("Mời được khi đang họp.") : !room.item.value ? t("Mời được khi đã vào một nội dung.") : !room.connected.value ? t("Cần có mạng") : "";
  return why && html`<p class="phu nho vi-sao">${why}</p>`;
}

/** @param {{room: Room, person: any, history: import("./figures.js").History | null, live: boolean}} props */
function NotHeardChip({ room, person, history, live }) {
  // Before the start nothing is counted yet: that is no first meeting.
  const words = history?.attended ? t("%(spoken)s/%(attended)s phiên dự", { spoken: history.spoken, attended: history.attended }) : history ? t("phiên đầu tiên") : "";
  const press = () => invite(room, { person: person.id });
  return html`<li><button type="button" disabled=${!live || !room.connected.value} onClick=${press}
    ><span class="an">${t("Mời phát biểu:")}</span><span><b>${person.name}</b>${words && html`<span>${words}</span>`}</span><${Icon} name="hand-pointing" /></button></li>`;
}

/** @param {{room: Room}} props */
export function NothingOn({ room }) {
  const first = nextItem(room);
  if (!first) return html`<div class="the dem vao"><h1>${t("Đã họp hết các nội dung.")}</h1>
    <${Button} kind="son" class="moi" icon="flag-checkered" disabled=${!room.connected.value} why=${t("Cần có mạng")} onPress=${() => endMeeting(room)}><span><b>${t("Bế mạc phiên họp")}</b></span></${Button}></div>`;
  const n = room.order(first.id);
  return html`<div class="the dem vao"><h1>${unbroken(first.title)}</h1><p class="phu">${first.presenter}</p>
    <${Button} kind="son" class="moi" icon="play-fill" disabled=${!room.connected.value} why=${t("Cần có mạng")} busy=${room.sending("agenda.start_item") > 0}
      onPress=${() => goToItem(room, first)}><span><b>${t("Bắt đầu nội dung %(n)s", { n })}</b><span>${tn("%(num)s phút", "%(num)s phút", first.minutes)}</span></span></${Button}></div>`;
}
