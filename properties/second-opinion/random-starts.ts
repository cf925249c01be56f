/** The Mersenne twister MT19937 (Matsumoto and Nishimura 1998): 32-bit integers, signed. */
function twister(seed: number): () => number {
  const state = new Int32Array(624);
  state[0] = seed;
  for (let k = 1; k < 624; k++) state[k] = Math.imul(1812433253, state[k - 1] ^ (state[k - 1] >>> 30)) + k;
  let next = 624;
  return () => {
    if (next === 624) {
      for (let k = 0; k < 624; k++) {
        const y = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7fffffff);
        state[k] = state[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      next = 0;
    }
    let y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  };
}

/** Standard normal numbers by Marsaglia's polar method, from uniform ones with 26 + 27 random bits; the second of each pair first. */
function normals(seed: number): () => number {
  const bits = twister(seed);
  const uniform = (): number => ((bits() & 0x3ffffff) * 2 ** 27 + (bits() & 0x7ffffff)) * 2 ** -53;
  let kept: { x: number; r: number } | undefined;
  return () => {
    let [y, r] = [0, 0];
    if (kept !== undefined) {
      [y, r] = [kept.x, kept.r];
      kept = undefined;
    } else {
      let x = 0;
      while (r === 0 || r > 1) {
        x = 2 * uniform() - 1;
        y = 2 * uniform() - 1;
        r = x * x + y * y;
      }
      kept = { x, r };
    }
    return y * Math.sqrt((-2 * Math.log(r)) / r);
  };
}

/** The start that the seed of an instance stands for: w_k ~ N(0, I), one after the other, then a_k ~ N(0, 1). */
export function gaussianStart(seed: number, d: number, m: number): { w: number[][]; a: number[] } {
  const draw = normals(seed);
  const w = Array.from({ length: m }, () => Array.from({ length: d }, draw));
  return { w, a: w.map(draw) };
}
