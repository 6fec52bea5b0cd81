import {
  auditMemorisation,
  gridTolerance,
  metrics as builtIn,
  onGrid,
  type Audit,
  type Metric,
} from '@braingen/metrics';
import { cleaned, type NamedVolume, type TrainingVolume } from '@braingen/pipeline';
import { misplaced, type ReadVolume } from '@braingen/provenance';
import type { UNet } from '@braingen/unet3d';
import { describeGrid, sameGrid, type Grid } from '@braingen/volume';
import { measureBeside, type MeasuredBeside, type SetBeside } from './beside.ts';
import { gaussianSet } from './gaussian-set.ts';
import { compareRegions } from './regions/compare-regions.ts';
import type { RegionComparison } from './regions/region-comparison.ts';
import { segmentSets, type SegmentedBrain, type TakeSegmentation } from './regions/segment-sets.ts';
import { scaleDoubts } from './scale-doubts.ts';
import { tellApart, type WhoIsWho } from './who-is-who.ts';

/** Looks at one metric while it is computed. */
export interface MetricWatch {
  /** @param fraction finished, 0 to 1 */
  update(fraction: number): void;
  done(): void;
}

export interface CompareOptions {
  /**
   * What the model was trained on.
   * @default all real volumes that `heldOut` does not name; without that either there is no audit
   */
  readonly training?: readonly TrainingVolume[] | undefined;
  /**
   * Names of participants or volumes that were not trained on: what samples are compared with.
   * @default those who are not in `training`
   */
  readonly heldOut?: readonly string[] | undefined;
  /**
   * More sets to measure like the synthetic one, beside training scans and samples of a linear Gaussian model.
   * @default none
   */
  readonly beside?: readonly SetBeside[] | undefined;
  /** @default all built-in ones */
  readonly metrics?: readonly Metric[] | undefined;
  /** The network of @braingen/anatomy, which `openAnatomy` gives: regions are compared with it. @default they are not */
  readonly network?: UNet | undefined;
  /**
   * Which of the conditions of volumes regions are compared by: a number, such as the age.
   * @default 'age'
   */
  readonly covariate?: string | undefined;
  /** Takes the segmentation of each volume, to write it. @default none */
  readonly onSegmentation?: TakeSegmentation | undefined;
  /** Of every random choice. @default 0 */
  readonly seed?: number | undefined;
  /** Random halves behind every interval. @default 1000 */
  readonly resamples?: number | undefined;
  /** Of the intervals. @default 0.95 */
  readonly confidence?: number | undefined;
  /** What the reader should know first. @default none */
  readonly warnings?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before anything is computed: who is in which set, and what is doubtful about them. */
  readonly onSets?: ((sets: Pick<Comparison, 'people' | 'warnings'>) => void) | undefined;
  /** Called when a metric begins. */
  readonly watch?: ((metric: string) => MetricWatch) | undefined;
}

/** A volume as it was read, with what is known of whose it is. */
export type ComparedVolume = ReadVolume & Pick<TrainingVolume, 'condition'>;

/** How real synthetic volumes are. */
export interface Comparison {
  readonly metrics: readonly MeasuredBeside[];
  /** Undefined where too few volumes are known to have been trained on. */
  readonly audit: Audit | undefined;
  /** Regions of the synthetic brains beside those of the reference. Undefined without a network. */
  readonly regions: RegionComparison | undefined;
  /** What was found in each brain; none without a network. */
  readonly brains: readonly SegmentedBrain[];
  /** Who was in which set. */
  readonly people: WhoIsWho['people'];
  /** What a reader should know first, and what cannot be known. */
  readonly warnings: readonly string[];
  /** The volumes compared, all on the grid of the synthetic ones: `reference` is what samples are compared with. */
  readonly sets: Pick<WhoIsWho, 'reference' | 'training' | 'unseen'> & { readonly synthetic: readonly NamedVolume[] };
  readonly grid: Grid;
  readonly seed: number;
  readonly seconds: number;
}

/** Below this, intervals are wide and the features' distribution is hardly known. */
const fewForMetrics = 30;
/** Fewer volumes than this have no spread to speak of. */
const fewestToAudit = 4;

/**
 * Measures how real synthetic volumes are, by metrics beside those of training scans and of samples of a linear Gaussian model, and
 * looks for copies of training volumes. Volumes are compared where they lie in the world, on the grid of the synthetic ones, without
 * single extreme voxels or padding; an engine of @braingen/engine must have been started.
 *
 * @throws RangeError without volumes, or for held-out names that are nobody's or in the training set; the signal's reason
 */
export async function compareVolumes(
  real: readonly ComparedVolume[],
  generated: readonly ComparedVolume[],
  options: CompareOptions = {},
): Promise<Comparison> {
  const started = performance.now();
  for (const [set, { length }] of Object.entries({ real, synthetic: generated }))
    if (length === 0) throw new RangeError(`compareVolumes: expected ${set} volumes, found none`);
  const { metrics: measured = builtIn, seed = 0, resamples = 1000, confidence = 0.95, signal, network } = options;
  const { covariate = 'age' } = options;
  const grid = generated[0].volume;
  // A volume of several sets is said once.
  const outliers = new Set<string>();
  const placed = <T extends NamedVolume>(items: readonly T[]): T[] =>
    items.map((item) => {
      const { volume, warning } = cleaned(item.volume, item.name);
      if (warning) outliers.add(`${item.name}: ${warning}.`);
      return { ...item, volume: onGrid(volume, grid) };
    });
  const synthetic = placed(generated);
  const [placedReal, known] = [placed(real), options.training && placed(options.training)];
  const sets = tellApart(placedReal, known, options.heldOut);
  const { reference, training, unseen, people } = sets;
  const warnings = [
    ...(options.warnings ?? []),
    ...sets.warnings,
    ...(await misplaced(real, generated)),
    ...outliers,
    ...scaleDoubts({ real: placedReal, synthetic, training: known ?? [] }),
    ...moved({ real, training: options.training ?? [] }, grid),
  ];
  if (synthetic.length < fewForMetrics)
    warnings.push(
      `${synthetic.length} synthetic volumes are few: mind the intervals, and compare FID only at equal numbers.`,
    );
  options.onSets?.({ people, warnings: [...warnings] });
  const volumesOf = (items: readonly NamedVolume[]) => items.map(({ volume }) => volume);

  const beside = [
    ...(training.length > 0 && reference !== training
      ? [{ name: 'training scans', volumes: volumesOf(training) }]
      : []),
    ...[gaussianSet(volumesOf(training), synthetic.length, seed)].filter((set) => set !== undefined),
    ...(options.beside ?? []).map(({ name, volumes }) => ({ name, volumes: volumes.map((one) => onGrid(one, grid)) })),
  ];
  const metrics: MeasuredBeside[] = [];
  for (const metric of measured) {
    const watched = options.watch?.(metric.name);
    const how = { seed, resamples, confidence, signal, onProgress: watched?.update };
    metrics.push(await measureBeside(metric, volumesOf(reference), volumesOf(synthetic), beside, how));
    watched?.done();
  }
  const watched = network && options.watch?.('regions');
  const others = reference === training ? [] : training.slice(0, synthetic.length);
  const segmenting = { covariate, signal, onProgress: watched?.update, onSegmentation: options.onSegmentation };
  const brains = network
    ? await segmentSets({ real: reference, synthetic, training: others }, network, segmenting)
    : [];
  const regions = network && (await compareRegions(brains, { seed, resamples, confidence, covariate }));
  watched?.done();
  const audit =
    training.length >= fewestToAudit
      ? await auditMemorisation(volumesOf(training), volumesOf(synthetic), { unseen: volumesOf(unseen), signal })
      : undefined;
  for (const leak of audit?.leaks ?? [])
    warnings.push(`${unseen[leak].name} is called unseen but is the same as a training volume.`);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  return {
    metrics,
    regions,
    brains,
    audit,
    people,
    warnings,
    sets: { reference, training, unseen, synthetic },
    grid,
    seed,
    seconds,
  };
}

/** Sets that had to be interpolated to lie where the synthetic volumes do: they were stored on other grids. */
function moved(sets: Readonly<Record<string, readonly NamedVolume[]>>, grid: Grid): string[] {
  return Object.entries(sets).flatMap(([set, items]) => {
    const other = items.find(({ volume }) => !sameGrid(volume, grid, gridTolerance));
    return other
      ? [`${set} volumes were brought to the synthetic volumes' grid: ${other.name} has ${describeGrid(other.volume)}.`]
      : [];
  });
}
