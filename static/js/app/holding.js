// @ts-check
/** Whether somebody holds what was said back: has come to it by themselves, or is in it with the keys. */

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
