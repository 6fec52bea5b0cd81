import { Command } from 'commander';
import { withAction } from '../action.ts';
import { checkOutputs, readInput, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function brainMaskCommand(): Command {
  const command = new Command('brain-mask')
    .description('extract the intracranial cavity of a head')
    .argument('<in>', 'NIfTI file of a T1-weighted head')
    .argument('<out_mask>', 'mask on the grid of the head: 1 inside the skull, 0 outside')
    .addOption(templateOption())
    .option('--library <dir>', "pairs NAME.nii.gz and NAME_mask.nii.gz of one's own (see mask-library)")
    .addHelpText('after', '\nExample:\n  braingen brain-mask corrected.nii.gz mask.nii.gz');
  return withAction<{ template?: string; library?: string }>(command, async (context, [input, output], options) => {
    await checkOutputs(output);
    await startKernels(context);
    const { createSettings } = await import('../preprocessing/settings.ts');
    const { maskHead } = await import('../preprocessing/native-space.ts');
    const volume = await readInput(input, context);
    const settings = await createSettings(options.template, { libraryFolder: options.library, context });
    const { mask, measures, warnings } = await maskHead(volume, settings, context);
    warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output, mask, 'intracranial mask', { labels: true });
    context.terminal.result({ output, ...measures, warnings: context.terminal.warnings });
  });
}
