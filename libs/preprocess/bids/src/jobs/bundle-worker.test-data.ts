import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const kernels = new URL('../../../../core/kernels/build/', import.meta.url);

/** Bundles a program that serves scans, as a build does, beside the kernels' addon. @returns its path */
export async function bundleWorker(): Promise<string> {
  const outfile = fileURLToPath(new URL(`${process.pid}-scan-worker.mjs`, kernels));
  await build({
    stdin: {
      contents: "import { serveScans } from './serve-scans.ts'; serveScans();",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@braingen/source'],
    external: ['koffi', '@tensorflow/*'],
    // For packages that still call require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return outfile;
}
