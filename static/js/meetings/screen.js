// @ts-check
/** A big screen before it is let in: its code, large, and as a QR code for a phone of the desk. */

import { html, render, signal, useEffect, useState } from "../../vendor/preact.js";
import { mmss } from "../app/clock.js";
import { Icon, Logo } from "../app/components.js";
import { t } from "../app/text.js";
import { grouped } from "./hallcode.js";
import { Qr } from "./qr.js";
import { keepScreen } from "./screenkept.js";
import { Waiting } from "./waiting.js";

const EVERY = 2000;
const state = signal({ shown: /** @type {import("./waiting.js").Shown | null} */ (null), trouble: "" });

/** @param {string} path @param {any} body */
async function post(path, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(path, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) });
  return { ok: answer.ok, status: answer.status, result: await answer.json().catch(() => null) };
}

/** Where the QR code leads. The code stands behind the `#`, which is sent to nobody. @param {string} code */
const address = (code) => `${location.origin}/screen/confirm#man=${code}`;

function Page() {
  const { shown, trouble } = state.value;
  return html`<div class="khung-chieu toan-man"><div class="man-chieu cho"><header class="tren"><${Logo} /><span class="ten-hop"><b>Diên Hồng</b> · ${t("Màn chiếu")}</span>
      ${trouble === "network" && html`<span class="noi-lai" role="status"><${Icon} name="wifi-slash" />${t("Đang nối lại…")}</span>`}</header>
    <div class="noi-dung cho-hop ma-man"><div><p class="phu-de">${t("Để chiếu cuộc họp lên màn hình này, nhập mã ở bàn chủ trì hoặc bàn thư ký:")}</p>
      <h1 class="so ma" aria-label=${shown ? [...shown.code].join(" ") : t("Đang lấy mã…")}>${shown ? grouped(shown.code) : "··· ···"}</h1>
      <p class="phu-de">${trouble === "many" ? t("Có quá nhiều màn hình đang chờ. Trang này tự thử lại.") : html`<b>${t("Phòng họp")}</b> › <b>${t("Thêm")}</b> › <b>${t("Màn chiếu")}</b>`}</p></div>
      ${shown && html`<figure class="qr"><${Qr} text=${address(shown.code)} label=${t("Mã QR để mở màn chiếu")} /><figcaption>${t("Hoặc quét bằng điện thoại của chủ trì, thư ký")}</figcaption></figure>`}</div>
    <footer class="chan-m">${shown && html`<${Left} until=${shown.until} />`}<a class="day" href="/sign-in">${t("Đăng nhập bằng tài khoản")}</a></footer></div></div>`;
}

/** @param {{until: number}} props */
function Left({ until }) {
  const [now, tick] = useState(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => tick(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  return html`<span class="so">${t("Mã tự đổi sau %(time)s", { time: mmss(Math.max(0, (until - now) / 1000)) })}</span>`;
}

const root = document.getElementById("screen");
if (root) {
  document.documentElement.classList.add("chieu");
  /** @type {any} */ (navigator).wakeLock?.request("screen").catch(() => {});
  const waiting = new Waiting({
    post,
    tell: (shown, trouble) => (state.value = { shown, trouble }),
    enter: (meeting) => location.replace(`/meetings/${meeting}/room`),
  });
  root.replaceChildren();
  render(html`<${Page} />`, root);
  keepScreen();
  const go = async () => {
    await waiting.turn();
    setTimeout(go, EVERY);
  };
  go();
}
