import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** src/ imports in one direction; each layer names what it must not see. */
const layer = (files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group] })) }] },
});
const testLibraries = ['fast-check', 'vitest', '**/properties/**'];
/** What people see. */
const surfaces = ['**/cli/**', '**/report/**'];

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'reports', '.stryker-tmp'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] } } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  layer(['src/**'], testLibraries),
  layer(
    ['src/numeric/**'],
    [...testLibraries, '**/model/**', '**/flow/**', '**/oracle/**', '**/claims/**', ...surfaces],
  ),
  layer(['src/model/**'], [...testLibraries, '**/flow/**', '**/oracle/**', '**/claims/**', ...surfaces]),
  layer(['src/flow/**'], [...testLibraries, '**/claims/**', ...surfaces, '**/verdict.js']),
  layer(['src/oracle/**'], [...testLibraries, '**/flow/**', '**/claims/**', ...surfaces, '**/verdict.js']),
  layer(['src/claims/**'], [...testLibraries, ...surfaces]),
  layer(
    ['src/verdict.ts'],
    [...testLibraries, '**/model/**', '**/flow/**', '**/oracle/**', '**/claims/**', ...surfaces],
  ),
  // the page takes a figure as SVG, whoever drew it, and who draws knows no page
  layer(['src/report/*.ts'], [...testLibraries, '**/cli/**', '**/figures/**']),
  layer(['src/report/figures/**'], [...testLibraries, '**/cli/**', '**/html.js', '**/page.js']),
);
