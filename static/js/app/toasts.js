// @ts-check
/** A toast is put away by what was said of it alone: the next one, which came meanwhile, stays with its way back. Pure but for the signal. */

/** @param {{peek: () => any, value: any}} toasts @param {any} toast */
export function putAway(toasts, toast) {
  if (toasts.peek() === toast) toasts.value = null;
}
