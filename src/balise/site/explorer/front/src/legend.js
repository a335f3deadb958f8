/** The legend: classes, standings, and the sentence that goes beside every score. */
import { element } from "./elements.js";
import { numeral, signed } from "./numerals.js";
import { swatch } from "./patterns.js";

/**
 * Write a class as words.
 * @param {number} place
 * @param {readonly number[]} limits
 * @param {(value: number) => string} write
 * @param {import("./map.js").Say} say
 */
export function className(place, limits, write, say) {
  if (place === 0) return say("less", { high: write(limits[0]) });
  if (place === limits.length) return say("and_more", { low: write(limits[place - 1]) });
  return `${write(limits[place - 1])} … ${write(limits[place])}`;
}

/**
 * Write the legend into its holder.
 * @param {HTMLElement} holder
 * @param {object} of
 * @param {readonly number[]} of.limits
 * @param {readonly string[]} of.colours
 * @param {boolean} of.relative
 * @param {"cells" | "bubbles"} of.shape
 * @param {string} of.title
 * @param {string} language
 * @param {import("./map.js").Say} say
 */
export function writeLegend(holder, { limits, colours, relative, shape, title }, language, say) {
  const decimals = limits.every(Number.isInteger) ? 0 : 1;
  const write = (/** @type {number} */ value) =>
    relative ? signed(value, language, decimals) : numeral(value, language, decimals);
  const key = JSON.stringify([limits, shape, title]);
  if (holder.dataset.key === key) return;
  holder.dataset.key = key;
  const list = element("ul", { class: "ex-classes" });
  for (let place = limits.length; place >= 0; place--) {
    const label = className(place, limits, write, say);
    list.append(element("li", {}, swatch(colours[place], "sound"), label));
  }
  const standings = element(
    "ul",
    { class: "ex-classes" },
    element("li", {}, swatch(colours[5], "caution"), say("caution")),
    element("li", {}, swatch("#ffffff", "unpublished"), say("unpublished")),
  );
  holder.replaceChildren(
    element("h3", {}, title),
    element("p", { class: "ex-higher" }, say("higher")),
    element("p", { class: "ex-unit" }, say(relative ? "points_province" : "points")),
    list,
    standings,
    element("p", { class: "ex-note" }, say(shape === "cells" ? "approximate_cells" : "bubble_note")),
  );
}
