// Lets tests in Python drive their voters' devices through the browser's own choice of the ballot they look for: a line of JSON
// [[steps, told, holds], …] in, a line of what each device judges out.

import { createInterface } from "node:readline";
import { acknowledged, judged, sealedHere } from "../../../static/js/voting/sealedmine.js";

/** @param {any} was @param {any} step */
const kept = (was, step) => (step.digests ? sealedHere(was, step) : acknowledged(was, step.h1, step.revision));

for await (const line of createInterface({ input: process.stdin })) {
  const found = JSON.parse(line).map(([steps, told, holds]) => judged(steps.reduce(kept, null), told, holds));
  process.stdout.write(`${JSON.stringify(found.map(({ how, why, one }) => ({ how, why, h1: one?.digests[0] ?? "" })))}\n`);
}
