/** FC_SEED, or a fresh seed: one for the whole run. Throws RangeError where FC_SEED is not an integer. */
export function seedOfRun(): number {
  const given = process.env['FC_SEED'];
  const seed = given === undefined || given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`FC_SEED is ${JSON.stringify(given)}, expected an integer`);
  return seed;
}
