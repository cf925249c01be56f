/** The Euclidean length of some entries, `from` to before `to`, whose squares may be below all doubles; Math.hypot takes a list, and more than ten times as long. */
export function lengthAt(theta: Float64Array, from: number, to: number): number {
  let top = 0;
  for (let j = from; j < to; j++) top = Math.max(top, Math.abs(theta[j]));
  if (top === 0) return 0;
  let sum = 0;
  for (let j = from; j < to; j++) sum += (theta[j] / top) ** 2;
  return top * Math.sqrt(sum);
}
