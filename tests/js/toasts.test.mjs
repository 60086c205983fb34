import assert from "node:assert/strict";
import test from "node:test";

import { putAway } from "../../static/js/app/toasts.js";
import { signal } from "../../static/vendor/preact.js";

test("a toast that no longer holds takes only itself away, never the one that came after it", () => {
  const first = { text: "Đã mời Oanh phát biểu", undo: () => {} };
  const second = { text: "Đã mời Vinh phát biểu", undo: () => {} };
  const toasts = signal(first);
  toasts.value = second;
  putAway(toasts, first);
  assert.equal(toasts.value, second);
  putAway(toasts, second);
  assert.equal(toasts.value, null);
});
