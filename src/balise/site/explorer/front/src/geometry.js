/**
 * Shapes of the map that are made here: cells around centroids, and bubbles.
 *
 * @typedef {import("./data.js").Row} Row
 */
import { largest, radiusOf } from "./bubbles.js";
import { cells } from "./cells.js";

/** @typedef {[number, number, number, number]} Bounds west, south, east, north [degrees] */

/** @param {Row} row */
const isPlaced = (row) => Number.isFinite(row.lon) && Number.isFinite(row.lat);

/** @param {any[]} features */
const collection = (features) => ({ type: "FeatureCollection", features });

/**
 * Cells around the centroids of areas, and what they extend over.
 * @param {readonly Row[]} areas
 * @returns {{cells: any, bounds: Bounds | null}}
 */
export function ground(areas) {
  const placed = areas.map((row, i) => ({ row, i })).filter(({ row }) => isPlaced(row));
  const rings = cells(placed.map(({ row }) => ({ lon: row.lon, lat: row.lat })));
  const features = placed.map(({ i }, at) => ({
    type: "Feature",
    id: i,
    properties: {},
    geometry: { type: "Polygon", coordinates: [rings[at]] },
  }));
  /** @type {Bounds | null} */
  let bounds = null;
  for (const ring of rings) {
    for (const [x, y] of ring) {
      bounds = bounds
        ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
        : [x, y, x, y];
    }
  }
  return { cells: collection(features), bounds };
}

/**
 * Bubbles at the centroids of areas.
 * @param {readonly Row[]} areas
 * @param {ArrayLike<number>} sizes people that each stands for
 * @param {ReadonlySet<number>} bare areas that have no ground on the map
 */
export function bubbles(areas, sizes, bare) {
  const most = largest(sizes);
  const people = (/** @type {number} */ i) => (sizes[i] > 0 ? sizes[i] : 0);
  const placed = areas.map((_, i) => i).filter((i) => isPlaced(areas[i]));
  // The most populous are drawn first, so that small places stay in sight.
  placed.sort((a, b) => people(b) - people(a));
  return collection(
    placed.map((i) => ({
      type: "Feature",
      id: i,
      properties: { radius: radiusOf(people(i), most), ...(bare.has(i) ? { bare: true } : {}) },
      geometry: { type: "Point", coordinates: [areas[i].lon, areas[i].lat] },
    })),
  );
}
