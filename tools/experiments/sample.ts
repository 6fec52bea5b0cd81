/**
 * Draws volumes from a cascade, with each stage's own beside them.
 *
 *   npx jiti tools/experiments/sample.ts CASCADE_FOLDER OUT_FOLDER --count N [--first K] [--steps S] [--scheduler NAME] [--jitter J]
 *     [--autoguidance W] [--threads N]
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openCascade, sampleCascade } from '@braingen/cascade';
import { loadCascade } from '@braingen/cascade/node';
import { startEngine } from '@braingen/engine';
import { schedulers } from '@braingen/scheduler';
import { descriptionFile } from '@braingen/unet3d';
import { tensorToVolumes, type Grid } from '@braingen/volume';
import { writeVolume } from '@braingen/volume/node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '4' },
    first: { type: 'string', default: '0' },
    steps: { type: 'string', default: '12' },
    scheduler: { type: 'string', default: 'heun' },
    jitter: { type: 'string', default: '0' },
    autoguidance: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
  },
});
const [folder, out] = positionals;
const checkpoint = await loadCascade(folder);
// What is published says it as every checkpoint does.
const { grid = await publishedGrid() } = checkpoint.about as { grid?: Grid };
const engine = await startEngine({ name: 'native', threads: Number(values.threads) });
console.log(engine.describe());
const cascade = openCascade(checkpoint);
await mkdir(out, { recursive: true });
const scheduler = Object.values(schedulers).find(({ name }) => name === values.scheduler);
for (let i = 0; i < Number(values.count); i++) {
  const number = Number(values.first) + i;
  const began = process.cpuUsage();
  const data = await sampleCascade(cascade, {
    seed: values.seed,
    number,
    steps: Number(values.steps),
    scheduler,
    jitter: Number(values.jitter),
    autoguidance: Number(values.autoguidance),
  });
  const { user, system } = process.cpuUsage(began);
  const [volume] = tensorToVolumes(data, [1, ...grid.shape, 1], grid.affine);
  await writeVolume(join(out, `sample-${String(number).padStart(3, '0')}.nii.gz`), volume);
  console.log(number, `${((user + system) / 1e6).toFixed(1)} CPU s`);
}

async function publishedGrid(): Promise<Grid> {
  return (JSON.parse(await readFile(join(folder, descriptionFile), 'utf8')) as { grid: Grid }).grid;
}
