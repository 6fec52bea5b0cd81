import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, runStep, writeOutput } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

const tissueNames = ['csf', 'gm', 'wm'] as const;

export function tissueCommand(): Command {
  const command = new Command('tissue')
    .description('segment cerebrospinal fluid, grey and white matter')
    .argument('<in>', 'NIfTI file of a T1-weighted head')
    .argument('<out>', 'labels: 1 CSF, 2 grey matter, 3 white matter')
    .option('--maps <prefix>', 'also write the probabilities: PREFIX_csf.nii.gz, PREFIX_gm.nii.gz, PREFIX_wm.nii.gz')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen tissue corrected.nii.gz tissues.nii.gz --maps p');
  return withAction<{ maps?: string; template?: string }>(command, async (context, [input, output], options) => {
    const maps = options.maps === undefined ? [] : tissueNames.map((name) => `${options.maps}_${name}.nii.gz`);
    const inputs = [input, options.template];
    await checkFiles({ ...context, inputs, outputs: [output, ...maps] });
    await startKernels(context);
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const { placeAtlas } = await import('@braingen/chain');
    const { segmentTissue, tissueLabels } = await import('@braingen/tissue');
    const volume = await readInput(input, context);
    const settings = await settingsOf(options, context);
    const { priors, warnings, ...head } = await runStep('register', context, (step) =>
      placeAtlas(volume, settings, step),
    );
    const result = await runStep('tissue', context, (step) => segmentTissue(head.volume, { priors, ...step }));
    [...warnings, ...result.warnings].forEach((warning) => context.terminal.warn(warning));
    await writeOutput(output, tissueLabels(result), 'tissues', { labels: true });
    for (const [index, path] of maps.entries()) {
      const name = tissueNames[index];
      await writeOutput(path, result[name], `${name} probability`);
    }
    const { means, volumesMl } = result;
    context.terminal.result({ output, means, volumesMl, warnings: context.terminal.warnings });
  });
}
