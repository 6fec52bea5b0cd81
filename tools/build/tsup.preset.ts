import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';

/** Entry points are read from `exports`, so that a package states them once. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, Record<string, string>>;
  files: string[];
};
const entry = Object.values(manifest.exports).flatMap((target) => target['@braingen/source'] ?? []);

export const preset: Options = {
  entry,
  format: 'esm',
  target: 'es2022',
  // Declarations take most of a build's time, and running a program needs none.
  // TypeScript 6 deprecates an option that tsup's declaration bundler still sets.
  dts: process.env.BRAINGEN_DECLARATIONS !== 'none' && {
    compilerOptions: { ignoreDeprecations: '6.0', customConditions: [] },
  },
  clean: true,
  // npm packs what lies in the package's own folder; one licence and one notice are kept, at the repository's root.
  onSuccess: async () => {
    const kept = ['LICENSE', 'NOTICE'].filter((name) => manifest.files.includes(name));
    await Promise.all(kept.map((name) => copyFile(new URL(`../../${name}`, import.meta.url), name)));
  },
  sourcemap: true,
  // The builds of all packages print nothing that a reader of the log wants.
  silent: true,
};

export default defineConfig(preset) as Options;
