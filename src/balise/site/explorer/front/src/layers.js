/** Layers of the map: ground or bubbles coloured by class, standing told by pattern. */

const NOTHING = "#ffffff";
const EDGE = "#6b7078";
const SELECTED = "#0b3d91";
/** Side of the picture of a pattern on a bubble [pixels]. */
export const DISC = 64;

/** @param {string} state @param {string} value @param {any} then @param {any} otherwise */
const when = (state, value, then, otherwise) => [
  "case", ["==", ["feature-state", state], value], then, otherwise,
];

/** @param {readonly string[]} colours @returns {any} */
export const coloured = (colours) => [
  "match", ["coalesce", ["feature-state", "class"], -1],
  ...colours.flatMap((colour, i) => [i, colour]),
  NOTHING,
];

/** @type {any} */
const lineWidth = ["case", ["boolean", ["feature-state", "selected"], false], 3.5, 0.6];
/** @type {any} */
const lineColour = ["case", ["boolean", ["feature-state", "selected"], false], SELECTED, EDGE];

/**
 * Which bubbles are shown: all of them, or those of areas without ground of their own.
 * @param {"cells" | "bubbles"} shape
 * @returns {any}
 */
export const bubblesShown = (shape) => (shape === "bubbles" ? ["has", "radius"] : ["has", "bare"]);

/**
 * Layers of the map, the lowest first.
 * @param {"cells" | "bubbles"} shape
 * @param {readonly string[]} colours
 * @param {string | null} outlined layer of the tiles of boundaries, where there are some
 * @returns {any[]}
 */
export function layers(shape, colours, outlined) {
  const visibility = shape === "cells" ? "visible" : "none";
  const ground = outlined ? { "source-layer": outlined } : {};
  const ofCells = { source: "cells", ...ground, layout: { visibility } };
  const ofBubbles = { source: "places", filter: bubblesShown(shape) };
  const patterned = (/** @type {string} */ image) => ({
    "icon-image": image,
    "icon-size": ["/", ["*", 2, ["get", "radius"]], DISC],
    "icon-allow-overlap": true,
    "icon-ignore-placement": true,
  });
  return [
    { id: "cells", type: "fill", ...ofCells, paint: { "fill-color": coloured(colours) } },
    {
      id: "cells-caution", type: "fill", ...ofCells,
      paint: { "fill-pattern": "hatch", "fill-opacity": when("standing", "caution", 0.55, 0) },
    },
    {
      id: "cells-unpublished", type: "fill", ...ofCells,
      paint: { "fill-pattern": "dots", "fill-opacity": when("standing", "unpublished", 1, 0) },
    },
    {
      id: "cells-edge", type: "line", ...ofCells,
      paint: { "line-color": lineColour, "line-width": lineWidth },
    },
    {
      id: "bubbles", type: "circle", ...ofBubbles,
      paint: {
        "circle-color": coloured(colours),
        "circle-radius": ["get", "radius"],
        "circle-stroke-color": lineColour,
        "circle-stroke-width": lineWidth,
        "circle-opacity": 0.92,
      },
    },
    {
      id: "bubbles-caution", type: "symbol", ...ofBubbles, layout: patterned("disc-caution"),
      paint: { "icon-opacity": when("standing", "caution", 0.7, 0) },
    },
    {
      id: "bubbles-unpublished", type: "symbol", ...ofBubbles,
      layout: patterned("disc-unpublished"),
      paint: { "icon-opacity": when("standing", "unpublished", 1, 0) },
    },
  ];
}
