import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// The architecture page in rules: app → runner → jobs → pipeline → data (db, models, pii) → base (config, logging,
// errors). `dev` (local server, sample shop) and `test` (helpers, oracle, suites, benchmarks) may use what ships; nothing
// that ships may use them.
const shipped = ['app', 'runner', 'jobs', 'pipeline', 'data', 'base'];
const from = (layer) => shipped.slice(shipped.indexOf(layer));
const mayUse = {
  app: from('runner'),
  runner: from('jobs'),
  jobs: from('pipeline'),
  pipeline: from('data'),
  data: from('data'),
  base: from('base'),
  dev: ['dev', ...from('runner')],
  test: ['test', 'dev', ...from('runner')],
};
const constraints = (more) =>
  Object.entries(mayUse).map(([layer, layers]) => ({
    sourceTag: `layer:${layer}`,
    onlyDependOnLibsWithTags: [...layers, ...more].map((name) => `layer:${name}`),
  }));
const depConstraints = constraints([]);
// A test may start a server and fill a shop, whatever layer it tests.
const testConstraints = constraints(['dev', 'test']);

const onlyConfigReadsEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only libs/config reads process.env; take a setting instead.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/.local', '**/*.cjs', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    // tools/lint runs it: for many projects with one program of the whole workspace, for one with its own.
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that is not awaited loses its error, and a run its exit code.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints, enforceBuildableLibDependency: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', onlyConfigReadsEnvironment],
    },
  },
  {
    // Test helpers take what the test's environment gives, as tests do.
    files: ['libs/config/**/*.ts', 'libs/testing/support/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: testConstraints, enforceBuildableLibDependency: false },
      ],
    },
  },
);
