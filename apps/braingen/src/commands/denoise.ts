import { Command, Option } from 'commander';
import { withAction } from '../action.ts';
import { startKernels } from '../threads.ts';
import { forceOption } from '../force-option.ts';
import { checkFiles, readInput, runStep, writeOutput } from '../step-file.ts';

export function denoiseCommand(): Command {
  const command = new Command('denoise')
    .description('remove noise by adaptive non-local means; the noise level is estimated')
    .argument('<in>', 'NIfTI file')
    .argument('<out>', 'denoised NIfTI file')
    .addOption(
      new Option('--noise <kind>', 'distribution of the noise').choices(['rician', 'gaussian']).default('rician'),
    )
    .option('--noise-map <file>', 'also write the estimated standard deviation of the noise')
    .addOption(forceOption())
    .addHelpText('after', '\nExample:\n  braingen denoise sub-01_T1w.nii.gz denoised.nii.gz --noise-map sigma.nii.gz');
  return withAction<{ noise: 'rician' | 'gaussian'; noiseMap?: string }>(
    command,
    async (context, [input, output], options) => {
      await checkFiles({ ...context, inputs: [input], outputs: [output, options.noiseMap] });
      await startKernels(context);
      const volume = await readInput(input!, context);
      const { denoise } = await import('@braingen/denoise');
      const result = await runStep('denoise', context, (step) => denoise(volume, { noise: options.noise, ...step }));
      result.warnings.forEach((warning) => context.terminal.warn(warning));
      await writeOutput(output!, result.volume, 'denoise');
      if (options.noiseMap) await writeOutput(options.noiseMap, result.noise, 'noise map');
      context.terminal.result({ output, noiseMap: options.noiseMap, warnings: context.terminal.warnings });
    },
  );
}
