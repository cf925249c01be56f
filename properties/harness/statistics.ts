/** P(Bin(n, p) <= k) for 0 < p < 1, summed in the log domain. */
export function binomialLowerTail(n: number, p: number, k: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let j = 1; j <= Math.min(k, n); j++) {
    logTerm += Math.log((n - j + 1) / j) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(sum, 1);
}

/** The least k with P(Bin(n, p) > k) < alarm: what a rate of p may show in n cases. */
export function mostOf(n: number, p: number, alarm: number): number {
  let k = 0;
  while (k < n && 1 - binomialLowerTail(n, p, k) >= alarm) k++;
  return k;
}
