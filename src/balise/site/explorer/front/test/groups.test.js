/** Groups: published figures as they are, others from their person types. */
import assert from "node:assert/strict";
import test from "node:test";
import { canFollow, groupCovariances, groupPeople, groupScores } from "../src/groups.js";
import { gradeCount } from "../src/grades.js";
import { CELLS } from "../src/scores.js";
import { shownOf, written } from "../src/shown.js";

/** @type {import("../src/scores.js").Settings} */
const PUBLISHED = { weights: [1 / 3, 1 / 3, 1 / 3], aggregation: "mean", k: 0.25, n: 0, power: 2 };
const ERRORS = { means_se: 0.02, willingness_se: 0.03, abilities_se: 0.04 };
const AREA = {
  dguid: "a", name: "a", province: "13", population: 900, people_high: 120, quality: "C", ...ERRORS,
  cov_means_willingness: 0.0006, cov_means_abilities: 0.0008, cov_willingness_abilities: 0.0012,
};
const SENIORS = {
  dguid: "a", group: "seniors", people: 200, share: 0.25, share_se: 0.025,
  evi: 40, evi_se: 2, evi_low: 36.08, evi_high: 43.92, means: 0.3, willingness: 0.4, abilities: 0.5,
  means_se: 0.04, willingness_se: 0.06, abilities_se: 0.08, quality: "D", reason: null,
};
const HIDDEN = { dguid: "b", group: "seniors", evi: null, people: null, reason: "under_40_people" };

/** A kind whose people are all of one type, with these dimensions. */
const kind = {
  name: "13-rural",
  indicators: Array.from({ length: CELLS }, () => ({
    internet_use: 0.8, home_access: 0.9, government_services: 0.5, basic_skills: 0.75, coverage: 0.5,
  })),
  published: Float64Array.from({ length: 3 * CELLS }, (_, i) => [0.3, 0.4, 0.5][i % 3]),
};

/** @param {boolean} withShares @returns {import("../src/groups.js").Group} */
function group(withShares) {
  const cells = new Uint16Array(CELLS);
  cells[0] = 10_000;
  const shares = withShares
    ? { areas: 2, area: Int32Array.of(0), kind: Int32Array.of(0), share: Float64Array.of(1), cells }
    : null;
  const reasons = { under_40_people: "not published: fewer than 40 people" };
  return { code: "seniors", name: "Seniors", rows: [SENIORS, HIDDEN], shares, reasons, tables: {} };
}

const nobody = { areas: 0, area: new Int32Array(), kind: new Int32Array(), share: new Float64Array(), cells: new Uint16Array() };
/** @type {import("../src/results.js").Page} */
const page = {
  areas: [AREA, { ...AREA, dguid: "b", quality: "F" }], provinces: [], kinds: [kind],
  shares: nobody, provinceShares: nobody, published: PUBLISHED,
};

test("published weights give the published score of a group", () => {
  const found = groupScores(group(true), page, PUBLISHED);
  assert.deepEqual([found.value[0], found.low[0], found.high[0], found.quality[0]], [40, 36.08, 43.92, "D"]);
  assert.ok(Number.isNaN(found.value[1]));
});

test("weights move the score of a group, and its interval with it", () => {
  const found = groupScores(group(true), page, { ...PUBLISHED, weights: [0, 0, 1] });
  assert.equal(found.value[0].toFixed(6), "50.000000");
  // By hand: dimensions go together perfectly here, so the error at equal weights is
  // (4 + 6 + 8) / 3 = 6 points and at abilities alone 8: the published 2 becomes 8 / 3.
  assert.equal((found.high[0] - 50).toFixed(4), ((1.96 * 8) / 3).toFixed(4));
});

test("another aggregation averages the person types of a group", () => {
  const found = groupScores(group(true), page, { ...PUBLISHED, aggregation: "worst" });
  assert.equal(found.value[0].toFixed(6), "50.000000");
  assert.ok(found.low[0] < 50 && Number.isNaN(found.value[1]));
});

test("a group whose person types are not published stays as published", () => {
  assert.ok(!canFollow(group(false)));
  assert.equal(groupScores(group(false), page, { ...PUBLISHED, weights: [0, 0, 1] }).value[0], 40);
});

test("dimensions of a group go together as those of its area", () => {
  const found = groupCovariances(SENIORS, { ...AREA, cov_means_willingness: 0.0003 });
  // By hand: correlation 0.0003 / (0.02 x 0.03) = 0.5; times 0.04 x 0.06.
  assert.equal(found[3].toFixed(8), "0.00120000");
});

test("people of a group have the interval of its share, and the grade of a count", () => {
  const found = groupPeople(group(true));
  assert.deepEqual([found.value[0], found.quality[0]], [200, "C"]);
  assert.equal(found.low[0].toFixed(3), (200 * (1 - 0.196)).toFixed(3));
  assert.deepEqual([0.04, 0.05, 0.2, 0.3, 0.33].map(gradeCount), ["A", "B", "D", "E", "F"]);
});

test("what is shown has a title, a unit, reasons and sizes", () => {
  const figure = { value: Float64Array.of(1, NaN), low: new Float64Array(2), high: new Float64Array(2), quality: ["A", null] };
  const people = Float64Array.of(900, 900);
  const of = (/** @type {string} */ colour, /** @type {any} */ own = null) =>
    shownOf(
      {
        colour, page, results: { asPublished: true, evi: figure, evi_relative: figure },
        dimensions: { means: figure }, settings: PUBLISHED, group: own, people,
      },
      (key) => key,
    );
  assert.deepEqual([of("evi_relative").unit, of("means").note], ["points_province", "dimension"]);
  const high = of("people_high");
  assert.deepEqual([high.unit, [...high.sizes], high.note], ["people_16", [120, 120], "count"]);
  assert.equal(written(high, 0, "en")?.between, "");
  const scores = of("group.seniors", group(false));
  assert.equal(scores.reasons[1], "not published: fewer than 40 people");
  assert.equal(scores.note, "group_fixed");
  assert.deepEqual(written(scores, 0, "fr"), { value: "40,0", between: "36,1 à 43,9" });
  assert.equal(written(scores, 1, "fr"), null);
  assert.deepEqual(written(of("people.seniors", group(true)), 0, "en"), { value: "200", between: "161 to 239" });
});
