import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';

/** Entry points are read from `exports`, so that a package states them once. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, Record<string, string>>;
};
const entry = Object.values(manifest.exports).flatMap((target) => target['@braingen/source'] ?? []);

export const preset: Options = {
  entry,
  format: 'esm',
  target: 'es2022',
  // TypeScript 6 deprecates an option that tsup's declaration bundler still sets.
  dts: { compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] } },
  clean: true,
  // npm packs what lies in the package's own folder; one licence is kept, at the repository's root.
  onSuccess: () => copyFile(new URL('../../LICENSE', import.meta.url), 'LICENSE'),
  sourcemap: true,
  // Sixteen builds in a row say nothing that a reader of the log wants.
  silent: true,
};

export default defineConfig(preset) as Options;
