import type { Audit, MetricResult } from '@braingen/metrics';
import type { NamedVolume, RunConfig, TrainingReport } from '@braingen/pipeline';
import {
  centreOf,
  renderReport,
  threePlanes,
  windowOf,
  type ClosestPair,
  type Gallery,
  type ScanSteps,
} from '@braingen/report';

export interface PageContents {
  readonly metrics: readonly MetricResult[];
  readonly audit: Audit | undefined;
  readonly run: Readonly<Record<string, unknown>>;
  readonly real: readonly NamedVolume[];
  readonly synthetic: readonly NamedVolume[];
  readonly training: readonly NamedVolume[] | undefined;
  readonly log: readonly TrainingReport[] | undefined;
  readonly config: RunConfig | undefined;
  readonly warnings: readonly string[];
  readonly preprocessing: readonly ScanSteps[] | undefined;
}

/** Volumes of each set that are shown. */
const shown = 8;
/** Closest pairs that are shown, besides all that are flagged. */
const pairsShown = 3;
/** Below this, intervals are wide and the features' distribution is hardly known. */
const fewForMetrics = 30;

/** The report as one HTML page. All pictures share one window and one place, or they would not compare. */
export function createPage({
  metrics,
  audit,
  run,
  real,
  synthetic,
  training = [],
  log,
  config,
  warnings,
  preprocessing,
}: PageContents): string {
  const window = windowOf(real[0].volume);
  const at = centreOf(real[0].volume);
  const picture = ({ volume }: NamedVolume): Uint8Array => threePlanes(volume, { window, at });
  const gallery = (items: readonly NamedVolume[]): Gallery => ({
    pictures: items.slice(0, shown).map((item) => ({ png: picture(item), label: item.name })),
    total: items.length,
  });
  const closest = new Set([...(audit?.pairs ?? [])].sort((a, b) => a.ratio - b.ratio).slice(0, pairsShown));
  const pairs = audit?.pairs.map((pair): ClosestPair => {
    const [made, learned] = [synthetic[pair.synthetic], training[pair.training]];
    const isShown = pair.flagged || closest.has(pair);
    return {
      ...pair,
      synthetic: made.name,
      training: learned.name,
      ...(isShown && { pictures: [picture(made), picture(learned)] as const }),
    };
  });
  const few =
    Math.min(real.length, synthetic.length) < fewForMetrics
      ? [
          `${real.length} real and ${synthetic.length} synthetic volumes are few: mind the intervals, and compare FID only at equal numbers.`,
        ]
      : [];

  return renderReport({
    title: 'Synthetic brain MRI',
    lead: `${synthetic.length} synthetic volumes beside ${real.length} real ones.`,
    created: new Date().toISOString(),
    warnings: [...warnings, ...few],
    real: gallery(real),
    synthetic: gallery(synthetic),
    metrics,
    ...(audit && pairs && { audit: { ...audit, pairs } }),
    ...(log && log.length > 0 && { training: curvesOf(log, config) }),
    ...(config && {
      settings: {
        Network: { ...config.model },
        Schedule: { ...config.schedule },
        ...(config.condition && { Condition: { ...config.condition } }),
        Training: { ...config.training },
        Sampling: { ...config.sampling },
      },
    }),
    ...(preprocessing && { preprocessing }),
    run,
  });
}

const predicted = { epsilon: 'noise', sample: 'volume', v: 'v', flow: 'flow' } as const;

function curvesOf(log: readonly TrainingReport[], config: RunConfig | undefined) {
  const points = (value: (line: TrainingReport) => number | undefined): [number, number][] =>
    log.flatMap((line) => {
      const y = value(line);
      return y === undefined ? [] : [[line.step, y]];
    });
  const seconds = log.reduce((sum, line) => sum + (line.seconds ?? 0), 0);
  return {
    measure: `mean squared error of the predicted ${predicted[config?.schedule.predictionType ?? 'epsilon']}`,
    curves: [
      { name: 'training', points: points((line) => line.loss) },
      { name: 'held out', points: points((line) => line.validationLoss), style: 'dots' as const },
    ],
    facts: { steps: log.at(-1)?.step, minutes: Number((seconds / 60).toFixed(1)) },
  };
}
