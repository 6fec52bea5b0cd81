import {
  evaluateSpline,
  gatherResiduals,
  residualHistogram,
  type Kernels,
  type SplineAxes,
  type SplineData,
} from '@braingen/kernels';
import { nextTurn, type Grid, type ProgressOptions } from '@braingen/volume';
import { spacingOf } from '@braingen/volume';
import type { Level } from './level.ts';
import type { N4Options } from './n4-options.ts';
import type { Samples } from './samples.ts';
import { expectedIntensities } from './sharpen.ts';
import { raised, refineLattice, splineAxis } from './spline-basis.ts';

export interface FittedField {
  readonly lattice: Float32Array;
  readonly spans: readonly [x: number, y: number, z: number];
  /** The mean of the log field over the samples: taken off, so that intensities keep their scale. */
  readonly offset: number;
  readonly convergence: Level[];
}

type Spans = [x: number, y: number, z: number];

/** Iterations between two turns of the event loop. */
const TURN = 10;

/** Estimates the log field from samples of the log image, level by level. */
export async function fitField(
  kernels: Kernels,
  grid: Grid,
  samples: Samples,
  options: N4Options & ProgressOptions,
): Promise<FittedField> {
  const { iterations = [50, 50, 50], convergenceThreshold = 1e-3, splineDistanceMm = 200 } = options;
  const spacing = spacingOf(grid.affine);
  let spans = grid.shape.map((n, axis) => Math.ceil((n * spacing[axis]) / splineDistanceMm)) as Spans;
  let lattice = new Float32Array(spans.reduce((product, n) => product * (n + 3), 1));
  const arrays = borrow(kernels, samples);
  const convergence: Level[] = [];
  try {
    for (const [level, most] of iterations.entries()) {
      if (level > 0)
        ({ lattice, spans } = refineLattice(lattice, spans) as { lattice: Float32Array<ArrayBuffer>; spans: Spans });
      const axes = spans.map((n, axis) =>
        splineAxis(samples.positions[axis], grid.shape[axis], n),
      ) as unknown as SplineAxes;
      const fit = levelFit(kernels, axes, arrays, options);
      const variation: number[] = [];
      while (variation.length < most) {
        if (variation.length % TURN === 0) {
          options.signal?.throwIfAborted();
          options.onProgress?.((level + variation.length / most) / iterations.length);
          await nextTurn();
        }
        variation.push(fit(lattice));
        if (settled(variation, convergenceThreshold)) break;
      }
      convergence.push({ spans, variation });
    }
    let sum = 0;
    let total = 0;
    arrays.field.forEach((value, i) => {
      sum += arrays.weight[i] * value;
      total += arrays.weight[i];
    });
    return { lattice, spans, offset: sum / total, convergence };
  } finally {
    for (const array of Object.values(arrays)) kernels.release(array);
  }
}

/** A strong field begins slowly: its first changes are small, and growing. */
const settled = (variation: readonly number[], threshold: number): boolean =>
  variation.at(-1)! < threshold && variation.at(-1)! <= (variation.at(-2) ?? threshold * 1e-3);

function borrow(kernels: Kernels, { log, weight }: Samples): SplineData {
  const copy = (from: Float32Array): Float32Array => {
    const array = kernels.allocate(from.length);
    array.set(from);
    return array;
  };
  return { data: copy(log), weight: copy(weight), field: kernels.allocate(log.length).fill(0) };
}

/** One iteration of a level: improves the lattice and the field in place and says how much the field changed. */
function levelFit(
  kernels: Kernels,
  axes: SplineAxes,
  arrays: SplineData,
  options: N4Options,
): (lattice: Float32Array) => number {
  const { histogramBins: count = 200, fullWidthAtHalfMaximum = 0.15, wienerNoise = 0.01 } = options;
  const cubed = raised(axes, 3);
  const denominators = weightSums(kernels, raised(axes, 2), arrays.weight);
  let range: { low: number; high: number } | undefined;
  return (lattice) => {
    range ??= evaluateSpline(kernels, axes, lattice, arrays);
    const bins = { count, low: range.low, high: range.high };
    // A field that flattens the image has done all there is to do.
    if (!(bins.high > bins.low)) return 0;
    const counts = residualHistogram(kernels, axes, arrays, bins);
    const expected = expectedIntensities(counts, bins.low, bins.high, { fullWidthAtHalfMaximum, wienerNoise });
    const numerators = gatherResiduals(kernels, cubed, arrays, expected, bins);
    for (let i = 0; i < lattice.length; i++) {
      if (denominators[i] > 0) lattice[i] += numerators[i] / denominators[i];
    }
    const change = evaluateSpline(kernels, axes, lattice, arrays);
    range = change;
    return change.variation;
  };
}

/** Sums of weight times the axes' weights: the denominators of Lee's fit. They stay the same through a level. */
function weightSums(kernels: Kernels, axes: SplineAxes, weight: Float32Array): Float32Array {
  const data = new Float32Array(weight.length).fill(1);
  const field = new Float32Array(weight.length);
  return gatherResiduals(kernels, axes, { data, weight, field }, new Float32Array(2), { count: 2, low: 0, high: 1 });
}
