import {
  compareVolumes,
  openAnatomy,
  segmentationFolder,
  writeComparison,
  writeSegmentations,
  type AnatomyOptions,
  type ComparedVolume,
  type CompareOptions,
  type Comparison,
  type ComparisonContext,
} from '@braingen/comparison';
import type { Engine } from '@braingen/engine';
import type { Context } from '../action.ts';
import { versions } from '../versions.ts';
import type { MetricChoice } from './metric-choice.ts';

export interface EvaluationRequest
  extends Omit<CompareOptions, 'metrics' | 'network'>,
    AnatomyOptions,
    Omit<ComparisonContext, 'command' | 'run'> {
  readonly metrics: MetricChoice;
  readonly real: readonly ComparedVolume[];
  readonly synthetic: readonly ComparedVolume[];
  /** What else the report should say of where things come from. */
  readonly provenance?: Readonly<Record<string, unknown>> | undefined;
}

/** Measures how real the synthetic volumes are, and writes report.json, figures.csv and report.html. */
export async function evaluateVolumes(
  request: EvaluationRequest,
  output: string,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<Comparison> {
  const { real, synthetic, provenance, costs, log, config, preprocessing, trajectory, ...options } = request;
  const anatomy = await openAnatomy(synthetic, options);
  const comparison = await compareVolumes(real, synthetic, {
    ...options,
    metrics: options.metrics(anatomy.features),
    network: anatomy.network,
    warnings: [...(options.warnings ?? []), ...anatomy.warnings],
    onSegmentation: writeSegmentations(segmentationFolder(output)),
    signal,
    onSets: ({ people, warnings }) => {
      for (const { set, names } of people) terminal.log(`${set.toLowerCase()}: ${names.length} volumes`);
      warnings.forEach((warning) => terminal.log(`warning: ${warning}`));
    },
    watch: (metric) => terminal.task(metric),
  });
  anatomy.dispose();
  const all = { ...versions, ...engine.versions };
  await writeComparison(output, comparison, {
    ...{ costs, log, config, preprocessing, trajectory, command: commandLine(process.argv) },
    run: { engine: engine.describe(), threads: engine.threads, versions: all, ...provenance },
  });
  return comparison;
}

/** The command as it can be typed again. */
function commandLine(argv: readonly string[]): string {
  const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return ['braingen', ...argv.slice(2)].map(quoted).join(' ');
}
