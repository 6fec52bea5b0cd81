import { readFile } from 'node:fs/promises';
import { reading } from '@braingen/volume/node';
import { Command, Option } from 'commander';
import { withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, readMask, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

const methods = ['tissue', 'percentile', 'zscore', 'whitestripe', 'nyul'] as const;

interface Options {
  readonly method: (typeof methods)[number];
  readonly landmarks?: string;
  readonly mask?: string;
  readonly template?: string;
}

export function normalizeCommand(): Command {
  const command = new Command('normalize')
    .description('put intensities on a common scale: tissue means on fixed values, 0 to 1 inside the skull, 0 outside')
    .argument('<in>', 'NIfTI file of a T1-weighted head')
    .argument('<out>', 'normalised NIfTI file on the same grid')
    .addOption(new Option('--method <name>', 'how to find the scale').choices(methods).default('tissue'))
    .option('--landmarks <file>', 'the scale for --method nyul, as learn-landmarks writes it')
    .option('--mask <file>', 'where, for other methods than tissue; by default the inside of the skull, which is found')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen normalize corrected.nii.gz normalized.nii.gz');
  return withAction<Options>(
    command,
    async (context, [input, output], { method, landmarks, mask: maskFile, template }) => {
      if ((method === 'nyul') !== (landmarks !== undefined))
        throw new Failure(`--landmarks: expected a file with --method nyul, and only there; found --method ${method}`);
      if (method === 'tissue' && maskFile !== undefined)
        throw new Failure('--mask: expected with another --method than tissue, found with it');
      await checkFiles({ ...context, inputs: [input, landmarks, maskFile, template], outputs: [output] });
      await startKernels(context);
      const { settingsOf } = await import('../preprocessing/settings.ts');
      const { normalizeHead } = await import('@braingen/chain');
      const { parseNyulScale } = await import('@braingen/tissue');
      const scaling =
        method === 'nyul'
          ? {
              method,
              scale: parseNyulScale(
                await reading(landmarks!, 'a file of landmarks', readFile(landmarks!, 'utf8')),
                landmarks!,
              ),
            }
          : { method };
      const volume = await readInput(input, context);
      const mask = maskFile === undefined ? undefined : await readMask(maskFile, context);
      const settings = await settingsOf({ template }, context);
      const head = await runStep('normalize', context, (step) =>
        normalizeHead(volume, settings, { scaling, mask, ...step }),
      );
      head.warnings.forEach((warning) => context.terminal.warn(warning));
      await writeOutput(output, head.volume, 'normalize');
      context.terminal.result({ output, ...head.measures, warnings: context.terminal.warnings });
    },
  );
}
