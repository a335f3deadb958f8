/**
 * What the page shows of each area under the chosen weights and method.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./scores.js").Kind} Kind
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {import("./scores.js").Shares} Shares
 *
 * @typedef {object} Page everything loaded for a level
 * @property {Row[]} areas
 * @property {Row[]} provinces
 * @property {Kind[]} kinds
 * @property {Shares} shares
 * @property {Shares} provinceShares
 * @property {Settings} published weights and method of the release
 * @property {import("./reach.js").Reach | null} [reach] once it was asked for
 *
 * @typedef {object} Figure
 * @property {Float64Array} value
 * @property {Float64Array} low
 * @property {Float64Array} high
 * @property {(string | null)[]} quality
 *
 * @typedef {object} Results
 * @property {boolean} asPublished whether weights and method are those of the release
 * @property {Figure} evi
 * @property {Figure} evi_relative
 */
import { covariancesOf } from "./data.js";
import { grade, lowered } from "./grades.js";
import {
  NINETEEN_IN_TWENTY as HALF,
  aggregate,
  average,
  scoreKind,
  standardError,
} from "./scores.js";

const CLOSE = 1e-6;

/**
 * Whether two choices of weights and method are the same.
 * @param {Settings} a
 * @param {Settings} b
 */
export function sameSettings(a, b) {
  const weighs = a.aggregation !== "worst" && a.aggregation !== "any_barrier";
  return (
    a.aggregation === b.aggregation &&
    Math.abs(a.k - b.k) < CLOSE &&
    Math.abs(a.n - b.n) < CLOSE &&
    (!weighs || a.weights.every((weight, i) => Math.abs(weight - b.weights[i]) < CLOSE))
  );
}

/** @param {number} length @returns {Figure} */
export function emptyFigure(length) {
  const numbers = () => new Float64Array(length).fill(NaN);
  return { value: numbers(), low: numbers(), high: numbers(), quality: Array(length).fill(null) };
}

/**
 * A column of the release with its interval, as published.
 * @param {readonly Row[]} areas
 * @param {string} name
 * @param {string} quality
 * @returns {Figure}
 */
export function publishedFigure(areas, name, quality) {
  const figure = emptyFigure(areas.length);
  areas.forEach((row, i) => {
    if (row[name] === null || row[name] === undefined) return;
    figure.value[i] = row[name];
    figure.low[i] = row[`${name}_low`] ?? NaN;
    figure.high[i] = row[`${name}_high`] ?? NaN;
    figure.quality[i] = row[quality];
  });
  return figure;
}

/**
 * A dimension in points, graded as scores are.
 * @param {readonly Row[]} areas
 * @param {"means" | "willingness" | "abilities"} name
 * @returns {Figure}
 */
export function dimensionFigure(areas, name) {
  const figure = publishedFigure(areas, name, "quality");
  for (const numbers of [figure.value, figure.low, figure.high]) {
    for (let i = 0; i < numbers.length; i++) numbers[i] *= 100;
  }
  areas.forEach((row, i) => {
    if (Number.isNaN(figure.value[i])) return;
    const missing = lowered(row.quality, (row.evi_high - row.evi_low) / 2);
    figure.quality[i] = grade((figure.high[i] - figure.low[i]) / 2, missing);
  });
  return figure;
}

/**
 * What stays of each area whatever the method, as numbers side by side: rows of many columns are
 * slow to look things up in, and a slider asks for all of them at each step.
 * @typedef {object} Lasting
 * @property {Uint8Array} scored 1 where there is a score, 2 where it is compared as well
 * @property {Float64Array} dimensions 3 for each area
 * @property {Float64Array} covariances 6 for each area
 * @property {Float64Array} relativeError of the comparison with the province [points]
 * @property {Float64Array} error of the score [points]
 * @property {Uint8Array} missing grades that the score is lowered by
 * @property {Int8Array} relativeMissing the same for the comparison; -1 where it has no grade
 */

/** @type {WeakMap<readonly Row[], Lasting>} */
const lasting = new WeakMap();

/** @param {readonly Row[]} areas @returns {Lasting} */
function lastingOf(areas) {
  const known = lasting.get(areas);
  if (known) return known;
  const { length } = areas;
  const of = {
    scored: new Uint8Array(length),
    dimensions: new Float64Array(3 * length),
    covariances: new Float64Array(6 * length),
    relativeError: new Float64Array(length),
    error: new Float64Array(length),
    missing: new Uint8Array(length),
    relativeMissing: new Int8Array(length),
  };
  areas.forEach((row, i) => {
    if (row.evi === null || row.evi === undefined) return;
    of.scored[i] = row.evi_relative === null || row.evi_relative === undefined ? 1 : 2;
    of.dimensions.set([row.means, row.willingness, row.abilities], 3 * i);
    of.covariances.set(covariancesOf(row), 6 * i);
    of.error[i] = row.evi_se;
    of.missing[i] = lowered(row.quality, (row.evi_high - row.evi_low) / 2);
    if (of.scored[i] < 2) return;
    of.relativeError[i] = row.evi_relative_se;
    const half = (row.evi_relative_high - row.evi_relative_low) / 2;
    of.relativeMissing[i] = row.quality_relative ? lowered(row.quality_relative, half) : -1;
  });
  lasting.set(areas, of);
  return of;
}

/**
 * Scores of areas under other weights and another method.
 *
 * The weighted mean of the dimensions follows from the published dimensions themselves;
 * everything else is averaged over person types.
 *
 * @param {readonly Row[]} areas
 * @param {Shares} shares
 * @param {Page} page
 * @param {Settings} settings
 */
function rescored(areas, shares, page, settings) {
  const { published, kinds } = page;
  const direct =
    settings.aggregation === "mean" && settings.k === published.k && settings.n === published.n;
  if (direct) {
    const { scored, dimensions } = lastingOf(areas);
    const value = new Float64Array(areas.length).fill(NaN);
    for (let i = 0; i < value.length; i++) {
      if (scored[i]) value[i] = aggregate(dimensions.subarray(3 * i), settings.weights, "mean");
    }
    return { value, slope: null };
  }
  const scored = kinds.map((kind) => scoreKind(kind, settings, published, true));
  return {
    value: average(shares, scored.map((each) => each.scores)),
    slope: average(shares, scored.map((each) => /** @type {Float64Array} */ (each.slopes)), 3),
  };
}

/**
 * Compute what the page shows.
 * @param {Page} page
 * @param {Settings} settings
 * @returns {Results}
 */
export function compute(page, settings) {
  const { areas, provinces, published } = page;
  if (sameSettings(settings, published)) {
    return {
      asPublished: true,
      evi: publishedFigure(areas, "evi", "quality"),
      evi_relative: publishedFigure(areas, "evi_relative", "quality_relative"),
    };
  }
  const here = rescored(areas, page.shares, page, settings);
  const above = rescored(provinces, page.provinceShares, page, settings);
  const ofProvince = new Map(provinces.map((row, i) => [row.province, above.value[i]]));
  const evi = emptyFigure(areas.length);
  const relative = emptyFigure(areas.length);
  const fixed = lastingOf(areas);
  for (let i = 0; i < areas.length; i++) {
    const value = here.value[i];
    if (!fixed.scored[i] || Number.isNaN(value)) continue;
    const slope = here.slope ? here.slope.subarray(3 * i) : settings.weights;
    const se = standardError(slope, fixed.covariances.subarray(6 * i));
    const half = HALF * se;
    evi.value[i] = value;
    evi.low[i] = Math.max(value - half, 0);
    evi.high[i] = Math.min(value + half, 100);
    evi.quality[i] = grade(half, fixed.missing[i]);
    const base = ofProvince.get(areas[i].province);
    if (base === undefined || fixed.scored[i] < 2) continue;
    // The release has no covariances of differences: their errors scale as those of scores.
    const scale = fixed.error[i] > 0 ? se / fixed.error[i] : 1;
    const halfRelative = HALF * fixed.relativeError[i] * scale;
    relative.value[i] = value - base;
    relative.low[i] = value - base - halfRelative;
    relative.high[i] = value - base + halfRelative;
    const missing = fixed.relativeMissing[i];
    relative.quality[i] = missing < 0 ? null : grade(halfRelative, missing);
  }
  return { asPublished: false, evi, evi_relative: relative };
}

