import { Command } from 'commander';
import { withAction } from '../action.ts';
import { readInput, writeOutput } from '../step-file.ts';
import { startKernels } from '../threads.ts';

export function normalizeCommand(): Command {
  const command = new Command('normalize')
    .description('put intensities on a common scale: tissue means on fixed values, 0 to 1 inside the skull, 0 outside')
    .argument('<in>', 'NIfTI file of a T1-weighted head')
    .argument('<out>', 'normalised NIfTI file on the same grid')
    .option('--template <file>', "an MNI152 T1w file of one's own")
    .addHelpText('after', '\nExample:\n  braingen normalize corrected.nii.gz normalized.nii.gz');
  return withAction<{ template?: string }>(command, async (context, [input, output], options) => {
    await startKernels(context);
    const { createSettings } = await import('../preprocessing/settings.ts');
    const { normalizeHead } = await import('../preprocessing/native-space.ts');
    const volume = await readInput(input, context);
    const head = await normalizeHead(volume, await createSettings(options.template), context);
    for (const warning of head.warnings) context.terminal.log(warning);
    await writeOutput(output, head.volume, 'normalize');
    context.terminal.result({ output, ...head.measures });
  });
}
