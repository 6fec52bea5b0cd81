import { currentEngine } from '@braingen/engine';
import { readingOf, startMeter, type EnergyReading } from '@braingen/energy';
import type { RunConfig } from '../config/run-config.ts';
import type { Dataset } from '../data/dataset.ts';
import { kindNamed } from '../kinds.ts';
import type { Rehearsal } from '../model-kind.ts';
import { prepareTraining } from '../train-model.ts';
import { availableBytes } from './available-bytes.ts';
import { keptVolumes } from './kept-volumes.ts';

/** What a part of a training would take. */
export interface PartEstimate {
  /** Of kinds that are trained in several parts. */
  readonly stage?: string | undefined;
  readonly steps: number;
  /** Wall time of one, as measured. */
  readonly secondsPerStep: number;
}

/** What a training would take on this machine, as it is used now. */
export interface TrainingEstimate {
  /** Beyond what the process holds, where it can be told. */
  readonly memoryBytes: number | undefined;
  readonly parts: readonly PartEstimate[];
  /** Wall time of all steps; validation and checkpoints come on top. */
  readonly seconds: number;
  readonly energy: EnergyReading;
  readonly checkpointBytes: number;
  /** Of the volumes that are kept on the disk while one process trains on them; 0 where they stay in memory. */
  readonly volumeBytes: number;
  /** Of all checkpoints that are kept, and of these volumes. */
  readonly diskBytes: number;
}

export interface EstimateOptions {
  readonly config: RunConfig;
  readonly data: Dataset;
  /** Refuses a training that will not fit into memory. @default true */
  readonly memoryCheck?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Volumes that are rehearsed with: all of a batch are seen again after few steps, when what is made once of each is there. */
const fewVolumes = 4;
/** Steps of each part; the first half is not counted. */
const mostSteps = 8;
const leastSteps = 2;
/** Milliseconds after which a part has been rehearsed enough. */
const patience = 60_000;
const joulesOfKWh = 3.6e6;

/**
 * Measures a few steps of each part of a training, without writing anything; `startEngine` of @braingen/engine comes before.
 *
 * @throws MemoryError where it does not fit; the signal's reason after an abort
 */
export async function estimateTraining(options: EstimateOptions): Promise<TrainingEstimate> {
  const { config, data, memoryCheck = true, signal } = options;
  const ready = await prepareTraining({ config, data, available: memoryCheck ? availableBytes() : undefined });
  const parts: PartEstimate[] = [];
  let [checkpointBytes, joules] = [0, 0];
  let reading: EnergyReading | undefined;
  for (const rehearsal of kindNamed(config.model.kind, 'model').rehearsals(config, mostSteps)) {
    const { secondsPerStep, bytes, taken, energy } = await rehearse(rehearsal, data, signal);
    parts.push({ stage: rehearsal.stage, steps: rehearsal.steps, secondsPerStep });
    checkpointBytes += bytes;
    joules += ((energy.kWh * joulesOfKWh) / taken) * rehearsal.steps;
    reading = energy;
  }
  const kept = config.training.checkpointsKept + Number(data.validation.length > 0);
  const volumes = keptVolumes(data.training.length + data.validation.length, config.data.shape);
  const volumeBytes = volumes.isSmall ? 0 : volumes.bytes;
  const { carbonIntensity = 0, source = 'nothing to train', isMeasured = false } = reading ?? {};
  return {
    memoryBytes: ready.bytes,
    parts,
    seconds: parts.reduce((sum, { steps, secondsPerStep }) => sum + steps * secondsPerStep, 0),
    energy: readingOf(joules, carbonIntensity, source, isMeasured),
    checkpointBytes,
    volumeBytes,
    diskBytes: checkpointBytes * kept + volumeBytes,
  };
}

/** What was seen of a few steps. */
interface Seen {
  readonly secondsPerStep: number;
  /** Of the checkpoint after them. */
  readonly bytes: number;
  /** Steps that were taken. */
  readonly taken: number;
  readonly energy: EnergyReading;
}

async function rehearse({ config }: Rehearsal, data: Dataset, signal: AbortSignal | undefined): Promise<Seen> {
  const few = { ...data, training: data.training.slice(0, fewVolumes), validation: [] };
  const enough = new AbortController();
  const seconds: number[] = [];
  let bytes = 0;
  const meter = await startMeter();
  const began = performance.now();
  try {
    await kindNamed(config.model.kind, 'model')
      .prepare(config, few, { engine: currentEngine() })
      .train({
        signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal,
        onReport: (report) => {
          if (report.seconds === undefined) return;
          seconds.push(report.seconds);
          if (seconds.length >= leastSteps && performance.now() - began > patience) enough.abort();
        },
        onCheckpoint: (checkpoint) => {
          bytes = 0;
          for (const [, file] of checkpoint.files()) bytes += file.byteLength;
        },
      })
      .catch((error: unknown) => {
        if (!enough.signal.aborted || signal?.aborted) throw error;
      });
    const counted = seconds.slice(Math.floor(seconds.length / 2)).sort((a, b) => a - b);
    const energy = await meter.read();
    return { secondsPerStep: counted[Math.floor(counted.length / 2)] ?? 0, bytes, taken: seconds.length, energy };
  } finally {
    meter.stop();
  }
}
