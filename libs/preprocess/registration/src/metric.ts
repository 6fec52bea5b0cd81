import type { Kernels, MattesArrays } from '@braingen/kernels';
import { invertAffine, type Affine, type Volume } from '@braingen/volume';
import { mattes, type MattesValue } from './mattes.ts';
import type { Objective } from './minimize.ts';
import type { TransformFamily } from './parameters.ts';
import { sampleToVoxel, type Samples } from './samples.ts';

/** Mutual information of one level of the two pyramids, as a function of the transform (RAS mm, fixed to moving). */
export class LevelMetric {
  readonly samples: Samples;
  readonly #kernels: Kernels;
  readonly #arrays: MattesArrays;
  readonly #movingAffine: Affine;
  readonly #held: Float32Array[] = [];
  #counted: Uint8Array | undefined;

  /** The images of this level. */
  readonly fixed: Volume<Float32Array>;
  readonly moving: Volume<Float32Array>;

  constructor(
    kernels: Kernels,
    samples: Samples,
    { fixed, moving, bins }: { fixed: Volume<Float32Array>; moving: Volume<Float32Array>; bins: number },
  ) {
    this.samples = samples;
    this.fixed = fixed;
    this.moving = moving;
    this.#kernels = kernels;
    this.#movingAffine = moving.affine;
    const count = samples.values.length;
    this.#arrays = {
      moving: toBins(moving.voxels, bins, this.#hold(moving.voxels.length)),
      movingShape: moving.shape,
      points: this.#hold(3 * count),
      fixedBins: toBins(samples.values, bins, this.#holdBytes(count)),
      kept: this.#hold(4 * count),
      bins,
    };
    this.#arrays.points.set(samples.points);
  }

  #hold(length: number): Float32Array {
    const array = this.#kernels.allocate(length);
    this.#held.push(array);
    return array;
  }

  #holdBytes(length: number): Uint8Array {
    const array = this.#hold(Math.ceil(length / 4));
    return new Uint8Array(array.buffer, array.byteOffset, length);
  }

  /** Gives the memory back; the metric must not be used after that. */
  release(): void {
    for (const array of this.#held) this.#kernels.release(array);
    this.#held.length = 0;
  }

  evaluate(transform: Affine): MattesValue {
    return this.#evaluate(transform, undefined);
  }

  #evaluate(transform: Affine, counted: Uint8Array | undefined): MattesValue {
    const matrix = sampleToVoxel(transform, this.#movingAffine, this.samples.centre);
    return mattes(this.#kernels, { ...this.#arrays, counted }, Float64Array.from(matrix.slice(0, 3).flat()));
  }

  /** Mutual information times the fraction of samples inside the moving image: comparable between starts. */
  score(transform: Affine): number {
    const { information, count } = this.evaluate(transform);
    return (information * count) / this.samples.values.length;
  }

  /**
   * The negative of the metric, for `minimize`. The samples inside the moving image at the family's start count
   * throughout: if they came and went with the transform, the metric would jump where its gradient knows of nothing, and
   * a search end there.
   */
  objective(family: TransformFamily): Objective {
    const toVoxel = invertAffine(this.#movingAffine);
    const { centre, values } = this.samples;
    const { count } = this.evaluate(family.transform(new Float64Array(family.size)));
    if (count < leastOverlap * values.length) {
      return () => ({ value: Infinity, gradient: new Float64Array(family.size) });
    }
    const { kept, fixedBins } = this.#arrays;
    const counted = this.#counted ?? (this.#counted = this.#holdBytes(fixedBins.length));
    for (let i = 0; i < counted.length; i++) counted[i] = kept[4 * i] >= 0 ? 1 : 0;
    return (parameters) => {
      const { information, gradient } = this.#evaluate(family.transform(parameters), counted);
      // The metric knows voxels and points relative to their centre; the family knows millimetres.
      const byMatrix = [0, 1, 2].map((r) => {
        const row = [0, 1, 2, 3].map((c) => [0, 1, 2].reduce((sum, k) => sum - toVoxel[k][r] * gradient[4 * k + c], 0));
        return [...[0, 1, 2].map((c) => row[c] + row[3] * centre[c]), row[3]];
      });
      return { value: -information, gradient: family.pullBack(parameters, byMatrix) };
    };
  }
}

/** With less of the fixed image inside the moving one, mutual information says nothing. */
const leastOverlap = 0.05;

/** Intensities in units of bins, two bins left free at either end for the Parzen window; whole bins in bytes. */
function toBins<T extends Float32Array | Uint8Array>(values: Float32Array, bins: number, out: T): T {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  const scale = (bins - 4 - 1e-3) / (high - low || 1);
  for (let i = 0; i < values.length; i++) out[i] = 2 + (values[i] - low) * scale;
  return out;
}
