import { Command } from 'commander';
import { withAction } from '../action.ts';
import { checkOutputs, readInput, readMask, runStep, writeOutput } from '../step-file.ts';
import { startKernels } from '../threads.ts';

export function n4Command(): Command {
  const command = new Command('n4')
    .description('correct smooth intensity inhomogeneity (N4)')
    .argument('<in>', 'NIfTI file')
    .argument('<out>', 'corrected NIfTI file')
    .option('--mask <file>', 'voxels to estimate the field from; the head by default')
    .option('--field <file>', 'also write the multiplicative field')
    .addHelpText('after', '\nExample:\n  braingen n4 denoised.nii.gz corrected.nii.gz --field field.nii.gz');
  return withAction<{ mask?: string; field?: string }>(command, async (context, [input, output], options) => {
    await checkOutputs(output, options.field);
    await startKernels(context);
    const volume = await readInput(input!, context);
    const mask = options.mask === undefined ? undefined : await readMask(options.mask, context);
    const { n4 } = await import('@braingen/bias-field');
    const result = await runStep('n4', context, (step) => n4(volume, { ...(mask && { mask }), ...step }));
    result.warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output!, result.volume, 'N4');
    if (options.field) await writeOutput(options.field, result.field, 'N4 field');
    context.terminal.result({ output, field: options.field, warnings: context.terminal.warnings });
  });
}
