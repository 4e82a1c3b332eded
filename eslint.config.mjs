import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

// The architecture page in rules: apps → jobs → pipeline → (db, models, pii) → (config, logging, errors).
// `layer:dev` (local server, sample shop, test helpers) may use anything but apps and is used by
// tests and by the entry points only.
const depConstraints = [
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: ['layer:jobs', 'layer:pipeline', 'layer:data', 'layer:base', 'layer:dev'],
  },
  {
    sourceTag: 'layer:jobs',
    onlyDependOnLibsWithTags: ['layer:pipeline', 'layer:data', 'layer:base', 'layer:dev'],
  },
  { sourceTag: 'layer:pipeline', onlyDependOnLibsWithTags: ['layer:data', 'layer:base'] },
  { sourceTag: 'layer:dev', onlyDependOnLibsWithTags: ['layer:dev', 'layer:data', 'layer:base'] },
  { sourceTag: 'layer:data', onlyDependOnLibsWithTags: ['layer:data', 'layer:base'] },
  { sourceTag: 'layer:base', onlyDependOnLibsWithTags: ['layer:base'] },
];

const testConstraints = depConstraints.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'layer:dev'],
}));

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
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints, enforceBuildableLibDependency: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', onlyConfigReadsEnvironment],
    },
  },
  {
    // Test helpers take what the test's environment gives, as tests do.
    files: ['libs/config/**/*.ts', 'libs/testing/**/*.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/test/**/*.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      // A test may start a server and fill a shop, whatever layer it tests.
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: testConstraints, enforceBuildableLibDependency: false },
      ],
    },
  },
);
