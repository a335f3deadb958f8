/** Classes of values and their colours, told apart by colour-blind readers. */

/** Seven classes from purple (below) to orange (above), those of the printed map. */
export const DIVERGING = ["#44176f", "#8275ad", "#c6c4df", "#f6f6f7", "#fecd8f", "#e18417", "#9e4c07"];

/** Seven classes from pale to dark, for a score from 0 up. */
export const SEQUENTIAL = ["#fff3dc", "#fddaa6", "#f9b967", "#e8943a", "#c56f1d", "#94500f", "#5f3109"];

const STEPS = [0.2, 0.4, 1, 2, 4, 6, 8, 12];
const ROUND = [0.2, 0.5, 1, 2, 5, 10, 20];

/**
 * Value below which a share of values lies (linear between them).
 * @param {readonly number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

/**
 * Six limits around zero, so that seven classes part most of the values.
 * @param {readonly number[]} values
 */
export function limitsAroundZero(values) {
  const reach = values.length ? quantile(values.map(Math.abs), 0.9) : 1;
  const step = STEPS.find((each) => 2.5 * each >= reach) ?? STEPS[STEPS.length - 1];
  return [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5].map((each) => Number((each * step).toFixed(6)));
}

/**
 * Six round limits, evenly spaced, so that seven classes part most of the values.
 * @param {readonly number[]} values
 */
export function roundLimits(values) {
  const low = values.length ? quantile(values, 0.05) : 0;
  const high = values.length ? quantile(values, 0.95) : 100;
  const step = ROUND.find((each) => 5 * each >= high - low) ?? ROUND[ROUND.length - 1];
  const first = Math.max(Math.round((low + high) / 2 / step - 2.5), 1);
  return [0, 1, 2, 3, 4, 5].map((each) => Number(((first + each) * step).toFixed(6)));
}

/**
 * Six limits for numbers of people, each about twice the one before (1, 2, 5, 10...).
 * @param {readonly number[]} values
 */
export function countLimits(values) {
  const some = values.filter((value) => value > 0);
  const high = some.length ? quantile(some, 0.98) : 500;
  const steps = [1, 2, 5].flatMap((each) => Array.from({ length: 8 }, (_, i) => each * 10 ** (i + 1)));
  const series = [5, ...steps].sort((a, b) => a - b);
  const end = Math.max(series.findLastIndex((each) => each <= high), 5);
  return series.slice(end - 5, end + 1);
}

/**
 * Class of a value: 0 below the first limit, up to one more than there are limits.
 * @param {number} value
 * @param {readonly number[]} limits
 */
export function classOf(value, limits) {
  let place = 0;
  while (place < limits.length && value >= limits[place]) place++;
  return place;
}
