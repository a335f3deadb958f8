/** How far intervals computed here are from those of the draws, as the release states it. */
import { recordsOf } from "./data.js";

/**
 * @typedef {object} Approximation width of intervals computed here over those of the draws, for
 *   nine in ten census subdivisions
 * @property {number} low
 * @property {number} high
 */

/**
 * Read what a release says of each aggregation.
 * @param {any} method answer of the interface
 * @returns {Map<string, Approximation>} by aggregation
 */
export function approximationsOf(method) {
  /** @type {Map<string, Approximation>} */
  const found = new Map();
  for (const { check, place, rebuilt } of recordsOf(method?.validation)) {
    if (check !== "delta_method") continue;
    const [aggregation, , which] = place.split(", ");
    const each = found.get(aggregation) ?? { low: NaN, high: NaN };
    if (which === "5 %") each.low = rebuilt;
    if (which === "95 %") each.high = rebuilt;
    found.set(aggregation, each);
  }
  return found;
}
