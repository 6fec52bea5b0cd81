// Runs a script of tools/ on the packages' sources, without a build: node tools/run-from-sources.js SCRIPT [ARGUMENTS]
// One bundle is made of it and of what it imports, beside the kernels' addon, which is found from there.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [script, ...args] = process.argv.slice(2);
const outfile = fileURLToPath(
  new URL(`../libs/core/kernels/build/${process.pid}-${basename(script, '.js')}.mjs`, import.meta.url),
);
try {
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@braingen/source'],
    external: ['koffi', '@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-backend-webgpu'],
    // For packages that still call require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  process.exitCode = spawnSync(process.execPath, ['--expose-gc', outfile, ...args], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}
