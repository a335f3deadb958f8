/**
 * What is loaded of a release: its method, its archetypes, the areas of a level.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./scores.js").Settings} Settings
 */
import { Interface, kindsOf, recordsOf, sharesOf } from "./data.js";

/** Levels that no map shows. */
const HIDDEN = ["canada", "region", "catchment"];

/**
 * Weights and method of a release, from what it says of its method.
 * @param {any} method
 * @returns {Settings}
 */
export function publishedSettings(method) {
  const { weights = {}, parameters = {} } = method ?? {};
  return {
    weights: [weights.means ?? 1 / 3, weights.willingness ?? 1 / 3, weights.abilities ?? 1 / 3],
    aggregation: parameters.aggregation ?? "mean",
    k: parameters.k ?? 0.25,
    n: parameters.n ?? 0,
    power: parameters.power ?? 2,
  };
}

/**
 * Name of an area: in the language, else in the other, else its code.
 * @param {Row} row
 * @param {string} language
 */
export function nameOf(row, language) {
  const [own, other] = language === "fr" ? ["name_fr", "name_en"] : ["name_en", "name_fr"];
  return row.name || row[own] || row[other] || row.code || row.dguid;
}

/**
 * Name areas; those that share a name are told apart by their code.
 * @param {readonly Row[]} rows
 * @param {string} language
 * @returns {Row[]} with `name`, and `short` without the code
 */
export function namedApart(rows, language) {
  const names = rows.map((row) => nameOf(row, language));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return rows.map((row, i) => {
    const short = names[i];
    const shared = (counts.get(short) ?? 0) > 1 && row.code && row.code !== short;
    return { ...row, short, name: shared ? `${short} (${row.code})` : short };
  });
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A release behind the interface of the site. */
export class Loaded {
  /**
   * @param {string} address of the interface
   * @param {string} release
   * @param {string} language
   */
  constructor(address, release, language) {
    this.interface = new Interface(address, release);
    this.language = language;
    /** @type {Map<string, Promise<Page>>} */
    this.pages = new Map();
    /** @type {Settings} */
    this.published = publishedSettings(null);
    /** @type {import("./scores.js").Kind[]} */
    this.kinds = [];
    /** @type {{level: string, name: string}[]} */
    this.levels = [];
  }

  /** Load what all levels share. */
  async open() {
    const [method, levels, archetypes] = await Promise.all([
      this.interface.ask("method"),
      this.interface.ask("levels"),
      this.interface.ask("archetypes"),
    ]);
    this.published = publishedSettings(method);
    this.kinds = kindsOf(archetypes);
    this.levels = recordsOf(levels)
      .filter((each) => !HIDDEN.includes(each.level) && each.with_score !== 0)
      .map((each) => ({ level: each.level, name: capital(each.name ?? each.level) }));
  }

  /**
   * Load the areas of a level, once.
   * @param {string} level
   * @returns {Promise<Page>}
   */
  load(level) {
    let page = this.pages.get(level);
    if (!page) {
      page = this.read(level);
      page.catch(() => this.pages.delete(level));
      this.pages.set(level, page);
    }
    return page;
  }

  /** @param {string} level @returns {Promise<Page>} */
  async read(level) {
    const ask = (/** @type {string} */ name, /** @type {string} */ of) =>
      this.interface.ask(name, { level: of });
    const [areas, shares, provinces, provinceShares] = await Promise.all([
      ask("areas", level),
      ask("shares", level),
      ask("areas", "pr"),
      ask("shares", "pr"),
    ]);
    const rows = namedApart(recordsOf(areas), this.language);
    const above = recordsOf(provinces);
    return {
      areas: rows,
      provinces: above,
      kinds: this.kinds,
      shares: sharesOf(shares, rows, this.kinds),
      provinceShares: sharesOf(provinceShares, above, this.kinds),
      published: this.published,
    };
  }

  /**
   * Why an area has no score, and which area above it has one.
   * @param {string} dguid
   * @returns {Promise<{reason: string | null, above: {name: string, dguid: string} | null}>}
   */
  async instead(dguid) {
    const answer = await this.interface.ask(`areas/${encodeURIComponent(dguid)}`);
    const lineage = answer.above ?? [];
    const above = lineage.find((/** @type {any} */ each) => each.level === "cd") ?? lineage[0];
    return { reason: answer.reason ?? null, above: above ?? null };
  }
}
