/** Numbers, names, classes, cells, state and words. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";
import { bubbles, ground } from "../src/geometry.js";
import { cells, circleWithin, project, signedArea, unproject } from "../src/cells.js";
import { largest, radiusOf, roundSizes } from "../src/bubbles.js";
import { DIVERGING, SEQUENTIAL, classOf, countLimits, limitsAroundZero, roundLimits } from "../src/classes.js";
import { namedApart } from "../src/loading.js";
import { folded, matches } from "../src/names.js";
import { interval, numeral, percent, signed } from "../src/numerals.js";
import { LIMITS, isReach, reachOf, standingOf } from "../src/reach.js";
import { compute, sameSettings } from "../src/results.js";
import { written } from "../src/shown.js";
import { inHighestFifth, weightings } from "../src/stability.js";
import { changed, groupOf, initialState, isCount, readState, settingsOf, writeState } from "../src/state.js";
import { listed } from "../src/table.js";
import { WORDS, speaker } from "../src/words.js";

/** @type {import("../src/scores.js").Settings} */
const PUBLISHED = { weights: [1 / 3, 1 / 3, 1 / 3], aggregation: "mean", k: 0.25, n: 0, power: 2 };

test("numbers are written as balise.reports writes them", () => {
  assert.equal(numeral(1234567.891, "en", 1), "1,234,567.9");
  assert.equal(numeral(1234567.891, "fr", 1), "1\u202f234\u202f567,9");
  assert.equal(numeral(null, "en"), "–");
  assert.deepEqual([signed(1.24, "en"), signed(-1.24, "fr"), signed(0, "en")], ["+1.2", "−1,2", "0.0"]);
  assert.equal(interval(-1.2, 3.4, "fr", true), "−1,2 à +3,4");
  // Python's format sends what lies exactly between two to the even digit.
  assert.deepEqual([27.25, 27.75, 0.35, 0.125].map((each) => numeral(each, "en", 1)), ["27.2", "27.8", "0.3", "0.1"]);
  assert.deepEqual([percent(0.925, "en"), percent(0.333, "fr")], ["92%", "33\u00a0%"]);
});

test("a community is found whatever its accents and hyphens", () => {
  const names = [folded("Sainte-Anne-de-Madawaska")];
  for (const asked of ["ste anne", "SAINTE ANNE MADA", "anne-de", "Sainté Anne"]) {
    assert.ok(matches(folded(asked), names), asked);
  }
  assert.ok(!matches(folded("nne"), names));
});

test("areas that share a name are told apart by their code", () => {
  const rows = ["1", "2", "3"].map((code) => ({ code, name_en: code === "3" ? "Acton" : "Saint-Léonard" }));
  const found = namedApart(rows, "fr").map(({ name, short }) => [name, short]);
  assert.deepEqual(found, [
    ["Saint-Léonard (1)", "Saint-Léonard"], ["Saint-Léonard (2)", "Saint-Léonard"], ["Acton", "Acton"],
  ]);
});

test("classes around zero are those of the printed map", () => {
  assert.deepEqual(limitsAroundZero([-9, 1, 4, 9.5]), [-10, -6, -2, 2, 6, 10]);
  assert.deepEqual([-11, -10, 0, 10].map((each) => classOf(each, [-10, -6, -2, 2, 6, 10])), [0, 1, 3, 6]);
  assert.equal(DIVERGING.length, SEQUENTIAL.length);
  assert.deepEqual(roundLimits([20, 22, 25, 28, 30]), [20, 22, 24, 26, 28, 30]);
});

test("classes of numbers of people are round and about double each time", () => {
  const values = Array.from({ length: 300 }, (_, i) => 5 * i);
  assert.deepEqual(countLimits(values), [20, 50, 100, 200, 500, 1000]);
  assert.deepEqual(countLimits([5, 10]), [5, 10, 20, 50, 100, 200]);
  assert.equal(countLimits([]).length, 6);
});

test("the surface of a bubble follows people, and the legend shows round numbers", () => {
  assert.equal(largest([NaN, 7200, 5]), 7200);
  assert.equal(radiusOf(7200, 7200) / radiusOf(1800, 7200), 2);
  assert.equal(radiusOf(NaN, 7200), 3);
  assert.deepEqual(roundSizes(7200), [5000, 1000, 200]);
  assert.deepEqual(roundSizes(1), [1]);
});

test("areas without ground of their own keep a bubble beside boundaries", () => {
  const areas = [0, 1, 2].map((i) => ({ lon: -66 + i / 10, lat: 46 })).concat([{ lon: NaN, lat: NaN }]);
  const { features } = bubbles(areas, [5, 500, 50, 1], new Set([2]));
  assert.deepEqual(features.map(({ id }) => id), [1, 2, 0]);
  assert.deepEqual(features.map(({ properties }) => "bare" in properties), [false, true, false]);
  assert.equal(ground(areas).cells.features.length, 3);
});

test("a cell holds its place, stays in its circle and leaves its neighbours theirs", () => {
  const places = [[0, 0], [0.2, 0], [0, 0.2], [0.2, 0.2], [0.1, 0.1], [0.1, 0.1]].map(
    ([lon, lat]) => ({ lon: lon - 66, lat: lat + 46 }),
  );
  const found = cells(places);
  assert.equal(found.length, places.length);
  for (const [i, ring] of found.entries()) {
    assert.deepEqual(ring[0], ring.at(-1));
    assert.ok(ring.length > 3);
    const plane = ring.slice(0, -1).map(([lon, lat]) => project(lon, lat));
    assert.ok(signedArea(plane) < 0, "counter-clockwise on the ground");
    const [x, y] = project(places[i].lon, places[i].lat);
    const [mx, my] = [0, 1].map((axis) => plane.reduce((sum, each) => sum + each[axis], 0) / plane.length);
    assert.ok(Math.hypot(mx - x, my - y) < 0.2 / 360);
  }
  const square = /** @type {[number, number][]} */ ([[-9, -9], [0, -9], [0, 9], [-9, 9]]);
  const half = circleWithin([0, 0], 1, square);
  assert.ok(half.every(([x]) => x <= 1e-9));
  const [lon, lat] = unproject(...project(-66.1, 46.2));
  assert.ok(Math.abs(lon + 66.1) < 1e-9 && Math.abs(lat - 46.2) < 1e-9);
});

test("the address keeps the view, and leaves out what is at its default", () => {
  const levels = ["csd", "cd"];
  const state = initialState("csd", PUBLISHED);
  assert.equal(writeState(state, new URLSearchParams(), "csd", PUBLISHED).toString(), "");
  const other = {
    ...state, level: "cd", colour: "evi", shape: /** @type {const} */ ("bubbles"), sort: "name",
    sliders: /** @type {[number, number, number]} */ ([60, 20, 20]), aggregation: /** @type {const} */ ("worst"),
    k: 0.5, area: "2021A00031301", q: "côte", page: 2,
  };
  const query = writeState(other, new URLSearchParams("release=x"), "csd", PUBLISHED);
  assert.equal(query.get("release"), "x");
  assert.deepEqual(readState(query, "csd", PUBLISHED, levels), other);
  const wrong = new URLSearchParams("level=moon&colour=red&weights=1-2&k=7&page=-3&aggregation=sum");
  assert.deepEqual(readState(wrong, "csd", PUBLISHED, levels), state);
  assert.ok(sameSettings(settingsOf(state, PUBLISHED), PUBLISHED));
});

const row = (/** @type {string} */ dguid, /** @type {number} */ means, /** @type {number} */ evi) => ({
  dguid, name: dguid, province: "13", evi, evi_se: 1, evi_low: evi - 1.96, evi_high: evi + 1.96,
  means, willingness: 0.3, abilities: 0.3, means_se: 0.02, willingness_se: 0.02, abilities_se: 0.02,
  cov_means_willingness: 0, cov_means_abilities: 0, cov_willingness_abilities: 0,
  evi_relative: evi - 25, evi_relative_se: 0.5, evi_relative_low: evi - 26, evi_relative_high: evi - 24,
  quality: "B", quality_relative: "A",
});

test("a group or a number of people is a view with an address", () => {
  const named = ["seniors", "rural"];
  const read = (/** @type {string} */ text) =>
    readState(new URLSearchParams(text), "csd", PUBLISHED, ["csd", "pr"], named);
  const group = read("colour=group.seniors");
  assert.deepEqual([group.colour, group.shape, group.sort], ["group.seniors", "cells", "-shown"]);
  const people = read("colour=people.rural");
  assert.deepEqual([people.colour, people.shape], ["people.rural", "bubbles"]);
  assert.equal(writeState(people, new URLSearchParams(), "csd", PUBLISHED).toString(), "colour=people.rural");
  assert.equal(read("colour=group.elders").colour, "evi_relative");
  assert.deepEqual([groupOf("group.seniors"), groupOf("people_high")], ["seniors", ""]);
  assert.ok(isCount("people_high") && !isCount("group.seniors"));
  const above = changed({ ...group, area: "x" }, { level: "pr" });
  assert.deepEqual([above.colour, above.area], ["group.seniors", ""]);
  assert.equal(changed(read(""), { level: "pr" }).colour, "evi");
  assert.equal(changed(read(""), { colour: "people_high" }).shape, "bubbles");
  assert.equal(changed(read("shape=bubbles"), { colour: "evi" }).shape, "bubbles");
});

test("published weights give published figures, others move scores and intervals", () => {
  const areas = [row("a", 0.15, 25), row("b", 0.45, 35), { dguid: "c", province: "13", evi: null }];
  const none = { areas: 0, area: new Int32Array(), kind: new Int32Array(), share: new Float64Array(), cells: new Uint16Array() };
  const page = {
    areas, provinces: [row("13", 0.15, 25)], kinds: [], shares: none, provinceShares: none, published: PUBLISHED,
  };
  const same = compute(page, PUBLISHED);
  assert.ok(same.asPublished);
  assert.equal(same.evi.value[1], 35);
  const moved = compute(page, { ...PUBLISHED, weights: [1, 0, 0] });
  assert.ok(!moved.asPublished);
  // By hand: means alone, 45 points; error 2 points, 1.96 x 2 = 3.92 to each side.
  assert.equal(moved.evi.value[1].toFixed(6), "45.000000");
  assert.equal(moved.evi.low[1].toFixed(6), "41.080000");
  assert.equal(moved.evi_relative.value[1].toFixed(6), "30.000000");
  // The error doubled, so does that of the difference: 0.5 x 2 x 1.96.
  assert.equal((moved.evi_relative.high[1] - 30).toFixed(6), "1.960000");
  assert.equal(moved.evi.quality[1], "D");
  assert.ok(Number.isNaN(moved.evi.value[2]));
});

test("the most vulnerable fifth holds one in five, under 66 weightings", () => {
  assert.equal(weightings().length, 66);
  assert.ok(weightings().every((each) => Math.abs(each[0] + each[1] + each[2] - 1) < 1e-9));
  const values = Float64Array.from({ length: 10 }, (_, i) => i);
  assert.deepEqual(inHighestFifth(values, [...values.keys()]).lastIndexOf(false), 7);
});

test("the table sorts, filters and leaves what has no value last", () => {
  const areas = ["Zurich", "Éel River", "Acton"].map((name) => ({ name }));
  const names = areas.map(({ name }) => [folded(name)]);
  const values = { evi: [3, NaN, 5] };
  const collator = new Intl.Collator("fr-CA");
  const order = (/** @type {string} */ q, /** @type {string} */ sort) => listed(areas, names, values, q, sort, collator);
  assert.deepEqual(order("", "name"), [2, 1, 0]);
  assert.deepEqual(order("", "-evi"), [2, 0, 1]);
  assert.deepEqual(order("", "evi"), [0, 2, 1]);
  assert.deepEqual(order("eel", "evi"), [1]);
});

test("every word is in both languages, with the same gaps, and is used", async () => {
  const folder = new URL("../src/", import.meta.url);
  const files = (await readdir(folder)).filter((file) => file !== "words.js");
  const source = (await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")))).join("");
  for (const [key, [en, fr]] of Object.entries(WORDS)) {
    assert.ok(en && fr, key);
    const gaps = (/** @type {string} */ text) => (text.match(/\{\w+\}/g) ?? []).sort();
    assert.deepEqual(gaps(en), gaps(fr), key);
    assert.ok(key.startsWith("quality_") || new RegExp(`["'\`\\s{,]${key}["'\`,:]`).test(source), `${key} is not used`);
  }
  const say = speaker("fr", { map: "Plan" });
  assert.deepEqual([say("map"), say("count", { count: "3" })], ["Plan", "3 régions"]);
  assert.equal(say("evi_of", { group: "x" }), "IVE\u00a0: x");
});

test("shares beyond reach are coloured where their interval is narrow, ranges by their middle", () => {
  const columns = ["dguid", "nearest_km", "travel", "share", "share_low", "share_high", "middle", "reason"];
  const rows = [
    ["a", 12.4, "estimated", 0.02, 0, 0.05, 0.02, null],
    ["b", 60, "estimated", null, 0.2, 0.26, 0.23, "range"],
    ["c", 49, "estimated", null, 0, 1, 0.5, "range"],
    ["d", null, null, null, null, null, null, "no_source"],
  ];
  const areas = ["a", "b", "c", "d", "e"].map((dguid) => ({ dguid }));
  const reach = reachOf({ columns, rows, reasons: { no_source: "no source" } }, areas);
  const { beyond_50km: figure, nearest_km, ranged, reasons } = reach;
  assert.deepEqual(figure.quality, ["estimated", "estimated", "F", null, null]);
  assert.deepEqual([...ranged], [0, 1, 1, 0, 0]);
  assert.deepEqual([reasons[3], reasons[4]], ["no source", null]);
  assert.deepEqual([...figure.value].slice(0, 3).map((each) => classOf(each, LIMITS.share)), [1, 3, 5]);
  const shown = /** @type {any} */ ({ unit: "share", figure, ranged });
  assert.deepEqual([0, 1].map((place) => written(shown, place, "en")), [
    { value: "2.0%", between: "0.0 to 5.0%" }, { value: "20.0 to 26.0%", between: "" },
  ]);
  assert.equal(written(shown, 2, "fr")?.value, "0,0 à 100,0\u00a0%");
  assert.equal(written(shown, 3, "fr"), null);
  assert.equal(written(/** @type {any} */ ({ unit: "km", figure: nearest_km }), 0, "fr")?.value, "12\u00a0km");
});

test("half an interval of 5 points asks for caution, one of 8 is not coloured", () => {
  assert.deepEqual([0, 0.09, 0.11, 0.15, 0.17].map((each) => standingOf(0, each)), [
    "estimated", "estimated", "E", "E", "F",
  ]);
  assert.ok(isReach("nearest_km") && !isReach("evi"));
});

test("the address keeps reach where the release has it", () => {
  const query = new URLSearchParams("colour=beyond_50km");
  assert.equal(readState(query, "csd", PUBLISHED, ["csd"]).colour, "evi_relative");
  const state = readState(query, "csd", PUBLISHED, ["csd"], [], ["beyond_50km"]);
  assert.deepEqual([state.colour, state.sort, state.shape], ["beyond_50km", "-shown", "cells"]);
  assert.equal(writeState(state, new URLSearchParams(), "csd", PUBLISHED).get("colour"), "beyond_50km");
});
