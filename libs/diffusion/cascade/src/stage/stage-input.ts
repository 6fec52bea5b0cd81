import { tf } from '@braingen/engine';
import type { Condition } from '@braingen/unet3d';
import { elementCount, type Random, type Shape3 } from '@braingen/volume';
import type { Stage } from './stage.ts';

/** One volume, or crop of one, as a stage sees it. */
export interface StageContext {
  /** The volume of the stage before, scaled, [d, h, w]; none for the coarse stage. */
  readonly coarse: Float32Array | undefined;
  /** [d, h, w, 3] */
  readonly coordinates: Float32Array;
  /** Noise on the coarse volume, in its standard deviations, and where it comes from. */
  readonly jitter: number;
  readonly random: Random;
  /** How it was varied. */
  readonly told: readonly number[];
  readonly covariates: readonly number[];
}

/** The same with what is to be drawn, [d, h, w, c]. */
export interface StageItem extends StageContext {
  readonly drawn: Float32Array;
}

/** What a stage's network is given besides the noisy channels and the time. */
export function stageInput(stage: Stage, items: readonly StageContext[], shape: Shape3): Condition {
  const voxels = elementCount(shape);
  const channels = stage.kind === 'details' ? 4 : 3;
  const given = new Float32Array(items.length * voxels * channels);
  items.forEach(({ coarse, coordinates, jitter, random }, n) => {
    // The same noise however often it is asked for.
    const noise = random.fork('coarse');
    for (let i = 0; i < voxels; i++) {
      let at = (n * voxels + i) * channels;
      if (coarse) given[at++] = jitter > 0 ? coarse[i] + jitter * noise.normal() : coarse[i];
      for (let axis = 0; axis < 3; axis++) given[at++] = coordinates[3 * i + axis];
    }
  });
  const told = items.map(({ jitter, told, covariates }) => [
    stage.jitter > 0 ? jitter / stage.jitter : 0,
    ...told,
    ...covariates,
  ]);
  return {
    channels: tf.tensor5d(given, [items.length, ...shape, channels]),
    covariates: tf.tensor2d(told),
  };
}
