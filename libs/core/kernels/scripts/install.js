// npm's install script: builds the addon where a C compiler is found. Where none is, the WebAssembly kernels serve, so
// this never fails; the reason is left in build/failure.txt for `braingen doctor`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './sources.js';

try {
  const { buildNative } = await import('./build-native.js');
  await buildNative();
  // Objects serve the next build of a working copy; an installed package has none.
  if (packageFolder.includes('node_modules')) {
    const folder = join(packageFolder, 'build');
    for (const name of readdirSync(folder)) if (/\.[od]$/.test(name)) rmSync(join(folder, name));
  }
} catch (error) {
  try {
    mkdirSync(join(packageFolder, 'build'), { recursive: true });
    writeFileSync(join(packageFolder, 'build', 'failure.txt'), String(error.message ?? error));
  } catch {
    // A folder that cannot be written is no reason to fail an installation.
  }
}
