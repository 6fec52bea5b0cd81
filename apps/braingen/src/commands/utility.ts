import { checkOutputFiles, writeJson } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { readNames } from '../runs/names.ts';

export function utilityCommand(): Command {
  const command = new Command('utility')
    .description('of what use samples are: a task learned from real, synthetic and both, tested on unseen people')
    .argument('<real_dir>', 'real volumes, with participants.tsv')
    .argument('<synthetic_dir>', 'samples of a model that is conditioned on the column')
    .argument('<out>', 'JSON file to write')
    .requiredOption('--target <column>', 'what to tell from a volume: a column of numbers or classes')
    .requiredOption('--held-out <list>', 'participants of real_dir that were not trained on, or a file of them')
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen utility preproc samples utility.json --target age --held-out 09,10');
  type Options = { target: string; heldOut: string };
  return withAction<Options>(command, async (context, [real, synthetic, output], { target, heldOut }) => {
    await checkOutputFiles([output], context);
    const { readTrainingVolumes } = await import('@braingen/pipeline/node');
    const { labelSets } = await import('@braingen/comparison');
    const { describeUtility, measureUtility } = await import('@braingen/utility');
    const condition = { covariates: [target], dropout: 0 };
    const read = (folder: string) => readTrainingVolumes(folder, { condition }, context);
    const told = { column: target, heldOut: await readNames(heldOut) };
    const { warnings, ...sets } = labelSets(await read(real!), await read(synthetic!), told);
    warnings.forEach((warning) => context.terminal.warn(warning));
    const task = context.terminal.task('utility');
    const utility = await measureUtility(sets, { ...context, onProgress: task.update });
    task.done();
    await writeJson(output!, utility);
    context.terminal.result({ output, ...utility }, describeUtility(utility).join('\n'));
  });
}
