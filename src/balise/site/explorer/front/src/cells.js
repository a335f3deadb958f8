/**
 * Cells around centroids: where boundaries are not at hand, the map shows the ground nearer
 * to an area's centroid than to any other, within a circle. It is approximate, and said so.
 */
import { Delaunay } from "d3-delaunay";

/** Corners of the circle that a cell is cut to. */
const CORNERS = 32;

/** Radius of the circle, in distances to the neighbouring centroids. */
const REACH = 0.75;

/** Radius where there is no neighbour to measure with [fraction of the world]. */
const ALONE = 0.0005;

/**
 * Project to the plane of the map (Mercator, conformal: circles stay circles).
 * @param {number} lon [degrees]
 * @param {number} lat [degrees]
 * @returns {[number, number]} 0 to 1
 */
export function project(lon, lat) {
  const sine = Math.sin((Math.PI / 180) * Math.max(Math.min(lat, 85), -85));
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * Back to longitude and latitude [degrees].
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function unproject(x, y) {
  return [360 * (x - 0.5), (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90];
}

/**
 * Cut a convex polygon by the half-plane left of the line from a to b (counter-clockwise
 * where y grows upward).
 * @param {[number, number][]} polygon
 * @param {[number, number]} a
 * @param {[number, number]} b
 * @returns {[number, number][]}
 */
function cut(polygon, a, b) {
  const side = (/** @type {[number, number]} */ p) =>
    (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
  /** @type {[number, number][]} */
  const out = [];
  for (let i = 0; i < polygon.length; i++) {
    const here = polygon[i];
    const next = polygon[(i + 1) % polygon.length];
    const [s, t] = [side(here), side(next)];
    if (s >= 0) out.push(here);
    if (s >= 0 !== t >= 0) {
      const share = s / (s - t);
      out.push([here[0] + share * (next[0] - here[0]), here[1] + share * (next[1] - here[1])]);
    }
  }
  return out;
}

/**
 * Area of a polygon, positive where it turns from x to y.
 * @param {readonly [number, number][]} polygon
 */
export function signedArea(polygon) {
  let sum = 0;
  for (let i = 0; i < polygon.length; i++) {
    const [a, b] = [polygon[i], polygon[(i + 1) % polygon.length]];
    sum += a[0] * b[1] - a[1] * b[0];
  }
  return sum / 2;
}

/**
 * A circle cut to a convex polygon.
 * @param {[number, number]} centre
 * @param {number} radius
 * @param {[number, number][] | null} polygon without the closing point; null leaves the circle
 * @returns {[number, number][]}
 */
export function circleWithin(centre, radius, polygon) {
  /** @type {[number, number][]} */
  let ring = [];
  for (let i = 0; i < CORNERS; i++) {
    const angle = (2 * Math.PI * i) / CORNERS;
    ring.push([centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)]);
  }
  if (!polygon || polygon.length < 3) return ring;
  const around = signedArea(polygon) >= 0 ? polygon : [...polygon].reverse();
  for (let i = 0; i < around.length && ring.length; i++) {
    ring = cut(ring, around[i], around[(i + 1) % around.length]);
  }
  return ring;
}

/**
 * Middle of some distances.
 * @param {number[]} values
 */
function median(values) {
  values.sort((a, b) => a - b);
  const half = values.length >> 1;
  return values.length % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/**
 * Cells of some places.
 * @param {readonly {lon: number, lat: number}[]} places
 * @returns {[number, number][][]} one closed ring of longitudes and latitudes for each place
 */
export function cells(places) {
  const points = places.map(({ lon, lat }) => project(lon, lat));
  const delaunay = Delaunay.from(points);
  const voronoi = delaunay.voronoi([-1, -1, 2, 2]);
  const spacing = points.map((point, i) => {
    const gaps = [...delaunay.neighbors(i)]
      .map((j) => Math.hypot(points[j][0] - point[0], points[j][1] - point[1]))
      .filter((gap) => gap > 0);
    return gaps.length ? median(gaps) : ALONE / REACH;
  });
  return points.map((point, i) => {
    // Places at the edge have far neighbours: they take no more ground than those do.
    const around = [...delaunay.neighbors(i)].map((j) => spacing[j]);
    const most = around.length ? median(around) : spacing[i];
    const radius = REACH * Math.min(spacing[i], most);
    const polygon = /** @type {[number, number][] | null} */ (voronoi.cellPolygon(i));
    const ring = circleWithin(point, radius, polygon ? polygon.slice(0, -1) : null);
    const open = ring.length >= 3 ? ring : circleWithin(point, radius / 4, null);
    // Outer rings of GeoJSON turn counter-clockwise; y grows downward here.
    const turned = signedArea(open) > 0 ? [...open].reverse() : open;
    return [...turned, turned[0]].map(([x, y]) => unproject(x, y));
  });
}
