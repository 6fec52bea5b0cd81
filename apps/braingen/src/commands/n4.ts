import { Command } from 'commander';
import { parseCount, parseNumber, withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, readMask, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

interface Options {
  mask?: string;
  weights?: string;
  field?: string;
  shrinkFactor?: number;
  iterations?: number[];
  convergence?: number;
  splineDistance?: number;
  fine?: boolean;
  template?: string;
}

export function n4Command(): Command {
  const command = new Command('n4')
    .description('correct smooth intensity inhomogeneity (N4)')
    .argument('<in>', 'NIfTI file')
    .argument('<out>', 'corrected NIfTI file')
    .option('--mask <file>', 'voxels to estimate the field from; the head by default')
    .option('--weights <file>', 'confidence of each voxel, such as the probability of white matter')
    .option('--field <file>', 'also write the multiplicative field')
    .option('--shrink-factor <n>', 'use every n-th voxel along each axis (default: 4)', parseCount)
    .option('--iterations <list>', 'maximum iterations of each level (default: 50x50x50)', parseIterations)
    .option(
      '--convergence <x>',
      'convergence threshold: change of the field that ends a level (default: 0.001)',
      parseNumber('--convergence', 0),
    )
    .option(
      '--spline-distance <mm>',
      'distance of spline knots at the first level (default: 200)',
      parseNumber('--spline-distance', 1),
    )
    .option('--fine', 'afterwards the fine correction, by tissue priors of the template that the head is registered to')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen n4 denoised.nii.gz corrected.nii.gz --field field.nii.gz');
  return withAction<Options>(command, async (context, [input, output], options) => {
    if (options.template !== undefined && !options.fine)
      throw new Failure('--template: expected --fine with it, found none');
    const inputs = [input, options.mask, options.weights, options.template];
    await checkFiles({ ...context, inputs, outputs: [output, options.field] });
    await startKernels(context);
    const volume = await readInput(input!, context);
    const mask = options.mask === undefined ? undefined : await readMask(options.mask, context);
    const weights = options.weights === undefined ? undefined : await readInput(options.weights, context);
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const settings = options.fine ? await settingsOf(options, context) : undefined;
    const { combineCorrections, n4 } = await import('@braingen/bias-field');
    const { correctHead } = await import('@braingen/chain');
    const { shrinkFactor, iterations, convergence: convergenceThreshold, splineDistance } = options;
    const coarse = await runStep('n4', context, (step) =>
      n4(volume, {
        mask,
        weights,
        shrinkFactor,
        iterations,
        convergenceThreshold,
        splineDistanceMm: splineDistance,
        ...step,
      }),
    );
    const fine = settings && (await runStep('fine', context, (step) => correctHead(coarse.volume, settings, step)));
    const result = fine ? combineCorrections(coarse, fine) : coarse;
    result.warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output!, result.volume, 'N4');
    if (options.field) await writeOutput(options.field, result.field, 'N4 field');
    context.terminal.result({ output, field: options.field, warnings: context.terminal.warnings });
  });
}

/** "50x30" as [50, 30]. */
function parseIterations(text: string): number[] {
  return text.split('x').map(parseCount);
}
