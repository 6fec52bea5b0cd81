import { checkOutputFolder } from '@braingen/volume/node';
import { Command } from 'commander';
import { parseCount, parseNumber, parseSeed, withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';
import { Failure } from '../failure.ts';

interface Options extends EngineChoice {
  count?: number;
  scheduler?: string;
  steps?: number;
  first: number;
  shard?: string;
  seed: number;
  batch?: number;
  trajectory?: boolean;
  condition: string[];
  guidance: number;
  autoguidance?: number;
  inpaint?: string;
  mask?: string;
  resample: number;
  edit?: string;
  from: string[];
  strength: number;
  license?: string;
}

export function sampleCommand(): Command {
  const command = new Command('sample')
    .description('draw synthetic volumes from a trained model')
    .argument(
      '<run_or_checkpoint>',
      "run folder, one of its checkpoints, or 'base': the model that comes with the program",
    )
    .argument('<out_dir>', 'folder for the volumes and their sidecars')
    .option('--count <n>', 'number of volumes; needed unless a volume is given', parseCount)
    .option(
      '--scheduler <name>',
      "a built-in one (an unknown name lists them), or the path of a module of your own; by default the run's own",
    )
    .option('--steps <n>', "steps from noise to volume; by default the run's own", parseCount)
    .option('--first <k>', 'number of the first volume, as the sidecars count: from 0', parseSeed, 0)
    .option('--shard <i/n>', 'take share i of n (default: what Slurm or MPI says)')
    .option('--seed <n>', 'the same seed gives the same volumes', parseSeed, 1)
    .option('--batch <n>', "volumes made at once; by default the run's own", parseCount)
    .option('--trajectory', 'also write how each volume emerges from noise (4D NIfTI)')
    .option(
      '--condition <name=value...>',
      'the condition to sample under, such as age=70; age=60,70,80 for one volume after the other',
      [],
    )
    .option(
      '--guidance <scale>',
      'scale of classifier-free guidance: 1 as trained, above it more, 0 unconditioned',
      parseNumber('--guidance', 0),
      1,
    )
    .option(
      '--autoguidance <scale>',
      "of a cascade: how far its volumes go from what a mean and a covariance would draw: 1 as trained, above it less grain and less variety; by default the run's own",
      parseNumber('--autoguidance', 0),
    )
    .option('--inpaint <volume>', 'inpaint a region of this preprocessed volume, all other voxels stay; needs --mask')
    .option('--mask <file>', 'the region to inpaint: a mask on the grid of the volume')
    .option(
      '--resample <n>',
      'passes of inpainting over each step of the reverse process (RePaint); takes n times as long',
      parseCount,
      5,
    )
    .option('--edit <volume>', 'this preprocessed volume under another --condition (DDIM inversion)')
    .option('--from <name=value...>', 'the condition of that volume; by default what its sidecar says', [])
    .option(
      '--strength <share>',
      'fraction of the inversion trajectory: 1 inverts to pure noise, less keeps more of the volume',
      parseNumber('--strength', 0, 1),
      1,
    )
    .option(
      '--license <name>',
      'of the samples, for their dataset_description.json; by default that of the training data',
    )
    .addOption(forceOption())
    .addHelpText(
      'after',
      `
Examples:
  braingen sample base brains --count 4
  braingen sample braingen-run samples --count 10 --scheduler ddim --steps 50
  braingen sample run samples --count 4 --condition age=70 --guidance 3
  braingen sample run healthy --inpaint sub-01_T1w.nii.gz --mask lesion.nii.gz
  braingen sample run older --edit sub-01_T1w.nii.gz --from age=62 --condition age=70,80`,
    );
  return withAction<Options>(withEngineOptions(command), async (context, [named, output], options) => {
    checkTogether(options);
    const { modelFolder } = await import('@braingen/base-model');
    const source = await modelFolder(named);
    const { assumptionsOf, conditionAt, parseConditions } = await import('@braingen/pipeline');
    const { isSampleFolder, load, openEdit, openInpainting } = await import('@braingen/pipeline/node');
    const { readShard, shareOf } = await import('@braingen/distributed');
    const { sampleRun } = await import('../runs/sampling.ts');
    const { schedulerFor } = await import('../runs/scheduler-choice.ts');
    const { first, count, steps, seed, batch, trajectory, guidance, autoguidance, license } = options;
    const { inpaint, mask, resample, edit, strength } = options;
    const condition = parseConditions('condition', options.condition);
    const from = conditionAt(parseConditions('from', options.from), 0);
    const inputs = [source, inpaint, mask, edit];
    await checkOutputFolder(output, { ...context, inputs, inside: ['samples'], isOurs: isSampleFolder });
    const given = options.scheduler === undefined ? undefined : await schedulerFor(options.scheduler);
    await startChosenEngine(options, context);
    const model = await load(source, { startEngine: false, onWarning: (warning) => context.terminal.warn(warning) });
    for (const note of assumptionsOf(model.description)) context.terminal.warn(`${source}: assumed ${note}`);
    try {
      const scheduler = given ?? (await schedulerFor(model.sampling.scheduler, model.sampling));
      const opened =
        inpaint !== undefined && mask !== undefined
          ? await openInpainting(inpaint, mask, { jump: 1, repeats: resample })
          : edit !== undefined
            ? await openEdit(edit, { from, strength })
            : undefined;
      const shard = readShard(options.shard);
      const what = {
        ...{ count, first, scheduler, steps, seed, batchSize: batch, condition, guidance, autoguidance, ...opened },
        ...{ trajectory, license, replace: context.force },
        share: (numbers: readonly number[]) => shareOf(numbers, shard),
      };
      const samples = await sampleRun(model, output, what, context);
      context.terminal.result({ output, samples }, `${samples.length} volumes in ${output}`);
    } finally {
      model.dispose();
    }
  });
}

/** @throws Failure where options lack each other, or do not go together */
function checkTogether({ count, inpaint, mask, edit, from, condition }: Options): void {
  if (count === undefined && inpaint === undefined && edit === undefined)
    throw new Failure('--count: expected the number of volumes, found none');
  if (inpaint !== undefined && edit !== undefined)
    throw new Failure('--inpaint, --edit: expected one of them, found both');
  if (inpaint !== undefined && mask === undefined)
    throw new Failure('--inpaint: expected --mask, which says where to draw, found none');
  if (inpaint === undefined && mask !== undefined) throw new Failure('--mask: expected with --inpaint, found alone');
  if (edit === undefined && from.length > 0) throw new Failure('--from: expected with --edit, found alone');
  if (edit !== undefined && condition.length === 0)
    throw new Failure('--edit: expected --condition, which says what to change, found none');
}
