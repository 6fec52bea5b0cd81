import { tf, traceMemory, type MemoryTrace } from '@braingen/engine';
import type { Condition } from './condition.ts';
import type { UNetConfig } from './config.ts';
import { createUNet } from './unet.ts';

/** What goes through the network together. */
export interface PredictionSize {
  /** Of each volume: [d, h, w, c], without the channels of a condition. */
  readonly shape: readonly [number, number, number, number];
  readonly batchSize: number;
  /** Makes the condition of the batch, inside tf.tidy. @default none */
  readonly condition?: (() => Condition) | undefined;
}

/**
 * What one prediction of a network would need on an embedded engine, its weights included and without gradients: to choose how
 * many volumes go through it together. Found without values or weights, in milliseconds; see `traceMemory`.
 *
 * @throws RangeError where the shapes do not fit the configuration
 */
export function tracePrediction(
  runtime: 'native' | 'wasm',
  config: UNetConfig,
  { shape, batchSize, condition }: PredictionSize,
): Promise<MemoryTrace> {
  return traceMemory(runtime, () => {
    const unet = createUNet(config);
    tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R5>([batchSize, ...shape]);
      unet.predict(x, tf.zeros<tf.Rank.R1>([batchSize]), condition?.());
    });
    unet.dispose();
  });
}
