/**
 * Writes a cascade as a checkpoint that `braingen sample` takes: float16, averages alone.
 *
 *   npx jiti tools/experiments/publish.ts CASCADE_FOLDER OUT_FOLDER [--coarse]
 *
 * With --coarse the coarse stage alone, on its own grid: voxels twice as long, no details.
 */
import { parseArgs } from 'node:util';
import { encodeCascade, stageName, type CascadeCheckpoint } from '@braingen/cascade';
import { loadCascade } from '@braingen/cascade/node';
import { saveCheckpointFiles } from '@braingen/unet3d/node';
import { freezeAffine, type Grid, type Shape3 } from '@braingen/volume';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { coarse: { type: 'boolean' } } });
const [folder, out] = positionals;
const loaded = await loadCascade(folder);
const about = loaded.about as {
  grid: Grid;
  seed: string;
  steps: Readonly<Record<string, number>>;
  people: { training: string[]; validation: string[]; test: string[] };
};
const names = loaded.stages.map(({ stage }) => stageName(stage));
const taken = Object.fromEntries(Object.values(about.steps).map((steps, i) => [names[i], steps]));
const { checkpoint, grid, stageSteps } = values.coarse
  ? coarseAlone()
  : { checkpoint: loaded, grid: about.grid, stageSteps: taken };

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
  sampling: { scheduler: 'heun', steps: 12, count: 8, batchSize: 1, autoguidance: 1.5 },
  training: {
    subjects: people,
    heldOut: held,
    participants: { training: people, heldOut: held },
  },
  stageSteps,
};
function* files(): Generator<[string, Uint8Array]> {
  yield* encodeCascade({ ...checkpoint, about: {} }, 'float16');
  yield ['checkpoint.json', new TextEncoder().encode(`${JSON.stringify(description, null, 2)}\n`)];
}
await saveCheckpointFiles(out, files());

function coarseAlone(): { checkpoint: CascadeCheckpoint; grid: Grid; stageSteps: Record<string, number> } {
  const { base, stages } = loaded;
  const { window, scales } = base;
  const found = stages.find(({ stage }) => stage.kind === 'coarse');
  if (!found || found.stage.level !== 1) throw new Error('expected a coarse stage of level 1, found none');
  const half = (sides: Shape3): Shape3 => sides.map((side) => Math.floor(side / 2)) as unknown as Shape3;
  const shape = half(window.shape);
  const whole = half(window.grid);
  // Where the window begins in the new grid: whole voxels, within it.
  const offset = whole.map((side, axis) =>
    Math.min(side - shape[axis], Math.max(0, Math.round(window.offset[axis] / 2))),
  ) as unknown as Shape3;
  // A voxel of the new grid is two of the old ones along each axis.
  const first = offset.map((begin, axis) => window.offset[axis] - 2 * begin + 0.5);
  const affine = about.grid.affine.map((row, i) =>
    i === 3
      ? [...row]
      : [2 * row[0], 2 * row[1], 2 * row[2], row[3] + first.reduce((sum, at, k) => sum + row[k] * at, 0)],
  );
  return {
    checkpoint: {
      base: {
        ...base,
        window: { ...window, grid: whole, offset, shape },
        scales: [{ ...scales[1], details: [] }],
      },
      stages: [{ ...found, stage: { ...found.stage, level: 0 } }],
      about: {},
    },
    grid: { shape: whole, affine: freezeAffine(affine as unknown as Parameters<typeof freezeAffine>[0]) },
    stageSteps: { 'coarse-0': taken['coarse-1'] },
  };
}
