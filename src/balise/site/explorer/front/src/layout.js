/**
 * The parts of the page, put in their places.
 *
 * @typedef {import("./map.js").Say} Say
 */
import { alignLanguages } from "./addresses.js";
import { element } from "./elements.js";

/**
 * The field that finds a community.
 * @param {Say} say
 * @param {object} does
 * @param {(text: string, settled: boolean) => void} does.change
 * @param {() => void} does.enter
 */
export function findField(say, { change, enter }) {
  const field = element("input", {
    type: "search", id: "ex-find", class: "ex-input", "aria-describedby": "ex-find-help",
  });
  field.addEventListener("input", () => change(field.value, false));
  field.addEventListener("change", () => change(field.value, true));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !field.value.trim()) return;
    event.preventDefault();
    enter();
  });
  const holder = element(
    "div",
    { class: "ex-field", role: "search" },
    element("label", { for: "ex-find" }, say("find")),
    field,
    element("p", { id: "ex-find-help", class: "ex-note" }, say("find_help")),
  );
  return { field, holder };
}

/**
 * Buttons that change the scale, for those who use no wheel.
 * @param {Say} say
 * @param {Record<"zoom_in" | "zoom_out" | "whole", () => void>} does
 */
export function zoomButtons(say, does) {
  const signs = { zoom_in: "+", zoom_out: "\u2212", whole: "\u2922" };
  const buttons = Object.entries(signs).map(([key, sign]) =>
    element(
      "button",
      {
        type: "button",
        class: "ex-zoom",
        "aria-label": say(key),
        title: say(key),
        click: does[/** @type {"whole"} */ (key)],
      },
      sign,
    ),
  );
  return element("div", { class: "ex-zooms" }, ...buttons);
}

/**
 * Put everything where the page left room, in place of its own table.
 * @param {HTMLElement} mount
 * @param {Say} say
 * @param {object} parts
 * @param {import("./controls.js").Controls} parts.controls
 * @param {import("./table.js").AreaTable} parts.table
 * @param {HTMLElement} parts.holder of the map
 * @param {HTMLElement} parts.zooms
 * @param {HTMLElement} parts.told
 * @param {HTMLElement} parts.legend
 * @param {HTMLElement} parts.selected
 * @param {HTMLElement} parts.find
 */
export function layOut(mount, say, parts) {
  const { controls, table, holder, zooms, told, legend, selected, find } = parts;
  mount.replaceChildren(
    element("h2", {}, say("map")),
    controls.forMap,
    element(
      "div",
      { class: "ex-stage" },
      element("div", { class: "ex-frame" }, holder, zooms, told),
      legend,
    ),
    selected,
    controls.forMethod,
    element("h2", {}, say("table")),
    find,
    table.count,
    table.table,
    table.pages,
  );
  mount.classList.add("ex");
  // The page's own table holds one order at a time; ours follows the weights.
  const own = document.getElementById("areas")?.closest("section");
  if (own) own.hidden = true;
  mount.parentElement?.classList.remove("beside");
  alignLanguages();
}
