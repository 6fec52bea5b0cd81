import { checkOutputFiles, writeJson } from '@braingen/volume/node';
import { Command } from 'commander';
import { withAction } from '../action.ts';
import { forceOption } from '../force-option.ts';
import { readInput, runStep } from '../step-file.ts';
import { templateOption } from '../template-option.ts';
import { startKernels } from '../threads.ts';

export function learnLandmarksCommand(): Command {
  const command = new Command('learn-landmarks')
    .description("learn a scale for normalize --method nyul: where landmarks of the scans' histograms lie on average")
    .argument('<out>', 'JSON file to write')
    .argument('<scans...>', 'NIfTI files of T1-weighted heads')
    .addOption(templateOption())
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen learn-landmarks scale.json site-a/*.nii.gz');
  return withAction<{ template?: string }>(command, async (context, [output, ...scans], options) => {
    await checkOutputFiles([output], { ...context, inputs: [...scans, options.template] });
    await startKernels(context);
    const { settingsOf } = await import('../preprocessing/settings.ts');
    const { maskHead } = await import('@braingen/chain');
    const { learnNyul } = await import('@braingen/tissue');
    const settings = await settingsOf(options, context);
    async function* heads(): AsyncGenerator<Awaited<ReturnType<typeof maskHead>>> {
      for (const path of scans) {
        const volume = await readInput(path, context);
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
