/**
 * What is loaded of a release: its method, its archetypes, the areas of a level.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {import("./results.js").Page} Page
 * @typedef {import("./scores.js").Settings} Settings
 * @typedef {{address: string, levels: string[], without: ReadonlySet<string>}} Outlines
 */
import { approximationsOf } from "./approximations.js";
import { Interface, kindsOf, recordsOf, sharesOf } from "./data.js";
import { REACH, reachOf } from "./reach.js";
import { readState } from "./state.js";

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
    /** @type {{level: string, group: string, name: string, with_score: number}[]} */
    this.groups = [];
    /** Colours of the map that this release has, besides those of all. @type {readonly string[]} */
    this.others = [];
    /** @type {Map<string, Promise<import("./groups.js").Group>>} */
    this.ofGroups = new Map();
    /** @type {ReturnType<typeof approximationsOf>} */
    this.approximations = new Map();
    /** Where tiles of boundaries are, and the levels they hold. @type {Outlines | null} */
    this.outlines = null;
  }

  /** Load what all levels share. */
  async open() {
    const [method, levels, archetypes, groups] = await Promise.all([
      this.interface.ask("method"),
      this.interface.ask("levels"),
      this.interface.ask("archetypes"),
      this.interface.ask("group_levels"),
    ]);
    this.groups = /** @type {any[]} */ (recordsOf(groups)).map((each) => ({
      ...each, name: capital(each.name),
    }));
    this.outlines = this.outlinesOf(method);
    this.published = publishedSettings(method);
    this.approximations = approximationsOf(method);
    this.kinds = kindsOf(archetypes);
    this.others = recordsOf(levels).some((each) => each.with_reach) ? REACH : [];
    this.levels = recordsOf(levels)
      .filter((each) => !HIDDEN.includes(each.level) && each.with_score !== 0)
      .map((each) => ({ level: each.level, name: capital(each.name ?? each.level) }));
  }

  /**
   * What an address asks for, of what this release has.
   * @param {URLSearchParams} query
   * @param {string} level default
   */
  stateOf(query, level) {
    const [levels, groups] = [this.levels.map((each) => each.level), this.groups.map((each) => each.group)];
    return readState(query, level, this.published, levels, groups, this.others);
  }

  /**
   * Where the boundaries of the release are, under an address that never changes what it gives.
   * @param {any} method
   * @returns {Outlines | null}
   */
  outlinesOf(method) {
    if (!method?.boundaries) return null;
    const { address } = this.interface;
    const seal = String(method.seal).slice(0, 12);
    const release = encodeURIComponent(`${method.release}@${seal}`);
    return {
      address: new URL(`${address}files/boundaries.pmtiles?release=${release}`, location.href).href,
      levels: Object.keys(method.boundaries.levels ?? {}),
      without: new Set(method.boundaries.without ?? []),
    };
  }

  /**
   * Load a population group at a level, once.
   * @param {string} level
   * @param {string} code
   * @param {readonly Row[]} areas of the level
   */
  group(level, code, areas) {
    const key = `${level}/${code}`;
    let group = this.ofGroups.get(key);
    if (!group) {
      group = this.readGroup(level, code, areas);
      group.catch(() => this.ofGroups.delete(key));
      this.ofGroups.set(key, group);
    }
    return group;
  }

  /**
   * @param {string} level
   * @param {string} code
   * @param {readonly Row[]} areas
   * @returns {Promise<import("./groups.js").Group>}
   */
  async readGroup(level, code, areas) {
    const query = { level, group: code };
    const [answer, shares] = await Promise.all([
      this.interface.ask("groups", query),
      this.interface.ask("group_shares", query),
    ]);
    const rows = new Map(recordsOf(answer).map((row) => [row.dguid, row]));
    return {
      code,
      name: capital(answer.names?.[code] ?? code),
      rows: areas.map((area) => rows.get(area.dguid) ?? null),
      shares: sharesOf(shares, areas, this.kinds),
      reasons: answer.reasons ?? {},
      tables: answer.missing_tables ?? {},
    };
  }

  /**
   * Load the reach of offices at a level into its page, once.
   * @param {string} level
   * @param {Page} page
   */
  async takeReach(level, page) {
    page.reach ??= reachOf(await this.interface.ask("access", { level }), page.areas);
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
      reach: null,
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
