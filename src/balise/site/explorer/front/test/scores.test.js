/** Formulas against numbers that balise.index prints (its doctests, and figures beside it). */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { approximationsOf } from "../src/approximations.js";
import { cellPlace, covariancesOf, kindsOf, sharesOf, tableOf } from "../src/data.js";
import { grade, lowered, standing } from "../src/grades.js";
import {
  CELLS, aggregate, anyBarrier, anyBarrierSlopes, asShares, average, dimensions, slopes, standardError,
} from "../src/scores.js";

const THIRDS = /** @type {[number, number, number]} */ ([1 / 3, 1 / 3, 1 / 3]);
const ONE = {
  internet_use: 0.8, home_access: 0.9, government_services: 0.5, basic_skills: 0.75, coverage: 0.5,
};
const near = (/** @type {number} */ a, /** @type {number} */ b, close = 1e-9) =>
  assert.ok(Math.abs(a - b) <= close, `${a} is not ${b}`);

const printed = JSON.parse(await readFile(new URL("printed.json", import.meta.url), "utf8"));

test("three dimensions make the scores that Python prints", () => {
  const found = ["mean", "geometric", "power", "worst"].map((how) =>
    aggregate([0.1, 0.2, 0.6], THIRDS, /** @type {any} */ (how)).toFixed(1),
  );
  assert.deepEqual(found, ["30.0", "22.9", "37.0", "60.0"]);
});

test("every aggregation of invented person types is the one of balise.index", () => {
  for (const { indicators, k, n, weights, power, dimensions: expected, scores } of printed.types) {
    const found = dimensions(indicators, k, n);
    found.forEach((value, i) => near(value, expected[i]));
    for (const [how, score] of Object.entries(scores)) {
      const value = how === "any_barrier"
        ? anyBarrier(indicators, k, n)
        : aggregate(found, weights, /** @type {any} */ (how), power);
      near(value, /** @type {number} */ (score));
    }
  }
});

test("scores move with each dimension as in balise.index", () => {
  for (const { indicators, k, n, weights, power, dimensions: d, scores, slopes: expected } of printed.types) {
    for (const [how, slope] of Object.entries(expected)) {
      const settings = { weights, aggregation: /** @type {any} */ (how), k, n, power };
      const found = how === "any_barrier" ? anyBarrierSlopes(indicators, k, n) : slopes(d, scores[how], settings);
      found.forEach((value, i) => near(value, /** @type {number[]} */ (slope)[i], 1e-6));
    }
  }
});

test("home access 0.9 where half have 50/10 and k = 0.25 makes means of 0.2125", () => {
  assert.deepEqual(dimensions(ONE, 0.25, 0).map((each) => each.toFixed(4)), ["0.2125", "0.6000", "0.4000"]);
});

test("any barrier is chained: 1 - 0.7875 x 0.8889 x 0.5 x 0.75 = 0.7375", () => {
  near(anyBarrier(ONE, 0.25, 0), 73.75);
});

test("slopes are those of a small step", () => {
  const d = dimensions(ONE, 0.25, 0);
  const weights = /** @type {[number, number, number]} */ ([0.5, 0.2, 0.3]);
  for (const aggregation of /** @type {const} */ (["mean", "geometric", "power", "worst"])) {
    const settings = { weights, aggregation, k: 0.25, n: 0, power: 2 };
    const found = slopes(d, aggregate(d, weights, aggregation), settings);
    for (let i = 0; i < 3; i++) {
      const moved = /** @type {[number, number, number]} */ ([...d]);
      moved[i] += 1e-6;
      const step = (aggregate(moved, weights, aggregation) - aggregate(d, weights, aggregation)) / 1e-4;
      near(found[i], step, 1e-4);
    }
  }
});

test("any barrier moves with skills alone as its chain does, and less where use is shared", () => {
  // With use and home access certain, services and skills each move one dimension alone.
  const sure = { ...ONE, internet_use: 1 - 1e-12, home_access: 1 - 1e-12, coverage: 1 - 1e-12 };
  const d = dimensions(sure, 0.25, 0);
  const found = anyBarrierSlopes(sure, 0.25, 0);
  const skilled = { ...sure, basic_skills: sure.basic_skills + 1e-6 };
  const moved = dimensions(skilled, 0.25, 0);
  const step = (anyBarrier(skilled, 0.25, 0) - anyBarrier(sure, 0.25, 0)) / 100 / (moved[2] - d[2]);
  near(found[2], step, 1e-4);
  // Held still, use would count once in willingness and once in abilities.
  const twice = (1 - 0.7375) / (1 - 0.6) + (1 - 0.7375) / (1 - 0.4);
  const shared = anyBarrierSlopes(ONE, 0.25, 0);
  assert.ok(shared.every((each) => each >= 0) && shared[1] + shared[2] < twice);
});

test("the error of a mean adds variances and covariances", () => {
  // By hand: (1/3)^2 x (0.09 + 0.09 + 0.09 + 2 x 0.03) = 0.0367, its root x 100.
  near(standardError(THIRDS, [0.09, 0.09, 0.09, 0.03, 0, 0]), 100 * Math.sqrt(0.33 / 9));
  const row = {
    means_se: 0.3, willingness_se: 0.3, abilities_se: 0.3,
    cov_means_willingness: 0.03, cov_means_abilities: 0, cov_willingness_abilities: 0,
  };
  near(standardError(THIRDS, covariancesOf(row)), 100 * Math.sqrt(0.33 / 9));
});

test("areas are averaged over the people of each kind", () => {
  const cells = Array(CELLS).fill(0);
  cells[0] = 5000;
  cells[CELLS - 1] = 5000;
  const names = Array.from({ length: CELLS }, (_, i) =>
    `a${Math.floor(i / 16) + 1}e${(Math.floor(i / 4) % 4) + 1}q${(i % 4) + 1}`,
  );
  assert.deepEqual(names.map(cellPlace), names.map((_, i) => i));
  const answer = {
    columns: ["dguid", "province", "area_type", "share", ...names],
    rows: [["x", "13", "rural", 0.25, ...cells], ["x", "13", "other_urban", 0.75, ...cells]],
  };
  const types = ["rural", "other_urban"].flatMap((area_type) =>
    names.map((cell) => ({ province: "13", area_type, cell, ...ONE, means: 0, willingness: 0, abilities: 0 })),
  );
  const kinds = kindsOf(types);
  const shares = sharesOf(answer, [{ dguid: "x" }, { dguid: "nobody" }], kinds);
  const rural = new Float64Array(CELLS);
  rural[0] = 60;
  rural[CELLS - 1] = 20;
  const [x, nobody] = average(shares, [rural, rural.map((each) => each / 2)]);
  near(x, 0.25 * 40 + 0.75 * 20);
  assert.ok(Number.isNaN(nobody));
});

test("sliders count as shares, all at zero as equal", () => {
  assert.deepEqual(asShares([50, 25, 25]), [0.5, 0.25, 0.25]);
  assert.deepEqual(asShares([0, 0, 0]), THIRDS);
});

test("a score is graded by its half-width and lowered as the release lowered it", () => {
  assert.deepEqual([grade(0.9), grade(1, 1), grade(9)], ["A", "C", "F"]);
  assert.equal(lowered("D", 1.5), 2);
  assert.equal(standing(20, "E"), "caution");
  assert.equal(standing(20, "F"), "unpublished");
  assert.equal(standing(NaN, null), "unpublished");
});

test("answers are read as records or as columns and rows", () => {
  const table = { columns: ["a", "b"], rows: [[1, 2]] };
  assert.deepEqual(tableOf([{ a: 1, b: 2 }]), table);
  assert.deepEqual(tableOf({ areas: [{ a: 1, b: 2 }] }), table);
  assert.deepEqual(tableOf({ release: "x", ...table }).rows, table.rows);
});

test("what the release says of intervals under another method is read by aggregation", () => {
  const validation = {
    columns: ["check", "place", "rebuilt"],
    rows: [
      ["delta_method", "power, csd, median", 0.95],
      ["delta_method", "power, csd, 5 %", 0.93],
      ["delta_method", "power, csd, 95 %", 0.96],
      ["statement", "all ages", 46],
    ],
  };
  assert.deepEqual([...approximationsOf({ validation })], [["power", { low: 0.93, high: 0.96 }]]);
  assert.equal(approximationsOf({}).size, 0);
});
