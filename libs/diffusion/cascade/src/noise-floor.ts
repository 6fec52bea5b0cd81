import { quantile, type Shape3 } from '@braingen/volume';
import type { CascadeBase } from './cascade-base.ts';
import { coarseShape } from './pyramid/coarsen.ts';
import { unscaled } from './pyramid/scales.ts';

/** So far from what anyone has, in voxels of the coarsest grid, that a head a little larger than all does not reach there. */
const apart = 2;
/** The mean of the Gaussian model is kept in 8 bits: an eighth of the background's limit is the least that can be told from nothing. */
const leastContent = 1 / 8;
const fewestVoxels = 1000;

/**
 * How large the noise is that networks left in a volume: the 99.9th percentile where none of the volumes that were learnt from has
 * anything. What is darker cannot be told from background; what is brighter, such as the thin fluid at a brain's edge, belongs to the
 * head.
 *
 * @param volume the window at the finest level, [d, h, w]
 * @returns Infinity where heads leave too little room around them to tell
 */
export function noiseFloor(volume: Float32Array, { window, scales, gaussian, backgroundLimit }: CascadeBase): number {
  const halvings = scales.length - 1;
  const coarse = coarseShape(window.shape, halvings);
  const mean = unscaled(gaussian.mean, scales[halvings]);
  const empty = awayFrom(
    Array.from(mean, (value) => Math.abs(value) > leastContent * backgroundLimit),
    coarse,
  );
  const [d, h, w] = window.shape;
  const rest: number[] = [];
  for (let x = 0, at = 0; x < d; x++) {
    for (let y = 0; y < h; y++) {
      for (let z = 0; z < w; z++, at++) {
        if (empty[((x >> halvings) * coarse[1] + (y >> halvings)) * coarse[2] + (z >> halvings)]) rest.push(volume[at]);
      }
    }
  }
  return rest.length < fewestVoxels ? Infinity : quantile(Float32Array.from(rest), 0.999);
}

/** Where none of the neighbours, up to `apart` voxels along each axis, is content. */
function awayFrom(content: readonly boolean[], [d, h, w]: Shape3): boolean[] {
  let near = [...content];
  for (const [step, side] of [
    [h * w, d],
    [w, h],
    [1, w],
  ]) {
    near = near.map((_, at) => {
      const along = Math.floor(at / step) % side;
      for (let by = -Math.min(apart, along); by <= Math.min(apart, side - 1 - along); by++) {
        if (near[at + by * step]) return true;
      }
      return false;
    });
  }
  return near.map((each) => !each);
}
