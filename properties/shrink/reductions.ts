import type { Instance } from './instance.js';
import type { Candidates } from './mirror-images.js';
import { plainerNeurons, plainerPoints } from './plainer.js';
import { plainerSpace } from './plainer-space.js';
import { fewerPoints, lowerDimension, narrower, shorterLists } from './removals.js';
import { simplerNumbers } from './simpler-numbers.js';
import { tiny } from './tiny.js';

/** The kinds of reductions, those that take away most first. */
export const REDUCTIONS: readonly ((instance: Instance) => Candidates)[] = [
  fewerPoints,
  lowerDimension,
  narrower,
  shorterLists,
  plainerPoints,
  plainerNeurons,
  plainerSpace,
  simplerNumbers,
  tiny,
];
