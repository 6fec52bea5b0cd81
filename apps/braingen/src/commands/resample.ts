import { Command, Option } from 'commander';
import { parseShape, withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { checkOutputs, readInput, writeOutput } from '../step-file.ts';

export function resampleCommand(): Command {
  const command = new Command('resample')
    .description('interpolate onto the grid of another file, or to another shape over the same field of view')
    .argument('<in>', 'NIfTI file')
    .argument('<out>', 'resampled NIfTI file')
    .option('--like <ref>', 'NIfTI file whose grid is taken')
    .option('--shape <shape>', 'such as 84x128x84: resized with anti-aliasing', parseShape)
    .addOption(new Option('--interpolation <kind>').choices(['linear', 'cubic', 'nearest']).default('linear'))
    .addHelpText('after', '\nExample:\n  braingen resample head.nii.gz small.nii.gz --shape 84x128x84');
  type Options = { like?: string; shape?: [number, number, number]; interpolation: 'linear' | 'cubic' | 'nearest' };
  return withAction<Options>(command, async (context, [input, output], { like, shape, interpolation }) => {
    if ((like === undefined) === (shape === undefined))
      throw new Failure('expected either --like REF or --shape, found both or neither');
    await checkOutputs(output);
    const { resample, resize } = await import('@braingen/volume');
    const volume = await readInput(input!, context);
    const result = shape
      ? resize(volume, shape, { interpolation })
      : resample(volume, await readInput(like!, context), { interpolation });
    if (!result.voxels.some((value) => value !== 0) && volume.voxels.some((value) => value !== 0))
      throw new Failure(`${like ?? input}: expected a grid that overlaps ${input}, found nothing of it there`);
    await writeOutput(output!, result, 'resample');
    context.terminal.result({
      output,
      shape: result.shape,
      affine: result.affine,
      warnings: context.terminal.warnings,
    });
  });
}
