/** The legend: classes, standings, and the sentence that goes beside every score. */
import { largest, radiusOf, roundSizes } from "./bubbles.js";
import { element } from "./elements.js";
import { numeral, percent, signed } from "./numerals.js";
import { bubble, swatch } from "./patterns.js";

/** How reach may stand; a distance has no interval, and none to use with caution. */
const STANDINGS = { share: ["caution_share", "unpublished_share"], km: ["", "unpublished_km"] };

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
 * Bubbles of three round sizes, as the map draws them.
 * @param {number} most people of the largest bubble
 * @param {string} language
 */
export function sizeLegend(most, language) {
  const list = element("ul", { class: "ex-classes ex-sizes" });
  for (const people of roundSizes(most)) {
    const radius = radiusOf(people, most);
    const holder = element("span", { class: "ex-bubble" }, bubble(radiusOf(people, most)));
    list.append(element("li", {}, holder, numeral(people, language)));
  }
  return list;
}

/**
 * Write the legend into its holder.
 * @param {HTMLElement} holder
 * @param {object} of
 * @param {readonly number[]} of.limits
 * @param {readonly string[]} of.colours
 * @param {import("./shown.js").Shown} of.shown
 * @param {"cells" | "bubbles"} of.shape
 * @param {boolean} of.isOutlined whether areas have boundaries
 * @param {string} language
 * @param {import("./map.js").Say} say
 */
export function writeLegend(holder, { limits, colours, shown, shape, isOutlined }, language, say) {
  const { unit, title, sized, sizes } = shown;
  const decimals = limits.every(Number.isInteger) ? 0 : 1;
  const write = (/** @type {number} */ value) => {
    if (unit === "share") return percent(value, language);
    return (unit === "points_province" ? signed : numeral)(value, language, decimals);
  };
  const most = largest(sizes);
  const key = JSON.stringify([limits, shape, title, isOutlined, most]);
  if (holder.dataset.key === key) return;
  holder.dataset.key = key;
  const list = element("ul", { class: "ex-classes" });
  for (let place = limits.length; limits.length && place >= 0; place--) {
    const label = className(place, limits, write, say);
    list.append(element("li", {}, swatch(colours[place], "sound"), label));
  }
  const standings = element("ul", { class: "ex-classes" });
  const [caution, unpublished] = STANDINGS[/** @type {"km"} */ (unit)] ?? ["caution", "unpublished"];
  if (caution) standings.append(element("li", {}, swatch(colours[5], "caution"), say(caution)));
  standings.append(element("li", {}, swatch("#ffffff", "unpublished"), say(unpublished)));
  const isScore = unit === "points" || unit === "points_province";
  /** @type {Node[]} */
  const parts = [element("h3", {}, title)];
  if (isScore) parts.push(element("p", { class: "ex-higher" }, say("higher")));
  if (limits.length) parts.push(element("p", { class: "ex-unit" }, say(unit === "share" ? "share_unit" : unit)), list);
  else parts.push(element("p", {}, say("nothing_here")));
  parts.push(standings);
  if (unit in STANDINGS) parts.push(element("p", { class: "ex-note" }, say("reach_estimated")));
  if (shape === "bubbles") {
    const note = say(sized === "shown" ? "bubbles_shown" : "bubble_note");
    parts.push(element("p", { class: "ex-note" }, note), sizeLegend(most, language));
  } else if (!isOutlined) {
    parts.push(element("p", { class: "ex-note" }, say("approximate_cells")));
  }
  holder.replaceChildren(...parts);
}
