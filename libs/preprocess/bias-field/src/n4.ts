import { correctBySpline, loadKernels } from '@braingen/kernels';
import { nextTurn, type Volume, type VoxelArray } from '@braingen/volume';
import { chooseSamples } from './sample-choice.ts';
import { fitField } from './field-fit.ts';
import type { Level } from './level.ts';
import type { N4Options } from './n4-options.ts';
import { splineAxis } from './spline-basis.ts';

export interface Corrected {
  /** The volume divided by the field. */
  readonly volume: Volume<Float32Array>;
  /** Multiplicative, at full resolution; its geometric mean over the samples is 1. */
  readonly field: Volume<Float32Array>;
  readonly convergence: readonly Level[];
  /** What was found out of the ordinary, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Removes the smooth intensity inhomogeneity of MRI: N4 (Tustison et al. 2010).
 *
 * The log field is a sum of cubic B-splines, refined level by level. In each iteration the histogram of the corrected
 * log intensities is sharpened (Sled et al. 1998) and the spline is fitted to what sharpening changed (Lee et al. 1997).
 *
 * Where voxels that count are negative, the volume is shifted up by the least of them before logarithms are taken and
 * down again after correction, with a warning. Padding, and a z-scored brain's background of 0, stay as they are.
 *
 * @throws RangeError for NaN or infinite voxels, a volume or mask without contrast, an empty mask or one on another
 *   grid, or a parameter out of range
 */
export async function n4(volume: Volume<VoxelArray>, options: N4Options = {}): Promise<Corrected> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const kernels = options.kernels ?? (await loadKernels());
  const { samples, shift, blank, warnings } = chooseSamples(volume, options);
  const { lattice, spans, offset, convergence } = await fitField(kernels, volume, samples, {
    ...options,
    onProgress: (fraction) => onProgress?.(0.8 * fraction),
  });

  const axes = volume.shape.map((n, axis) =>
    splineAxis(
      Array.from({ length: n }, (_, i) => i),
      n,
      spans[axis],
    ),
  );
  const image = volume.voxels instanceof Float32Array ? volume.voxels : Float32Array.from(volume.voxels);
  const field = new Float32Array(image.length);
  const corrected = new Float32Array(image.length);
  const planes = Math.max(8, Math.ceil(volume.shape[2] / 8));
  for (let first = 0; first < volume.shape[2]; first += planes) {
    signal?.throwIfAborted();
    const last = Math.min(first + planes, volume.shape[2]);
    const [x, y, z] = axes;
    correctBySpline(kernels, [x, y, z], lattice, { image, field, corrected }, { first, last, offset, shift });
    onProgress?.(0.8 + (0.2 * last) / volume.shape[2]);
    await nextTurn();
  }
  if (blank !== undefined) for (let i = 0; i < image.length; i++) if (image[i] === blank) corrected[i] = blank;
  return { volume: volume.with(corrected), field: volume.with(field), convergence, warnings };
}
