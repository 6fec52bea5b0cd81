/**
 * Writes the averaged weights of a run's last checkpoint as the file that @braingen/anatomy reads: safetensors in float16.
 *
 *   node tools/run-from-sources.js tools/anatomy/publish.ts RUN_FOLDER OUT.safetensors
 */
import { writeFile } from 'node:fs/promises';
import { encodeNetwork } from '@braingen/anatomy';
import { latestCheckpoint, loadCheckpoint } from '@braingen/unet3d/node';

const [run, out] = process.argv.slice(2);
const latest = await latestCheckpoint(run);
if (latest === undefined) throw new Error(`${run}: expected a checkpoint, found none`);
const { description, ema } = await loadCheckpoint(latest);
if (!ema) throw new Error(`${run}: expected averaged weights, found none`);
const bytes = encodeNetwork(ema, { steps: String(description.step), seed: String(description.seed) });
await writeFile(out, bytes);
console.log(`${out}: ${bytes.length} bytes after ${description.step} steps`);
