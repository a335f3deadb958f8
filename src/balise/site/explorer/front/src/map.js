/**
 * The map: cells or bubbles coloured by class, standing told by pattern, names in HTML.
 * Nothing is loaded from another host; there is no background map and no glyph.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {(key: string, values?: Record<string, string>) => string} Say
 */
import { Map as Base, setWorkerUrl } from "maplibre-gl";
import { cells } from "./cells.js";
import { element } from "./elements.js";
import { placeNames } from "./labels.js";
import { disc, dots, hatch } from "./patterns.js";

setWorkerUrl(new URL("./worker.js", import.meta.url).href);

const NOTHING = "#ffffff";
const EDGE = "#6b7078";
const SELECTED = "#0b3d91";
const DISC = 64;
/** Radius of the largest bubble, and of the smallest [pixels]. */
const RADII = [26, 3];

/** @param {string} state @param {string} value @param {any} then @param {any} otherwise */
const when = (state, value, then, otherwise) => [
  "case", ["==", ["feature-state", state], value], then, otherwise,
];

/** @param {readonly string[]} colours @returns {any} */
const coloured = (colours) => [
  "match", ["coalesce", ["feature-state", "class"], -1],
  ...colours.flatMap((colour, i) => [i, colour]),
  NOTHING,
];

/** @type {any} */
const lineWidth = ["case", ["boolean", ["feature-state", "selected"], false], 3.5, 0.6];
/** @type {any} */
const lineColour = ["case", ["boolean", ["feature-state", "selected"], false], SELECTED, EDGE];

/**
 * @param {"visible" | "none"} cellsShown
 * @param {"visible" | "none"} bubblesShown
 * @param {readonly string[]} colours
 * @returns {any[]}
 */
function layers(cellsShown, bubblesShown, colours) {
  const ofCells = { source: "cells", layout: { visibility: cellsShown } };
  const ofBubbles = { source: "places", layout: { visibility: bubblesShown } };
  const patterned = (/** @type {string} */ image) => ({
    "icon-image": image,
    "icon-size": ["/", ["*", 2, ["get", "radius"]], DISC],
    "icon-allow-overlap": true,
    "icon-ignore-placement": true,
    visibility: bubblesShown,
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
      id: "bubbles-caution", type: "symbol", source: "places", layout: patterned("disc-caution"),
      paint: { "icon-opacity": when("standing", "caution", 0.7, 0) },
    },
    {
      id: "bubbles-unpublished", type: "symbol", source: "places",
      layout: patterned("disc-unpublished"),
      paint: { "icon-opacity": when("standing", "unpublished", 1, 0) },
    },
  ];
}

/**
 * @param {readonly Row[]} areas
 * @returns {{cells: any, places: any, bounds: [number, number, number, number] | null}}
 */
function geometry(areas) {
  const placed = areas
    .map((row, i) => ({ row, i }))
    .filter(({ row }) => Number.isFinite(row.lon) && Number.isFinite(row.lat));
  const rings = cells(placed.map(({ row }) => ({ lon: row.lon, lat: row.lat })));
  const most = Math.max(...placed.map(({ row }) => row.population ?? 0), 1);
  const shown = placed.map(({ row, i }, at) => ({
    type: "Feature",
    id: i,
    properties: {},
    geometry: { type: "Polygon", coordinates: [rings[at]] },
    row,
  }));
  // The most populous are drawn first, so that small places stay in sight.
  const byPeople = [...shown].sort((a, b) => (b.row.population ?? 0) - (a.row.population ?? 0));
  const feature = (/** @type {any} */ { id, geometry: shape, properties }) => ({
    type: "Feature", id, properties, geometry: shape,
  });
  const bubbles = byPeople.map(({ id, row }) => ({
    type: "Feature",
    id,
    properties: {
      radius: Math.max(RADII[0] * Math.sqrt((row.population ?? 0) / most), RADII[1]),
    },
    geometry: { type: "Point", coordinates: [row.lon, row.lat] },
  }));
  /** @type {[number, number, number, number] | null} */
  let bounds = null;
  for (const ring of rings) {
    for (const [x, y] of ring) {
      bounds = bounds
        ? [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
        : [x, y, x, y];
    }
  }
  return {
    cells: { type: "FeatureCollection", features: shown.map(feature) },
    places: { type: "FeatureCollection", features: bubbles },
    bounds,
  };
}

/** The map of a level. */
export class AreaMap {
  /**
   * @param {HTMLElement} holder
   * @param {object} options
   * @param {Say} options.say
   * @param {string} options.language
   * @param {(place: number) => void} options.select
   * @param {(place: number | null) => void} options.point where the cross or the pointer is
   * @param {() => void} options.failed
   */
  constructor(holder, { say, select, point, failed }) {
    this.select = select;
    this.point = point;
    /** @type {readonly Row[]} */
    this.areas = [];
    /** @type {"cells" | "bubbles"} */
    this.shape = "cells";
    /** @type {readonly string[]} */
    this.colours = [];
    /** @type {Int8Array} */
    this.classes = new Int8Array(0);
    /** @type {string[]} */
    this.standings = [];
    this.selected = -1;
    /** @type {readonly {place: number, name: string}[]} */
    this.order = [];
    /** @type {[number, number, number, number] | null} */
    this.bounds = null;
    this.map = new Base({
      container: holder,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      renderWorldCopies: false,
      fadeDuration: 0,
      locale: {
        "Map.Title": say("map"),
        "CooperativeGesturesHandler.WindowsHelpText": say("scroll_ctrl"),
        "CooperativeGesturesHandler.MacHelpText": say("scroll_cmd"),
        "CooperativeGesturesHandler.MobileHelpText": say("pan_two_fingers"),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.on("error", (event) => {
      if (!this.map.loaded()) failed();
      else console.warn(event.error);
    });
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", say("map_label"));
    this.cross = element("div", { class: "ex-cross", "aria-hidden": "true" });
    this.names = element("div", { class: "ex-names", "aria-hidden": "true" });
    this.map.getCanvasContainer().append(this.names, this.cross);
    this.ready = new Promise((resolve) => this.map.once("load", resolve)).then(() => {
      this.map.addImage("hatch", hatch(), { pixelRatio: 2 });
      this.map.addImage("dots", dots(), { pixelRatio: 2 });
      for (const standing of /** @type {const} */ (["caution", "unpublished"])) {
        this.map.addImage(`disc-${standing}`, disc(standing, DISC));
      }
    });
    this.listen(canvas);
  }

  /** @param {HTMLCanvasElement} canvas */
  listen(canvas) {
    this.map.on("click", (event) => {
      const found = this.at(event.point);
      if (found !== null) this.select(found);
    });
    this.map.on("mousemove", (event) => {
      const found = this.at(event.point);
      canvas.classList.toggle("ex-over", found !== null);
      this.point(found);
    });
    this.map.on("mouseout", () => this.point(null));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const found = this.underCross();
      if (found !== null) {
        event.preventDefault();
        this.select(found);
      }
    });
    this.map.on("moveend", () => {
      if (document.activeElement === canvas) this.point(this.underCross());
    });
    for (const moved of /** @type {const} */ (["move", "resize"])) {
      this.map.on(moved, () => this.writeNames());
    }
  }

  /** Area under the cross in the middle of the map. */
  underCross() {
    return this.at(this.map.project(this.map.getCenter()));
  }

  /**
   * Area at a point of the screen.
   * @param {{x: number, y: number}} point
   * @returns {number | null}
   */
  at(point) {
    if (!this.map.getLayer("cells")) return null;
    const found = this.map.queryRenderedFeatures([point.x, point.y], { layers: [this.shape] });
    return found.length ? Number(found[0].id) : null;
  }

  /**
   * Show other areas.
   * @param {readonly Row[]} areas
   * @param {"cells" | "bubbles"} shape
   * @param {readonly string[]} colours
   */
  async show(areas, shape, colours) {
    await this.ready;
    const { map } = this;
    this.order = [];
    this.areas = areas;
    this.shape = shape;
    this.colours = colours;
    this.selected = -1;
    this.classes = new Int8Array(areas.length).fill(-2);
    this.standings = Array(areas.length).fill("");
    const made = geometry(areas);
    this.bounds = made.bounds;
    for (const layer of layers("none", "none", colours)) {
      if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    }
    for (const source of ["cells", "places"]) if (map.getSource(source)) map.removeSource(source);
    map.addSource("cells", { type: "geojson", data: made.cells });
    map.addSource("places", { type: "geojson", data: made.places });
    const visible = (/** @type {string} */ each) => (each === shape ? "visible" : "none");
    for (const layer of layers(visible("cells"), visible("bubbles"), colours)) map.addLayer(layer);
    this.whole(0);
  }

  /**
   * Show all areas.
   * @param {number} duration [ms]
   */
  whole(duration = 300) {
    if (!this.bounds) return;
    const [west, south, east, north] = this.bounds;
    this.map.fitBounds([[west, south], [east, north]], { padding: 24, duration });
  }

  /** @param {"cells" | "bubbles"} shape */
  draw(shape) {
    if (shape === this.shape) return;
    this.shape = shape;
    for (const { id } of layers("none", "none", this.colours)) {
      const ofShape = id.startsWith(shape) ? "visible" : "none";
      if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", ofShape);
    }
  }

  /**
   * Colour areas; only those whose class or standing changed are touched.
   * @param {Int8Array} classes -1 where there is none
   * @param {readonly string[]} standings
   * @param {readonly string[]} colours
   */
  paint(classes, standings, colours) {
    const { map } = this;
    if (!map.getLayer("cells") || classes.length !== this.classes.length) return;
    if (colours !== this.colours) {
      this.colours = colours;
      map.setPaintProperty("cells", "fill-color", coloured(colours));
      map.setPaintProperty("bubbles", "circle-color", coloured(colours));
    }
    for (let i = 0; i < classes.length; i++) {
      if (classes[i] === this.classes[i] && standings[i] === this.standings[i]) continue;
      const state = { class: classes[i], standing: standings[i] };
      map.setFeatureState({ source: "cells", id: i }, state);
      map.setFeatureState({ source: "places", id: i }, state);
    }
    this.classes = classes;
    this.standings = [...standings];
  }

  /**
   * Mark the selected area, and move to it where it is out of sight.
   * @param {number} place -1 for none
   */
  mark(place) {
    const { map } = this;
    if (!map.getLayer("cells")) return;
    for (const [each, selected] of /** @type {[number, boolean][]} */ ([
      [this.selected, false], [place, true],
    ])) {
      if (each < 0) continue;
      for (const source of ["cells", "places"]) map.setFeatureState({ source, id: each }, { selected });
    }
    this.selected = place;
    const row = this.areas[place];
    if (row && Number.isFinite(row.lon) && !map.getBounds().contains([row.lon, row.lat])) {
      map.easeTo({ center: [row.lon, row.lat], duration: 300 });
    }
    this.writeNames();
  }

  /** Write names of the larger places in sight, where they do not hide each other. */
  writeNames() {
    const { clientWidth, clientHeight } = this.map.getContainer();
    placeNames(this.names, this.order, {
      width: clientWidth,
      height: clientHeight,
      first: this.selected,
      at: (i) => this.map.project([this.areas[i].lon, this.areas[i].lat]),
    });
  }

  /**
   * Names to write, the most populous first.
   * @param {readonly {place: number, name: string}[]} order
   */
  name(order) {
    this.order = order;
    this.writeNames();
  }
}
