import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function brainMaskCommand(): Command {
  const command = new Command('brain-mask')
    .description('extract the intracranial cavity of a head')
    .argument('<in>', 'NIfTI file of a T1-weighted head')
    .argument('<out_mask>', 'mask on the grid of the head: 1 inside the skull, 0 outside')
    .addOption(templateOption())
    .option('--library <dir>', 'your own pairs NAME.nii.gz and NAME_mask.nii.gz (see mask-library)')
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen brain-mask corrected.nii.gz mask.nii.gz');
  return withAction<{ template?: string; library?: string }>(command, async (context, [input, output], options) => {
    await checkFiles({ ...context, inputs: [input, options.template], outputs: [output] });
    await startKernels(context);
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const { maskHead } = await import('@braingen/chain');
    const volume = await readInput(input, context);
    const settings = await settingsOf(options, context);
    const { mask, measures, warnings } = await runStep('brain-mask', context, (step) =>
      maskHead(volume, settings, step),
    );
    warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output, mask, 'intracranial mask', { labels: true });
    context.terminal.result({ output, ...measures, warnings: context.terminal.warnings });
  });
}
