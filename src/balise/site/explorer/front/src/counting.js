/**
 * Stability of an area in words, counted once for each method and kept.
 *
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./scores.js").Settings} Settings
 */
import { standing } from "./grades.js";
import { underAggregations, underWeightings } from "./stability.js";

/** Areas below which a fifth says little. */
const FEWEST = 10;

/** Aggregations that weights do not change. */
const UNWEIGHTED = ["worst", "any_barrier"];

/** What has been counted, and what is being counted. */
export class Counting {
  /** @param {() => void} done called when a count ends */
  constructor(done) {
    this.done = done;
    /** @type {Map<string, Map<number, number>>} */
    this.counted = new Map();
    this.now = "";
    this.signal = new AbortController();
  }

  /**
   * Shares of weightings and number of aggregations under which an area is in the most
   * vulnerable fifth; null while it is being counted, undefined where it is not ranked.
   * @param {Page} page
   * @param {Settings} settings
   * @param {object} of
   * @param {string} of.level
   * @param {boolean} of.relative
   * @param {number} of.place
   * @returns {{share: number | null, count: number} | null | undefined} share is null where the
   *   aggregation uses no weights
   */
  of(page, settings, { level, relative, place }) {
    // Who is ranked stays the same whatever the weights, so that counts compare.
    const [value, quality] = relative ? ["evi_relative", "quality_relative"] : ["evi", "quality"];
    const ranked = page.areas.flatMap((row, i) =>
      standing(row[value] ?? NaN, row[quality]) === "unpublished" ? [] : [i],
    );
    if (!ranked.includes(place) || ranked.length < FEWEST) return undefined;
    const { aggregation, k, n } = settings;
    const methods = () => underAggregations(page, settings, relative, ranked).get(place) ?? 0;
    if (UNWEIGHTED.includes(aggregation)) return { share: null, count: methods() };
    const key = [level, relative, aggregation, k, n].join();
    const shares = this.counted.get(key);
    if (!shares) {
      this.count(key, page, settings, relative, ranked);
      return null;
    }
    return { share: shares.get(place) ?? 0, count: methods() };
  }

  /**
   * @param {string} key
   * @param {Page} page
   * @param {Settings} settings
   * @param {boolean} relative
   * @param {readonly number[]} ranked
   */
  count(key, page, settings, relative, ranked) {
    if (this.now === key) return;
    this.signal.abort();
    this.signal = new AbortController();
    this.now = key;
    void underWeightings(page, settings, relative, ranked, this.signal.signal).then((shares) => {
      if (!shares) return;
      this.counted.set(key, shares);
      this.now = "";
      this.done();
    });
  }
}
