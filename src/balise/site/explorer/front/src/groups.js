/**
 * A population group of each area: its score, its people, and why one is not published.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Figure} Figure
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {import("./scores.js").Shares} Shares
 *
 * @typedef {object} Group a population group at a level
 * @property {string} code
 * @property {string} name
 * @property {(Row | null)[]} rows one for each area, null where the release has none
 * @property {Shares | null} shares of person types; null where the release has none
 * @property {Record<string, string>} reasons in words
 * @property {Record<string, string | null>} tables that are missing, null where a name is known in
 *   English only
 */
import { grade, gradeCount, lowered } from "./grades.js";
import { emptyFigure, sameSettings } from "./results.js";
import { NINETEEN_IN_TWENTY as HALF, aggregate, average, scoreKind, standardError } from "./scores.js";

/**
 * Whether the scores of a group can be computed again.
 * @param {Group} group
 */
export const canFollow = (group) => Boolean(group.shares?.area.length);

/**
 * Variances and covariances of the dimensions of a group. The release has no covariances of
 * groups: the dimensions of a group are taken to go together as those of its area do.
 * @param {Row} row of the group
 * @param {Row} area
 */
export function groupCovariances(row, area) {
  const together = (/** @type {string} */ a, /** @type {string} */ b) => {
    const errors = area[`${a}_se`] * area[`${b}_se`];
    return errors > 0 ? (row[`${a}_se`] * row[`${b}_se`] * area[`cov_${a}_${b}`]) / errors : 0;
  };
  return [
    row.means_se ** 2,
    row.willingness_se ** 2,
    row.abilities_se ** 2,
    together("means", "willingness"),
    together("means", "abilities"),
    together("willingness", "abilities"),
  ];
}

/** @param {Row} row @returns {[number, number, number]} */
const dimensionsOf = (row) => [row.means, row.willingness, row.abilities];

/**
 * Scores of a group under some weights and method.
 * @param {Group} group
 * @param {Page} page
 * @param {Settings} settings
 * @returns {Figure}
 */
export function groupScores(group, page, settings) {
  const figure = emptyFigure(page.areas.length);
  const isPublished = sameSettings(settings, page.published) || !canFollow(group);
  const moved = isPublished ? null : rescored(group, page, settings);
  group.rows.forEach((row, i) => {
    if (!row || row.evi === null || row.evi === undefined) return;
    const again = moved?.(row, i);
    if (!again) {
      figure.value[i] = row.evi;
      figure.low[i] = row.evi_low ?? NaN;
      figure.high[i] = row.evi_high ?? NaN;
      figure.quality[i] = row.quality;
      return;
    }
    const half = HALF * again.se;
    figure.value[i] = again.value;
    figure.low[i] = Math.max(again.value - half, 0);
    figure.high[i] = Math.min(again.value + half, 100);
    figure.quality[i] = grade(half, lowered(row.quality, (row.evi_high - row.evi_low) / 2));
  });
  return figure;
}

/**
 * Gives the score of a group and its error, from its person types.
 * @param {Group} group
 * @param {Page} page
 * @param {Settings} settings
 * @returns {(row: Row, place: number) => {value: number, se: number} | null}
 */
function rescored(group, page, settings) {
  const { published, kinds, areas } = page;
  const isMean =
    settings.aggregation === "mean" && settings.k === published.k && settings.n === published.n;
  const shares = /** @type {Shares} */ (group.shares);
  const scored = isMean ? [] : kinds.map((kind) => scoreKind(kind, settings, published, true));
  const values = isMean ? null : average(shares, scored.map((each) => each.scores));
  const slopes = isMean
    ? null
    : average(shares, scored.map((each) => /** @type {Float64Array} */ (each.slopes)), 3);
  return (row, i) => {
    const value = values ? values[i] : aggregate(dimensionsOf(row), settings.weights, "mean");
    if (Number.isNaN(value)) return null;
    const slope = slopes ? slopes.subarray(3 * i, 3 * i + 3) : settings.weights;
    const covariances = groupCovariances(row, areas[i]);
    const se = standardError(slope, covariances);
    if (published.aggregation !== "mean") return { value, se };
    // At the published weights the published error comes out.
    const before = standardError(published.weights, covariances);
    return { value, se: before > 0 ? (row.evi_se * se) / before : se };
  };
}

/**
 * People of a group, with the interval of its share; graded as counts are.
 * @param {Group} group
 * @returns {Figure}
 */
export function groupPeople(group) {
  const figure = emptyFigure(group.rows.length);
  group.rows.forEach((row, i) => {
    if (!row || row.people === null || row.people === undefined) return;
    figure.value[i] = row.people;
    if (!(row.share > 0) || row.share_se === null || row.share_se === undefined) return;
    const error = row.share_se / row.share;
    figure.low[i] = row.people * Math.max(1 - HALF * error, 0);
    figure.high[i] = row.people * (1 + HALF * error);
    figure.quality[i] = gradeCount(error);
  });
  return figure;
}
