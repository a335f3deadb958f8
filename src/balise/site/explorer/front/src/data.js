/**
 * What the interface of the site answers, as arrays ready to compute with.
 *
 * @typedef {import("./scores.js").Kind} Kind
 * @typedef {import("./scores.js").Shares} Shares
 * @typedef {Record<string, any>} Row an area, with the columns of the release
 */
import { CELLS } from "./scores.js";

const INDICATORS = ["internet_use", "home_access", "government_services", "basic_skills", "coverage"];
const DIMENSIONS = ["means", "willingness", "abilities"];

/**
 * Columns and rows of an answer, whether it lists records or columns and rows.
 * @param {any} answer
 * @returns {{columns: string[], rows: any[][]}}
 */
export function tableOf(answer) {
  if (answer && Array.isArray(answer.columns) && Array.isArray(answer.rows)) return answer;
  const records = Array.isArray(answer)
    ? answer
    : Object.values(answer ?? {}).find((value) => Array.isArray(value) && value[0]?.constructor === Object);
  if (!records) return { columns: [], rows: [] };
  const columns = Object.keys(records[0] ?? {});
  return { columns, rows: records.map((/** @type {any} */ each) => columns.map((name) => each[name])) };
}

/**
 * Rows of an answer as records.
 * @param {any} answer
 * @returns {Row[]}
 */
export function recordsOf(answer) {
  const { columns, rows } = tableOf(answer);
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

/**
 * Kinds of archetypes: a province and area type each.
 * @param {any} answer
 * @returns {Kind[]}
 */
export function kindsOf(answer) {
  const { columns, rows } = tableOf(answer);
  const at = Object.fromEntries(columns.map((name, i) => [name, i]));
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  for (const row of rows) {
    const name = `${row[at.province]}-${row[at.area_type]}`;
    let kind = kinds.get(name);
    if (!kind) {
      const nobody = Object.fromEntries(INDICATORS.map((each) => [each, 0]));
      kind = {
        name,
        indicators: Array.from({ length: CELLS }, () => /** @type {any} */ (nobody)),
        published: new Float64Array(3 * CELLS),
      };
      kinds.set(name, kind);
    }
    const cell = cellPlace(row[at.cell]);
    kind.indicators[cell] = /** @type {any} */ (
      Object.fromEntries(INDICATORS.map((each) => [each, row[at[each]]]))
    );
    DIMENSIONS.forEach((each, i) => (kind.published[3 * cell + i] = row[at[each]]));
  }
  return [...kinds.values()];
}

/**
 * Place of a cell among the 112, from its code.
 * @param {string} code such as a7e1q4
 */
export function cellPlace(code) {
  const [, age, education, quartile] = /** @type {RegExpMatchArray} */ (code.match(/^a(\d)e(\d)q(\d)$/));
  return 16 * (Number(age) - 1) + 4 * (Number(education) - 1) + Number(quartile) - 1;
}

/**
 * Shares of person types of some areas.
 * @param {any} answer
 * @param {readonly Row[]} areas
 * @param {readonly Kind[]} kinds
 * @returns {Shares}
 */
export function sharesOf(answer, areas, kinds) {
  const { columns, rows } = tableOf(answer);
  const at = Object.fromEntries(columns.map((name, i) => [name, i]));
  const places = new Map(areas.map((row, i) => [row.dguid, i]));
  const kindPlaces = new Map(kinds.map((kind, i) => [kind.name, i]));
  const names = columns.filter((name) => /^a\de\dq\d$/.test(name));
  const from = names.map((name) => at[name]);
  const to = names.map(cellPlace);
  const kept = rows.filter(
    (row) =>
      places.has(row[at.dguid]) && kindPlaces.has(`${row[at.province]}-${row[at.area_type]}`),
  );
  const shares = {
    areas: areas.length,
    area: new Int32Array(kept.length),
    kind: new Int32Array(kept.length),
    share: new Float64Array(kept.length),
    cells: new Uint16Array(kept.length * CELLS),
  };
  kept.forEach((row, i) => {
    shares.area[i] = /** @type {number} */ (places.get(row[at.dguid]));
    shares.kind[i] = /** @type {number} */ (kindPlaces.get(`${row[at.province]}-${row[at.area_type]}`));
    shares.share[i] = row[at.share];
    for (let j = 0; j < from.length; j++) shares.cells[i * CELLS + to[j]] = row[from[j]];
  });
  return shares;
}

/**
 * Variances and covariances of the dimensions of an area, as `standardError` takes them.
 * @param {Row} row
 */
export function covariancesOf(row) {
  return [
    row.means_se ** 2,
    row.willingness_se ** 2,
    row.abilities_se ** 2,
    row.cov_means_willingness,
    row.cov_means_abilities,
    row.cov_willingness_abilities,
  ];
}

/** Answers of the interface, each asked for once. */
export class Interface {
  /**
   * @param {string} address of the interface, with a slash at its end
   * @param {string} release
   */
  constructor(address, release) {
    this.address = address;
    this.release = release;
    /** @type {Map<string, Promise<any>>} */
    this.answers = new Map();
  }

  /**
   * @param {string} name
   * @param {Record<string, string>} query
   * @returns {Promise<any>}
   */
  ask(name, query = {}) {
    const asked = new URLSearchParams(query);
    if (this.release) asked.set("release", this.release);
    const text = asked.toString();
    const address = `${this.address}${name}${text ? `?${text}` : ""}`;
    let answer = this.answers.get(address);
    if (!answer) {
      answer = fetch(address, { headers: { Accept: "application/json" } }).then((response) => {
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        return response.json();
      });
      // What failed may be asked for again.
      answer.catch(() => this.answers.delete(address));
      this.answers.set(address, answer);
    }
    return answer;
  }
}
