import { checkOutputFolder } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { dryRunOption } from '../dry-run-option.ts';
import { forceOption } from '../force-option.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';
import { asRank } from '../ranks.ts';
import { openConfig, withConfigOptions, type ConfigChoice } from './config-option.ts';

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a diffusion model on preprocessed volumes')
    .argument('<data_dir>', 'output of preprocess, or a folder of NIfTI volumes on one grid')
    .argument('<run_dir>', 'run folder to write')
    .option('--resume', "resume from the run folder's latest checkpoint, by its config.yaml where none is given")
    .option(
      '--from <run>',
      "start with the weights of this run, such as a converted one, or of 'base', the model that comes with the program; its config.yaml serves where none is given",
    )
    .addOption(dryRunOption())
    .option(
      '--cache <folder>',
      'where volumes are kept that are too large for memory, by default in the run folder until it is trained; may be shared',
    )
    .option('--no-memory-check', 'start even if the training is estimated to exceed available memory')
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExamples:\n  braingen train ds000011-preproc run --preset hour\n  braingen train ds000011-preproc run --from base\n  mpirun -n 4 braingen train ds000011-preproc run --config paper.yaml',
    );
  type Options = EngineChoice &
    ConfigChoice & { resume?: boolean; from?: string; dryRun?: boolean; cache?: string; memoryCheck: boolean };
  return withAction<Options>(withEngineOptions(withConfigOptions(command)), async (context, [data, run], options) => {
    const { modelFolder } = await import('@braingen/base-model');
    const start = options.from === undefined ? undefined : await modelFolder(options.from);
    const config = await openConfig(options, 'hour', options.resume ? [run, start] : [start]);
    if (options.dryRun) {
      await startChosenEngine(options, context);
      const { dryTraining } = await import('../runs/dry-run.ts');
      const estimate = await dryTraining(data, config, options, context);
      return context.terminal.result(estimate, 'nothing was trained or written');
    }
    const { isRunFolder } = await import('@braingen/pipeline/node');
    await asRank(context, command.name(), async (own, ranks) => {
      await checkOutputFolder(run, { ...own, inputs: [data], isOurs: isRunFolder });
      await startChosenEngine(options, own);
      const { trainRun } = await import('../runs/training.ts');
      const again = 'start again with --resume';
      const { steps } = await trainRun(data, run, config, own, { ...options, start, ranks, again });
      own.terminal.result({ run, steps }, `trained for ${steps} steps: ${run}`);
    });
  });
}
