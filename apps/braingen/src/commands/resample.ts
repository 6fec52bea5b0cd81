import { Command, Option } from 'commander';
import { parseShape, withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, writeOutput } from '../step-file.ts';

export function resampleCommand(): Command {
  const command = new Command('resample')
    .description('interpolate onto the grid of another file, or to another shape over the same field of view')
    .argument('<in>', 'NIfTI file')
    .argument('<out>', 'resampled NIfTI file')
    .option('--like <ref>', 'NIfTI file whose grid is taken')
    .option(
      '--matrix <files...>',
      'with --like: RAS millimetres of REF to RAS millimetres of IN, as register writes it (plain, or ITK .txt, .tfm, .mat); several, in this order, are composed and IN is interpolated once',
    )
    .option('--inverse', 'take the matrix the other way round: what lies on FIXED back onto MOVING')
    .option('--shape <shape>', 'such as 84x128x84: resized with anti-aliasing', parseShape)
    .addOption(new Option('--interpolation <kind>').choices(['linear', 'cubic', 'nearest']).default('linear'))
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen resample head.nii.gz small.nii.gz --shape 84x128x84\n  braingen resample mask.nii.gz mask-of-scan.nii.gz --like scan.nii.gz --matrix matrix.txt --inverse --interpolation nearest',
    );
  type Options = {
    like?: string;
    matrix?: string[];
    inverse?: boolean;
    shape?: [number, number, number];
    interpolation: 'linear' | 'cubic' | 'nearest';
  };
  return withAction<Options>(command, async (context, [input, output], options) => {
    const { like, shape, interpolation } = options;
    if ((like === undefined) === (shape === undefined))
      throw new Failure('expected either --like REF or --shape, found both or neither');
    if (shape && options.matrix) throw new Failure('--matrix: expected --like REF with it, found --shape');
    if (options.inverse && !options.matrix) throw new Failure('--inverse: expected --matrix with it, found none');
    const inputs = [input, like, ...(options.matrix ?? [])];
    await checkFiles({ ...context, inputs, outputs: [output] });
    const { assertOverlap, resample, resize } = await import('@braingen/volume');
    const { readTransform } = await import('@braingen/registration/node');
    const transform = options.matrix && (await readTransform(options.matrix, options));
    const volume = await readInput(input!, context);
    const result = shape
      ? resize(volume, shape, { interpolation })
      : resample(volume, await readInput(like!, context), { interpolation, ...(transform && { transform }) });
    assertOverlap(volume, result, like ?? input);
    await writeOutput(output!, result, 'resample');
    context.terminal.result({
      output,
      shape: result.shape,
      affine: result.affine,
      warnings: context.terminal.warnings,
    });
  });
}
