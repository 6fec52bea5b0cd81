import { toBlocks } from '@braingen/cascade';
import { gradients, tf, updateMovingAverage } from '@braingen/engine';
import { begin, clipByGlobalNorm, snapshot, warmupCosine, type TrainingState } from '@braingen/trainer';
import type { UNet } from '@braingen/unet3d';
import { createRandom } from '@braingen/volume';
import { networkGrid } from '../network-grid.ts';
import { batchOf, logitsOf } from '../network.ts';
import { drawScan, type DrawnScan, type PlacedMap, type ScanRange } from './draw-scan.ts';
import { segmentationLoss } from './loss.ts';

export interface SegmentationTraining {
  /** Steps in all, one scan each. */
  readonly steps: number;
  readonly seed: number | string;
  /** The scan of a step; `drawTrainingScan` in this thread or another. */
  readonly scan: (step: number) => DrawnScan | Promise<DrawnScan>;
  /** Where an earlier training stopped. */
  readonly state?: TrainingState | undefined;
  /** Peak of the learning rate, after a warm-up; it falls on a cosine to a hundredth. @default 1e-3 */
  readonly learningRate?: number;
  /** Decay of the moving average of the weights, once there are enough steps. @default 0.995 */
  readonly averageDecay?: number;
  /** Steps between states handed to `onCheckpoint`, which gets the last one too. @default 100 */
  readonly checkpointEvery?: number;
  readonly onStep?: (report: { readonly step: number; readonly loss: number }) => void;
  readonly onCheckpoint?: (state: TrainingState) => Promise<void>;
}

const warmup = 20;
const clipNorm = 1;

/** The scan of a step: one of the maps, painted as the seed and the step say, whatever came before. */
export function drawTrainingScan(
  maps: readonly PlacedMap[],
  seed: number | string,
  step: number,
  range: ScanRange = {},
): DrawnScan {
  const random = createRandom(`${seed}/${step}`);
  return drawScan(maps[random.integer(maps.length)], random, range);
}

/**
 * Trains the network on drawn scans, one a step, with Adam and a moving average of the weights. A training that stops and goes on from
 * its state gives the same bits as one that does not stop.
 *
 * @returns the last state; the network holds its weights
 */
export async function trainSegmentation(network: UNet, options: SegmentationTraining): Promise<TrainingState> {
  const { steps, scan, learningRate = 1e-3, averageDecay = 0.995, checkpointEvery = 100 } = options;
  const optimized = begin(network.parameters, options.state);
  const { adam, ema, variables } = optimized;
  const rate = warmupCosine({ peak: learningRate, steps, warmup, floor: 0.01 });
  const first = options.state?.step ?? 0;
  let next = scan(first);
  for (let step = first; step < steps; step++) {
    const drawn = await next;
    // Another thread draws it meanwhile.
    if (step + 1 < steps) next = scan(step + 1);
    const found = gradientsOf(network, drawn);
    const clipped = await clipByGlobalNorm(found.gradients, clipNorm);
    adam.learningRate = rate(step);
    adam.apply(variables, clipped);
    const decay = Math.min(averageDecay, (1 + step) / (10 + step));
    for (const [name, average] of ema) updateMovingAverage(average, variables.get(name) as tf.Variable, decay);
    options.onStep?.({ step: step + 1, loss: (await found.loss.data())[0] });
    tf.dispose([found.loss, ...found.gradients.values(), ...clipped.values()]);
    const isLast = step + 1 === steps;
    if (isLast || (step + 1) % checkpointEvery === 0) await options.onCheckpoint?.(await snapshot(optimized, step + 1));
  }
  const state = await snapshot(optimized, steps);
  adam.dispose();
  tf.dispose([...ema.values()]);
  return state;
}

function gradientsOf(network: UNet, { image, region, side }: DrawnScan): ReturnType<typeof gradients> {
  const { shape } = networkGrid;
  const blocks = batchOf(toBlocks(image, shape));
  const inBlocks = (values: Uint8Array): Uint8Array => new Uint8Array(toBlocks(new Float32Array(values), shape));
  const target = { region: inBlocks(region), side: inBlocks(side) };
  const found = gradients(() => segmentationLoss(logitsOf(network, blocks), target), network.parameters);
  blocks.dispose();
  return found;
}
