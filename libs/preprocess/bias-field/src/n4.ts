import { correctBySpline, loadKernels, type Kernels } from '@braingen/kernels';
import { Volume, type StepOptions, type VoxelArray } from '@braingen/volume';
import { chooseSamples } from './sample-choice.ts';
import { fitField } from './field-fit.ts';
import { splineAxis } from './spline-basis.ts';

export interface N4Options extends StepOptions {
  /** Voxels to estimate the field from, nonzero inside; by default those above Otsu's threshold (the whole head). */
  readonly mask?: Volume<VoxelArray> | undefined;
  /** Confidence of each voxel, 0 or more, such as the probability of white matter; it multiplies the mask. */
  readonly weights?: Volume<VoxelArray> | undefined;
  /** Every n-th voxel along each axis is used: 4. Axes of thick slices are shrunk less, to about equal steps in mm. */
  readonly shrinkFactor?: number | undefined;
  /** Most iterations a level, the coarsest first; each level has twice as many control points along each axis. */
  readonly iterations?: readonly number[] | undefined;
  /** A level ends where the coefficient of variation of the field's change falls below this: 1e-3. */
  readonly convergenceThreshold?: number | undefined;
  /** Largest distance of knots at the first level, in mm: 200. */
  readonly splineDistance?: number | undefined;
  /** Bins of the histogram: 200. */
  readonly histogramBins?: number | undefined;
  /** Of the field's distribution, in log intensity: 0.15. */
  readonly fullWidthAtHalfMaximum?: number | undefined;
  /** Noise term of the Wiener filter: 0.01. */
  readonly wienerNoise?: number | undefined;
  /** Kernels already loaded. */
  readonly kernels?: Kernels | undefined;
}

export interface Level {
  /** Spans of the spline along x, y and z: control points are 3 more. */
  readonly spans: readonly [x: number, y: number, z: number];
  /** Coefficient of variation of the field's change, one an iteration. */
  readonly variation: readonly number[];
}

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
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (blank !== undefined) for (let i = 0; i < image.length; i++) if (image[i] === blank) corrected[i] = blank;
  return { volume: volume.with(corrected), field: volume.with(field), convergence, warnings };
}
