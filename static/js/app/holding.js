// @ts-check
/** How long what was said back stays, and whether somebody holds it: has come to it by themselves, or is in it with the keys. */

/**
 * A toast that comes where the mouse rests since the button it tells of is held by nobody: the browser says `:hover`, but no one has pointed
 * at it. It goes when its time is over, and out of the way of what appears below it.
 * @param {HTMLElement} region where toasts are
 * @returns {{held: () => boolean, stop: () => void}}
 */
export function watchHold(region) {
  let pointed = false;
  const comes = (/** @type {PointerEvent} */ event) => { pointed ||= event.type === "pointerdown" || event.movementX !== 0 || event.movementY !== 0; };
  const leaves = () => { pointed = false; };
  region.addEventListener("pointermove", comes);
  region.addEventListener("pointerdown", comes);
  region.addEventListener("pointerleave", leaves);
  return {
    held: () => pointed || region.matches(":focus-within"),
    stop: () => {
      region.removeEventListener("pointermove", comes);
      region.removeEventListener("pointerdown", comes);
      region.removeEventListener("pointerleave", leaves);
    },
  };
}

const STAYS = 8000;
/** Held when its time was over, it is looked at again so often. */
const AGAIN = 1000;

/** What is in the region leaves after eight seconds, later while somebody holds it. @param {HTMLElement} region @param {() => void} leave @returns {() => void} stops it */
export function stay(region, leave) {
  const hold = watchHold(region);
  const over = () => {
    if (hold.held()) timer = setTimeout(over, AGAIN);
    else {
      hold.stop();
      leave();
    }
  };
  let timer = setTimeout(over, STAYS);
  return () => {
    clearTimeout(timer);
    hold.stop();
  };
}
