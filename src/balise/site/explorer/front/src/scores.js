/**
 * Scores computed again from archetypes: the formulas of balise.index, in the browser.
 *
 * The dimensions of a person type are means, willingness and abilities, 0 to 1, higher
 * meaning more vulnerability; a score is 100 x their aggregate, averaged over the people of
 * an area.
 *
 * @typedef {[number, number, number]} Weights of means, willingness, abilities; they add up to 1
 * @typedef {"mean" | "geometric" | "power" | "worst" | "any_barrier"} Aggregation
 * @typedef {object} Settings
 * @property {Weights} weights
 * @property {Aggregation} aggregation
 * @property {number} k chance that a household without 50/10 is in effect shut out
 * @property {number} n share of non-use that is no barrier because there was no need
 * @property {number} power exponent of the power mean
 *
 * @typedef {object} Indicators of a person type, each a probability
 * @property {number} internet_use
 * @property {number} home_access
 * @property {number} government_services
 * @property {number} basic_skills
 * @property {number} coverage
 */

/** @type {readonly Aggregation[]} */
export const AGGREGATIONS = ["mean", "geometric", "power", "worst", "any_barrier"];

/** Person types in a province and area type: age 7 x education 4 x income quartile 4. */
export const CELLS = 112;

/** What shares of cells add up to. */
export const SHARE_TOTAL = 10_000;

/** Half an interval that holds 19 times out of 20, in standard errors. */
export const NINETEEN_IN_TWENTY = 1.96;

const TINY = 1e-9;

/**
 * Means, willingness and abilities of a person type.
 * @param {Indicators} of
 * @param {number} k
 * @param {number} n
 * @returns {[number, number, number]}
 */
export function dimensions(of, k, n) {
  const served = 1 - (1 - n) * (1 - of.government_services);
  return [
    1 - of.home_access * (1 - k * (1 - of.coverage)),
    1 - of.internet_use * served,
    1 - of.internet_use * of.basic_skills,
  ];
}

/**
 * One score from three dimensions [points, 0 to 100].
 * @param {ArrayLike<number>} d means, willingness, abilities
 * @param {Weights} w
 * @param {Aggregation} how any but any_barrier, which needs the indicators
 * @param {number} power
 */
export function aggregate(d, w, how, power = 2) {
  switch (how) {
    case "mean":
      return 100 * (w[0] * d[0] + w[1] * d[1] + w[2] * d[2]);
    case "geometric":
      return 100 * d[0] ** w[0] * d[1] ** w[1] * d[2] ** w[2];
    case "power":
      return 100 * (w[0] * d[0] ** power + w[1] * d[1] ** power + w[2] * d[2] ** power) ** (1 / power);
    case "worst":
      return 100 * Math.max(d[0], d[1], d[2]);
    default:
      throw new Error(`Aggregation: found ${how}. Expected one made of dimensions alone.`);
  }
}

/**
 * Chance of meeting at least one barrier, chained [points, 0 to 100].
 * @param {Indicators} of
 * @param {number} k
 * @param {number} n
 */
export function anyBarrier(of, k, n) {
  const adequate = of.home_access * (1 - k * (1 - of.coverage));
  const useAtHome = Math.min(1, of.internet_use / of.home_access);
  const served = 1 - (1 - n) * (1 - of.government_services);
  return 100 * (1 - adequate * useAtHome * served * of.basic_skills);
}

/**
 * How a score moves with each dimension [share per share].
 * @param {ArrayLike<number>} d
 * @param {number} score [points]
 * @param {Settings} settings
 * @returns {[number, number, number]}
 */
export function slopes(d, score, settings) {
  const { weights: w, aggregation, power } = settings;
  const s = score / 100;
  const of = (/** @type {(i: number) => number} */ f) =>
    /** @type {[number, number, number]} */ ([f(0), f(1), f(2)]);
  if (aggregation === "geometric") return of((i) => (w[i] * s) / Math.max(d[i], TINY));
  if (aggregation === "power") {
    return of((i) => (w[i] ? w[i] * (d[i] / Math.max(s, TINY)) ** (power - 1) : 0));
  }
  if (aggregation === "worst") {
    const worst = d[0] >= d[1] && d[0] >= d[2] ? 0 : d[1] >= d[2] ? 1 : 2;
    return of((i) => (i === worst ? 1 : 0));
  }
  return of((i) => w[i]);
}

/**
 * How any barrier moves with each dimension [share per share].
 *
 * It follows from five indicators, and the release has errors of three dimensions: of all
 * changes of the indicators that move the dimensions so, the smallest on the logit scale is
 * taken (least squares, errors of the indicators alike). An approximation, and said so.
 *
 * @param {Indicators} of
 * @param {number} k
 * @param {number} n
 * @returns {[number, number, number]}
 */
export function anyBarrierSlopes(of, k, n) {
  const order = [of.internet_use, of.home_access, of.government_services, of.basic_skills, of.coverage];
  const [use, home, services, skills, coverage] = order;
  const spread = order.map((p) => Math.max(p * (1 - p), TINY));
  const open = 1 - k * (1 - coverage);
  const served = 1 - (1 - n) * (1 - services);
  const clear = 1 - anyBarrier(of, k, n) / 100;
  // Derivatives in the logit of each indicator: of the dimensions, as dimension_slopes has them,
  const rows = [
    [0, -open * spread[1], 0, 0, -home * k * spread[4]],
    [-served * spread[0], 0, -use * (1 - n) * spread[2], 0, 0],
    [-skills * spread[0], 0, 0, -use * spread[3], 0],
  ];
  // and of any barrier: at home, use counts only where fewer use it than have it, and else home.
  const scarce = use < home;
  const chain = [
    scarce ? (-clear / use) * spread[0] : 0,
    scarce ? 0 : (-clear / home) * spread[1],
    ((-clear * (1 - n)) / Math.max(served, TINY)) * spread[2],
    (-clear / skills) * spread[3],
    ((-clear * k) / Math.max(open, TINY)) * spread[4],
  ];
  const dot = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    a.reduce((sum, each, i) => sum + each * b[i], 0);
  return solve(rows.map((row) => rows.map((other) => dot(row, other))), rows.map((row) => dot(row, chain)));
}

/**
 * Solve three equations (Cramer's rule).
 * @param {number[][]} m
 * @param {number[]} v
 * @returns {[number, number, number]}
 */
function solve(m, v) {
  const det = (/** @type {number[][]} */ a) =>
    a[0][0] * (a[1][1] * a[2][2] - a[1][2] * a[2][1]) -
    a[0][1] * (a[1][0] * a[2][2] - a[1][2] * a[2][0]) +
    a[0][2] * (a[1][0] * a[2][1] - a[1][1] * a[2][0]);
  const whole = det(m);
  const of = (/** @type {number} */ column) =>
    whole === 0 ? 0 : det(m.map((row, i) => row.map((x, j) => (j === column ? v[i] : x)))) / whole;
  return [of(0), of(1), of(2)];
}

/**
 * Archetypes of a province and area type, in the order of cells.
 * @typedef {object} Kind
 * @property {string} name province-area_type
 * @property {Indicators[]} indicators one for each of the cells
 * @property {Float64Array} published dimensions as published, 3 for each cell
 */

/**
 * Scores of the cells of a kind, and how they move with each dimension.
 * @param {Kind} kind
 * @param {Settings} settings
 * @param {{k: number, n: number}} published what the published dimensions were made with
 * @param {boolean} withSlopes
 * @returns {{scores: Float64Array, slopes: Float64Array | null}}
 */
export function scoreKind(kind, settings, published, withSlopes) {
  const { weights, aggregation, k, n, power } = settings;
  const cells = kind.indicators.length;
  const same = k === published.k && n === published.n;
  const scores = new Float64Array(cells);
  const moved = withSlopes ? new Float64Array(3 * cells) : null;
  for (let cell = 0; cell < cells; cell++) {
    const one = kind.indicators[cell];
    const d = same ? kind.published.subarray(3 * cell, 3 * cell + 3) : dimensions(one, k, n);
    const score =
      aggregation === "any_barrier" ? anyBarrier(one, k, n) : aggregate(d, weights, aggregation, power);
    scores[cell] = score;
    if (!moved) continue;
    const slope =
      aggregation === "any_barrier" ? anyBarrierSlopes(one, k, n) : slopes(d, score, settings);
    moved.set(slope, 3 * cell);
  }
  return { scores, slopes: moved };
}

/**
 * Shares of person types, one row for each area and kind found in it.
 * @typedef {object} Shares
 * @property {number} areas how many areas
 * @property {Int32Array} area row of the area
 * @property {Int32Array} kind which of the kinds
 * @property {Float64Array} share of the people of the area
 * @property {Uint16Array} cells in 1/10,000, CELLS for each row
 */

/**
 * Average what the cells of each kind have over the people of each area.
 * @param {Shares} shares
 * @param {readonly Float64Array[]} values one for each kind, `width` numbers for each cell
 * @param {1 | 3} width
 * @returns {Float64Array} `width` numbers for each area; NaN where there is nobody
 */
export function average(shares, values, width = 1) {
  const out = new Float64Array(shares.areas * width).fill(NaN);
  for (let row = 0; row < shares.area.length; row++) {
    const start = row * CELLS;
    const of = values[shares.kind[row]];
    const at = shares.area[row] * width;
    const part = shares.share[row] / SHARE_TOTAL;
    if (width === 1) {
      let sum = 0;
      for (let cell = 0; cell < CELLS; cell++) sum += shares.cells[start + cell] * of[cell];
      out[at] = (Number.isNaN(out[at]) ? 0 : out[at]) + part * sum;
      continue;
    }
    // Slopes in three dimensions: one walk through the cells, not three.
    let [first, second, third] = [0, 0, 0];
    for (let cell = 0, place = 0; cell < CELLS; cell++, place += 3) {
      const people = shares.cells[start + cell];
      first += people * of[place];
      second += people * of[place + 1];
      third += people * of[place + 2];
    }
    const isFirst = Number.isNaN(out[at]);
    out[at] = (isFirst ? 0 : out[at]) + part * first;
    out[at + 1] = (isFirst ? 0 : out[at + 1]) + part * second;
    out[at + 2] = (isFirst ? 0 : out[at + 2]) + part * third;
  }
  return out;
}

/**
 * Standard error of a score from the published covariances of the dimensions (delta method).
 * @param {ArrayLike<number>} slope
 * @param {ArrayLike<number>} covariances variances of means, willingness, abilities, then the
 *   covariances means-willingness, means-abilities, willingness-abilities
 * @returns {number} [points]
 */
export function standardError(slope, covariances) {
  const [a, b, c] = [slope[0], slope[1], slope[2]];
  const variance =
    a * a * covariances[0] + b * b * covariances[1] + c * c * covariances[2] +
    2 * (a * b * covariances[3] + a * c * covariances[4] + b * c * covariances[5]);
  return 100 * Math.sqrt(Math.max(variance, 0));
}

/**
 * Shares of three sliders.
 * @param {ArrayLike<number>} sliders any values from 0 up; all zero counts as equal
 * @returns {Weights}
 */
export function asShares(sliders) {
  const sum = sliders[0] + sliders[1] + sliders[2];
  if (!(sum > 0)) return [1 / 3, 1 / 3, 1 / 3];
  return [sliders[0] / sum, sliders[1] / sum, sliders[2] / sum];
}
