/**
 * Any engine through the engine's own tests (every operation and gradient beside double precision), then a training
 * beside the embedded engine's, then its speed.
 *
 *     node tools/engines/check.js NAME [--no-speed]
 *
 * NAME: tfjs-node-gpu, tfjs-node, webgpu, native, wasm or tfjs-cpu. What npm alone does not bring is installed beforehand,
 * with npm install --no-save: README.md beside this has the commands.
 */
import { run } from '../install.js';

const [name, ...rest] = process.argv.slice(2);
if (!name || name.startsWith('-')) {
  console.error('usage: node tools/engines/check.js NAME [--no-speed]');
  process.exit(2);
}
// Packages see each other's sources through this condition: nothing has to be built.
const options = `${process.env['NODE_OPTIONS'] ?? ''} --conditions=@braingen/source`;
const env = { ...process.env, BRAINGEN_ENGINE: name, NODE_OPTIONS: options };
run(
  'npx',
  [
    ...['vitest', 'run', '--config=tools/test/vitest.config.ts', '--dir=libs/core/engine', 'contract', 'training'],
    // tfjs-cpu, which every engine is compared with, takes its time on a machine with other work.
    ...['--hookTimeout=900000', '--testTimeout=900000'],
  ],
  { env },
);
run('npx', ['jiti', 'tools/engines/train.ts', name, ...rest], { env });
