// @ts-check
/** A QR code, dark on light in every theme. */

import { html, useMemo } from "../../vendor/preact.js";
import { qrcode } from "../../vendor/qr.js";
import { t } from "../app/text.js";

/** @param {{text: string, label?: string}} props */
export function Qr({ text, label = t("Mã QR để điểm danh") }) {
  const path = useMemo(() => {
    const code = qrcode(0, "M");
    code.addData(text);
    code.make();
    const size = code.getModuleCount();
    let drawn = "";
    for (let row = 0; row < size; row += 1) for (let column = 0; column < size; column += 1) if (code.isDark(row, column)) drawn += `M${column} ${row}h1v1h-1z`;
    return { drawn, size };
  }, [text]);
  return html`<svg viewBox=${`-3 -3 ${path.size + 6} ${path.size + 6}`} role="img" aria-label=${label} shape-rendering="crispEdges">
    <rect x="-3" y="-3" width=${path.size + 6} height=${path.size + 6} fill="#FFFDF8" /><path d=${path.drawn} fill="#1D1A20" /></svg>`;
}
