import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findScans } from '@braingen/bids';
import { batchScript } from '@braingen/distributed';
import { checkOutputFiles, checkOutputFolder, writeWhole } from '@braingen/volume/node';
import type { ConfigChoice } from './commands/config-option.ts';
import { Failure } from './failure.ts';

/** What is trained: a file goes before a preset. */
export interface TrainingChoice extends ConfigChoice {
  /** Of the volumes: preprocessed ones have it, so that training interpolates nothing again. */
  readonly shape: readonly number[];
}

export interface BatchScriptsOptions {
  readonly tasks: number;
  readonly ranks: number;
  readonly count: number;
  readonly training: TrainingChoice;
  /** Options of sbatch, each as name=value. */
  readonly sbatch?: readonly string[];
  readonly force: boolean;
}

const template = (name: string): string => fileURLToPath(new URL(`../slurm/${name}`, import.meta.url));

/** Writes the scripts of ../slurm with a data set's own paths and numbers filled in. */
export async function writeBatchScripts(
  dataset: string,
  output: string,
  { tasks, ranks, count, training, sbatch = [], force }: BatchScriptsOptions,
): Promise<{ readonly folder: string; readonly scans: number }> {
  const [bids, run, folder] = [resolve(dataset), resolve(output), join(resolve(output), 'slurm')];
  const { scans } = await findScans(bids);
  await checkOutputFolder(folder, { inputs: [bids], isOurs: () => true });
  const chosen = Object.fromEntries(sbatch.map(pair));
  const preprocessed = join(run, 'preprocessed');
  const array = (items: number): Record<string, string> => ({ array: `1-${Math.min(tasks, items)}` });
  const scripts = {
    preprocess: { directives: array(scans.length), args: [bids, preprocessed, '--shape', training.shape.join('x')] },
    train: { directives: { ntasks: ranks }, args: [preprocessed, run, ...choice(training)] },
    sample: { directives: array(count), args: [run, join(run, 'samples'), '--count', String(count)] },
  };
  const environment = { BRAINGEN: fileURLToPath(new URL('../bin/braingen.js', import.meta.url)) };
  const files = new Map([['submit.sh', await readFile(template('submit.sh'), 'utf8')]]);
  for (const [name, { directives, args }] of Object.entries(scripts)) {
    const text = await readFile(template(`${name}.sbatch`), 'utf8');
    files.set(`${name}.sbatch`, batchScript(text, { directives: { ...directives, ...chosen }, environment, args }));
  }
  await mkdir(folder, { recursive: true });
  const paths = [...files.keys()].map((name) => join(folder, name));
  await checkOutputFiles(paths, { force });
  for (const [name, text] of files) await writeWhole(join(folder, name), text);
  return { folder, scans: scans.length };
}

function choice({ config, preset, set = [] }: TrainingChoice): string[] {
  const chosen = config === undefined ? ['--preset', String(preset)] : ['--config', resolve(config)];
  return [...chosen, ...set.flatMap((setting) => ['--set', setting])];
}

function pair(text: string): readonly [string, string] {
  const [, name, value] = /^-{0,2}([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new Failure(`--sbatch: expected name=value, found ${text}`);
  return [name, value];
}
