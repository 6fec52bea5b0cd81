import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@braingen/engine';
import { auditMemorisation, type Audit, type Metric, type MetricResult } from '@braingen/metrics';
import type { NamedVolume, RunConfig, TrainingReport } from '@braingen/pipeline';
import type { ScanSteps } from '@braingen/report';
import { resize, type Shape3 } from '@braingen/volume';
import type { Context } from '../action.ts';
import { writeFile, writeJson } from '../files/atomic.ts';
import { version } from '../versions.ts';
import { createPage } from './report-page.ts';

export interface EvaluationRequest {
  readonly real: readonly NamedVolume[];
  readonly synthetic: readonly NamedVolume[];
  /** What the model was trained on; without it there is no audit. */
  readonly training?: readonly NamedVolume[] | undefined;
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
  readonly metrics: readonly MetricResult[];
  readonly audit: Audit | undefined;
  readonly run: Readonly<Record<string, unknown>>;
}

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
  const { shape } = request.synthetic[0].volume;
  const onGrid = (items: readonly NamedVolume[]): NamedVolume[] => items.map((item) => resizedTo(item, shape));
  const [real, synthetic] = [onGrid(request.real), onGrid(request.synthetic)];
  const training = request.training && onGrid(request.training);
  const volumesOf = (items: readonly NamedVolume[]) => items.map(({ volume }) => volume);

  const { seed, resamples, confidence } = request;
  const metrics: MetricResult[] = [];
  for (const metric of request.metrics) {
    const task = terminal.task(metric.name);
    metrics.push(
      await metric.evaluate(volumesOf(real), volumesOf(synthetic), {
        seed,
        resamples,
        confidence,
        signal,
        onProgress: task.update,
      }),
    );
    task.done();
  }
  const audit =
    training && training.length >= fewestToAudit
      ? await auditMemorisation(volumesOf(training), volumesOf(synthetic), { signal })
      : undefined;
  const run = {
    seed,
    engine: engine.describe(),
    threads: engine.threads,
    versions: { braingen: version, node: process.version, ...engine.versions },
    seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
    // No counter of joules is read yet: null rather than a guess.
    energy: null,
    grid: { shape, affine: request.synthetic[0].volume.affine },
    ...request.provenance,
  };
  const evaluation = { metrics, audit, run };
  await mkdir(output, { recursive: true });
  await writeJson(join(output, 'report.json'), named(evaluation, synthetic, training));
  await writeFile(
    join(output, 'report.html'),
    createPage({
      ...request,
      ...evaluation,
      real,
      synthetic,
      training,
      log: request.log,
      config: request.config,
      warnings: request.warnings ?? [],
      preprocessing: request.preprocessing,
    }),
  );
  return evaluation;
}

/** Real volumes are compared on the grid of the synthetic ones. */
function resizedTo(item: NamedVolume, shape: Shape3): NamedVolume {
  return item.volume.shape.every((n, axis) => n === shape[axis])
    ? item
    : { ...item, volume: resize(item.volume, shape) };
}

/** Pairs by the names of their volumes rather than by their place in a list. */
function named(
  { metrics, audit, run }: Evaluation,
  synthetic: readonly NamedVolume[],
  training: readonly NamedVolume[] = [],
): unknown {
  const pairs = audit?.pairs.map((pair) => ({
    ...pair,
    synthetic: synthetic[pair.synthetic].name,
    training: training[pair.training].name,
  }));
  return { metrics, audit: audit ? { ...audit, pairs } : null, run };
}
