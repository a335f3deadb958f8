/** What stands in for a score that is not there: why, and an area above that has one. */

/**
 * @typedef {object} Above
 * @property {string | null} reason in words
 * @property {{name: string, address: string} | null} above
 */

/** Answers, each asked for once. */
export class Instead {
  /**
   * @param {import("./loading.js").Loaded} loaded
   * @param {(dguid: string) => string} address page of an area
   * @param {() => void} done called when an answer comes
   */
  constructor(loaded, address, done) {
    this.loaded = loaded;
    this.address = address;
    this.done = done;
    /** @type {Map<string, Above>} */
    this.known = new Map();
  }

  /**
   * What is known of an area; the rest is asked for.
   * @param {string} dguid
   * @returns {Above}
   */
  of(dguid) {
    const known = this.known.get(dguid) ?? { reason: null, above: null };
    if (!this.known.has(dguid)) {
      this.known.set(dguid, known);
      this.ask(dguid).catch((error) => console.warn(error));
    }
    return known;
  }

  /** @param {string} dguid */
  async ask(dguid) {
    const { reason, above } = await this.loaded.instead(dguid);
    const named = above ? { name: above.name, address: this.address(above.dguid) } : null;
    this.known.set(dguid, { reason, above: named });
    this.done();
  }
}
