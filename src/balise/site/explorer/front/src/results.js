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

/** @param {Row} row */
const dimensionsOf = (row) => [row.means, row.willingness, row.abilities];

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
    const value = Float64Array.from(areas, (row) =>
      row.evi === null || row.evi === undefined
        ? NaN
        : aggregate(dimensionsOf(row), settings.weights, "mean"),
    );
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
  areas.forEach((row, i) => {
    const value = here.value[i];
    if (row.evi === null || row.evi === undefined || Number.isNaN(value)) return;
    const slope = here.slope ? here.slope.subarray(3 * i, 3 * i + 3) : settings.weights;
    const se = standardError(slope, covariancesOf(row));
    const half = HALF * se;
    evi.value[i] = value;
    evi.low[i] = Math.max(value - half, 0);
    evi.high[i] = Math.min(value + half, 100);
    evi.quality[i] = grade(half, lowered(row.quality, (row.evi_high - row.evi_low) / 2));
    const base = ofProvince.get(row.province);
    if (base === undefined || row.evi_relative === null || row.evi_relative === undefined) return;
    // The release has no covariances of differences: their errors scale as those of scores.
    const halfRelative = HALF * row.evi_relative_se * (row.evi_se > 0 ? se / row.evi_se : 1);
    relative.value[i] = value - base;
    relative.low[i] = value - base - halfRelative;
    relative.high[i] = value - base + halfRelative;
    const missing = lowered(
      row.quality_relative,
      (row.evi_relative_high - row.evi_relative_low) / 2,
    );
    relative.quality[i] = row.quality_relative ? grade(halfRelative, missing) : null;
  });
  return { asPublished: false, evi, evi_relative: relative };
}

