/**
 * Writes a cascade as a checkpoint that `braingen sample` takes: float16, averages alone.
 *
 *   npx jiti tools/experiments/publish.ts CASCADE_FOLDER OUT_FOLDER
 */
import { parseArgs } from 'node:util';
import { encodeCascade } from '@braingen/cascade';
import { loadCascade } from '@braingen/cascade/node';
import { saveCheckpointFiles } from '@braingen/unet3d/node';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder, out] = positionals;
const { base, stages, about } = await loadCascade(folder);
const { grid, steps, people, seed } = about as {
  grid: object;
  seed: string;
  steps: Readonly<Record<string, number>>;
  people: { training: string[]; validation: string[]; test: string[] };
};
const stageSteps = Object.fromEntries(
  stages.map(({ stage }, i) => [`${stage.kind}-${stage.level}`, Object.values(steps)[i]]),
);
const held = [...people.validation, ...people.test];
const description = {
  format: 'braingen-checkpoint',
  version: 1,
  kind: 'cascade',
  step: Object.values(steps).reduce((sum, each) => sum + each, 0),
  seed,
  // Intensities of preprocessing as they are: people.ts does not scale them.
  intensityRange: [-1, 1],
  grid,
  engine: { name: 'native' },
  sampling: { scheduler: 'heun', steps: 12, count: 8, batchSize: 1 },
  training: { subjects: people.training, heldOut: held, participants: { training: people.training, heldOut: held } },
  stageSteps,
};
function* files(): Generator<[string, Uint8Array]> {
  yield* encodeCascade({ base, stages, about: {} }, 'float16');
  yield ['checkpoint.json', new TextEncoder().encode(`${JSON.stringify(description, null, 2)}\n`)];
}
await saveCheckpointFiles(out, files());
