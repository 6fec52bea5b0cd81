/**
 * Writes a cascade as a checkpoint that `braingen sample` takes: 8 bits a weight, averages alone.
 *
 *   npx jiti tools/experiments/publish.ts CASCADE_FOLDER OUT_FOLDER [--coarse]
 *
 * With --coarse the coarse stage alone, on its own grid: voxels twice as long, no details.
 */
import { parseArgs } from 'node:util';
import { encodeCascade, halfGrid, halfSize, stageName } from '@braingen/cascade';
import { loadCascade } from '@braingen/cascade/node';
import { saveCheckpointFiles } from '@braingen/unet3d/node';
import type { Grid } from '@braingen/volume';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { coarse: { type: 'boolean' } } });
const [folder, out] = positionals;
const loaded = await loadCascade(folder);
const about = loaded.about as {
  grid: Grid;
  seed: string;
  steps: Readonly<Record<string, number>>;
  people: { training: string[]; validation: string[]; test: string[] };
};
const checkpoint = values.coarse ? halfSize(loaded) : loaded;
const grid = values.coarse ? halfGrid(about.grid, loaded.base.window) : about.grid;
const stageSteps = Object.fromEntries(
  checkpoint.stages.map(({ stage }, i) => [stageName(stage), Object.values(about.steps)[i]]),
);

const bare = (list: readonly string[]): string[] => list.map((name) => name.replace(/^\d+\//, ''));
const [people, held] = [bare(about.people.training), bare([...about.people.validation, ...about.people.test])];
const description = {
  format: 'braingen-checkpoint',
  version: 1,
  kind: 'cascade',
  step: Object.values(stageSteps).reduce((sum, each) => sum + each, 0),
  seed: about.seed,
  // Intensities of preprocessing as they are: people.ts does not scale them.
  intensityRange: [-1, 1],
  grid,
  engine: { name: 'native' },
  sampling: { scheduler: 'heun', steps: 12, count: 8, batchSize: 1 },
  training: {
    subjects: people,
    heldOut: held,
    participants: { training: people, heldOut: held },
  },
  stageSteps,
};
function* files(): Generator<[string, Uint8Array]> {
  yield* encodeCascade({ ...checkpoint, about: {} }, 'int8');
  yield ['checkpoint.json', new TextEncoder().encode(`${JSON.stringify(description, null, 2)}\n`)];
}
await saveCheckpointFiles(out, files());
