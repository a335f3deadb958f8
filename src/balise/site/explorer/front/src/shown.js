/**
 * What colours the map, and the table and panel say first: a score, a dimension, a group,
 * a number of people or the reach of offices.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./groups.js").Group} Group
 * @typedef {import("./results.js").Figure} Figure
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./results.js").Results} Results
 * @typedef {import("./scores.js").Settings} Settings
 *
 * @typedef {object} Shown
 * @property {string} title
 * @property {"points" | "points_province" | "people_16" | "share" | "km"} unit
 * @property {Figure} figure
 * @property {readonly (string | null)[]} reasons why a figure is not there, in words
 * @property {Float64Array} sizes people that the bubbles stand for
 * @property {"population" | "shown"} sized whether those are all people or the figure itself
 * @property {"follows" | "dimension" | "count" | "group_fixed" | "reach"} note how it takes to weights
 * @property {Uint8Array} [ranged] 1 where a figure is a range: its ends are read, its value is not
 */
import { DIVERGING, SEQUENTIAL, countLimits, limitsAroundZero, roundLimits } from "./classes.js";
import { groupPeople, groupScores, canFollow } from "./groups.js";
import { interval, numeral, percent, signed } from "./numerals.js";
import { LIMITS, isReach } from "./reach.js";
import { publishedFigure } from "./results.js";
import { groupOf, isCount } from "./state.js";

/**
 * @param {object} of
 * @param {string} of.colour
 * @param {Page} of.page
 * @param {Results} of.results
 * @param {Record<string, Figure>} of.dimensions
 * @param {Settings} of.settings
 * @param {Group | null} of.group the one that the colour names
 * @param {Float64Array} of.people all people of each area
 * @param {import("./map.js").Say} say
 * @returns {Shown}
 */
export function shownOf({ colour, page, results, dimensions, settings, group, people }, say) {
  const none = Array(page.areas.length).fill(null);
  /** @type {Omit<Shown, "figure" | "title">} */
  const usual = { unit: "points", reasons: none, sizes: people, sized: "population", note: "follows" };
  const title = say(colour);
  if (colour === "evi_relative") {
    return { ...usual, title, figure: results.evi_relative, unit: "points_province" };
  }
  if (colour === "people_high") {
    const figure = publishedFigure(page.areas, "people_high", "quality");
    figure.low.fill(NaN);
    figure.high.fill(NaN);
    const counted = { sizes: figure.value, sized: /** @type {const} */ ("shown") };
    return { ...usual, ...counted, title, figure, unit: "people_16", note: "count" };
  }
  if (isReach(colour) && page.reach) {
    const { ranged, reasons } = page.reach;
    const of = { title, figure: page.reach[colour], reasons, note: /** @type {const} */ ("reach") };
    return colour === "nearest_km"
      ? { ...usual, ...of, unit: "km" }
      : { ...usual, ...of, unit: "share", ranged };
  }
  if (group) {
    const reasons = group.rows.map((row) => (row?.reason ? (group.reasons[row.reason] ?? null) : null));
    if (isCount(colour)) {
      const figure = groupPeople(group);
      const named = say("people_in", { group: group.name });
      const counted = { sizes: figure.value, sized: /** @type {const} */ ("shown") };
      return { ...usual, ...counted, title: named, reasons, figure, unit: "people_16", note: "count" };
    }
    const figure = groupScores(group, page, settings);
    const note = canFollow(group) ? "follows" : "group_fixed";
    return { ...usual, title: say("evi_of", { group: group.name }), reasons, figure, note };
  }
  if (colour in dimensions) return { ...usual, title, figure: dimensions[colour], note: "dimension" };
  return { ...usual, title, figure: results.evi };
}

/**
 * Colours of the classes of a figure.
 * @param {string} colour
 */
export const coloursOf = (colour) => (colour === "evi_relative" ? DIVERGING : SEQUENTIAL);

/**
 * Limits of the classes of a figure.
 * @param {Shown} shown
 * @param {readonly string[]} standings
 */
export function limitsOf({ unit, figure }, standings) {
  const values = [...figure.value].filter((_, i) => standings[i] !== "unpublished");
  if (!values.length) return [];
  if (unit === "share" || unit === "km") return LIMITS[unit];
  if (unit === "people_16") return countLimits(values);
  return unit === "points_province" ? limitsAroundZero(values) : roundLimits(values);
}

/**
 * Value and interval of a figure, as they are read.
 * @param {Shown} shown
 * @param {number} place
 * @param {string} language
 * @returns {{value: string, between: string} | null} null where there is none
 */
export function written({ unit, figure, ranged }, place, language) {
  const value = figure.value[place];
  if (Number.isNaN(value)) return null;
  if (unit === "km") return { value: `${numeral(value, language)}\u00a0km`, between: "" };
  if (unit === "share") {
    const [low, high] = [figure.low[place], figure.high[place]];
    const to = interval(100 * low, 100 * high, language);
    // The sign of percent stands after the second number alone.
    const between = low === high ? "" : to + percent(0, language).slice(1);
    return ranged?.[place] ? { value: between, between: "" } : { value: percent(value, language, 1), between };
  }
  const decimals = unit === "people_16" ? 0 : 1;
  const isSigned = unit === "points_province";
  return {
    value: (isSigned ? signed : numeral)(value, language, decimals),
    between: interval(figure.low[place], figure.high[place], language, isSigned, decimals),
  };
}

/**
 * What is read of an area in one line: its figure with the interval, or why there is none.
 * @param {Shown} shown
 * @param {number} place
 * @param {string} language
 * @param {import("./map.js").Say} say
 */
export function lineOf(shown, place, language, say) {
  const found = written(shown, place, language);
  if (!found) return shown.reasons[place] ?? say("not_published");
  return found.between ? `${found.value} (${say("interval")} ${found.between})` : found.value;
}

/**
 * The group that a colour names, where it was loaded for the level.
 * @param {Map<string, Group>} groups
 * @param {string} level
 * @param {string} colour
 */
export const loadedGroup = (groups, level, colour) => groups.get(`${level}/${groupOf(colour)}`) ?? null;
