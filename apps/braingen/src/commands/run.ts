import { checkOutputFolder } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { dryRunOption } from '../dry-run-option.ts';
import { forceOption } from '../force-option.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';
import { Failure, exitStatus } from '../failure.ts';
import { openConfig, withConfigOptions, type ConfigChoice } from './config-option.ts';
import { templateOption } from '../template-option.ts';

export function runCommand(): Command {
  const command = new Command('run')
    .description('everything: preprocess, train, sample, evaluate, report')
    .argument('[bids_dir]', 'BIDS folder of raw T1-weighted heads; without it heads are simulated')
    .argument('[out_dir]', 'run folder to write', 'braingen-run')
    .addOption(templateOption())
    .option(
      '--from <run>',
      "start the training with the weights of this run, or of 'base', the model that comes with the program; with simulated heads 'base' is the default",
    )
    .option(
      '--steps <list>',
      'preprocessing steps to run, such as resize for heads that another program has preprocessed',
    )
    .option('--keep-steps', "keep each preprocessing step's volume, not only its picture")
    .addOption(dryRunOption())
    .option('--no-memory-check', 'train even if the training is estimated to exceed available memory')
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen run ds000011 out\n\nStarted again on the same folder it resumes where it stopped.',
    );
  type Options = EngineChoice &
    ConfigChoice & {
      template?: string;
      from?: string;
      steps?: string;
      keepSteps?: boolean;
      dryRun?: boolean;
      memoryCheck: boolean;
    };
  return withAction<Options>(withEngineOptions(withConfigOptions(command)), async (context, args, options) => {
    // Only the second argument has a default, so a single one that was given is the dataset.
    const [dataset, output] = args.length === 2 ? args : [undefined, args[0]];
    const { baseModelName, modelFolder } = await import('@braingen/base-model');
    const usual = dataset === undefined ? 'demo' : 'hour';
    const isDemo = options.config === undefined && (options.preset ?? usual) === 'demo';
    const from = options.from ?? (isDemo && dataset === undefined ? baseModelName : undefined);
    const start = from === undefined ? undefined : await modelFolder(from);
    // The preset's own configuration, not that of the model that its training starts with.
    const config = await openConfig(isDemo ? { ...options, preset: 'demo' } : options, usual, [start]);
    const { isRunFolder } = await import('@braingen/pipeline/node');
    await checkOutputFolder(output, { ...context, inputs: [dataset], inside: ['derivatives/*'], isOurs: isRunFolder });
    const { runEndToEnd } = await import('../runs/end-to-end.ts');
    if (options.dryRun) {
      await startChosenEngine(options, context);
      const { dryRun } = await import('../runs/dry-run.ts');
      const estimate = await dryRun(dataset, output, options, config, context);
      context.terminal.result(estimate, 'nothing was made, trained or written');
      return exitStatus.done;
    }
    const { parseSteps } = await import('../preprocessing/settings.ts');
    const request = { ...options, config, start, steps: parseSteps(options.steps) };
    const outcome = await runEndToEnd(dataset, output, request, context).catch((error: unknown) => {
      // Whatever stage it was in: what is there is not done again.
      if (context.signal.aborted && error === context.signal.reason)
        throw new Failure(`${(error as Error).message}; the same command resumes it`, exitStatus.restart);
      throw error;
    });
    context.terminal.result(outcome, `report: ${outcome.report}`);
    return outcome.failed > 0 ? exitStatus.someFailed : exitStatus.done;
  });
}
