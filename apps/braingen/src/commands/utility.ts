import type { ProgressOptions } from '@braingen/volume';
import { checkOutputFiles, writeJson } from '@braingen/volume/node';
import { Command } from 'commander';
import { parseCount, parseSeed, withAction, type Context } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { readNames } from '../runs/names.ts';

interface Options {
  target?: string;
  realMaps?: string;
  syntheticMaps?: string;
  labels?: number[];
  heldOut: string;
  seed: number;
}

export function utilityCommand(): Command {
  const command = new Command('utility')
    .description('of what use samples are: a task learned from real, synthetic and both, tested on unseen people')
    .argument('<real_dir>', 'real volumes, with participants.tsv or label maps')
    .argument('<synthetic_dir>', 'samples of a model that is conditioned on the column, or that have label maps')
    .argument('<out>', 'JSON file to write')
    .option('--target <column>', 'what to tell from a volume: a column of numbers or classes')
    .option('--real-maps <dir>', 'in place of a column, segmentation: label maps of the real volumes, by their names')
    .option('--synthetic-maps <dir>', 'label maps of the samples, such as segment and evaluate leave')
    .option('--labels <list>', 'which labels of the maps count, with commas between; by default all', parseLabels)
    .requiredOption('--held-out <list>', 'participants of real_dir that were not trained on, or a file of them')
    .option('--seed <n>', 'of every random choice', parseSeed, 0)
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExamples:\n  braingen utility preproc samples utility.json --target age --held-out 09,10\n  braingen utility preproc samples utility.json --real-maps maps --synthetic-maps evaluation/segmentations --held-out 09,10',
    );
  return withAction<Options>(command, async (context, [real, synthetic, output], options) => {
    const given = (['target', 'realMaps', 'syntheticMaps'] as const).filter((name) => options[name] !== undefined);
    if (!['target', 'realMaps,syntheticMaps'].includes(given.join()))
      throw new Failure(
        `expected --target, or --real-maps and --synthetic-maps, found ${given.length === 0 ? 'neither' : given.map(flagOf).join(' and ')}`,
      );
    await checkOutputFiles([output], context);
    const measure = options.target === undefined ? measureSegmentation : measureColumn;
    const { utility, lines } = await measure([real, synthetic], options, context);
    await writeJson(output, utility);
    context.terminal.result({ output, ...utility }, lines.join('\n'));
  });
}

const flagOf = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

type Folders = readonly [real: string, synthetic: string];

async function measureColumn([real, synthetic]: Folders, { target, heldOut, seed }: Options, context: Context) {
  const { readTrainingVolumes } = await import('@braingen/pipeline/node');
  const { labelSets } = await import('@braingen/comparison');
  const { describeUtility, measureUtility } = await import('@braingen/utility');
  const condition = { covariates: [target!], dropout: 0 };
  const read = (folder: string) => readTrainingVolumes(folder, { condition }, context);
  const told = { column: target!, heldOut: await readNames(heldOut) };
  const { warnings, ...sets } = labelSets(await read(real), await read(synthetic), told);
  const utility = await watched(context, warnings, (watch) => measureUtility(sets, { ...watch, seed }));
  return { utility, lines: describeUtility(utility) };
}

async function measureSegmentation([real, synthetic]: Folders, options: Options, context: Context) {
  const { realMaps, syntheticMaps, labels, heldOut, seed } = options;
  const { readMappedVolumes } = await import('@braingen/pipeline/node');
  const { taskSets } = await import('@braingen/comparison');
  const { describeSegmentationUtility, measureSegmentationUtility } = await import('@braingen/utility');
  const { warnings, ...sets } = taskSets(
    await readMappedVolumes(real, realMaps!, context),
    await readMappedVolumes(synthetic, syntheticMaps!, context),
    { heldOut: await readNames(heldOut) },
  );
  const utility = await watched(context, warnings, (watch) =>
    measureSegmentationUtility(sets, { ...watch, labels, seed }),
  );
  return { utility, lines: describeSegmentationUtility(utility) };
}

/** Says what a person should look at, and shows how far the work is. */
async function watched<T>(
  { terminal, signal }: Context,
  warnings: readonly string[],
  work: (watch: ProgressOptions) => Promise<T>,
): Promise<T> {
  warnings.forEach((warning) => terminal.warn(warning));
  const task = terminal.task('utility');
  const result = await work({ signal, onProgress: task.update });
  task.done();
  return result;
}

/** "1,2,3" as whole numbers above 0. */
const parseLabels = (text: string): number[] => text.split(',').map((label) => parseCount(label.trim()));
