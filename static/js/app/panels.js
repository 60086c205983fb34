// @ts-check
/**
 * Named places that another package may fill: papers under an item, a ballot over the room. Who leaves a place open knows
 * nothing of who fills it; a place nobody fills shows nothing.
 */

import { h, signal } from "../../vendor/preact.js";

/** @type {import("./types.js").Signal<Record<string, any>>} */
const places = signal({});

/** @param {string} place @param {(props: any) => any} component */
export function fill(place, component) {
  places.value = { ...places.peek(), [place]: component };
}

/** @param {string} place */
export function filled(place) {
  return place in places.value;
}

/** @param {{place: string, [prop: string]: any}} props */
export function Panel({ place, ...props }) {
  const component = places.value[place];
  return component ? h(component, props) : null;
}
