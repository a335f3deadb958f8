/** Quality of scores, as balise.index.grades gives it. */

export const GRADES = "ABCDEF";

/** Half-widths of the interval below which a score is A, B, C, D, E [points]. */
export const SCORE_BOUNDS = [1, 2, 3.5, 5, 8];

/**
 * Place among the grades of a half-width.
 * @param {number} halfWidth [points]
 */
export function gradePlace(halfWidth) {
  const place = SCORE_BOUNDS.findIndex((bound) => halfWidth < bound);
  return place < 0 ? SCORE_BOUNDS.length : place;
}

/**
 * Grade a score, lowered for margins that the area lacks.
 * @param {number} halfWidth [points]
 * @param {number} missing how many grades lower
 */
export function grade(halfWidth, missing = 0) {
  return GRADES[Math.min(gradePlace(halfWidth) + missing, GRADES.length - 1)];
}

/**
 * How many grades a published one was lowered.
 * @param {string | null} published
 * @param {number} halfWidth [points]
 */
export function lowered(published, halfWidth) {
  return published ? Math.max(GRADES.indexOf(published) - gradePlace(halfWidth), 0) : 0;
}

/**
 * How a score may be shown: sound, with caution, or not coloured.
 * @param {number} value
 * @param {string | null} quality
 * @returns {"sound" | "caution" | "unpublished"}
 */
export function standing(value, quality) {
  if (!Number.isFinite(value) || quality === "F") return "unpublished";
  return quality === "E" ? "caution" : "sound";
}

/** Coefficients of variation below which a share or a count is A, B, C, D, E. */
export const COUNT_BOUNDS = [0.05, 0.1, 0.165, 0.25, 0.33];

/**
 * Grade a share or a count.
 * @param {number} variation coefficient of variation
 */
export function gradeCount(variation) {
  const place = COUNT_BOUNDS.findIndex((bound) => variation < bound);
  return GRADES[place < 0 ? COUNT_BOUNDS.length : place];
}
