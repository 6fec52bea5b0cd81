import { Command } from 'commander';
import { parseCount, parseSeed, withAction } from '../action.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';

interface Options extends EngineChoice {
  count: number;
  scheduler: string;
  steps: number;
  seed: number;
  batch: number;
  trajectory?: boolean;
}

export function sampleCommand(): Command {
  const command = new Command('sample')
    .description('draw synthetic volumes from a trained model')
    .argument('<run_or_checkpoint>', 'run folder, or one of its checkpoints')
    .argument('<out_dir>', 'folder for the volumes and their sidecars')
    .requiredOption('--count <n>', 'number of volumes', parseCount)
    .option(
      '--scheduler <name>',
      'a built-in one (an unknown name lists them), or the path of a module of your own',
      'ddim',
    )
    .option('--steps <n>', 'steps from noise to volume', parseCount, 50)
    .option('--seed <n>', 'the same seed gives the same volumes', parseSeed, 1)
    .option('--batch <n>', 'volumes made at once', parseCount, 1)
    .option('--trajectory', 'also write how each volume emerges from noise (4D NIfTI)')
    .addHelpText('after', '\nExample:\n  braingen sample braingen-run samples --count 10 --scheduler ddim --steps 50');
  return withAction<Options>(withEngineOptions(command), async (context, [source, output], options) => {
    const { chooseScheduler } = await import('../runs/scheduler-choice.ts');
    const { sampleRun } = await import('../runs/sampling.ts');
    const scheduler = await chooseScheduler(options.scheduler);
    const engine = await startChosenEngine(options, context);
    const { count, steps, seed, batch, trajectory = false } = options;
    const samples = await sampleRun(
      source,
      output,
      { count, scheduler, steps, seed, batchSize: batch, trajectory },
      engine,
      context,
    );
    context.terminal.result({ output, samples }, `${samples.length} volumes in ${output}`);
  });
}
