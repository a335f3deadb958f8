/**
 * What a person chose, kept in the address of the page.
 *
 * @typedef {import("./scores.js").Aggregation} Aggregation
 * @typedef {import("./scores.js").Settings} Settings
 *
 * @typedef {object} State
 * @property {string} level
 * @property {string} colour one of COLOURS or of REACH, or group.CODE for the score of a population group, or
 *   people.CODE for its people
 * @property {"cells" | "bubbles"} shape
 * @property {[number, number, number]} sliders any values; shown as shares
 * @property {Aggregation} aggregation
 * @property {number} k
 * @property {number} n
 * @property {string} area DGUID of the one selected, or empty
 * @property {string} q part of a name
 * @property {string} sort column, with a minus before it for the highest first
 * @property {number} page of the table, from 1
 */
import { AGGREGATIONS, asShares } from "./scores.js";

export const COLOURS = ["evi_relative", "evi", "means", "willingness", "abilities", "people_high"];
/** Columns that the table sorts by, named as in the list of the site. */
export const SORTS = ["name", "population", "evi", "relative", "shown"];

/**
 * The population group that a colour names; empty for none.
 * @param {string} colour
 */
export const groupOf = (colour) => (/^(?:group|people)\.(.+)$/u.exec(colour) ?? ["", ""])[1];

/**
 * Whether a colour stands for a number of people.
 * @param {string} colour
 */
export const isCount = (colour) => colour === "people_high" || colour.startsWith("people.");

/**
 * Numbers are read from bubbles, shares and scores from the ground.
 * @param {string} colour
 * @returns {"cells" | "bubbles"}
 */
export const shapeOf = (colour) => (isCount(colour) ? "bubbles" : "cells");

/** @param {string} colour */
export function sortOf(colour) {
  if (colour === "evi_relative") return "-relative";
  return colour === "evi" ? "-evi" : "-shown";
}

const FULL = 100;

/** Levels that do not lie in a province. */
const ABOVE = ["canada", "pr"];

/**
 * Sliders that stand for published weights.
 * @param {readonly number[]} weights
 * @returns {[number, number, number]}
 */
export function slidersOf(weights) {
  const most = Math.max(...weights);
  const of = (/** @type {number} */ i) => Math.round((FULL / 2) * (weights[i] / most));
  return [of(0), of(1), of(2)];
}

/**
 * The state where nothing was chosen.
 * @param {string} level
 * @param {Settings} published
 * @returns {State}
 */
export function initialState(level, published) {
  const colour = ABOVE.includes(level) ? "evi" : "evi_relative";
  return {
    level,
    colour,
    shape: shapeOf(colour),
    sliders: slidersOf(published.weights),
    aggregation: published.aggregation,
    k: published.k,
    n: published.n,
    area: "",
    q: "",
    sort: sortOf(colour),
    page: 1,
  };
}

/** @param {string | null} text @param {number} low @param {number} high */
function numberIn(text, low, high) {
  const value = text === null || text === "" ? NaN : Number(text);
  return value >= low && value <= high ? value : null;
}

/**
 * Read the address; what makes no sense is left at its default.
 * @param {URLSearchParams} query
 * @param {string} level default
 * @param {Settings} published
 * @param {readonly string[]} levels known
 * @param {readonly string[]} groups known
 * @param {readonly string[]} others colours besides those of every release
 * @returns {State}
 */
export function readState(query, level, published, levels, groups = [], others = []) {
  const asked = query.get("level") ?? "";
  const state = initialState(levels.includes(asked) ? asked : level, published);
  const one = (/** @type {string} */ key, /** @type {readonly string[]} */ known) =>
    known.includes(query.get(key) ?? "") ? /** @type {any} */ (query.get(key)) : null;
  const named = groups.flatMap((group) => [`group.${group}`, `people.${group}`]);
  state.colour = one("colour", [...COLOURS, ...others, ...named]) ?? state.colour;
  state.shape = one("shape", ["cells", "bubbles"]) ?? shapeOf(state.colour);
  state.aggregation = one("aggregation", AGGREGATIONS) ?? state.aggregation;
  const weights = (query.get("weights") ?? "").split("-").map((each) => numberIn(each, 0, FULL));
  if (weights.length === 3 && weights.every((each) => each !== null) && weights.some(Boolean)) {
    state.sliders = /** @type {[number, number, number]} */ (weights);
  }
  state.k = numberIn(query.get("k"), 0, 1) ?? state.k;
  state.n = numberIn(query.get("n"), 0, 1) ?? state.n;
  state.area = query.get("area") ?? "";
  state.q = query.get("q") ?? "";
  state.sort = one("sort", SORTS.flatMap((each) => [each, `-${each}`])) ?? sortOf(state.colour);
  state.page = Math.max(Math.floor(Number(query.get("page")) || 1), 1);
  return state;
}

/**
 * Write the state into a query, leaving out what is at its default; other keys stay.
 * @param {State} state
 * @param {URLSearchParams} query of the page
 * @param {string} level default
 * @param {Settings} published
 * @returns {URLSearchParams}
 */
export function writeState(state, query, level, published) {
  const out = new URLSearchParams(query);
  const base = initialState(state.level, published);
  /** @type {[string, string, boolean][]} */
  const parts = [
    ["level", state.level, state.level === level && !query.has("level")],
    ["colour", state.colour, state.colour === base.colour],
    ["shape", state.shape, state.shape === shapeOf(state.colour)],
    ["weights", state.sliders.join("-"), state.sliders.every((each, i) => each === base.sliders[i])],
    ["aggregation", state.aggregation, state.aggregation === base.aggregation],
    ["k", String(state.k), state.k === base.k],
    ["n", String(state.n), state.n === base.n],
    ["area", state.area, !state.area],
    ["q", state.q, !state.q],
    ["sort", state.sort, state.sort === sortOf(state.colour)],
    ["page", String(state.page), state.page === 1],
  ];
  for (const [key, value, isDefault] of parts) {
    if (isDefault) out.delete(key);
    else out.set(key, value);
  }
  return out;
}

/**
 * Weights and method that a state stands for.
 * @param {State} state
 * @param {Settings} published
 * @returns {Settings}
 */
export function settingsOf(state, published) {
  const base = slidersOf(published.weights);
  const untouched = state.sliders.every((each, i) => each === base[i]);
  return {
    weights: untouched ? published.weights : asShares(state.sliders),
    aggregation: state.aggregation,
    k: state.k,
    n: state.n,
    power: published.power,
  };
}

/**
 * The state after a choice: what depends on it follows, unless it was chosen as well.
 * @param {State} before
 * @param {Partial<State>} change
 * @returns {State}
 */
export function changed(before, change) {
  const next = { ...before, ...change };
  if (change.level && change.level !== before.level) {
    Object.assign(next, { area: "", q: "", page: 1 });
    const isAbove = ABOVE.includes(change.level);
    if (next.colour === "evi_relative" && isAbove) next.colour = "evi";
    if (next.colour === "evi" && ABOVE.includes(before.level) && !isAbove) next.colour = "evi_relative";
  }
  if (next.colour !== before.colour) {
    next.sort = sortOf(next.colour);
    next.page = 1;
    if (before.shape === shapeOf(before.colour)) next.shape = shapeOf(next.colour);
  }
  return next;
}
