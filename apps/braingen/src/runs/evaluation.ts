import {
  compareVolumes,
  writeComparison,
  type CompareOptions,
  type Comparison,
  type ComparisonContext,
} from '@braingen/comparison';
import type { Engine } from '@braingen/engine';
import type { ReadVolume } from '@braingen/provenance';
import type { Context } from '../action.ts';
import { versions } from '../versions.ts';

export interface EvaluationRequest extends CompareOptions, Omit<ComparisonContext, 'command' | 'run'> {
  readonly real: readonly ReadVolume[];
  readonly synthetic: readonly ReadVolume[];
  /** What else the report should say of where things come from. */
  readonly provenance?: Readonly<Record<string, unknown>> | undefined;
}

/** Measures how real the synthetic volumes are, and writes report.json, figures.csv and report.html. */
export async function evaluateVolumes(
  { real, synthetic, provenance, costs, log, config, preprocessing, trajectory, ...options }: EvaluationRequest,
  output: string,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<Comparison> {
  const comparison = await compareVolumes(real, synthetic, {
    ...options,
    signal,
    onSets: ({ people, warnings }) => {
      for (const { set, names } of people) terminal.log(`${set.toLowerCase()}: ${names.length} volumes`);
      warnings.forEach((warning) => terminal.log(`warning: ${warning}`));
    },
    watch: (metric) => terminal.task(metric),
  });
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
