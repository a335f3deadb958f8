/**
 * Choices of the map and of the method, as plain form fields.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {import("./map.js").Say} Say
 */
import { element } from "./elements.js";
import { numeral, percent } from "./numerals.js";
import { AGGREGATIONS, asShares } from "./scores.js";
import { COLOURS, isCount } from "./state.js";

const DIMENSIONS = ["means", "willingness", "abilities"];
/** What is said of figures that weights do not change. */
const FIXED = { dimension: "dimension_note", count: "count_note", group_fixed: "group_fixed_note", reach: "reach_note" };
let made = 0;

/**
 * A field below its label.
 * @param {string} label
 * @param {HTMLElement} field
 * @param {...Node} more
 */
function labelled(label, field, ...more) {
  field.id = `ex-field-${++made}`;
  return element("div", { class: "ex-field" }, element("label", { for: field.id }, label), field, ...more);
}

/**
 * @param {readonly [string, string][]} options values and their words
 * @param {(value: string) => void} change
 */
function select(options, change) {
  const field = element("select", { class: "ex-select" });
  field.append(...options.map(([value, text]) => element("option", { value }, text)));
  field.addEventListener("change", () => change(field.value));
  return field;
}

/** All fields; `write` puts a state into them. */
export class Controls {
  /**
   * @param {object} options
   * @param {Say} options.say
   * @param {string} options.language
   * @param {readonly {level: string, name: string}[]} options.levels
   * @param {readonly {level: string, group: string, name: string, with_score: number}[]} options.groups
   * @param {readonly string[]} options.others colours that this release has besides those of all
   * @param {Map<string, import("./approximations.js").Approximation>} options.approximations
   * @param {(change: Partial<State>, settled: boolean) => void} options.change settled when a
   *   choice is made, not while a slider moves
   * @param {() => void} options.reset
   */
  constructor({ say, language, levels, groups, others, approximations, change, reset }) {
    this.approximations = approximations;
    this.say = say;
    this.language = language;
    this.level = select(
      levels.map(({ level, name }) => [level, name]),
      (level) => change({ level }, true),
    );
    this.colour = select([], (colour) => change({ colour }, true));
    this.groups = groups;
    this.others = others;
    this.shape = select(
      [["cells", say("cells")], ["bubbles", say("bubbles")]],
      (shape) => change({ shape: /** @type {"cells"} */ (shape) }, true),
    );
    this.aggregation = select(
      AGGREGATIONS.map((each) => [each, say(each)]),
      (aggregation) => change({ aggregation: /** @type {"mean"} */ (aggregation) }, true),
    );
    this.sliders = DIMENSIONS.map(() =>
      element("input", { type: "range", min: 0, max: 100, step: 1, class: "ex-range" }),
    );
    this.outputs = DIMENSIONS.map(() => element("output", { class: "ex-output" }));
    const sliders = () =>
      /** @type {[number, number, number]} */ (this.sliders.map((field) => Number(field.value)));
    for (const field of this.sliders) {
      field.addEventListener("input", () => change({ sliders: sliders() }, false));
      field.addEventListener("change", () => change({ sliders: sliders() }, true));
    }
    this.assumptions = /** @type {const} */ (["k", "n"]).map((name) => {
      const field = element("input", { type: "range", min: 0, max: 1, step: 0.05, class: "ex-range" });
      field.addEventListener("input", () => change({ [name]: Number(field.value) }, false));
      field.addEventListener("change", () => change({ [name]: Number(field.value) }, true));
      return { name, field, output: element("output", { class: "ex-output" }) };
    });
    this.unused = element("p", { class: "ex-note", hidden: true }, say("weights_unused"));
    this.note = element("p", { class: "ex-said", role: "status" });
    this.reset = element("button", { type: "button", class: "ex-button", click: reset }, say("reset"));
    this.forMap = element(
      "div",
      { class: "ex-row" },
      labelled(say("level"), this.level),
      labelled(say("colour"), this.colour),
      labelled(say("shape"), this.shape),
    );
    this.forMethod = this.method();
  }

  method() {
    const { say } = this;
    const weights = element(
      "div",
      { class: "ex-row" },
      ...DIMENSIONS.map((each, i) => labelled(say(each), this.sliders[i], this.outputs[i])),
    );
    const assumptions = element(
      "details",
      { class: "ex-details" },
      element("summary", {}, say("assumptions")),
      element(
        "div",
        { class: "ex-row" },
        ...this.assumptions.map(({ name, field, output }) => labelled(say(name), field, output)),
      ),
    );
    this.details = assumptions;
    return element(
      "fieldset",
      { class: "ex-method" },
      element("legend", {}, say("method_settings")),
      element("p", { class: "ex-note" }, say("method_help")),
      labelled(say("aggregation"), this.aggregation),
      weights,
      this.unused,
      assumptions,
      this.note,
      this.reset,
    );
  }

  /**
   * Offer what can be shown at a level: groups without a score there come last, and say so.
   * @param {string} level
   */
  offer(level) {
    const { say, colour } = this;
    if (colour.dataset.level === level) return;
    colour.dataset.level = level;
    const here = this.groups
      .filter((each) => each.level === level)
      .sort((a, b) => Number(!a.with_score) - Number(!b.with_score) || a.name.localeCompare(b.name));
    const some = here.filter((each) => each.with_score);
    const option = (/** @type {string} */ value, /** @type {string} */ text) =>
      element("option", { value }, text);
    const scores = COLOURS.filter((each) => !isCount(each)).map((each) => option(each, say(each)));
    const ofGroups = here.map(({ group, name, with_score }) =>
      option(`group.${group}`, with_score ? name : say("no_score_here", { group: name })),
    );
    const counts = [
      option("people_high", say("people_high")),
      ...some.map(({ group, name }) => option(`people.${group}`, say("people_in", { group: name }))),
    ];
    const reach = this.others.map((each) => option(each, say(each)));
    const parts = /** @type {const} */ ([
      ["scores", scores], ["reach", reach], ["groups", ofGroups], ["headcounts", counts],
    ]);
    colour.replaceChildren(
      ...parts
        .filter(([, options]) => options.length)
        .map(([label, options]) => element("optgroup", { label: say(label) }, ...options)),
    );
  }

  /**
   * @param {State} state
   * @param {boolean} asPublished
   * @param {import("./shown.js").Shown["note"]} note how what is shown takes to weights
   * @param {boolean} isOutlined whether areas have boundaries
   */
  write(state, asPublished, note, isOutlined) {
    const { say, language } = this;
    this.level.value = state.level;
    this.offer(state.level);
    this.colour.value = state.colour;
    this.shape.value = state.shape;
    const ground = say(isOutlined ? "outlines" : "cells");
    if (this.shape.options[0].text !== ground) this.shape.options[0].text = ground;
    this.aggregation.value = state.aggregation;
    const shares = asShares(state.sliders);
    this.sliders.forEach((field, i) => {
      if (field.value !== String(state.sliders[i])) field.value = String(state.sliders[i]);
      const text = percent(shares[i], language);
      this.outputs[i].textContent = text;
      field.setAttribute("aria-valuetext", text);
    });
    for (const { name, field, output } of this.assumptions) {
      const value = state[/** @type {"k"} */ (name)];
      field.value = String(value);
      output.textContent = numeral(value, language, 2);
      field.setAttribute("aria-valuetext", numeral(value, language, 2));
    }
    this.unused.hidden = !["worst", "any_barrier"].includes(state.aggregation);
    const told = [say(asPublished ? "as_published" : "recomputed")];
    const approximate = this.approximations.get(state.aggregation);
    if (!asPublished && approximate) {
      const [low, high] = [approximate.low, approximate.high].map((each) => numeral(each, language, 2));
      told.push(say("approximation", { low, high }));
    }
    const fixed = note === "follows" ? null : FIXED[note];
    if (!asPublished && fixed) told.push(say(fixed));
    const text = told.join(" ");
    if (this.note.textContent !== text) this.note.textContent = text;
    this.note.classList.toggle("ex-changed", !asPublished);
    this.reset.hidden = asPublished;
  }
}
