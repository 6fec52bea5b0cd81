import { writeSamples, type LoadedModel, type SampleRecord, type WriteSamplesOptions } from '@braingen/pipeline/node';
import type { Context } from '../action.ts';

/** Samples into a folder, and says how it goes; see `writeSamples`. */
export async function sampleRun(
  model: LoadedModel,
  output: string,
  options: WriteSamplesOptions,
  { terminal, signal }: Context,
): Promise<SampleRecord[]> {
  let task: ReturnType<typeof terminal.task> | undefined;
  const samples = await writeSamples(model, output, {
    ...options,
    signal,
    onWarning: (warning) => terminal.warn(warning),
    onPlan: ({ numbers, settings }) => {
      task = terminal.task(`sample ${numbers.length} by ${String(settings['scheduler'])}`);
    },
    onProgress: (fraction) => task?.update(fraction),
  });
  task?.done(`in ${output}`);
  return samples;
}
