import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, runStep, writeOutput } from '../step-file.ts';
import { startKernels } from '../threads.ts';

export function registerCommand(): Command {
  const command = new Command('register')
    .description('align one head to another by an affine transform (mutual information)')
    .argument('<moving>', 'NIfTI file to align')
    .argument(
      '<fixed>',
      "NIfTI file to align to, or `template`, the shipped MNI152 head, or the name of one of TemplateFlow's",
    )
    .argument('<out>', 'MOVING on the grid of FIXED')
    .option(
      '--matrix <file>',
      'also write the matrix: RAS millimetres of FIXED to RAS millimetres of MOVING, four lines of four numbers, or ITK for names ending in .mat or .tfm',
    )
    .option('--initial <file>', 'begin with this matrix instead of a search: plain, or ITK .txt, .tfm, .mat')
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen register sub-01_T1w.nii.gz template aligned.nii.gz --matrix matrix.txt',
    );
  type Options = { matrix?: string; initial?: string };
  return withAction<Options>(command, async (context, [movingPath, fixedPath, output], options) => {
    const inputs = [movingPath, fixedPath, options.initial];
    await checkFiles({ ...context, inputs, outputs: [output], others: [options.matrix] });
    await startKernels(context);
    const { registerAffine, registerToTemplate } = await import('@braingen/registration');
    const { openNamedTemplate, readMatrixFile, writeMatrixFile } = await import('@braingen/registration/node');
    const { resample } = await import('@braingen/volume');
    const { underDownload } = await import('../preprocessing/settings.ts');
    const initial = options.initial === undefined ? undefined : await readMatrixFile(options.initial);
    const moving = await readInput(movingPath!, context);
    const template = await underDownload(fixedPath, context, (download) => openNamedTemplate(fixedPath!, download));
    const fixed = template?.head ?? (await readInput(fixedPath!, context));
    const { matrix, similarity, warnings } = await runStep('register', context, (step) =>
      template
        ? registerToTemplate(moving, template, { ...step, initial })
        : registerAffine(moving, fixed, { ...step, initial }),
    );
    warnings.forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output!, resample(moving, fixed, { transform: matrix }), 'register');
    if (options.matrix) await writeMatrixFile(options.matrix, matrix);
    context.terminal.result({ output, matrix, similarity, warnings: context.terminal.warnings });
  });
}
