import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { layerRules } from './layers.js';
import { optionDefaults } from './option-defaults.js';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/build/**', '**/*.wasm.ts', '**/*.generated.ts', '**/node_modules/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.js'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: ['^.*/tools/build/.*$'],
          // Commands load what they run when they run: a program that starts at once needs both kinds of import.
          checkDynamicDependenciesExceptions: ['.*'],
          depConstraints: layerRules,
          enforceBuildableLibDependency: false,
        },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // Packages' sources, seen from there.
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/contract/**'],
    plugins: { braingen: { rules: { 'option-defaults': optionDefaults } } },
    rules: { 'braingen/option-defaults': 'error' },
  },
  { files: ['**/*.test.ts', '**/*.test-data.ts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  // Programs of tools/, seen from there: they may reach into a package, for which they make tables.
  {
    files: ['bench/**', 'brain-mask/**', 'browser/**', 'engines/**', 'parity/**', 'template/**'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  // Programs, not libraries: they may print.
  {
    files: [
      '**/scripts/**',
      '**/tools/**',
      'anatomy/**',
      'bench/**',
      'brain-mask/**',
      'browser/**',
      'drills/**',
      'engines/**',
      'experiments/**',
      'fuzz/**',
      'metrics/**',
      'odd-heads/**',
      'parity/**',
      'template/**',
      '*.js',
      '**/bin/**',
    ],
    rules: { 'no-console': 'off' },
  },
);
