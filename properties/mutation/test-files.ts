/**
 * The tests that look for mutants. Those that start processes, draw pages, or follow flows for minutes are not among them: what kills a mutant here is a law of
 * the part, or a claim that is cheap to check.
 */
const LAWS = [
  ...['integer', 'rational', 'vector', 'lu', 'linear-algebra', 'sequential-test', 'verdict'],
  ...['dataset', 'symmetry', 'model', 'initialisation', 'loss', 'input'],
  ...[
    'linear-program',
    'linear-margin',
    'oracle-separable',
    'oracle-inseparable',
    'cells',
    'network-margin',
    'network-margin-cases',
  ],
  ...['network-width'],
];
const THEOREMS = [
  ...['p1-homogeneity', 'p2-normalised-margin', 'p3-problems', 'p4-separability', 'p5-max-margin-separator'],
  ...['s1-symmetry', 's2-opposed-pairs', 's3-global-max-margin', 's4-suboptimal-kkt', 'a1-taylor', 'a2-g-function'],
  ...['a3-power-iteration', 'e1-embedding', 'h1-hints'],
];

export const TEST_FILES: readonly string[] = [
  ...LAWS.map((name) => `properties/laws/${name}.test.ts`),
  ...THEOREMS.map((name) => `properties/theorems/${name}.test.ts`),
];
