import { Command } from 'commander';
import { withAction } from '../action.ts';
import { writeFile } from '../files/atomic.ts';
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
      'also write the matrix: RAS millimetres of FIXED to RAS millimetres of MOVING, four lines of four numbers',
    )
    .addHelpText(
      'after',
      '\nExample:\n  braingen register sub-01_T1w.nii.gz MNI152_T1_1mm.nii.gz aligned.nii.gz --matrix matrix.txt',
    );
  return withAction<{ matrix?: string }>(command, async (context, [movingPath, fixedPath, output], options) => {
    await checkOutputs(output);
    await startKernels(context);
    const [moving, fixed] = [await readInput(movingPath!, context), await readInput(fixedPath!, context)];
    const { formatMatrix, registerAffine } = await import('@braingen/registration');
    const { resample } = await import('@braingen/volume');
    const { matrix, similarity, warnings } = await runStep('register', context, (step) =>
      registerAffine(moving, fixed, step),
    );
    warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output!, resample(moving, fixed, { transform: matrix }), 'register');
    if (options.matrix) await writeFile(options.matrix, formatMatrix(matrix));
    context.terminal.result({ output, matrix, similarity, warnings: context.terminal.warnings });
  });
}
