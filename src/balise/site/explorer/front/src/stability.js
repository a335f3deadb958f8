/**
 * How often an area is among the most vulnerable fifth, whatever the weights.
 *
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {import("./scores.js").Weights} Weights
 */
import { AGGREGATIONS, aggregate, average, scoreKind } from "./scores.js";

/** Steps of a tenth from one dimension alone to another: 66 weightings. */
const TENTHS = 10;

/** @returns {Weights[]} every weighting in steps of a tenth */
export function weightings() {
  /** @type {Weights[]} */
  const out = [];
  for (let a = 0; a <= TENTHS; a++) {
    for (let b = 0; b <= TENTHS - a; b++) {
      out.push([a / TENTHS, b / TENTHS, (TENTHS - a - b) / TENTHS]);
    }
  }
  return out;
}

/**
 * Which places hold the highest fifth of the values; ties at the edge are in.
 * @param {Float64Array} values
 * @param {ArrayLike<number>} ranked places to rank
 * @returns {boolean[]} one for each ranked place
 */
export function inHighestFifth(values, ranked) {
  const sorted = Float64Array.from(ranked, (i) => values[i]).sort();
  const size = Math.max(Math.round(sorted.length / 5), 1);
  const edge = sorted[sorted.length - size];
  return Array.from(ranked, (i) => values[i] >= edge);
}

/**
 * Scores of all areas under some settings, without intervals, compared as the map compares.
 * @param {Page} page
 * @param {Settings} settings
 * @param {boolean} relative to the province
 */
function values(page, settings, relative) {
  const { areas, provinces, published } = page;
  const mean =
    settings.aggregation === "mean" && settings.k === published.k && settings.n === published.n;
  const of = (/** @type {readonly any[]} */ rows, /** @type {any} */ shares, /** @type {any} */ scores) =>
    mean
      ? Float64Array.from(rows, (row) =>
          aggregate([row.means, row.willingness, row.abilities], settings.weights, "mean"),
        )
      : average(shares, scores);
  const scores = mean
    ? null
    : page.kinds.map((kind) => scoreKind(kind, settings, published, false).scores);
  const out = of(areas, page.shares, scores);
  if (!relative) return out;
  const above = of(provinces, page.provinceShares, scores);
  const ofProvince = new Map(provinces.map((row, i) => [row.province, above[i]]));
  return out.map((value, i) => value - (ofProvince.get(areas[i].province) ?? NaN));
}

/**
 * Share of weightings under which each ranked area is in the most vulnerable fifth, worked in
 * pieces so that the page stays awake.
 * @param {Page} page
 * @param {Settings} settings aggregation, k and n; the weights go through all weightings
 * @param {boolean} relative
 * @param {readonly number[]} ranked
 * @param {AbortSignal} signal
 * @returns {Promise<Map<number, number> | null>} null where it was called off
 */
export async function underWeightings(page, settings, relative, ranked, signal) {
  const all = weightings();
  const counts = new Float64Array(ranked.length);
  for (const weights of all) {
    const found = inHighestFifth(values(page, { ...settings, weights }, relative), ranked);
    found.forEach((is, i) => (counts[i] += is ? 1 : 0));
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
  return new Map(ranked.map((place, i) => [place, counts[i] / all.length]));
}

/**
 * Number of aggregations under which each ranked area is in the most vulnerable fifth.
 * @param {Page} page
 * @param {Settings} settings weights, k and n
 * @param {boolean} relative
 * @param {readonly number[]} ranked
 * @returns {Map<number, number>}
 */
export function underAggregations(page, settings, relative, ranked) {
  const counts = new Float64Array(ranked.length);
  for (const aggregation of AGGREGATIONS) {
    const found = inHighestFifth(values(page, { ...settings, aggregation }, relative), ranked);
    found.forEach((is, i) => (counts[i] += is ? 1 : 0));
  }
  return new Map(ranked.map((place, i) => [place, counts[i]]));
}
