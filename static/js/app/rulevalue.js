// @ts-check
/** A rule's value with the numbers that were typed for it (app/people/faces.py reads it back). Pure. */

/**
 * "#k" becomes the number typed for k, "#minutes*60" sixty times it; what is no whole number becomes null, which no rule takes.
 * @param {any} template
 * @param {Record<string, string>} numbers
 * @returns {any}
 */
export function filled(template, numbers) {
  if (typeof template === "string" && template.startsWith("#")) {
    const [name, times = "1"] = template.slice(1).split("*");
    const typed = (numbers[name] ?? "").trim();
    return /^\d{1,9}$/.test(typed) ? Number(typed) * Number(times) : null;
  }
  if (template && typeof template === "object") return Object.fromEntries(Object.entries(template).map(([key, inner]) => [key, filled(inner, numbers)]));
  return template;
}
