import { join } from 'node:path';
import { readScanPictures, type ScanOutcome } from '@braingen/bids';
import type { Step } from '@braingen/chain';
import { fewestHeads, type Comparison } from '@braingen/comparison';
import { writeGroup } from '@braingen/group-report';
import { demoCohort, writePhantomCohort } from '@braingen/phantom/node';
import { sampleTrajectory, type RunConfig } from '@braingen/pipeline';
import { load, readLog, runFolder, writeModelCard } from '@braingen/pipeline/node';
import type { Context } from '../action.ts';
import { startChosenEngine, type EngineChoice } from '../engine-options.ts';
import { Failure, exitStatus } from '../failure.ts';
import { preprocessFolder } from '../preprocessing/dataset.ts';
import { settingsOf } from '../preprocessing/settings.ts';
import { runStep } from '../step-file.ts';
import { startKernels } from '../threads.ts';
import { versions } from '../versions.ts';
import { readCompared } from './compared-volumes.ts';
import { evaluateVolumes } from './evaluation.ts';
import { chooseMetrics } from './metric-choice.ts';
import { sampleRun } from './sampling.ts';
import { schedulerFor } from './scheduler-choice.ts';
import { trainRun } from './training.ts';

export interface EndToEndOptions extends EngineChoice {
  readonly config: RunConfig;
  readonly template?: string;
  /** Of the chain; all by default. */
  readonly steps?: readonly Step[];
  readonly keepSteps?: boolean;
  /** The run or checkpoint whose weights the training starts with. */
  readonly start?: string | undefined;
  /** Refuses a training that will not fit into memory; by default it does. */
  readonly memoryCheck?: boolean;
}

export interface EndToEndOutcome {
  readonly report: string;
  readonly scans: readonly ScanOutcome[];
  readonly failed: number;
  readonly metrics: Comparison['metrics'];
}

/** Pictures of the trajectory of the first sample. */
const framesPictured = 8;
/** How many scans' ways through the chain the report shows. */
const scansPictured = 3;

/** From raw heads to a report. Every stage leaves its files in the run folder and is not repeated when they are there. */
export async function runEndToEnd(
  dataset: string | undefined,
  output: string,
  options: EndToEndOptions,
  context: Context,
): Promise<EndToEndOutcome> {
  const { config } = options;
  const { terminal } = context;
  const folder = runFolder(output);
  await startKernels(context);
  // Wrong names end the run here rather than after the training.
  const scheduler = await schedulerFor(config.sampling.scheduler, config.sampling);
  const metrics = await chooseMetrics(config.evaluation.metrics);

  const raw = dataset ?? (await phantoms(folder.phantoms, config.seed, context));
  // On the grid that is trained on: training then interpolates nothing again.
  const settings = await settingsOf({ ...options, shape: config.data.shape }, context);
  const { steps, keepSteps } = options;
  const scans = await preprocessFolder(raw, folder.preprocessed, { settings, steps, keepSteps }, context);
  const failed = scans.filter(({ status }) => status === 'failed').length;
  if (scans.length - failed < fewestHeads)
    throw new Failure(
      `${folder.preprocessed}: expected at least ${fewestHeads} preprocessed scans to train on, found ${scans.length - failed}`,
      exitStatus.someFailed,
    );
  const { unread } = await writeGroup(folder.preprocessed, versions);
  unread.forEach((reason) => terminal.warn(reason));

  const engine = await startChosenEngine(options, context);
  const { dataset: trained } = await trainRun(folder.preprocessed, folder.root, config, context, {
    resume: true,
    start: options.start,
    memoryCheck: options.memoryCheck,
    again: 'the same command resumes it',
  });
  const trainedOn = trained.training.map(({ name }) => name);
  const model = await load(folder.root, {
    startEngine: false,
    onWarning: (warning) => terminal.warn(warning),
  });
  const request = { count: config.sampling.count, seed: config.seed + 1, scheduler };
  const samples = await sampleRun(model, folder.samples, { ...request, replace: true }, context);
  const trajectory = await sampleTrajectory(model, request, framesPictured);
  model.dispose();
  const drawn = samples.map(({ path }) => path);

  const real = await readCompared(folder.preprocessed, 'age', context);
  const evaluation = await evaluateVolumes(
    {
      real,
      synthetic: (await readCompared(folder.samples, 'age', context)).filter(({ path }) => drawn.includes(path)),
      training: real.filter(({ name }) => trainedOn.includes(name)),
      ...config.evaluation,
      metrics,
      seed: config.seed,
      log: await readLog(folder.log),
      config,
      trajectory,
      preprocessing: await Promise.all(
        scans
          .filter(({ volume }) => volume)
          .slice(0, scansPictured)
          .map(readScanPictures),
      ),
      warnings:
        failed > 0 ? [`${failed} of ${scans.length} scans could not be preprocessed; their error files say why.`] : [],
      provenance: {
        dataset: dataset ?? `${demoCohort.count} phantoms, seed ${config.seed}`,
        scans: scans.length,
        failed,
        scheduler: config.sampling.scheduler,
        steps: config.sampling.steps,
      },
    },
    folder.root,
    engine,
    context,
  );
  const figures = evaluation.metrics.map((metric) => ({ ...metric, real: metric.baseline?.value }));
  await writeModelCard(folder.root, model, figures);
  return { report: join(folder.root, 'report.html'), scans, failed, metrics: evaluation.metrics };
}

async function phantoms(folder: string, seed: number, context: Context): Promise<string> {
  await runStep(`${demoCohort.count} phantoms`, context, (step) =>
    writePhantomCohort(folder, { ...demoCohort, seed, ...step }),
  );
  return folder;
}
