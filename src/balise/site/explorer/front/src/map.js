/**
 * The map: areas or bubbles coloured by class, standing told by pattern, names in HTML. Areas
 * have their boundaries where the release has them, else cells around their centroids.
 * Nothing is loaded from another host; there is no background map and no glyph.
 *
 * @typedef {import("./data.js").Row} Row
 * @typedef {(key: string, values?: Record<string, string>) => string} Say
 */
import { Map as Base, addProtocol, setWorkerUrl } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import { element } from "./elements.js";
import { bubbles, ground } from "./geometry.js";
import { placeNames } from "./labels.js";
import { DISC, bubblesShown, coloured, layers } from "./layers.js";
import { disc, dots, hatch } from "./patterns.js";

setWorkerUrl(new URL("./worker.js", import.meta.url).href);
const tiles = new Protocol();
addProtocol("pmtiles", tiles.tile);

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
    /** @type {ArrayLike<number>} */
    this.sizes = [];
    /** @type {string | null} */
    this.outlined = null;
    /** @type {Map<string, number>} */
    this.places = new Map();
    /** @type {ReadonlySet<number>} */
    this.bare = new Set();
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
    const found = this.map.queryRenderedFeatures([point.x, point.y], {
      layers: this.shape === "cells" ? ["bubbles", "cells"] : ["bubbles"],
    });
    if (!found.length) return null;
    const { dguid } = found[0].properties;
    return dguid ? (this.places.get(dguid) ?? null) : Number(found[0].id);
  }

  /**
   * Show other areas.
   * @param {readonly Row[]} areas
   * @param {object} how
   * @param {"cells" | "bubbles"} how.shape
   * @param {readonly string[]} how.colours
   * @param {ArrayLike<number>} how.sizes of the bubbles
   * @param {{address: string, layer: string, without: ReadonlySet<string>} | null} how.outlines
   *   tiles of boundaries
   */
  async show(areas, { shape, colours, sizes, outlines }) {
    await this.ready;
    const { map } = this;
    this.order = [];
    this.areas = areas;
    this.shape = shape;
    this.colours = colours;
    this.sizes = sizes;
    this.selected = -1;
    this.classes = new Int8Array(areas.length).fill(-2);
    this.standings = Array(areas.length).fill("");
    this.outlined = outlines?.layer ?? null;
    this.places = new Map(areas.map((row, i) => [row.dguid, i]));
    const bare = areas.flatMap((row, i) => (outlines?.without.has(row.dguid) ? [i] : []));
    this.bare = new Set(bare);
    for (const { id } of layers(shape, colours, null)) if (map.getLayer(id)) map.removeLayer(id);
    for (const source of ["cells", "places"]) if (map.getSource(source)) map.removeSource(source);
    const made = ground(areas);
    this.bounds = made.bounds;
    if (!outlines || !(await this.addOutlines(outlines.address))) {
      this.outlined = null;
      this.bare = new Set();
      map.addSource("cells", { type: "geojson", data: made.cells });
    }
    map.addSource("places", { type: "geojson", data: bubbles(areas, sizes, this.bare) });
    for (const layer of layers(shape, colours, this.outlined)) map.addLayer(layer);
    this.whole(0);
  }

  /**
   * Draw areas from tiles that hold identifiers only; cells stand in for tiles that do not come.
   * @param {string} address
   * @returns {Promise<boolean>} whether they came
   */
  async addOutlines(address) {
    if (!tiles.get(address)) tiles.add(new PMTiles(address));
    try {
      const archive = /** @type {PMTiles} */ (tiles.get(address));
      const { minLon, minLat, maxLon, maxLat } = await archive.getHeader();
      this.bounds = [minLon, minLat, maxLon, maxLat];
    } catch (error) {
      console.warn(error);
      return false;
    }
    this.map.addSource("cells", { type: "vector", url: `pmtiles://${address}`, promoteId: "dguid" });
    return true;
  }

  /**
   * Set what the layers read of an area, in both its shapes.
   * @param {number} place
   * @param {Record<string, any>} state
   */
  tell(place, state) {
    const { map, outlined } = this;
    map.setFeatureState({ source: "places", id: place }, state);
    const cell = outlined
      ? { source: "cells", sourceLayer: outlined, id: this.areas[place].dguid }
      : { source: "cells", id: place };
    map.setFeatureState(cell, state);
  }

  /**
   * Draw bubbles of other sizes.
   * @param {ArrayLike<number>} sizes
   */
  resize(sizes) {
    /** @type {any} */
    const source = this.map.getSource("places");
    if (sizes === this.sizes || !source) return;
    this.sizes = sizes;
    source.setData(bubbles(this.areas, sizes, this.bare));
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
    for (const { id } of layers(shape, this.colours, null)) {
      if (!this.map.getLayer(id)) continue;
      if (id.startsWith("bubbles")) this.map.setFilter(id, bubblesShown(shape));
      else this.map.setLayoutProperty(id, "visibility", shape === "cells" ? "visible" : "none");
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
      this.tell(i, { class: classes[i], standing: standings[i] });
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
      if (each >= 0) this.tell(each, { selected });
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
