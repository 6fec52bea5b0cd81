import { Command } from 'commander';
import { withAction } from '../action.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';
import { checkConfig, readConfig } from '../runs/config.ts';

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a diffusion model on preprocessed volumes')
    .argument('<data_dir>', 'output of preprocess, or a folder of NIfTI volumes on one grid')
    .argument('<run_dir>', 'run folder to write')
    .option('--config <file>', 'YAML; what it leaves out has a default')
    .option('--resume', "go on from the run folder's latest checkpoint")
    .option('--no-memory-check', 'start although the estimate says that memory will not do')
    .addHelpText('after', '\nExample:\n  braingen train ds000011-preproc run --config paper.yaml');
  type Options = EngineChoice & { config?: string; resume?: boolean; memoryCheck: boolean };
  return withAction<Options>(withEngineOptions(command), async (context, [data, run], options) => {
    const config = options.config === undefined ? checkConfig({}, 'defaults') : await readConfig(options.config);
    const engine = await startChosenEngine(options, context);
    const { trainRun } = await import('../runs/training.ts');
    const { resume = false, memoryCheck } = options;
    await trainRun(data, run, config, engine, context, { resume, memoryCheck });
    context.terminal.result(
      { run, steps: config.training.steps },
      `trained for ${config.training.steps} steps: ${run}`,
    );
  });
}
