import type { Volume } from '@braingen/volume';
import { checkOutputFiles, writeJson } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { Failure } from '../failure.ts';
import { forceOption } from '../force-option.ts';
import { readInput, readMask, runStep } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function learnLandmarksCommand(): Command {
  const command = new Command('learn-landmarks')
    .description("learn a scale for normalize --method nyul: where landmarks of the scans' histograms lie on average")
    .argument('<out>', 'JSON file to write')
    .argument('<scans...>', 'NIfTI files of T1-weighted heads')
    .option('--masks <files...>', 'where in the scans, a mask for each in their order; by default found')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExamples:\n  braingen learn-landmarks scale.json site-a/*.nii.gz\n  braingen learn-landmarks scale.json 1.nii.gz 2.nii.gz --masks 1-mask.nii.gz 2-mask.nii.gz',
    );
  type Options = { template?: string; masks?: string[] };
  return withAction<Options>(command, async (context, [output, ...scans], { masks, ...options }) => {
    if (masks && masks.length !== scans.length)
      throw new Failure(`--masks: expected one for each of ${scans.length} scans, found ${masks.length}`);
    await checkOutputFiles([output], { ...context, inputs: [...scans, ...(masks ?? []), options.template] });
    await startKernels(context);
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const { maskHead } = await import('@braingen/chain');
    const { learnNyul } = await import('@braingen/tissue');
    const settings = await settingsOf(options, context);
    async function* heads(): AsyncGenerator<{ readonly volume: Volume; readonly mask: Volume<Uint8Array> }> {
      for (const [i, path] of scans.entries()) {
        const volume = await readInput(path, context);
        if (masks) {
          yield { volume, mask: await readMask(masks[i], context) };
          continue;
        }
        const head = await runStep(path, context, (step) => maskHead(volume, settings, step));
        for (const warning of head.warnings) context.terminal.warn(`${path}: ${warning}`);
        yield head;
      }
    }
    const scale = await learnNyul(heads());
    await writeJson(output, scale);
    context.terminal.result({ output, ...scale, warnings: context.terminal.warnings });
  });
}
