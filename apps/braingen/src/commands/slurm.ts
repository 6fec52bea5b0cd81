import { Command } from 'commander';
import { parseCount, withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import type { Preset } from '../presets.ts';
import { openConfig, withConfigOptions, type ConfigChoice } from './config-option.ts';

interface Options extends ConfigChoice {
  tasks: number;
  ranks: number;
  count: number;
  sbatch?: string[];
}

/** What is trained where nothing else is said. */
const usual: Preset = 'paper';

export function slurmCommand(): Command {
  const command = new Command('slurm')
    .description('write batch scripts for Slurm that preprocess a BIDS folder, train on it and sample')
    .argument('<bids_dir>', 'BIDS folder with sub-*/anat/*_T1w.nii[.gz]')
    .argument('<out_dir>', 'run folder to be; the scripts go into its folder slurm')
    .option('--tasks <n>', 'tasks that share preprocessing, and as many that share sampling', parseCount, 10)
    .option('--ranks <n>', 'processes that train together over MPI', parseCount, 1)
    .option('--count <n>', 'synthetic volumes', parseCount, 100)
    .option('--sbatch <name=value...>', 'options of sbatch for all of them, such as partition=long account=lab')
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen slurm ds000011 run --tasks 20 --sbatch partition=long && bash run/slurm/submit.sh',
    );
  return withAction<Options>(withConfigOptions(command), async ({ terminal, force }, [dataset, output], options) => {
    const { writeBatchScripts } = await import('../batch-scripts.ts');
    // What cannot be trained is refused here rather than by a job.
    const { data } = await openConfig(options, usual);
    const training = { preset: usual, ...options, shape: data.shape };
    const { folder, scans } = await writeBatchScripts(dataset, output, { ...options, training, force });
    terminal.result({ folder, scans }, `${scans} scans; submit with bash ${folder}/submit.sh`);
  });
}
