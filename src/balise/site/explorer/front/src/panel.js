/** The selected area in words: score, interval, quality, stability, or why there is none. */
import { element } from "./elements.js";
import { groupPeople } from "./groups.js";
import { interval, numeral, percent, signed } from "./numerals.js";
import { AGGREGATIONS } from "./scores.js";
import { lineOf } from "./shown.js";
import { weightings } from "./stability.js";

/**
 * @typedef {import("./results.js").Figure} Figure
 * @typedef {import("./map.js").Say} Say
 */

/**
 * A figure with its interval, as text.
 * @param {Figure} figure
 * @param {number} place
 * @param {string} language
 * @param {Say} say
 * @param {boolean} relative
 */
export function figureText(figure, place, language, say, relative = false) {
  const value = figure.value[place];
  if (Number.isNaN(value)) return say("not_published");
  const between = interval(figure.low[place], figure.high[place], language, relative);
  const text = (relative ? signed : numeral)(value, language, 1);
  return between ? `${text} (${say("interval")} ${between})` : text;
}

/**
 * What is said of an area's stability; empty where it is not ranked.
 * @param {{share: number | null, count: number} | undefined} stable
 * @param {string} language
 * @param {Say} say
 */
export function stabilityText(stable, language, say) {
  if (!stable) return "";
  const all = String(AGGREGATIONS.length);
  if (stable.share === null) return say("stable_only", { count: String(stable.count), all });
  const first = say("stable_weights", { share: percent(stable.share, language) });
  return `${first} ${say("stable_method", { count: String(stable.count), all })}`;
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The panel of the selected area. */
export class Panel {
  /**
   * @param {HTMLElement} holder
   * @param {object} options
   * @param {Say} options.say
   * @param {string} options.language
   * @param {() => void} options.close
   */
  constructor(holder, { say, language, close }) {
    this.holder = holder;
    this.say = say;
    this.language = language;
    this.close = close;
    holder.hidden = true;
  }

  clear() {
    this.holder.hidden = true;
    this.holder.replaceChildren();
  }

  /**
   * @param {object} of
   * @param {import("./data.js").Row} of.row
   * @param {number} of.place
   * @param {string} of.address
   * @param {import("./results.js").Results} of.results
   * @param {Record<string, Figure>} of.dimensions
   * @param {import("./groups.js").Group | null} of.group the one that colours the map
   * @param {Figure | null} of.scores of that group
   * @param {{shown: import("./shown.js").Shown, uncoloured: boolean} | null} of.reach what colours
   *   the map, where that is the reach of offices
   * @param {boolean} of.uncoloured
   * @param {string | null} of.stability null while it is being counted, empty where not ranked
   * @param {{reason: string | null, above: {name: string, address: string} | null}} of.instead
   */
  show({ row, place, address, results, dimensions, group, scores, reach, uncoloured, stability, instead }) {
    const { say, language } = this;
    const facts = element("dl", { class: "ex-facts" });
    const add = (/** @type {string} */ term, /** @type {string} */ text) =>
      facts.append(element("div", {}, element("dt", {}, term), element("dd", {}, text)));
    add(say("people"), numeral(row.population, language));
    if (reach) add(reach.shown.title, lineOf(reach.shown, place, language, say));
    const hasScore = !Number.isNaN(results.evi.value[place]);
    if (hasScore) {
      add(say("evi"), figureText(results.evi, place, language, say));
      const quality = results.evi.quality[place];
      if (quality) add(say("score_quality"), say(`quality_${quality}`));
      if (!Number.isNaN(results.evi_relative.value[place])) {
        add(say("evi_relative"), figureText(results.evi_relative, place, language, say, true));
        const compared = results.evi_relative.quality[place];
        if (compared) add(say("compared_quality"), say(`quality_${compared}`));
      }
      for (const [name, figure] of Object.entries(dimensions)) {
        add(say(name), figureText(figure, place, language, say));
      }
    }
    if (typeof row.people_high === "number") add(say("people_high"), numeral(row.people_high, language));
    const notes = this.notes(hasScore, uncoloured, stability, instead);
    if (reach?.uncoloured && !Number.isNaN(reach.shown.figure.value[place])) {
      notes.unshift(element("p", {}, say("reach_wide")));
    }
    const close = element("button", { type: "button", class: "ex-button", click: this.close }, say("close"));
    const link = element("a", { href: address, class: "ex-open" }, say("open"));
    this.holder.replaceChildren(
      element("h3", {}, row.name),
      ...notes,
      ...(group && scores ? this.ofGroup(group, scores, place) : []),
      facts,
      element("p", { class: "ex-actions" }, link, close),
    );
    this.holder.hidden = false;
  }

  /**
   * The group that colours the map: its score and people, or why they are not published.
   * @param {import("./groups.js").Group} group
   * @param {Figure} scores
   * @param {number} place
   */
  ofGroup(group, scores, place) {
    const { say, language } = this;
    const row = group.rows[place];
    const title = element("h4", {}, group.name);
    if (!row || (row.reason && Number.isNaN(scores.value[place]))) {
      const why = (row && group.reasons[row.reason]) ?? say("not_published");
      const parts = [title, element("p", {}, `${capital(why)}.`)];
      if (row?.missing_table) {
        const own = group.tables[row.missing_table];
        const table = element("span", own ? {} : { lang: "en" }, own ?? row.missing_table);
        parts.push(element("p", { class: "ex-note" }, `${say("missing_table")} `, table));
      }
      return [...parts, element("h4", {}, say("everybody"))];
    }
    const facts = element("dl", { class: "ex-facts" });
    const add = (/** @type {string} */ term, /** @type {string} */ text) =>
      facts.append(element("div", {}, element("dt", {}, term), element("dd", {}, text)));
    add(say("evi"), figureText(scores, place, language, say));
    const quality = scores.quality[place];
    if (quality) add(say("score_quality"), say(`quality_${quality}`));
    const people = groupPeople(group);
    if (!Number.isNaN(people.value[place])) {
      const between = interval(people.low[place], people.high[place], language, false, 0);
      const counted = numeral(people.value[place], language);
      add(capital(say("people_16")), between ? `${counted} (${say("interval")} ${between})` : counted);
      if (typeof row.share === "number") add(say("share"), percent(row.share, language, 1));
    }
    return [title, facts, element("h4", {}, say("everybody"))];
  }

  /**
   * @param {boolean} hasScore
   * @param {boolean} uncoloured
   * @param {string | null} stability
   * @param {{reason: string | null, above: {name: string, address: string} | null}} instead
   */
  notes(hasScore, uncoloured, stability, instead) {
    const { say, language } = this;
    const notes = [];
    if (uncoloured) {
      const why = hasScore ? say("too_wide") : (instead.reason ?? say("without_score"));
      notes.push(element("p", {}, capital(why).replace(/(?<![.!?])$/u, ".")));
      if (instead.above) {
        const text = say("see_above", { name: instead.above.name });
        notes.push(element("p", {}, element("a", { href: instead.above.address }, text)));
      }
    } else if (stability === null) {
      notes.push(element("p", { class: "ex-note" }, say("working")));
    } else if (stability) {
      const count = numeral(weightings().length, language);
      notes.push(
        element("p", { class: "ex-stability" }, stability),
        element("p", { class: "ex-note" }, say("stable_note", { count })),
      );
    }
    return notes;
  }
}
