import type { LibraryPair } from '@braingen/brain-mask/node';
import { checkOutputFiles } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { readInput, readMask, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function maskLibraryCommand(): Command {
  const command = new Command('mask-library')
    .description('make a library for brain-mask from your own scans and the masks drawn on them')
    .argument('<scans>', 'folder of pairs NAME.nii[.gz], a whole T1-weighted head, and NAME_mask.nii[.gz], its cavity')
    .argument('<out>', 'folder to write: the pairs in the space of the template, bias field corrected')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen mask-library masked-scans library\n  braingen brain-mask head.nii.gz mask.nii.gz --library library',
    );
  return withAction<{ template?: string }>(command, async (context, [scans, output], options) => {
    await startKernels(context);
    const { mkdir } = await import('node:fs/promises');
    const { listPairs, pairIn } = await import('@braingen/brain-mask/node');
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const { placeEntry } = await import('@braingen/chain');
    const settings = await settingsOf(options, context);
    const pairs = await listPairs(scans!);
    await mkdir(output!, { recursive: true });
    const filesOf = ({ image, mask }: LibraryPair) => [image, mask];
    const written = pairs.flatMap(({ name }) => filesOf(pairIn(output!, name)));
    await checkOutputFiles(written, { ...context, inputs: pairs.flatMap(filesOf) });
    for (const pair of pairs) {
      const scan = {
        name: pair.name,
        image: await readInput(pair.image, context),
        mask: await readMask(pair.mask, context),
      };
      const { image, mask, warnings } = await runStep(pair.name, context, (step) => placeEntry(scan, settings, step));
      for (const warning of warnings) context.terminal.warn(`${pair.name}: ${warning}`);
      const files = pairIn(output!, pair.name);
      await writeOutput(files.image, image, 'library head', { space: 'mni152' });
      await writeOutput(files.mask, mask, 'library mask', { labels: true, space: 'mni152' });
    }
    context.terminal.result({ output, entries: pairs.map(({ name }) => name), warnings: context.terminal.warnings });
  });
}
