/** How each new voxel of an axis is a weighted sum of old ones: of the `taps` voxels from `first[i]` on. */
export interface AxisWeights {
  /** Number of new voxels. */
  readonly count: number;
  readonly first: Int32Array;
  readonly taps: number;
  /** `count` times `taps` weights; each voxel's sum to 1. */
  readonly values: Float64Array;
}

const kernels = {
  linear: { radius: 1, weight: (t: number): number => Math.max(0, 1 - Math.abs(t)) },
  cubic: {
    radius: 2,
    weight: (t: number): number => {
      const a = Math.abs(t);
      if (a < 1) return (1.5 * a - 2.5) * a * a + 1;
      return a < 2 ? ((-0.5 * a + 2.5) * a - 4) * a + 2 : 0;
    },
  },
};

/** Weights that turn `from` voxels into `to` over the same extent. */
export function axisWeights(
  from: number,
  to: number,
  interpolation: 'linear' | 'cubic',
  antialias: boolean,
): AxisWeights {
  const kernel = kernels[interpolation];
  if (!kernel)
    throw new RangeError(`resize: expected interpolation 'linear', 'nearest' or 'cubic', found '${interpolation}'`);
  const ratio = from / to;
  const width = antialias ? Math.max(1, ratio) : 1;
  const taps = Math.min(from, 2 * Math.ceil(kernel.radius * width) + 1);
  const first = new Int32Array(to);
  const values = new Float64Array(to * taps);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio - 0.5;
    // The window covers the kernel's support, shifted where it would reach past an end.
    first[i] = Math.min(Math.max(Math.round(centre) - (taps >> 1), 0), from - taps);
    let sum = 0;
    for (let tap = 0; tap < taps; tap++)
      sum += values[i * taps + tap] = kernel.weight((first[i] + tap - centre) / width);
    for (let tap = 0; tap < taps; tap++) values[i * taps + tap] /= sum;
  }
  return { count: to, first, taps, values };
}
