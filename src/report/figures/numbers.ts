/** Numbers as the pictures write them. */

const MINUS = '\u2212';
const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

const signed = (text: string): string => text.replace('-', MINUS);

/** With so many significant digits, and a minus sign that is one. */
export const significant = (t: number, digits = 4): string => signed(t.toPrecision(digits));

/** Up to so many significant digits, without zeros at the end: for ticks and coordinates. */
export const plain = (t: number, digits = 4): string => signed(String(Number(t.toPrecision(digits))));

/** An integer as an exponent, in superscript digits. */
export const raised = (k: number): string =>
  [...String(k)].map((c) => (c === '-' ? '\u207b' : SUPERSCRIPTS[Number(c)])).join('');

/** 10^k; 1 and 10 as they are. */
export const powerOfTen = (k: number): string => (k === 0 || k === 1 ? String(10 ** k) : `10${raised(k)}`);

/** e^{log} as a decimal number or, where it is small, as m 10^k, however small: only its logarithm need be a double. */
export function fromLog(log: number): string {
  const decades = log / Math.LN10;
  if (decades > -3 && decades < 3) return significant(Math.exp(log), 3);
  const k = Math.floor(decades);
  // from here on its leading digit is rounding
  if (Math.abs(k) >= 1000) return `10${raised(Math.round(decades))}`;
  const mantissa = (10 ** (decades - k)).toFixed(1);
  return mantissa === '10.0' ? `1.0\u00b710${raised(k + 1)}` : `${mantissa}\u00b710${raised(k)}`;
}

/** Width of a text in the units of its font size, an upper estimate for common sans-serif fonts. */
export const textWidth = (text: string, size: number): number => [...text].length * size * 0.6;
