/** Patterns that tell a standing without colour, drawn once on a canvas. */

const SIZE = 16;
const INK = "#1f2328";
const GREY = "#5b626a";

/**
 * Draw on a canvas and give its pixels.
 * @param {number} size [pixels]
 * @param {(context: CanvasRenderingContext2D) => void} draw
 * @returns {ImageData}
 */
function drawn(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  draw(context);
  return context.getImageData(0, 0, size, size);
}

/**
 * Slanted lines that meet at the edges.
 * @param {CanvasRenderingContext2D} context
 * @param {number} size
 * @param {number} gap
 */
function slant(context, size, gap) {
  context.beginPath();
  for (let at = -size; at <= 2 * size; at += gap) {
    context.moveTo(at, size + gap);
    context.lineTo(at + size + 2 * gap, -gap);
  }
  context.stroke();
}

/** Hatch of scores to use with caution: see-through, over the colour. */
export function hatch() {
  return drawn(SIZE, (context) => {
    context.strokeStyle = INK;
    context.lineWidth = 1.5;
    slant(context, SIZE, SIZE / 2);
  });
}

/** White with grey dots: no score, or too unreliable to be coloured. */
export function dots() {
  return drawn(SIZE, (context) => {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, SIZE, SIZE);
    context.fillStyle = GREY;
    for (const [x, y] of [[4, 4], [12, 12]]) {
      context.beginPath();
      context.arc(x, y, 1.6, 0, 2 * Math.PI);
      context.fill();
    }
  });
}

/**
 * A disc with a pattern, for bubbles.
 * @param {"caution" | "unpublished"} standing
 * @param {number} size diameter [pixels]
 */
export function disc(standing, size) {
  return drawn(size, (context) => {
    const half = size / 2;
    context.beginPath();
    context.arc(half, half, half - 1, 0, 2 * Math.PI);
    context.save();
    context.clip();
    if (standing === "caution") {
      context.strokeStyle = INK;
      context.lineWidth = size / 24;
      slant(context, size, size / 6);
    } else {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, size, size);
      context.strokeStyle = GREY;
      context.lineWidth = size / 16;
      context.beginPath();
      context.moveTo(size * 0.28, size * 0.28);
      context.lineTo(size * 0.72, size * 0.72);
      context.moveTo(size * 0.72, size * 0.28);
      context.lineTo(size * 0.28, size * 0.72);
      context.stroke();
    }
    context.restore();
    context.strokeStyle = standing === "caution" ? INK : GREY;
    context.lineWidth = size / 24;
    context.beginPath();
    context.arc(half, half, half - size / 32, 0, 2 * Math.PI);
    context.stroke();
  });
}

/**
 * A square of the legend.
 * @param {string} colour
 * @param {"sound" | "caution" | "unpublished"} standing
 * @returns {HTMLCanvasElement}
 */
export function swatch(colour, standing) {
  const canvas = document.createElement("canvas");
  canvas.width = 40;
  canvas.height = 28;
  canvas.className = "ex-swatch";
  canvas.setAttribute("aria-hidden", "true");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = colour;
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (standing !== "sound") {
    const tile = document.createElement("canvas");
    tile.width = SIZE;
    tile.height = SIZE;
    /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d")).putImageData(
      standing === "caution" ? hatch() : dots(), 0, 0,
    );
    context.fillStyle = /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return canvas;
}

/**
 * A bubble of the legend, as large as on the map.
 * @param {number} radius [pixels]
 * @returns {HTMLCanvasElement}
 */
export function bubble(radius) {
  const side = Math.ceil(2 * radius + 2);
  const canvas = document.createElement("canvas");
  canvas.width = 2 * side;
  canvas.height = 2 * side;
  canvas.style.width = `${side}px`;
  canvas.style.height = `${side}px`;
  canvas.setAttribute("aria-hidden", "true");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.strokeStyle = GREY;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(side, side, 2 * radius, 0, 2 * Math.PI);
  context.stroke();
  return canvas;
}
