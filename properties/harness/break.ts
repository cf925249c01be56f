import { unmet, type Claim } from '../../src/claims/claim.js';
import { isWellFormed, type Instance } from '../shrink/instance.js';
import { mutate, type Draw } from '../shrink/mutate.js';

/** Tries, of up to so many changes each. */
const TRIES = 24;
const MOST_CHANGES = 3;

/** Whether an instance is one that the statement is about. */
export const inDomain = async <C>(claim: Claim<C>, instance: C): Promise<boolean> =>
  isWellFormed(instance as Instance) && ((await claim.domain?.(instance)) ?? true);

/** Whether it breaks the dropped assumption of a twin, and no other. */
export const breaksAlone = async <C>(twin: Claim<C>, instance: C): Promise<boolean> =>
  (await inDomain(twin, instance)) &&
  !(await twin.broken?.meets(instance)) &&
  (await unmet(twin, instance)).length === 0;

/**
 * An instance of the full claim, changed at random until it breaks the dropped assumption of the twin and no other; undefined where the tries
 * did not hit on one.
 */
export async function breakAssumption<C>(twin: Claim<C>, instance: C, draw: Draw): Promise<C | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    let changed = instance as Instance;
    const changes = 1 + Math.floor(draw() * MOST_CHANGES);
    for (let c = 0; c < changes; c++) changed = mutate(changed, draw);
    if (await breaksAlone(twin, changed as C)) return changed as C;
  }
  return undefined;
}
