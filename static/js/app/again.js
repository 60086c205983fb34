// For a page that has no one stream to follow: it asks again and again while it is looked at.

/**
 * `ask` at once when the page is looked at again, and every so many milliseconds while it is; never twice at a time.
 * @param {() => Promise<unknown>} ask @param {number} every
 */
export function askAgain(ask, every) {
  let asking = false;
  const run = async () => {
    if (asking || document.visibilityState === "hidden") return;
    asking = true;
    await ask().catch(() => {});
    asking = false;
  };
  setInterval(run, every);
  document.addEventListener("visibilitychange", run);
  addEventListener("pageshow", (event) => event.persisted && run());
  addEventListener("online", run);
}
