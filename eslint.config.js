import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** src/ imports in one direction; each layer names what it must not see. */
const layer = (files, forbidden) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((group) => ({ group: [group] })) }] },
});
const testLibraries = ['fast-check', 'vitest', '**/properties/**'];

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'reports'] },
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
    [...testLibraries, '**/model/**', '**/flow/**', '**/oracle/**', '**/claims/**', '**/cli/**'],
  ),
  layer(['src/model/**'], [...testLibraries, '**/flow/**', '**/oracle/**', '**/claims/**', '**/cli/**']),
  layer(['src/flow/**'], [...testLibraries, '**/oracle/**', '**/claims/**', '**/cli/**', '**/verdict.js']),
  layer(['src/oracle/**'], [...testLibraries, '**/flow/**', '**/claims/**', '**/cli/**', '**/verdict.js']),
  layer(['src/claims/**'], [...testLibraries, '**/cli/**']),
);
