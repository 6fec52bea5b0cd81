import { Command } from 'commander';
import { withAction } from '../action.ts';
import { matrixFormats, writeMatrixFile } from '../matrix-file.ts';
import { checkOutputs, readInput, runStep, writeOutput } from '../step-file.ts';
import { startKernels } from '../threads.ts';

export function registerCommand(): Command {
  const command = new Command('register')
    .description('align one head to another by an affine transform (mutual information)')
    .argument('<moving>', 'NIfTI file to align')
    .argument('<fixed>', 'NIfTI file to align to')
    .argument('<out>', 'MOVING on the grid of FIXED')
    .option(
      '--matrix <file>',
      `also write the matrix: RAS millimetres of FIXED to RAS millimetres of MOVING, ${matrixFormats}`,
    )
    .option('--initial <file>', 'begin with this matrix instead of a search: plain, or ITK .txt, .tfm, .mat')
    .addHelpText(
      'after',
      '\nExample:\n  braingen register sub-01_T1w.nii.gz MNI152_T1_1mm.nii.gz aligned.nii.gz --matrix matrix.txt',
    );
  type Options = { matrix?: string; initial?: string };
  return withAction<Options>(command, async (context, [movingPath, fixedPath, output], options) => {
    await checkOutputs(output);
    await startKernels(context);
    const { registerAffine } = await import('@braingen/registration');
    const { readMatrixFile } = await import('@braingen/registration/node');
    const { resample } = await import('@braingen/volume');
    const initial = options.initial === undefined ? undefined : await readMatrixFile(options.initial);
    const [moving, fixed] = [await readInput(movingPath!, context), await readInput(fixedPath!, context)];
    const { matrix, similarity, warnings } = await runStep('register', context, (step) =>
      registerAffine(moving, fixed, { ...step, initial }),
    );
    warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output!, resample(moving, fixed, { transform: matrix }), 'register');
    if (options.matrix) await writeMatrixFile(options.matrix, matrix);
    context.terminal.result({ output, matrix, similarity, warnings: context.terminal.warnings });
  });
}
