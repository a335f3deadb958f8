/** Numbers as they are read, the same as balise.reports writes them. */

const THIN = "\u202f";
const MINUS = "\u2212";

/**
 * Write with so many decimals; what lies exactly between two goes to the even one.
 * @param {number} value zero or more
 * @param {number} decimals
 */
function fixed(value, decimals) {
  const scaled = value * 10 ** decimals;
  const low = Math.floor(scaled);
  const isTie = scaled - low === 0.5 && Number.isInteger(value * 2 ** (decimals + 1));
  return isTie && low % 2 === 0 ? (low / 10 ** decimals).toFixed(decimals) : value.toFixed(decimals);
}

/**
 * Write a number as a reader of the language expects.
 * @param {number | null | undefined} value
 * @param {string} language
 * @param {number} decimals
 */
export function numeral(value, language, decimals = 0) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const [whole, part] = fixed(Math.abs(value), decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "fr" ? THIN : ",");
  const text = part ? grouped + (language === "fr" ? "," : ".") + part : grouped;
  const isZero = !/[1-9]/.test(text);
  return value >= 0 || isZero ? text : MINUS + text;
}

/**
 * Write a difference with its sign; zero has none.
 * @param {number | null | undefined} value
 * @param {string} language
 * @param {number} decimals
 */
export function signed(value, language, decimals = 1) {
  const text = numeral(value, language, decimals);
  return value !== null && value !== undefined && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/**
 * Write an interval.
 * @param {number} low
 * @param {number} high
 * @param {string} language
 * @param {boolean} sign whether of differences
 * @param {number} decimals
 */
export function interval(low, high, language, sign = false, decimals = 1) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return "";
  const write = sign ? signed : numeral;
  const [from, to] = [low, high].map((each) => write(each, language, decimals));
  return `${from} ${language === "fr" ? "à" : "to"} ${to}`;
}

/**
 * Write a share as a percentage.
 * @param {number} share 0 to 1
 * @param {string} language
 * @param {number} decimals
 */
export function percent(share, language, decimals = 0) {
  const text = numeral(100 * share, language, decimals);
  return language === "fr" ? `${text}\u00a0%` : `${text}%`;
}
