/**
 * Puts the trained stages of a run together into a cascade that samples.
 *
 *   npx jiti tools/experiments/assemble.ts EXPERIMENT.json RUN_FOLDER OUT_FOLDER PREPROCESSED... [--float16] [--without STAGE]
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fitBase, type TrainedStage } from '@braingen/cascade';
import { saveCascade } from '@braingen/cascade/node';
import { inMemory } from '@braingen/trainer';
import { finalStages, type Experiment } from './experiment.ts';
import { latestCheckpoint } from './latest-checkpoint.ts';
import { readPeople } from './people.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { float16: { type: 'boolean' }, without: { type: 'string', multiple: true } },
});
const [file, run, out, ...folders] = positionals;
const experiment = JSON.parse(await readFile(file, 'utf8')) as Experiment;
const { split, grid } = await readPeople(folders, experiment.seed);
const { base } = await fitBase(inMemory(split.training.map(({ data }) => data)), grid.shape, experiment.base);
const stages: TrainedStage[] = [];
const steps: Record<string, number> = {};
for (const name of finalStages(experiment)) {
  const { begin, stage } = experiment.stages[name];
  const trained = await latestCheckpoint(join(run, name));
  if (!trained || values.without?.includes(name)) continue;
  const before = begin === undefined ? undefined : await latestCheckpoint(join(run, begin));
  stages.push({ stage, weights: trained.ema ?? trained.weights });
  steps[name] = trained.description.step + (before?.description.step ?? 0);
}
const names = (people: readonly { readonly name: string }[]): string[] => people.map(({ name }) => name);
await saveCascade(
  out,
  {
    base,
    stages,
    about: {
      grid: { shape: grid.shape, affine: grid.affine },
      intensityRange: [0, 1],
      seed: experiment.seed,
      steps,
      people: { training: names(split.training), validation: names(split.validation), test: names(split.test) },
    },
  },
  values.float16 ? 'float16' : 'float32',
);
console.log(steps);
