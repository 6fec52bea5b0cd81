import { Command, Option } from 'commander';
import { parseCount, withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { presets, type Preset } from '../presets.ts';

interface Options {
  tasks: number;
  ranks: number;
  count: number;
  preset: Preset;
  sbatch?: string[];
}

export function slurmCommand(): Command {
  const command = new Command('slurm')
    .description('write batch scripts for Slurm that preprocess a BIDS folder, train on it and sample')
    .argument('<bids_dir>', 'BIDS folder with sub-*/anat/*_T1w.nii[.gz]')
    .argument('<out_dir>', 'run folder to be; the scripts go into its folder slurm')
    .option('--tasks <n>', 'tasks that share preprocessing, and as many that share sampling', parseCount, 10)
    .option('--ranks <n>', 'processes that train together over MPI', parseCount, 1)
    .option('--count <n>', 'synthetic volumes', parseCount, 100)
    .addOption(new Option('--preset <name>', 'what is trained').choices(presets).default('paper'))
    .option('--sbatch <name=value...>', 'options of sbatch for all of them, such as partition=long account=lab')
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen slurm ds000011 run --tasks 20 --sbatch partition=long && bash run/slurm/submit.sh',
    );
  return withAction<Options>(command, async ({ terminal, force }, [dataset, output], options) => {
    const { writeBatchScripts } = await import('../batch-scripts.ts');
    const { folder, scans } = await writeBatchScripts(dataset, output, { ...options, force });
    terminal.result({ folder, scans }, `${scans} scans; submit with bash ${folder}/submit.sh`);
  });
}
