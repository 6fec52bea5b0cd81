import { onGrid } from '@braingen/metrics';
import { energyOf, type NamedVolume, type RunConfig, type TrainingReport } from '@braingen/pipeline';
import {
  centreOf,
  lightbox,
  renderReport,
  threePlanes,
  windowOf,
  type ClosestPair,
  type Gallery,
  type ScanSteps,
  type StageCost,
} from '@braingen/report';
import { findings } from './beside.ts';
import type { Comparison } from './compare.ts';
import { figuresOfRegions } from './regions/figures-of-regions.ts';
import { regionFindings } from './regions/region-findings.ts';
import { slopeUnit } from './regions/slope-unit.ts';

/** What the page says besides the comparison. */
export interface PageContext {
  /** What the stages before took. */
  readonly costs?: readonly StageCost[] | undefined;
  /** The command line that made the report. */
  readonly command?: string | undefined;
  /** How the training went, for the loss curve. */
  readonly log?: readonly TrainingReport[] | undefined;
  /** The configuration of the run, where it is known. */
  readonly config?: RunConfig | undefined;
  /** One synthetic volume from noise to the end, as it was predicted after each step. */
  readonly trajectory?: readonly NamedVolume[] | undefined;
  /** Pictures of the way from raw to preprocessed. */
  readonly preprocessing?: readonly ScanSteps[] | undefined;
}

/** Volumes of each set that are shown: the first ones, so that nobody can have chosen them. */
const shown = { synthetic: 16, real: 8 };
/** Slices of each of them. */
const slicesShown = 24;
/** Most alike pairs that are shown, besides all that are flagged. */
const pairsShown = 3;

/** The report as one HTML page. All pictures share one window and one place, or they would not compare. */
export function createPage(
  { metrics, regions, audit, people, warnings, sets, seconds }: Comparison,
  run: Readonly<Record<string, unknown>>,
  { costs = [], command, log, config, preprocessing, trajectory }: PageContext,
): string {
  const { reference: real, synthetic, training } = sets;
  const window = windowOf(real[0].volume);
  const at = centreOf(real[0].volume);
  const picture = ({ volume }: NamedVolume): Uint8Array => threePlanes(volume, { window, at });
  const pixelMm = Math.max(1, Math.min(...real[0].volume.spacing));
  const strip = ({ volume }: NamedVolume) => ({
    png: lightbox(volume, { window, pixelMm, count: slicesShown, columns: 1 }),
    count: slicesShown,
  });
  const gallery = (items: readonly NamedVolume[], most: number): Gallery => ({
    pictures: items.slice(0, most).map((item) => ({ png: picture(item), label: item.name, slices: strip(item) })),
    total: items.length,
  });
  const difference = (made: NamedVolume, learnt: NamedVolume): Uint8Array => {
    const other = onGrid(learnt.volume, made.volume).voxels;
    const reach = (window[1] - window[0]) / 2;
    const less = made.volume.with(made.volume.voxels.map((value, i) => value - other[i]));
    return threePlanes(less, { window: [-reach, reach], at, colours: 'diverging' });
  };
  const closest = new Set([...(audit?.pairs ?? [])].sort((a, b) => b.index - a.index).slice(0, pairsShown));
  const pairs = audit?.pairs.map((pair): ClosestPair => {
    const [made, learned] = [synthetic[pair.synthetic], training[pair.training]];
    const isShown = pair.flagged || closest.has(pair);
    return {
      ...pair,
      synthetic: made.name,
      training: learned.name,
      ...(isShown && { pictures: [picture(made), picture(learned), difference(made, learned)] as const }),
    };
  });

  return renderReport({
    title: 'Synthetic brain MRI',
    lead: `${synthetic.length} synthetic volumes beside ${real.length} real ones.`,
    created: new Date().toISOString(),
    warnings,
    findings: [...findings(metrics), ...(regions ? regionFindings(regions) : [])],
    people,
    costs: [...costs, ...trainingCost(log), { stage: 'evaluate', seconds }],
    ...(command !== undefined && { command }),
    links: [
      { label: 'all figures, JSON', href: 'report.json' },
      { label: 'all figures, CSV', href: 'figures.csv' },
      ...(regions ? [{ label: 'regions of every brain, TSV', href: 'regions.tsv' }] : []),
    ],
    real: gallery(real, shown.real),
    synthetic: gallery(synthetic, shown.synthetic),
    metrics,
    ...(regions && {
      regions: {
        ...regions,
        covariate: regions.covariate && { ...regions.covariate, unit: slopeUnit(regions.covariate.name) },
        figures: figuresOfRegions(regions),
      },
    }),
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
    ...(trajectory && { trajectory: trajectory.map((each) => ({ png: picture(each), label: each.name })) }),
    ...(preprocessing && { preprocessing }),
    run,
  });
}

const secondsOf = (log: readonly TrainingReport[]): number => log.reduce((sum, line) => sum + (line.seconds ?? 0), 0);

/** The training among the stages, where there is a log of it. */
function trainingCost(log: readonly TrainingReport[] = []): StageCost[] {
  if (log.length === 0) return [];
  const energy = energyOf(log);
  const how = energy?.isMeasured ? 'measured' : 'estimated';
  return [{ stage: 'train', seconds: secondsOf(log), ...(energy && { energy: { joules: energy.kWh * 3.6e6, how } }) }];
}

const predicted = { epsilon: 'noise', sample: 'volume', v: 'v', flow: 'flow' } as const;

function curvesOf(log: readonly TrainingReport[], config: RunConfig | undefined) {
  const points = (value: (line: TrainingReport) => number | undefined): [number, number][] =>
    log.flatMap((line) => {
      const y = value(line);
      return y === undefined ? [] : [[line.step, y]];
    });
  const energy = energyOf(log);
  return {
    measure: `mean squared error of the predicted ${predicted[config?.schedule.predictionType ?? 'epsilon']}`,
    curves: [
      { name: 'training', points: points((line) => line.loss) },
      { name: 'held out', points: points((line) => line.validationLoss), style: 'dots' as const },
    ],
    facts: {
      steps: log.at(-1)?.step,
      minutes: Number((secondsOf(log) / 60).toFixed(1)),
      ...(energy && {
        kWh: Number(energy.kWh.toPrecision(3)),
        'grams of CO2': `${Number(energy.co2Grams.toPrecision(3))} at ${energy.carbonIntensity} a kWh`,
        energy: energy.source,
      }),
    },
  };
}
