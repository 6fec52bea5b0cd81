import { checkOutputFolder } from '@braingen/volume/node';
import { Command } from 'commander';
import { parseCount, parseSeed, withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';

interface Options extends EngineChoice {
  training?: string;
  heldOut?: string;
  metric?: string[];
  features?: string;
  regions: boolean;
  covariate: string;
  seed: number;
  resamples: number;
}

export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('how real synthetic volumes are: metrics with intervals, memorisation audit, report.html')
    .argument('<real_dir>', 'real volumes')
    .argument('<synthetic_dir>', 'synthetic volumes')
    .argument('<out_dir>', 'folder for report.html and report.json')
    .option('--training <dir>', 'volumes that the model was trained on: looks for copies of them')
    .option(
      '--held-out <list>',
      'participants of real_dir that the model was not trained on, with commas between, or a file of them',
    )
    .option('--metric <names...>', 'names, or paths of modules of your own (default: all built in)')
    .option(
      '--features <name>',
      'of FID, KID, MMD and neighbours: anatomy (the network that knows brain regions), random, medicalnet-10, medicalnet-50 (downloaded), medicalnet=FILE, radimagenet=FILE (default: anatomy where volumes lie in MNI152 space)',
    )
    .option('--no-regions', 'measure no brain regions, which take 1 to 2 seconds of CPU time a volume')
    .option('--covariate <column>', 'number of participants.tsv and of samples that regions are compared by', 'age')
    .option('--seed <n>', 'of every random choice', parseSeed, 0)
    .option('--resamples <n>', 'random halves behind every interval', parseCount, 1000)
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen evaluate ds000011-preproc samples evaluation --training ds000011-preproc',
    );
  return withAction<Options>(withEngineOptions(command), async (context, [real, synthetic, output], options) => {
    const inputs = [real, synthetic, options.training];
    const { features } = options;
    const { isFeatureChoice } = await import('@braingen/pipeline');
    if (features !== undefined && !isFeatureChoice(features))
      throw new Failure(`--features: expected one of those that --help names, found "${features}"`);
    const { isUnreportedRun } = await import('@braingen/pipeline/node');
    await checkOutputFolder(output, { ...context, inputs, isOurs: isUnreportedRun });
    const { chooseMetrics } = await import('../runs/metric-choice.ts');
    const { evaluateVolumes } = await import('../runs/evaluation.ts');
    const { describeFigures } = await import('@braingen/comparison');
    const { readCompared } = await import('../runs/compared-volumes.ts');
    const { readNames } = await import('../runs/names.ts');
    const read = (folder: string) => readCompared(folder, options.covariate, context);
    const metrics = await chooseMetrics(options.metric);
    const engine = await startChosenEngine(options, context);
    const comparison = await evaluateVolumes(
      {
        real: await read(real),
        synthetic: await read(synthetic),
        training: options.training === undefined ? undefined : await read(options.training),
        heldOut: options.heldOut === undefined ? undefined : await readNames(options.heldOut),
        metrics,
        features,
        regions: options.regions,
        covariate: options.covariate,
        seed: options.seed,
        resamples: options.resamples,
        confidence: 0.95,
      },
      output,
      engine,
      context,
    );
    const { metrics: measured, regions = null, audit, people, warnings } = comparison;
    context.terminal.result(
      { output, metrics: measured, regions, audit, people, warnings },
      [...describeFigures(comparison), `report: ${output}/report.html`].join('\n'),
    );
  });
}
