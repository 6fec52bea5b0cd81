import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@braingen/engine';
import { auditMemorisation, onGrid, type Audit, type Metric } from '@braingen/metrics';
import type { NamedVolume, RunConfig, TrainingReport } from '@braingen/pipeline';
import { misplaced, type ReadVolume } from '@braingen/provenance';
import { figuresCsv, type ScanSteps, type StageCost } from '@braingen/report';
import { describeGrid, sameGrid, type Grid } from '@braingen/volume';
import { writeJson, writeWhole } from '@braingen/volume/node';
import type { Context } from '../action.ts';
import { findings, measureBeside, type MeasuredBeside, type SetBeside } from '../evaluation/beside.ts';
import { gaussianSet } from '../evaluation/gaussian-set.ts';
import { tellApart, type WhoIsWho } from '../evaluation/who-is-who.ts';
import { version } from '../versions.ts';
import { createPage } from './report-page.ts';

export interface EvaluationRequest {
  readonly real: readonly ReadVolume[];
  readonly synthetic: readonly ReadVolume[];
  /** What the model was trained on; without it, or a list of who was held out, there is no audit. */
  readonly training?: readonly NamedVolume[] | undefined;
  /** Names of participants or volumes that were not trained on: what samples are compared with. */
  readonly heldOut?: readonly string[] | undefined;
  /** More sets to measure like the synthetic one, beside training scans and samples of a linear Gaussian model. */
  readonly beside?: readonly SetBeside[] | undefined;
  /** What the stages before took. */
  readonly costs?: readonly StageCost[] | undefined;
  readonly metrics: readonly Metric[];
  readonly seed: number;
  readonly resamples: number;
  readonly confidence: number;
  /** How the training went, for the loss curve. */
  readonly log?: readonly TrainingReport[] | undefined;
  /** The configuration of the run, where it is known. */
  readonly config?: RunConfig | undefined;
  /** Pictures of the way from raw to preprocessed. */
  readonly preprocessing?: readonly ScanSteps[] | undefined;
  /** What the reader should know first. */
  readonly warnings?: readonly string[] | undefined;
  /** What else the report should say of where things come from. */
  readonly provenance?: Readonly<Record<string, unknown>> | undefined;
}

/** What stands in report.json. */
export interface Evaluation {
  readonly metrics: readonly MeasuredBeside[];
  readonly audit: Audit | undefined;
  /** Who was in which set, and what cannot be known. */
  readonly people: WhoIsWho['people'];
  readonly warnings: readonly string[];
  readonly run: Readonly<Record<string, unknown>>;
}

/** Below this, intervals are wide and the features' distribution is hardly known. */
const fewForMetrics = 30;
/** Fewer volumes than this have no spread to speak of. */
const fewestToAudit = 4;

/** Measures how real the synthetic volumes are, and writes report.json and report.html. */
export async function evaluateVolumes(
  request: EvaluationRequest,
  output: string,
  engine: Engine,
  { terminal, signal }: Context,
): Promise<Evaluation> {
  const started = performance.now();
  const grid = request.synthetic[0].volume;
  const placed = (items: readonly NamedVolume[]): NamedVolume[] => items.map((item) => placedOn(item, grid));
  const synthetic = placed(request.synthetic);
  const known = request.training && placed(request.training);
  const sets = tellApart(placed(request.real), known, request.heldOut);
  const { reference, training, unseen } = sets;
  const warnings = [
    ...(request.warnings ?? []),
    ...sets.warnings,
    ...(await misplaced(request.real, request.synthetic)),
    ...moved(request, grid),
  ];
  if (synthetic.length < fewForMetrics)
    warnings.push(
      `${synthetic.length} synthetic volumes are few: mind the intervals, and compare FID only at equal numbers.`,
    );
  for (const { set, names } of sets.people) terminal.log(`${set.toLowerCase()}: ${names.length} volumes`);
  warnings.forEach((warning) => terminal.log(`warning: ${warning}`));
  const volumesOf = (items: readonly NamedVolume[]) => items.map(({ volume }) => volume);

  const { seed, resamples, confidence } = request;
  const beside = [
    ...(training.length > 0 && reference !== training
      ? [{ name: 'training scans', volumes: volumesOf(training) }]
      : []),
    ...[gaussianSet(volumesOf(training), synthetic.length, seed)].filter((set) => set !== undefined),
    ...(request.beside ?? []).map(({ name, volumes }) => ({ name, volumes: volumes.map((one) => onGrid(one, grid)) })),
  ];
  const metrics: MeasuredBeside[] = [];
  for (const metric of request.metrics) {
    const task = terminal.task(metric.name);
    const options = { seed, resamples, confidence, signal, onProgress: task.update };
    metrics.push(await measureBeside(metric, volumesOf(reference), volumesOf(synthetic), beside, options));
    task.done();
  }
  const audit =
    training.length >= fewestToAudit
      ? await auditMemorisation(volumesOf(training), volumesOf(synthetic), { unseen: volumesOf(unseen), signal })
      : undefined;
  for (const leak of audit?.leaks ?? [])
    warnings.push(`${unseen[leak].name} is called unseen but is the same as a training volume.`);
  const run = {
    seed,
    engine: engine.describe(),
    threads: engine.threads,
    versions: { braingen: version, node: process.version, ...engine.versions },
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    // Of the training; null where its log does not tell.
    energy: request.log?.findLast(({ energy }) => energy)?.energy ?? null,
    grid: { shape: grid.shape, affine: grid.affine },
    ...request.provenance,
  };
  const evaluation = { metrics, audit, people: sets.people, warnings, run };
  await mkdir(output, { recursive: true });
  await writeJson(join(output, 'report.json'), named(evaluation, synthetic, training));
  await writeWhole(join(output, 'figures.csv'), figuresCsv(metrics));
  await writeWhole(
    join(output, 'report.html'),
    createPage({
      ...evaluation,
      real: reference,
      synthetic,
      training,
      findings: findings(metrics),
      costs: [...(request.costs ?? []), { stage: 'evaluate', seconds: run.seconds }],
      command: commandLine(process.argv),
      log: request.log,
      config: request.config,
      preprocessing: request.preprocessing,
    }),
  );
  return evaluation;
}

/** The command as it can be typed again. */
function commandLine(argv: readonly string[]): string {
  const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  return ['braingen', ...argv.slice(2)].map(quoted).join(' ');
}

/** Sets that had to be interpolated to lie where the synthetic volumes do: they were stored on other grids. */
function moved({ real, training = [] }: EvaluationRequest, grid: Grid): string[] {
  return Object.entries({ real, training }).flatMap(([set, items]) => {
    const other = items.find(({ volume }) => !sameGrid(volume, grid, 0.05));
    return other
      ? [`${set} volumes were brought to the synthetic volumes' grid: ${other.name} has ${describeGrid(other.volume)}.`]
      : [];
  });
}

/** Volumes are compared where they lie in the world, on the grid of the synthetic ones. */
function placedOn(item: NamedVolume, grid: Grid): NamedVolume {
  return { ...item, volume: onGrid(item.volume, grid) };
}

/** Pairs by the names of their volumes rather than by their place in a list. */
function named(
  { audit, ...rest }: Evaluation,
  synthetic: readonly NamedVolume[],
  training: readonly NamedVolume[],
): unknown {
  const pairs = audit?.pairs.map((pair) => ({
    ...pair,
    synthetic: synthetic[pair.synthetic].name,
    training: training[pair.training].name,
  }));
  return { ...rest, audit: audit ? { ...audit, pairs } : null };
}
