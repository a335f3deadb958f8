/** Marks of sites, told apart by shape and not by colour, drawn once on a canvas. */

const SIZE = 44;
const DARK = "#26374a";

/** How far above a mark its name stands [pixels]. */
export const MARKS = 17;

/** @type {Record<string, (context: CanvasRenderingContext2D) => void>} */
const DRAWN = {
  kept(context) {
    disc(context, 13, DARK, "#ffffff");
  },
  opened(context) {
    disc(context, 19, "#ffffff", DARK);
    strokes(context, [[22, 11, 22, 33], [11, 22, 33, 22]], DARK, 6);
  },
  closed(context) {
    const lines = [[9, 9, 35, 35], [35, 9, 9, 35]];
    strokes(context, lines, "#ffffff", 11);
    strokes(context, lines, DARK, 5);
  },
  moved(context) {
    context.fillStyle = "#ffffff";
    context.strokeStyle = DARK;
    context.lineWidth = 3;
    context.fillRect(4, 4, 36, 36);
    context.strokeRect(4, 4, 36, 36);
    strokes(context, [[10, 22, 34, 22], [24, 12, 34, 22], [24, 32, 34, 22]], DARK, 5);
  },
};

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} radius
 * @param {string} fill
 * @param {string} edge
 */
function disc(context, radius, fill, edge) {
  context.beginPath();
  context.arc(SIZE / 2, SIZE / 2, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 3;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {readonly number[][]} lines
 * @param {string} colour
 * @param {number} width
 */
function strokes(context, lines, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = "round";
  for (const [x, y, toX, toY] of lines) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(toX, toY);
    context.stroke();
  }
}

/**
 * The mark of what becomes of a site.
 * @param {string} state
 */
export function mark(state) {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  DRAWN[state](context);
  return context.getImageData(0, 0, SIZE, SIZE);
}
