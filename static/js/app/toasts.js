// @ts-check
/** How long what was said back is so, and that it goes alone: the next one, which came meanwhile, stays with its way back. Pure but for the signal. */

/** @param {{peek: () => any, value: any}} toasts @param {any} toast */
export function putAway(toasts, toast) {
  if (toasts.peek() === toast) toasts.value = null;
}

/**
 * The answer to a command may come before the entry it tells of: until that is seen, what was done is so. `holds` is asked all the
 * same, that whoever draws by it is drawn again when the entry comes.
 * @param {() => boolean} holds @param {() => boolean} seen is the entry here?
 */
export function soOnceSeen(holds, seen) {
  return () => {
    const so = holds();
    return so || !seen();
  };
}

/** What a toast says now: words that follow an entry are a function. @param {{text: string | (() => string)} | null} toast @returns {string} */
export const saidBy = (toast) => (typeof toast?.text === "function" ? toast.text() : (toast?.text ?? ""));
