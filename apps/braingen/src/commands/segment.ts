import type { Affine, Volume } from '@braingen/volume';
import { Command } from 'commander';
import { withAction, type Context } from '../action.ts';
import { startChosenEngine, withEngineOptions, type EngineChoice } from '../engine-options.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function segmentCommand(): Command {
  const command = new Command('segment')
    .description('brain regions, left and right: their volumes, and how far these are to be trusted')
    .argument('<in>', 'NIfTI file of a T1-weighted head or brain')
    .argument('<out>', 'labels on the grid of the input; what they mean is written beside it, as .tsv')
    .option('--registered', 'the input lies in MNI152 space already, as preprocess leaves it: no registration')
    .option('--weights <file>', 'of a training of your own; by default those that come with the program')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText(
      'after',
      '\nExample:\n  braingen segment sub-01_desc-preproc_T1w.nii.gz sub-01_dseg.nii.gz --registered',
    );
  type Options = EngineChoice & { registered?: boolean; weights?: string; template?: string };
  return withAction<Options>(withEngineOptions(command), async (context, [input, output], options) => {
    const table = output.replace(/\.nii(\.gz)?$/i, '.tsv');
    await checkFiles({ ...context, inputs: [input, options.weights], outputs: [output], others: [table] });
    const { describeSegmentation, lookupTable, reliableQuality, segment } = await import('@braingen/anatomy');
    const { loadNetwork } = await import('@braingen/anatomy/node');
    const { writeWhole } = await import('@braingen/volume/node');
    const volume = await readInput(input, context);
    await startChosenEngine(options, context);
    const network = await loadNetwork(options.weights);
    const transform = options.registered ? undefined : await findTransform(volume, options.template, context);
    const { volume: labels, ...found } = await segment(volume, network, { transform });
    await writeOutput(output, labels, 'regions', { labels: true });
    await writeWhole(table, lookupTable());
    const { terminal } = context;
    terminal.result(
      { output, table, ...found, reliable: found.quality >= reliableQuality, warnings: terminal.warnings },
      [...describeSegmentation(found), `labels: ${output}, ${table}`].join('\n'),
    );
  });
}

/** RAS millimetres of MNI152 to those of the volume. */
async function findTransform(volume: Volume, name: string | undefined, context: Context): Promise<Affine> {
  await startKernels(context);
  const { registerToTemplate } = await import('@braingen/registration');
  const { openTemplate } = await import('@braingen/registration/node');
  const { underDownload } = await import('../preprocessing/settings.ts');
  const template = await underDownload(name, context, (download) => openTemplate(name, download));
  const { matrix, warnings } = await runStep('register', context, (step) => registerToTemplate(volume, template, step));
  warnings.forEach((warning) => context.terminal.warn(warning));
  return matrix;
}
