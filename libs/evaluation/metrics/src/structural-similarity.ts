import type { Shape3, Volume } from '@braingen/volume';
import { createWindow, halve, windowedProduct, type Window } from './window.ts';

export interface SimilarityOptions {
  /** Edge of the sliding window in voxels. @default 11 */
  readonly window?: number;
  /** Weights of the window. @default Gaussian */
  readonly kind?: 'gaussian' | 'uniform';
  /** Standard deviation of the Gaussian in voxels. @default 1.5 */
  readonly sigma?: number;
  /** Stability of the luminance term. @default 0.01 */
  readonly k1?: number;
  /** Stability of the contrast term. @default 0.03 */
  readonly k2?: number;
  /** Greatest minus smallest value that voxels can have. @default 1 */
  readonly dataRange?: number;
}

export interface MultiscaleOptions extends SimilarityOptions {
  /** Exponent of each scale, finest first. @default Wang's five */
  readonly weights?: readonly number[];
}

/** Wang, Simoncelli & Bovik 2003, section 3.2. */
export const wangWeights: readonly number[] = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

/** One scale of one volume, with what every comparison needs of it. */
export interface Scale {
  readonly voxels: Float32Array;
  readonly shape: Shape3;
  readonly window: Window;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/**
 * Mean structural similarity (Wang et al. 2004, eq. 13), over all windows that lie wholly inside.
 *
 * @throws RangeError if shapes differ or the window does not fit
 */
export function structuralSimilarity(x: Volume, y: Volume, options: SimilarityOptions = {}): number {
  assertSameShape('structuralSimilarity', x, y);
  const [a] = createPyramid(x, 1, options);
  const [b] = createPyramid(y, 1, options);
  return compare(a, b, options, true);
}

/**
 * Multiscale structural similarity (Wang, Simoncelli & Bovik 2003, eq. 7): contrast and structure at every scale,
 * luminance at the coarsest only, each clamped at 0; scales are means over 2 x 2 x 2.
 *
 * @throws RangeError if shapes differ or the window does not fit into the coarsest scale
 */
export function multiscaleSimilarity(x: Volume, y: Volume, options: MultiscaleOptions = {}): number {
  assertSameShape('multiscaleSimilarity', x, y);
  const levels = (options.weights ?? wangWeights).length;
  return comparePyramids(createPyramid(x, levels, options), createPyramid(y, levels, options), options);
}

/** What a volume contributes to comparisons, finest scale first: computed once, used in every pair. */
export function createPyramid({ voxels, shape }: Volume, levels: number, options: SimilarityOptions): Scale[] {
  const { window: size = 11, kind = 'gaussian', sigma = 1.5 } = options;
  const scales: Scale[] = [];
  let level: { voxels: Float32Array; shape: Shape3 } = { voxels, shape };
  for (let scale = 0; scale < levels; scale++) {
    if (scale > 0) level = halve(level.voxels, level.shape);
    if (level.shape.some((length, axis) => shape[axis] > 1 && length < size)) {
      throw new RangeError(
        `multiscaleSimilarity: expected scale ${scale + 1} of ${levels} to hold a window of ${size}, ` +
          `found ${level.shape.join(' x ')} voxels of ${shape.join(' x ')}`,
      );
    }
    const window = createWindow(shape, size, kind, sigma);
    const ones = new Float32Array(level.voxels.length).fill(1);
    const mean = windowedProduct(level.voxels, ones, level.shape, window);
    const variance = windowedProduct(level.voxels, level.voxels, level.shape, window);
    for (let i = 0; i < variance.length; i++) variance[i] -= mean[i] * mean[i];
    scales.push({ ...level, window, mean, variance });
  }
  return scales;
}

export function comparePyramids(x: readonly Scale[], y: readonly Scale[], options: MultiscaleOptions): number {
  const { weights = wangWeights } = options;
  const coarsest = weights.length - 1;
  return weights.reduce((product, weight, scale) => {
    const term = compare(x[scale], y[scale], options, scale === coarsest);
    return product * Math.max(0, term) ** weight;
  }, 1);
}

/** Mean over windows of contrast x structure, with luminance or without. */
function compare(x: Scale, y: Scale, options: SimilarityOptions, withLuminance: boolean): number {
  const { k1 = 0.01, k2 = 0.03, dataRange = 1 } = options;
  const [c1, c2] = [(k1 * dataRange) ** 2, (k2 * dataRange) ** 2];
  const [meanX, meanY, varianceX, varianceY] = [x.mean, y.mean, x.variance, y.variance];
  const products = windowedProduct(x.voxels, y.voxels, x.shape, x.window);
  let sum = 0;
  for (let i = 0; i < products.length; i++) {
    const both = meanX[i] * meanY[i];
    let term = (2 * (products[i] - both) + c2) / (varianceX[i] + varianceY[i] + c2);
    if (withLuminance) term *= (2 * both + c1) / (meanX[i] * meanX[i] + meanY[i] * meanY[i] + c1);
    sum += term;
  }
  return sum / products.length;
}

function assertSameShape(what: string, x: Volume, y: Volume): void {
  if (x.shape.join() !== y.shape.join()) {
    throw new RangeError(
      `${what}: expected two volumes of one shape, found ${x.shape.join(' x ')} and ${y.shape.join(' x ')}`,
    );
  }
}
