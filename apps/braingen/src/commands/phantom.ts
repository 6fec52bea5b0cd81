import { checkOutputFolder } from '@braingen/volume/node';
import { Command } from 'commander';
import { parseCount, parseNumber, parseSeed, withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { runStep } from '../step-file.ts';

export function phantomCommand(): Command {
  const command = new Command('phantom')
    .description('write a BIDS folder of simulated heads whose anatomy, field, noise and pose are known')
    .argument('<out_dir>', 'folder to write')
    .option('--count <n>', 'number of heads', parseCount, 12)
    .option('--seed <n>', 'the same seed gives the same heads', parseSeed, 0)
    .option(
      '--spacing <mm>',
      'isotropic voxel size (default: drawn for each head, about 1)',
      parseNumber('--spacing', 0.5, 4),
    )
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen phantom heads --count 20 --seed 7');
  return withAction<{ count: number; seed: number; spacing?: number }>(
    command,
    async (context, [output], { count, seed, spacing }) => {
      await checkOutputFolder(output!, { ...context, isOurs: () => false });
      const { writePhantomCohort } = await import('@braingen/phantom/node');
      await runStep(`${count} phantoms`, context, (step) =>
        writePhantomCohort(output!, { count, seed, spacing, ...step }),
      );
      context.terminal.result({ output, count, seed }, `${count} heads in ${output}`);
    },
  );
}
