/**
 * Reach of offices: how far the nearest is, and which share of the people is beyond 50 km of all.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Figure} Figure
 *
 * @typedef {object} Reach of the areas of a level
 * @property {Figure} beyond_50km shares of all people; where one is a range, its middle
 * @property {Figure} nearest_km mean over the people [kilometres]
 * @property {Uint8Array} ranged 1 where a share is a range, and its middle is not to be read
 * @property {(string | null)[]} reasons why figures are not there, in words
 */
import { recordsOf } from "./data.js";
import { GRADES, gradePlace } from "./grades.js";
import { emptyFigure } from "./results.js";

/** What colours the map by reach. */
export const REACH = /** @type {const} */ (["beyond_50km", "nearest_km"]);

/**
 * Whether a colour stands for reach.
 * @param {string} colour
 * @returns {colour is typeof REACH[number]}
 */
export const isReach = (colour) => /** @type {readonly string[]} */ (REACH).includes(colour);

/** Limits of the classes: those of the reaches that are published, the same at every level. */
export const LIMITS = {
  share: [0.01, 0.05, 0.1, 0.25, 0.5, 0.75],
  km: [5, 10, 25, 50, 75, 100],
};

/** Places of E and F among the grades. */
const CAUTION = GRADES.indexOf("E");

/**
 * How a share may be shown. As with scores, half an interval of 5 points asks for caution, and one
 * of 8 points or more is not coloured; narrower ones have no grade, as travel is estimated.
 * @param {number} low
 * @param {number} high
 */
export function standingOf(low, high) {
  const place = gradePlace(50 * (high - low));
  return place < CAUTION ? "estimated" : GRADES[place];
}

/**
 * Read what the interface says of reach.
 * @param {any} answer
 * @param {readonly Row[]} areas of the level
 * @returns {Reach}
 */
export function reachOf(answer, areas) {
  const rows = new Map(recordsOf(answer).map((row) => [row.dguid, row]));
  const [beyond, nearest] = [emptyFigure(areas.length), emptyFigure(areas.length)];
  const ranged = new Uint8Array(areas.length);
  const reasons = areas.map(({ dguid }, i) => {
    const row = rows.get(dguid) ?? {};
    if (typeof row.nearest_km === "number") {
      nearest.value[i] = row.nearest_km;
      nearest.quality[i] = row.travel ?? null;
    }
    if (typeof row.middle === "number") {
      beyond.value[i] = row.middle;
      beyond.low[i] = row.share_low ?? NaN;
      beyond.high[i] = row.share_high ?? NaN;
      beyond.quality[i] = standingOf(row.share_low, row.share_high);
      ranged[i] = Number(typeof row.share !== "number");
    }
    return (row.reason && answer.reasons?.[row.reason]) ?? null;
  });
  return { beyond_50km: beyond, nearest_km: nearest, ranged, reasons };
}
