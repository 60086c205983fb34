// Builds static/vendor and static/fonts from node_modules: `npm ci && node static/build.mjs`.
// Nothing made here is committed; every file served to a browser comes from our own origin.
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import wawoff2 from "wawoff2";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
// Made beside the old ones and put in their place at the end: a failed build leaves what was there.
const vendor = join(here, "vendor.new");
const fonts = join(here, "fonts.new");

/** The modules our own code imports, as small entry points: what is not listed is not shipped. */
const ENTRIES = {
  "preact.js": `
    import { h } from "preact";
    import htm from "htm";
    export { h, render, Fragment, Component, createContext, createRef } from "preact";
    export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useId, useReducer }
      from "preact/hooks";
    export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect }
      from "@preact/signals";
    export const html = htm.bind(h);`,
  "socket.io.js": `export { io } from "socket.io-client";`,
  "qr.js": `export { default as qrcode } from "qrcode-generator";`,
  // Plain JavaScript, no WebAssembly: fast enough, and the page's policy needn't be loosened for it.
  "sealed.js": `
    export { default as nacl } from "tweetnacl";
    export { blake2b } from "@noble/hashes/blake2.js";
    export { sha256 } from "@noble/hashes/sha2.js";`,
};

/** What `tsc` is told of them; the browser never asks for these. */
const TYPES = {
  "preact.d.ts": `
    export { h, render, Fragment, Component, createContext, createRef } from "preact";
    export { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useId, useReducer }
      from "preact/hooks";
    export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect }
      from "@preact/signals";
    export type { Signal, ReadonlySignal } from "@preact/signals";
    export type { ComponentChildren, VNode, JSX } from "preact";
    export declare const html: (strings: TemplateStringsArray, ...values: any[]) => any;`,
  "socket.io.d.ts": `export { io } from "socket.io-client";`,
  "qr.d.ts": `export { default as qrcode } from "qrcode-generator";`,
  "sealed.d.ts": `
    export { default as nacl } from "tweetnacl";
    export { blake2b } from "@noble/hashes/blake2.js";
    export { sha256 } from "@noble/hashes/sha2.js";`,
  "pdf.d.mts": `export * from "pdfjs-dist";`,
  "icons.d.ts": `export declare const OUTLINES: Readonly<Record<string, string>>;`,
};

/** Weight or style in our file's name, and the package's folder for it. */
const TEXT_FONT = { 400: "400Regular", 500: "500Medium", 600: "600SemiBold", 700: "700Bold" };
const DOCUMENT_FONT = {
  Regular: "400Regular",
  Italic: "400Regular_Italic",
  Bold: "700Bold",
  BoldItalic: "700Bold_Italic",
};

async function bundle() {
  for (const [name, contents] of Object.entries(ENTRIES)) {
    await build({
      stdin: { contents, resolveDir: here, sourcefile: name },
      outfile: join(vendor, name),
      bundle: true,
      format: "esm",
      platform: "browser",
      target: ["es2020", "safari15"],
      minify: true,
      legalComments: "eof",
      logLevel: "warning",
    });
  }
}

async function types() {
  for (const [name, text] of Object.entries(TYPES)) await writeFile(join(vendor, name), `${text.trim()}\n`);
}

/** The legacy build: hall tablets are older than laptops. The minified files keep their own names. */
async function pdf() {
  const from = join(modules, "pdfjs-dist");
  await cp(join(from, "legacy/build/pdf.min.mjs"), join(vendor, "pdf.mjs"));
  await cp(join(from, "legacy/build/pdf.worker.min.mjs"), join(vendor, "pdf.worker.mjs"));
  for (const folder of ["cmaps", "standard_fonts", "iccs", "wasm"]) {
    // quickjs runs scripts inside PDF files; we never do.
    const filter = (/** @type {string} */ path) => !/quickjs/i.test(path);
    await cp(join(from, folder), join(vendor, "pdfjs", folder), { recursive: true, filter });
  }
}

/** For templates a sprite; for our modules each icon's one path: drawn in a page, `<use>` costs a slow device three times as much. */
async function icons() {
  const lines = (await readFile(join(here, "icons.txt"), "utf8")).split("\n");
  const names = [...new Set(lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("#")))];
  const missing = [];
  const drawn = [];
  for (const name of names.sort()) {
    const weight = /-(bold|fill)$/.exec(name)?.[1] ?? "regular";
    const text = await readFile(join(modules, "@phosphor-icons/core/assets", weight, `${name}.svg`), "utf8")
      .catch(() => null);
    const outline = /^<svg [^>]*viewBox="0 0 256 256"[^>]*><path d="([^"]+)"\/><\/svg>\s*$/.exec(text ?? "")?.[1];
    if (text === null) missing.push(name);
    else if (!outline) throw new Error(`the icon ${name} is more than one path`);
    else drawn.push({ name, outline });
  }
  if (missing.length) throw new Error(`static/icons.txt names icons that do not exist: ${missing.join(", ")}`);
  const symbols = drawn.map(({ name, outline }) => `<symbol id="${name}" viewBox="0 0 256 256"><path d="${outline}"/></symbol>`);
  const paths = Object.fromEntries(drawn.map(({ name, outline }) => [name, outline]));
  await writeFile(join(vendor, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
  await writeFile(join(vendor, "icons.js"), `export const OUTLINES = ${JSON.stringify(paths, null, 0)};\n`);
}

/**
 * Be Vietnam Pro whole, one file a weight: cut into subsets, a Vietnamese word would be set in two fonts and
 * lose its kerning. Tinos also stays a TTF, because the PDF writer wants one.
 */
async function typefaces() {
  const expo = join(modules, "@expo-google-fonts");
  for (const [weight, name] of Object.entries(TEXT_FONT)) {
    const file = await readFile(join(expo, "be-vietnam-pro", name, `BeVietnamPro_${name}.ttf`));
    await writeFile(join(fonts, `be-vietnam-pro-${weight}.woff2`), await wawoff2.compress(file));
  }
  for (const [style, name] of Object.entries(DOCUMENT_FONT)) {
    const file = await readFile(join(expo, "tinos", name, `Tinos_${name}.ttf`));
    await writeFile(join(fonts, `Tinos-${style}.ttf`), file);
    await writeFile(join(fonts, `Tinos-${style}.woff2`), await wawoff2.compress(file));
  }
  for (const weight of [500, 600, 700]) {
    const name = `figtree-latin-${weight}-normal.woff2`;
    await cp(join(modules, "@fontsource/figtree/files", name), join(fonts, `figtree-${weight}.woff2`));
  }
}

/** Every licence of what we pass on, in one file beside it. */
async function licences() {
  const packages = [
    "preact", "htm", "@preact/signals", "@preact/signals-core", "socket.io-client", "pdfjs-dist", "axe-core",
    "@phosphor-icons/core", "@expo-google-fonts/be-vietnam-pro", "@expo-google-fonts/tinos", "@fontsource/figtree",
    "tweetnacl", "@noble/hashes",
  ];
  const parts = [];
  for (const name of packages) {
    const folder = join(modules, name);
    const files = (await readdir(folder)).filter((file) => /^licen[cs]e/i.test(file)).sort();
    for (const file of files) parts.push(`==== ${name}: ${file}\n\n${await readFile(join(folder, file), "utf8")}`);
  }
  await writeFile(join(vendor, "LICENCES.txt"), parts.join("\n\n"));
}

await rm(vendor, { recursive: true, force: true });
await rm(fonts, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await mkdir(fonts, { recursive: true });
await Promise.all([bundle(), types(), pdf(), icons(), typefaces(), licences()]);
// Only for the browser tests: no page ever loads it.
await cp(join(modules, "axe-core/axe.min.js"), join(vendor, "axe.min.js"));
for (const name of ["vendor", "fonts"]) {
  await rm(join(here, name), { recursive: true, force: true });
  await rename(join(here, `${name}.new`), join(here, name));
}
